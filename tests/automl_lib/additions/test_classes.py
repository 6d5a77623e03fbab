"""New classes of the target are asked about."""

from __future__ import annotations

import polars as pl
import pytest

from automl_lib.additions import first_rows, target_classes
from automl_lib.additions.classes import unread_classes
from domain.columns import ColumnType

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
        ({"accepted": ["unreadable:해지"]}, [None, True, None, False, None]),
        ({"accepted": ["classes:해지"]}, ["보류", "Y", None, "N", "보류"]),
        ({"accepted": ["classes:해지", "unreadable:해지"]}, ["보류", "Y", None, "N", "보류"]),
        ({"accepted": ["classes:해지"], "known_classes": True}, [True, None, False]),
    ],
)
def test_rows_of_a_third_answer_are_left_out_blank_or_a_class(put_to, choices, answers):
    added, out = put_to(YES_NO, THIRD, "해지", **choices)
    assert added.is_added
    assert pl.read_parquet(out / "typed.parquet")["c0002"][60:].to_list() == answers


def test_a_third_answer_without_a_target_cannot_be_read(put_to):
    added, _ = put_to(YES_NO, THIRD)
    assert [one.key for one in added.differences if one.asks] == ["unreadable:해지"]


def test_the_answers_that_the_table_had_keep_their_names_and_it_is_said_what_becomes_of_the_new_one(put_to):
    mixed = YES_NO.replace("가3,N", "가3,n")
    added, out = put_to(mixed, THIRD, "해지", accepted=["classes:해지"])
    assert set(pl.read_parquet(out / "typed.parquet")["c0002"][:60].to_list()) == {"Y", "N"}
    (said,) = [one for one in added.differences if one.code == "classes"]
    assert "'보류' 2" in said.ko
    assert "5행부터" in said.ko  # two rows are too few to learn a class


def test_a_new_class_is_no_drift_towards_blanks(put_to):
    third = "번호,해지\n" + "".join(f"나{n},{'보류' if n % 2 else 'Y'}\n" for n in range(60))
    taken, _ = put_to(YES_NO, third, "해지", accepted=["classes:해지"])
    blank, _ = put_to(YES_NO, third, "해지", accepted=["unreadable:해지"])
    assert "해지" in [one.column for one in blank.drift]
    assert "해지" not in [one.column for one in taken.drift]


def test_the_new_answer_is_known_in_the_rows_after(put_to):
    added, out = put_to(YES_NO, THIRD, "해지", accepted=["classes:해지"])
    known = target_classes(out / "typed.parquet", "c0002", "해지")
    assert known.known == {"Y", "N", "보류"}
    assert unread_classes(known, out / "cells.parquet", added.schema) is None


def test_a_word_among_classes_of_numbers_becomes_one(put_to):
    table = "번호,등급\n" + "".join(f"가{n},{1 + n % 3}\n" for n in range(60))
    added, out = put_to(table, "번호,등급\n나1,2.0\n나2,특\n나3,-\n", "등급", accepted=["classes:등급"])
    assert added.schema.by_key("c0002").type is ColumnType.TEXT
    assert pl.read_parquet(out / "typed.parquet")["c0002"][58:].to_list() == ["2", "3", "2", "특", None]


def test_without_its_rows_the_target_is_one_of_yes_and_no_again(put_to, tmp_path):
    added, out = put_to(YES_NO, THIRD, "해지", accepted=["classes:해지"])
    before = tmp_path / "before"
    before.mkdir()
    schema = first_rows(out / "cells.parquet", added.schema, 60, (), before, {"해지"})
    assert schema.by_key("c0002").type is ColumnType.BOOL
    assert pl.read_parquet(before / "typed.parquet")["c0002"].to_list() == [bool(n % 3) for n in range(60)]


def test_a_class_that_is_still_there_keeps_the_target_text(put_to, tmp_path):
    added, out = put_to(YES_NO, THIRD, "해지", accepted=["classes:해지"])
    before = tmp_path / "before"
    before.mkdir()
    schema = first_rows(out / "cells.parquet", added.schema, 61, (), before, {"해지"})
    assert schema == added.schema
    assert pl.read_parquet(before / "typed.parquet")["c0002"][60] == "보류"
