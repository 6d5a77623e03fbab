"""New classes of the target are asked about."""

from __future__ import annotations

import polars as pl
import pytest

TABLE = "번호,상태\n" + "".join(f"가{n},{'해지' if n % 3 else '유지'}\n" for n in range(60))
MORE = "번호,상태\n나1,정지\n나2,해지\n나3,\n나4, 유지 \n나5,정지\n"


def test_a_new_class_asks(put_to):
    added, _ = put_to(TABLE, MORE, "상태")
    (asked,) = [one for one in added.differences if one.asks]
    assert (asked.key, added.is_added) == ("classes:상태", False)
    assert "'정지' 2" in asked.ko


def test_rows_of_known_classes_only(put_to):
    added, out = put_to(TABLE, MORE, "상태", known_classes=True)
    assert added.rows == 3
    assert not [one for one in added.drift if "정지" in one.ko]
    assert pl.read_parquet(out / "cells.parquet")["c0001"][60:].to_list() == ["나2", "나3", "나4"]


def test_rows_with_the_new_class(put_to):
    added, out = put_to(TABLE, MORE, "상태", accepted=["classes:상태"])
    assert added.rows == 5
    assert "정지" in pl.read_parquet(out / "typed.parquet")["c0002"].to_list()


def test_known_classes_and_a_table_without_target_ask_nothing(put_to):
    known = MORE.replace("정지", "유지")
    assert put_to(TABLE, known, "상태")[0].is_added
    assert put_to(TABLE, MORE)[0].is_added


@pytest.mark.parametrize("fraction", ["", ".0"])
def test_classes_of_numbers_are_compared_as_numbers(put_to, fraction):
    table = "번호,등급\n" + "".join(f"가{n},{1 + n % 3}\n" for n in range(60))
    more = f"번호,등급\n나1,2{fraction}\n나2,4{fraction}\n"
    added, _ = put_to(table, more, "등급")
    assert [one.key for one in added.differences if one.asks] == ["classes:등급"]


YES_NO = "번호,해지\n" + "".join(f"가{n},{'Y' if n % 3 else 'N'}\n" for n in range(60))
THIRD = "번호,해지\n나1,보류\n나2,Y\n나3,\n나4,n\n나5,보류\n"


def test_a_third_answer_beside_yes_and_no_asks_as_a_new_class(put_to):
    added, _ = put_to(YES_NO, THIRD, "해지")
    (asked,) = [one for one in added.differences if one.asks]
    assert (asked.key, asked.as_blank) == ("classes:해지", True)
    assert "'보류' 2" in asked.ko


@pytest.mark.parametrize(
    ("choices", "answers"),
    [
        ({"known_classes": True}, [True, None, False]),
        ({"accepted": ["classes:해지"]}, [None, True, None, False, None]),
        ({"accepted": ["unreadable:해지"]}, [None, True, None, False, None]),
    ],
)
def test_rows_of_a_third_answer_are_left_out_or_blank(put_to, choices, answers):
    added, out = put_to(YES_NO, THIRD, "해지", **choices)
    assert added.is_added
    assert pl.read_parquet(out / "typed.parquet")["c0002"][60:].to_list() == answers


def test_a_third_answer_without_a_target_cannot_be_read(put_to):
    added, _ = put_to(YES_NO, THIRD)
    assert [one.key for one in added.differences if one.asks] == ["unreadable:해지"]
