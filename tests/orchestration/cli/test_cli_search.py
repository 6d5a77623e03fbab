"""`saebyeok ocr search`: what it prints, its filters, and too short a search."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from domain.document_fields import FieldState, FieldType
from orchestration.cli.session import CliContext
from orchestration.settings import load_settings
from records.ocr import documents
from records.ocr.document_fields import field_decisions, fields
from records.ocr.document_fields.fields import ReadField
from tests.factories import read_document
from tests.orchestration.cli.ocr_counter import DOC, counter

__all__ = ["counter"]


def _found(counter, *words):
    return json.loads(counter.type("search", *words, "--format", "json"))


def test_texts_are_found_with_their_place_and_document(counter):
    (text,) = _found(counter, "1200")["texts"]
    assert (text["text_id"], text["page_no"], text["text"]) == (f"{DOC}_01_3", 1, "합계 1,200")
    assert (text["doc_id"], text["company"], text["state"]) == (DOC, "새벽상사", "machine")
    assert [t["text"] for t in _found(counter, "디엘", "이엔씨")["texts"]] == ["디엘이언씨 (주)"]
    assert "합계 1,200" in counter.type("search", "합계")


def test_documents_are_found_by_company(counter):
    found = _found(counter, "새벽상사")
    assert ([d["doc_id"] for d in found["documents"]], found["texts"]) == ([DOC], [])
    assert "새벽상사" in counter.type("search", "새벽상사")


def test_a_correction_is_found(counter):
    counter.type("correct", f"{DOC}_01_1", "한빛상사")
    (text,) = _found(counter, "한빛상사")["texts"]
    assert (text["corrected"], text["state"]) == ("한빛상사", "corrected")


def test_a_corrected_field_is_found_with_its_value_texts_and_document(counter, now):
    with CliContext(load_settings(counter.home)).transaction() as session:
        total = ReadField(
            "total_amount", FieldType.WON, 0, FieldState.CONTRADICTED, machine="1200", page_no=1
        )
        read = [replace(total, text_ids=(f"{DOC}_01_3",))]
        fields.replace_read(session, documents.get(session, DOC), read, [], now=now)
        field_decisions.correct(session, f"{DOC}:0:total_amount", "1,300", by="kim", now=now)
    found = _found(counter, "1300")
    assert (found["texts"], found["documents"]) == ([], [])
    (field,) = found["fields"]
    assert (field["field_id"], field["key"], field["line_no"]) == (f"{DOC}:0:total_amount", "total_amount", 0)
    assert (field["value"], field["corrected"], field["state"]) == ("1,300", "1,300", "contradicted")
    assert (field["page_no"], field["text_ids"]) == (1, [f"{DOC}_01_3"])
    assert (field["doc_id"], field["company"]) == (DOC, "새벽상사")
    shown = counter.type("search", "1300")
    assert all(word in shown for word in ("합계 금액", "1,300", "모순", DOC))


@pytest.mark.parametrize(
    ("words", "count"),
    [
        (["--company", "새벽"], 1),
        (["--company", "한빛"], 0),
        (["--until", "2020-01-01"], 0),
        (["--since", "2020-01-01"], 1),
        (["--state", "corrected"], 0),
        (["--kind", "영수증"], 0),
        (["--least", "1"], 0),
        (["--skip", "1"], 0),
    ],
)
def test_filters_narrow_the_results(counter, words, count):
    assert len(_found(counter, "합계", *words)["texts"]) == count


def test_too_short_a_search_is_refused(counter):
    assert "두 글자 이상" in counter.type("search", "합", code=2)


def test_all_documents_of_a_company_are_listed_and_more_is_said(counter, now):
    doc_ids = [f"2611220000000{n}" for n in range(11, 18)]
    with CliContext(load_settings(counter.home)).transaction() as session:
        for doc_id in doc_ids:
            read_document(session, doc_id, now, [], company="새벽상사")
    found = _found(counter, "새벽상사", "--limit", "5")
    rest = _found(counter, "새벽상사", "--limit", "5", "--skip", "5")
    listed = [d["doc_id"] for page in (found, rest) for d in page["documents"]]
    assert ([len(found["documents"]), found["more"], rest["more"]]) == [5, True, False]
    assert listed == sorted([DOC, *doc_ids], reverse=True)
    assert "--skip 5" in counter.type("search", "새벽상사", "--limit", "5")
    assert "--skip" not in counter.type("search", "새벽상사")
