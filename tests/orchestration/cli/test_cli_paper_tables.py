"""`saebyeok ocr to-table`: only checked documents become rows, and kinds are named as people read them."""

from __future__ import annotations

import pytest

from domain.document_fields import DocumentKind, FieldState, FieldType
from domain.ocr import OcrStatus
from orchestration.cli.session import CliContext
from orchestration.settings import load_settings
from records.ocr import documents
from records.ocr.document_fields import fields, fields_to_read
from records.ocr.document_fields.fields import ReadField
from tests.orchestration.cli.ocr_counter import DOC, counter

__all__ = ["counter"]


@pytest.fixture
def statement(counter, now):
    """A document whose total was just read, and a function that sets its state."""
    cli = CliContext(load_settings(counter.home))
    with cli.transaction() as session:
        document = documents.get(session, DOC)
        fields_to_read.set_kind(document, DocumentKind.STATEMENT, 0.9, [])
        read = [ReadField("total_amount", FieldType.WON, 0, FieldState.UNCHECKED, machine="84100")]
        fields.replace_read(session, document, read, [], now=now)

    def settle(status):
        with cli.transaction() as session:
            documents.get(session, DOC).status = status

    settle(OcrStatus.EXTRACTED)
    return settle


def test_what_was_just_read_waits_for_people_or_is_asked_for(counter, statement):
    said = counter.type("to-table", "transaction_statement", "--no-wait", code=2)
    assert "1건이 확인을 기다립니다" in said
    assert "--unchecked" in said
    assert "1행" in counter.type("to-table", "transaction_statement", "--unchecked", "--no-wait")


@pytest.mark.parametrize("kind", ["transaction_statement", "거래명세서", "Transaction Statement"])
def test_a_kind_is_named_by_its_code_or_as_people_read_it(counter, statement, kind):
    statement(OcrStatus.CHECKED)
    assert "1행" in counter.type("to-table", kind, "--no-wait")


def test_an_unknown_kind_is_refused_with_all_there_are(counter, statement):
    said = counter.type("to-table", "명세", "--no-wait", code=2)
    assert "거래명세서" in said
    assert "영수증" in said


def test_help_lists_the_kinds(counter):
    said = counter.type("to-table", "--help")
    assert "tax_invoice 세금계산서" in " ".join(said.split())
