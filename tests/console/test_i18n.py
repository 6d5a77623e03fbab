"""Both languages of the screens."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import console
from console.app import create_app
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


@pytest.mark.parametrize("secure", [True, False])
def test_the_language_is_kept_as_safely_as_the_session(context, secure):
    app = create_app(replace(context, secure_cookies=secure), hosts=["127.0.0.1"])
    answer = TestClient(app, base_url="http://127.0.0.1", follow_redirects=False).get("/sign-in/language/en")
    assert "saebyeok_language=en" in answer.headers["set-cookie"]
    assert ("secure" in answer.headers["set-cookie"].lower()) is secure
