"""Texts: read, decided on by people, read again; nothing people did is ever lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.ocr import OcrStatus, TextAction, TextSource, TextState
from records.engine import transaction
from records.errors import DecisionRefused, NotFound
from records.ocr import decisions, documents, texts
from records.ocr.learning import chosen_texts
from records.ocr.tables import OcrPage
from work_requests import ocr_decisions

DOC = "261122000000010"
FIRST, SECOND, THIRD = (f"{DOC}_01_{n}" for n in (1, 2, 3))


@pytest.fixture
def session(engine, make_page):
    with transaction(engine) as session:
        make_page(session, "디엘이언씨 (주)", "합계 1,200", "됩니다")
        yield session


def test_ids_are_document_page_and_number_as_the_seed_names_crops(session):
    assert [t.text_id for t in texts.of_document(session, DOC)] == [FIRST, SECOND, THIRD]


def test_the_recogniser_and_the_probability_of_each_character_are_kept(session, read_text, now):
    read = replace(
        read_text("A1", 0),
        recogniser="custom+ppocr",
        characters=[("A", 0.123456), ("1", 1.0)],
        alternatives={1: "lI"},
    )
    page = session.get_one(OcrPage, (DOC, 1))
    texts.replace_read(session, page, [read, read_text("B", 1)], first=4, network_id="1", now=now)
    session.expire_all()
    first, second = texts.of_document(session, DOC)
    assert (first.recogniser, first.characters) == ("custom+ppocr", [["A", 0.1235], ["1", 1.0]])
    assert first.alternatives == {"1": "lI"}
    assert (second.recogniser, second.characters, second.alternatives) == (None, None, None)


def test_a_correction_keeps_what_was_read_and_says_who(session, now):
    text = decisions.correct(session, FIRST, "디엘이엔씨(주)", by="kim", now=now)
    assert (text.text, text.corrected, text.state) == (
        "디엘이언씨 (주)",
        "디엘이엔씨(주)",
        TextState.CORRECTED,
    )
    assert text.label == "디엘이엔씨(주)"
    last = texts.history(session, FIRST)[-1]
    assert (last.action, last.before, last.after, last.by) == (
        TextAction.CORRECT,
        "디엘이언씨 (주)",
        "디엘이엔씨(주)",
        "kim",
    )


def test_typing_what_was_read_confirms_it(session, now):
    text = decisions.correct(session, SECOND, " 합계 1,200 ", by="kim", now=now)
    assert (text.corrected, text.state) == (None, TextState.CONFIRMED)


def test_decomposed_hangul_is_kept_composed(session, now):
    text = decisions.correct(session, THIRD, "한글", by="kim", now=now)
    assert text.corrected == "한글"


@pytest.mark.parametrize("typed", ["", "   ", "두\n줄", "x" * 1001, "\ud800"])
def test_what_is_no_line_of_text_is_refused(session, now, typed):
    with pytest.raises(DecisionRefused):
        decisions.correct(session, FIRST, typed, by="kim", now=now)


def test_the_second_of_two_editors_is_told(session, now):
    seen = texts.get(session, FIRST).version
    decisions.correct(session, FIRST, "하나", by="kim", now=now, version=seen)
    with pytest.raises(DecisionRefused, match="kim"):
        decisions.correct(session, FIRST, "둘", by="lee", now=now, version=seen)
    assert texts.get(session, FIRST).corrected == "하나"


def test_a_document_is_checked_when_every_text_was_looked_at_and_open_again_after_an_undo(session, now):
    decisions.confirm(session, [FIRST, SECOND], by="kim", now=now)
    assert documents.get(session, DOC).status == OcrStatus.EXTRACTED
    decisions.mark_unreadable(session, [THIRD], by="kim", now=now)
    assert documents.get(session, DOC).status == OcrStatus.CHECKED
    decisions.reopen(session, [FIRST], by="kim", now=now)
    assert documents.get(session, DOC).status == OcrStatus.EXTRACTED
    assert texts.get(session, FIRST).state == TextState.MACHINE


def test_confirming_keeps_an_earlier_correction(session, now):
    decisions.correct(session, FIRST, "고침", by="kim", now=now)
    decisions.reopen(session, [SECOND], by="kim", now=now)
    changed = decisions.confirm(session, [FIRST, SECOND], by="lee", now=now)
    assert [t.text_id for t in changed] == [SECOND]
    assert texts.get(session, FIRST).corrected == "고침"


def test_what_nobody_can_read_is_not_learnt_from(session, now):
    decisions.select(session, [FIRST], by="kim", now=now)
    decisions.mark_unreadable(session, [FIRST], by="kim", now=now)
    assert chosen_texts.to_learn(session) == []
    with pytest.raises(DecisionRefused):
        decisions.select(session, [FIRST], by="kim", now=now)


def test_items_to_learn_are_the_chosen_and_those_learnt_before_of_documents_that_are_there(session, now):
    decisions.select(session, [FIRST, SECOND], by="kim", now=now)
    chosen_texts.set_rescored(
        session, texts.get(session, SECOND), read="합계", score=0.5, network_id="n", now=now
    )
    decisions.select(session, [SECOND], chosen=False, by="kim", now=now)
    assert [t.text_id for t in chosen_texts.to_learn(session)] == [FIRST, SECOND]
    ocr_decisions.delete(session, DOC, by="kim", now=now)
    assert chosen_texts.to_learn(session) == []
    with pytest.raises(NotFound):
        texts.get(session, FIRST)


def test_reading_again_keeps_what_people_touched_and_replaces_the_rest(session, now, read_text):
    decisions.correct(session, SECOND, "합계 1,300", by="kim", now=now)
    page = session.get_one(OcrPage, (DOC, 1))
    first = texts.next_number(session, DOC, 1)
    read = [read_text("새 줄", 0), read_text("합계 9,999", 1), read_text("돼니다", 2)]
    count = texts.replace_read(session, page, read, first=first, network_id="n2", now=now)
    found = texts.of_document(session, DOC)
    assert count == 3
    assert [(t.label, t.network_id) for t in found] == [
        ("새 줄", "n2"),
        ("합계 1,300", "261122000000001"),
        ("돼니다", "n2"),
    ]
    assert len({t.text_id for t in found}) == 3


def test_rescoring_writes_its_own_columns_alone(session, now):
    decisions.correct(session, FIRST, "디엘이엔씨(주)", by="kim", now=now)
    decisions.select(session, [FIRST], by="kim", now=now)
    (text,) = chosen_texts.to_rescore(session, "n2", after="", limit=10)
    chosen_texts.set_rescored(session, text, read="디엘이엔씨", score=0.7, network_id="n2", now=now)
    session.flush()
    assert (text.trained_text, text.trained_score, text.corrected, text.text) == (
        "디엘이엔씨",
        0.7,
        "디엘이엔씨(주)",
        "디엘이언씨 (주)",
    )
    assert chosen_texts.to_rescore(session, "n2", after="", limit=10) == []
    assert [t.text_id for t in chosen_texts.rescored(session, "n2")] == [FIRST]


def test_what_was_learnt_is_learnt_again_until_it_is_taken_back(session, now):
    decisions.correct(session, FIRST, "디엘이엔씨(주)", by="kim", now=now)
    decisions.select(session, [FIRST], by="kim", now=now)
    text = texts.get(session, FIRST)
    chosen_texts.set_rescored(session, text, read="디엘이엔씨", score=0.7, network_id="n2", now=now)
    decisions.select(session, [FIRST], chosen=False, by="kim", now=now)
    session.flush()
    assert [t.label for t in chosen_texts.to_learn(session)] == ["디엘이엔씨(주)"]
    decisions.reopen(session, [FIRST], by="kim", now=now)
    session.flush()
    assert chosen_texts.to_learn(session) == []  # its label is the misreading again


def test_past_corrections_come_newest_last(session, now):
    decisions.correct(session, FIRST, "디엘이엔씨(주)", by="kim", now=now)
    decisions.correct(session, SECOND, "합계 1,200", by="kim", now=now)
    assert texts.corrections(session, limit=10) == [("디엘이언씨 (주)", "디엘이엔씨(주)")]


@pytest.mark.parametrize("typed", ["\u200b합계\u00a01,200", "\ufeff합계\u30001,200\u200e"])
def test_what_is_pasted_along_unseen_is_no_part_of_a_text(session, now, typed):
    text = decisions.correct(session, SECOND, typed, by="kim", now=now)
    assert (text.label, text.state) == ("합계 1,200", TextState.CONFIRMED)


def test_marks_without_a_shape_alone_say_nothing(session, now):
    with pytest.raises(DecisionRefused):
        decisions.correct(session, FIRST, "\u200b\u2060", by="kim", now=now)


def test_a_text_of_the_pdf_says_so_and_names_no_network(session, now, read_text):
    page = session.get_one(OcrPage, (DOC, 1))
    first = texts.next_number(session, DOC, 1)
    taken = replace(read_text("원문 그대로", 5, score=1.0), source=TextSource.PDF)
    texts.replace_read(session, page, [taken], first=first, network_id="261122000000099", now=now)
    (text,) = texts.of_document(session, DOC)
    assert (text.source, text.score) == (TextSource.PDF, 1.0)
    assert texts.history(session, text.text_id)[0].by == texts.BY_PDF


def test_what_a_page_carries_is_kept_until_its_file_is_opened_again(session, now):
    document = documents.get(session, DOC)
    carried = {"lines": [{"text": "가"}]}
    for given, kept in ((carried, carried), (None, None)):
        page = OcrPage(
            doc_id=DOC,
            page_no=1,
            image_path="p.png",
            image_sha256="1" * 64,
            width=4,
            height=6,
            pdf_text=given,
        )
        documents.replace_pages(session, document, [page], dpi=150, now=now)
        session.flush()
        assert documents.pdf_text(session, DOC, 1) == kept
