"""Doubts about columns come where they should, and not elsewhere."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from automl_lib.profile import profile_table, profile_warnings
from domain.columns import ColumnType
from domain.table_schema import ColumnSchema, TableSchema
from domain.target_check import ProfileWarning


def codes(folder: Path, cells: object, kind: ColumnType, dtype: type[pl.DataType]) -> set[str]:
    pl.DataFrame({"c0001": pl.Series(cells, dtype=dtype)}).write_parquet(folder / "typed.parquet")
    schema = TableSchema((ColumnSchema("c0001", "열", kind),))
    found = profile_warnings(profile_table(folder / "typed.parquet", schema))
    assert all("칼럼" in warning.ko and warning.en for warning in found)
    return {warning.code for warning in found} - {"duplicate_rows"}


def test_running_numbers_are_like_an_id(tmp_path: Path) -> None:
    assert codes(tmp_path, range(1, 301), ColumnType.INTEGER, pl.Int64) == {"id_like"}


def test_texts_of_several_words_are_no_ids(tmp_path: Path) -> None:
    texts = [f"{n}번 고객이 해지를 문의했습니다" for n in range(60)]
    assert codes(tmp_path, texts, ColumnType.TEXT, pl.String) == {"prose"}


def test_document_numbers_are_like_an_id(tmp_path: Path) -> None:
    numbers = [220_616_000_000_000 + i * 3 for i in range(300)]
    assert codes(tmp_path, numbers, ColumnType.INTEGER, pl.Int64) == {"id_like"}


def test_spending_in_whole_won_is_no_id_though_all_amounts_differ(tmp_path: Path) -> None:
    amounts = np.unique(np.exp(np.random.default_rng(1).normal(13, 1, 400)).astype(int))
    assert len(amounts) > 390
    assert codes(tmp_path, amounts.tolist(), ColumnType.INTEGER, pl.Int64) == set()


@pytest.mark.parametrize("label", ["계약금액", "통화시간", "price"])
def test_what_is_named_as_an_amount_is_no_id(tmp_path: Path, label: str) -> None:
    for cells, kind in (
        ([f"{i}.0.1" for i in range(50)], ColumnType.TEXT),
        (list(range(50)), ColumnType.INTEGER),
    ):
        pl.DataFrame({"c0001": cells}).write_parquet(tmp_path / "typed.parquet")
        schema = TableSchema((ColumnSchema("c0001", label, kind),))
        assert profile_warnings(profile_table(tmp_path / "typed.parquet", schema)) == []


def test_customer_numbers_as_text_are_like_an_id(tmp_path: Path) -> None:
    assert codes(tmp_path, [f"{i:06d}" for i in range(50)], ColumnType.TEXT, pl.String) == {"id_like"}


def test_many_names_are_many_categories(tmp_path: Path) -> None:
    names = [f"업체 {i % 150}" for i in range(600)]
    assert codes(tmp_path, names, ColumnType.TEXT, pl.String) == {"many_categories"}


def one(folder: Path, cells: list[str | None]) -> list[ProfileWarning]:
    """The doubts about a text column called 답."""
    pl.DataFrame({"c0001": cells}).write_parquet(folder / "typed.parquet")
    schema = TableSchema((ColumnSchema("c0001", "답", ColumnType.TEXT),))
    found = profile_warnings(profile_table(folder / "typed.parquet", schema))
    return [warning for warning in found if warning.column == "답"]


@pytest.mark.parametrize(
    ("cells", "example"),
    [
        (["Yes", "Yes", "Yes", "yes", "yes", "YES", "maybe"], "'Yes', 'yes', 'YES'"),
        ([" 예", "예", "예", "모름", None], "'예', ' 예'"),
        (["N", "n", "N", "Y", "?"], "'N', 'n'"),
        (["서울 시", "서울시", "서울시", "부산"], "'서울시', '서울 시'"),
        (["ＡＢ", "AB", "AB", "C"], "'AB', 'ＡＢ'"),
    ],
)
def test_answers_that_differ_only_in_spelling_are_told_with_an_example(
    tmp_path: Path, cells: list[str | None], example: str
) -> None:
    (warning,) = one(tmp_path, cells)
    assert (warning.code, warning.severity) == ("spellings", "warning")
    assert f"1가지 있습니다(예: {example})" in warning.ko
    assert f"(e.g. {example})" in warning.en


def test_each_answer_with_several_spellings_is_counted(tmp_path: Path) -> None:
    (warning,) = one(tmp_path, ["N", "n", "Y", "y", "y", "?"])
    assert "2가지 있습니다(예: 'y', 'Y')" in warning.ko


def test_different_answers_are_no_spellings_of_one(tmp_path: Path) -> None:
    assert one(tmp_path, ["Yes", "No", "예", "예정", "네", "N", "Nein"] * 2) == []


def test_ids_that_differ_only_in_case_are_ids(tmp_path: Path) -> None:
    cells = [f"{letter}{i}" for i in range(20) for letter in "aA"]
    assert [warning.code for warning in one(tmp_path, cells)] == ["id_like"]


def test_one_value_everywhere_is_constant(tmp_path: Path) -> None:
    assert codes(tmp_path, [3] * 40, ColumnType.INTEGER, pl.Int64) == {"constant"}


def test_one_value_or_nothing_is_not_constant(tmp_path: Path) -> None:
    assert codes(tmp_path, ["반품", None] * 40, ColumnType.TEXT, pl.String) == set()


def test_ninety_five_in_a_hundred_alike_is_mostly_one_value(tmp_path: Path) -> None:
    assert codes(tmp_path, [0] * 95 + [1] * 5, ColumnType.INTEGER, pl.Int64) == {"mostly_one_value"}
    assert codes(tmp_path, [0] * 90 + [1] * 10, ColumnType.INTEGER, pl.Int64) == set()


def test_holes(tmp_path: Path) -> None:
    assert codes(tmp_path, [None] * 30, ColumnType.REAL, pl.Float64) == {"all_missing"}
    assert codes(tmp_path, [None] * 51 + [0.5, 1.5] * 24, ColumnType.REAL, pl.Float64) == {"high_missing"}
    assert codes(tmp_path, [None] * 50 + [0.5, 1.5] * 25, ColumnType.REAL, pl.Float64) == set()


def test_repeated_rows_are_told_once(tmp_path: Path) -> None:
    pl.DataFrame({"c0001": [1.5, 2.5, 1.5]}).write_parquet(tmp_path / "typed.parquet")
    schema = TableSchema((ColumnSchema("c0001", "열", ColumnType.REAL),))
    found = profile_warnings(profile_table(tmp_path / "typed.parquet", schema))
    assert [(warning.code, warning.column) for warning in found] == [("duplicate_rows", None)]


def test_an_empty_table_raises_no_doubt(tmp_path: Path) -> None:
    assert codes(tmp_path, [], ColumnType.REAL, pl.Float64) == set()
