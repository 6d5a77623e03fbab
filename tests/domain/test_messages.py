"""Sentences from the catalogues."""

from __future__ import annotations

import logging
import pickle

import pytest

from domain import messages
from domain.messages import Message, Sentences, in_context
from domain.refusal import Refusal
from domain.requests import RequestStatus


def test_a_message_is_written_in_each_language():
    message = Message("document {doc_id} has no page {page_no}", doc_id="D-1", page_no=3)
    assert message.en == "document D-1 has no page 3"
    assert message.ko == "문서 D-1에 3쪽이 없습니다."


def test_a_message_in_a_message_follows_its_language():
    message = Message("this needs the role {role}; ask an admin", role=in_context("role", "editor"))
    assert message.ko == "'편집' 권한이 필요합니다. 관리자에게 요청하세요."
    assert message.en == "this needs the role editor; ask an admin"


def test_a_missing_translation_falls_back_to_english():
    assert Message("never translated {x}", x=1).ko == "never translated 1"


def test_no_message_is_an_empty_sentence():
    assert Message("").ko == ""


@pytest.mark.parametrize("msgid", ["{gone}", "{x:zzz}", "{x", "{x.gone}", "{0}"])
def test_formatting_never_raises(msgid, caplog):
    with caplog.at_level(logging.ERROR):
        assert Message(msgid, x=1).ko == msgid
    assert msgid in caplog.text


def test_braces_in_values_are_kept():
    assert Message("unknown model: {unknown}", unknown="{0}").en == "unknown model: {0}"


def test_labels_are_told_apart_by_their_context():
    assert RequestStatus.FAILED.label == "실패"
    assert RequestStatus.FAILED.message.en == "failed"


def test_stored_sentences_stay_as_they_are():
    assert (Sentences("한글 {x}", "English {x}").ko, Sentences("한글", "English {x}").en) == (
        "한글 {x}",
        "English {x}",
    )


def test_a_refusal_keeps_its_message_across_processes():
    refusal = Refusal(Message("training {training_id} has no such picture", training_id="T"), code="gone")
    copy = pickle.loads(pickle.dumps(refusal))
    assert (copy.ko, copy.en, copy.code, str(copy)) == (refusal.ko, refusal.en, "gone", refusal.en)


def test_a_changed_catalogue_is_compiled_again(tmp_path, monkeypatch):
    folder = tmp_path / "ko" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    (folder / "saebyeok.po").write_text(f'{header}msgid "hello"\nmsgstr "안녕"\n', encoding="utf-8")
    monkeypatch.setattr(messages, "_LOCALE", tmp_path)
    messages._catalogue.cache_clear()
    try:
        assert Message("hello").ko == "안녕"
        assert [path.name for path in sorted(folder.iterdir())] == ["saebyeok.mo", "saebyeok.po"]
        (folder / "saebyeok.po").unlink()
        messages._catalogue.cache_clear()
        assert Message("hello").ko == "안녕"
    finally:
        messages._catalogue.cache_clear()
