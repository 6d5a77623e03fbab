"""Tables of many columns: pages of them, and choices for many at once."""

from __future__ import annotations

import re

import pytest

from domain.access import Role
from domain.automl import DocumentStatus
from records import columns, documents
from records.engine import reading, transaction
from records.tables import ColumnInfo
from tests.console.automl.conftest import DOC


@pytest.fixture
def wide(table, context):
    """The same with 5,000 columns."""
    with transaction(context.engine) as session:
        session.add_all(
            ColumnInfo(
                doc_id=DOC,
                column_no=number,
                key=f"c{number:04d}",
                label=f"칼럼 {number}",
                type="integer",
                used=True,
                missing=0,
                distinct=2,
                profile={},
                parsing={},
            )
            for number in range(4, 5001)
        )
    return DOC


@pytest.mark.parametrize(
    ("stage", "mark"), [("data", 'data-testid="column"'), ("prepare", 'data-testid="target-row"')]
)
def test_five_thousand_columns_come_a_hundred_at_a_time(visit, wide, context, stage, mark):
    client = visit(Role.EDITOR)
    client.post(f"/automl/{DOC}/confirm-data")
    first = client.get(f"/automl/{DOC}/{stage}").text
    assert first.count(mark) == 100
    assert "5,000" in first
    second = client.get(f"/automl/{DOC}/{stage}?after=100").text
    assert "칼럼 101<" in second
    assert "칼럼 100<" not in second
    last = client.get(f"/automl/{DOC}/{stage}?after=4900").text
    assert last.count(mark) == 100
    assert 'rel="next"' not in last
    back = client.get(f"/automl/{DOC}/{stage}?before=4901").text
    assert back.count(mark) == 100
    assert "칼럼 4900<" in back
    assert "칼럼 4801<" in back
    top = client.get(f"/automl/{DOC}/{stage}?before=101").text
    assert top.count(mark) == 100
    assert "칼럼 100<" in top
    assert "칼럼 101<" not in top
    found = client.get(f"/automl/{DOC}/{stage}?name=칼럼 4321").text
    assert found.count(mark) == 1


def test_turning_a_page_swaps_the_table_alone(visit, table):
    part = visit(Role.VIEWER).get(f"/automl/{DOC}/data", headers={"hx-request": "true"}).text
    assert part.startswith('<section id="columns"')
    assert "</section>" in part
    assert "<html" not in part


def _used(context):
    with reading(context.engine) as session:
        return [column.used for column in columns.of_document(session, DOC)]


def test_many_columns_are_set_at_once_those_ticked_or_all_that_were_found(visit, table, context):
    client = visit(Role.EDITOR)
    place = f"/automl/{DOC}/columns/use"
    page = client.get(f"/automl/{DOC}/data").text
    assert page.count('name="column"') == 3
    assert client.post(place, data={"used": "N", "of": "ticked", "column": ["1", "3"]}).status_code == 204
    assert _used(context) == [False, True, False]
    assert client.post(place, data={"used": "Y", "of": "found", "name": "fRE"}).status_code == 204
    assert _used(context) == [True, True, False]
    assert client.post(place, data={"used": "N", "of": "found"}).status_code == 204
    assert _used(context) == [False] * 3
    assert client.post(place, data={"used": "Y", "of": "ticked"}).status_code == 409
    assert client.post(place, data={"used": "Y", "of": "all"}).status_code == 422
    assert visit(Role.VIEWER, "lee").post(place, data={"used": "Y", "of": "found"}).status_code == 403
    assert 'name="column"' not in visit(Role.VIEWER, "lee").get(f"/automl/{DOC}/data").text


def test_columns_better_left_out_are_offered_with_the_reason_until_they_are(visit, table, context):
    sentence = "번호(ID)로 보입니다"
    with transaction(context.engine) as session:
        document = documents.get(session, DOC)
        document.target_key = "c0002"
        document.status = DocumentStatus.DATA_CONFIRMED
        document.warnings = [
            {"code": code, "column": column, "ko": sentence, "en": "like an id", "severity": "warning"}
            for code, column in (("id_like", "Fresh"), ("id_like", "y"), ("spellings", "도시"))
        ]
    client = visit(Role.EDITOR)
    for stage in ("data", "prepare"):
        page = client.get(f"/automl/{DOC}/{stage}").text
        (advice,) = re.findall(r'<section id="advice".*?</section>', page, re.DOTALL)
        assert advice.count(sentence) == 1
    answer = client.post(f"/automl/{DOC}/columns/use", data={"used": "N", "of": "advised"})
    assert answer.status_code == 204
    assert _used(context) == [
        False,
        True,
        True,
    ]  # neither the target nor what was warned of for something else
    assert sentence not in client.get(f"/automl/{DOC}/advice").text


def test_many_at_once_asks_first_where_results_would_be_lost(visit, prepared):
    page = visit(Role.EDITOR).get(f"/automl/{DOC}/data").text
    (ticked,) = re.findall(r'<button[^>]*data-testid="ticked-N"[^>]*>', page)
    (found,) = re.findall(r'<button[^>]*data-testid="found-N"[^>]*>', page)
    assert "앞선 전처리와 학습 결과는" in ticked
    assert "찾은 칼럼 모두 3" in found
    assert "앞선 전처리와 학습 결과는" in found
