"""Both languages of the screens."""

from __future__ import annotations

import re
from pathlib import Path

import console
from console.i18n import translator

FOLDER = Path(console.__file__).parent
SAID = re.compile(r"""\bt\((["'])(?P<korean>.+?)\1\)""")


def test_every_word_of_the_screens_has_its_english():
    said = {
        found["korean"]
        for template in (FOLDER / "templates").rglob("*.html")
        for found in SAID.finditer(template.read_text(encoding="utf-8"))
    }
    assert len(said) > 50
    english = translator("en")
    assert sorted(korean for korean in said if english(korean) == korean) == []


def test_korean_stays_as_it_is():
    assert translator("ko")("문서명") == "문서명"
