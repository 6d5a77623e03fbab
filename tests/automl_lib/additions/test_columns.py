"""Columns of a file that brings more rows of a table."""

from __future__ import annotations

import pytest

from automl_lib.additions import match_columns
from domain.columns import ColumnType
from domain.table_additions import AdditionChoices
from domain.table_schema import ColumnSchema, TableSchema

SCHEMA = TableSchema(
    tuple(
        ColumnSchema(f"c{number:04d}", label, ColumnType.TEXT)
        for number, label in enumerate(("고객번호", "나이", "가입일"), start=1)
    )
)


def match(*headers, **choices):
    return match_columns(SCHEMA, headers, AdditionChoices(**choices))


def test_the_same_columns_in_another_order_and_form_ask_nothing():
    found = match("가입일", "고객 번호", "나이")
    assert found.headers == {"c0001": "고객 번호", "c0002": "나이", "c0003": "가입일"}
    assert [(one.key, one.asks) for one in found.differences] == [("renamed:고객번호", False)]
    assert "'고객 번호'" in found.differences[0].ko


def test_a_new_column_is_told_and_left_out():
    found = match("고객번호", "나이", "가입일", "메모")
    assert [(one.key, one.asks) for one in found.differences] == [("new:메모", False)]


def test_a_column_that_was_renamed_is_recognised_and_asked_for():
    found = match("고객번호", "나이(만)", "가입일")
    assert [(one.key, one.header, one.asks) for one in found.differences] == [
        ("renamed:나이", "나이(만)", True)
    ]
    decided = match("고객번호", "나이(만)", "가입일", renamed={"나이": "나이(만)"})
    assert (decided.headers["c0002"], decided.asks) == ("나이(만)", False)
    accepted = match("고객번호", "나이(만)", "가입일", accepted=["renamed:나이"])
    assert accepted.headers == decided.headers
    assert [(one.key, one.asks) for one in accepted.differences] == [("renamed:나이", False)]


def test_a_missing_column_asks_until_it_may_be_blank():
    found = match("고객번호", "가입일")
    assert [(one.key, one.asks) for one in found.differences] == [("missing:나이", True)]
    decided = match("고객번호", "가입일", accepted=["missing:나이"])
    assert not decided.asks
    assert "c0002" not in decided.headers


@pytest.mark.parametrize("header", ["없는 열", "고객번호"])
def test_a_decision_on_a_header_that_is_not_free_decides_nothing(header):
    assert match("고객번호", "가입일", renamed={"나이": header}).asks
