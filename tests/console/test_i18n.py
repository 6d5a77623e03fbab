"""Both languages of the screens."""

from __future__ import annotations

from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from console.app import create_app
from console.i18n import Translator, in_both_languages
from domain.messages import Message


def test_a_template_sentence_is_written_in_the_language_of_the_page():
    assert Translator("ko")("Document") == "문서명"
    assert Translator("en")("Document") == "Document"
    assert Translator("ko")("{seconds:.1f} s", seconds=2) == "2.0초"


def test_equal_english_words_are_told_apart_by_their_context():
    assert Translator("ko")("File") == "파일"
    assert Translator("ko").in_context("name", "File") == "파일명"


def test_a_message_of_the_code_brings_its_own_values():
    assert Translator("ko")(Message("a value doesn't fit: {fields}", fields="rows")).startswith(
        "값이 맞지 않습니다: rows"
    )


def test_answers_outside_of_pages_are_in_both_languages():
    assert in_both_languages(Message("this request came from another site")) == (
        "다른 곳에서 온 요청입니다. / this request came from another site"
    )


@pytest.mark.parametrize("secure", [True, False])
def test_the_language_is_kept_as_safely_as_the_session(context, secure):
    app = create_app(replace(context, secure_cookies=secure), hosts=["127.0.0.1"])
    answer = TestClient(app, base_url="http://127.0.0.1", follow_redirects=False).get("/sign-in/language/en")
    assert "saebyeok_language=en" in answer.headers["set-cookie"]
    assert ("secure" in answer.headers["set-cookie"].lower()) is secure
