"""Every sentence of the code has its Korean, with the same placeholders."""

from __future__ import annotations

import re
import string
import tomllib
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_keywords
from babel.messages.pofile import read_po

import domain

CHECKOUT = Path(domain.__file__).parents[1]
MAKEFILE = (CHECKOUT / "Makefile").read_text(encoding="utf-8")
KEYWORDS = parse_keywords(re.findall(r"-k (\S+)", MAKEFILE))
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
MAPPINGS = {one["pattern"]: one for one in PROJECT["babel"]["mappings"]}


@pytest.fixture(scope="module")
def korean() -> Catalog:
    path = CHECKOUT / "domain" / "locale" / "ko" / "LC_MESSAGES" / "saebyeok.po"
    with path.open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="module")
def extracted() -> dict[tuple[str, str | None], str]:
    """Where each sentence is used, by its English and context."""
    methods = [(pattern, one["method"]) for pattern, one in MAPPINGS.items()]
    found = {}
    for package in PROJECT["importlinter"]["root_packages"]:
        folder = str(CHECKOUT / package)
        for file, line, msgid, _, context in extract_from_dir(folder, methods, MAPPINGS, keywords=KEYWORDS):
            if msgid:
                found.setdefault((msgid, context), f"{package}/{file}:{line}")
    return found


def test_every_sentence_is_translated(extracted, korean):
    assert len(extracted) > 500
    assert [
        f"{place}: {key[0]}" for key, place in extracted.items() if not _is_translated(korean.get(*key))
    ] == []


def _is_translated(entry: Message | None) -> bool:
    return entry is not None and bool(entry.string) and not entry.fuzzy


def test_no_translation_is_left_over(extracted, korean):
    assert [entry.id for entry in korean if entry.id and (entry.id, entry.context) not in extracted] == []


def test_translations_have_the_placeholders_of_their_sentence(korean):
    assert [entry.id for entry in korean if _placeholders(entry.id) != _placeholders(entry.string)] == []


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_placeholders_are_named(korean):
    assert [entry.id for entry in korean if not all(map(str.isidentifier, _placeholders(entry.id)))] == []
