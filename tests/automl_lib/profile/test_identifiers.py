"""Columns of numbers and files of documents are known by what they hold, amounts are not taken for them."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from automl_lib.drift import drift_report
from automl_lib.profile import profile_table, profile_warnings
from automl_lib.profile.identifiers import names_things
from domain.columns import ColumnType
from domain.table_schema import ColumnSchema, TableSchema

PAPERS, LINES = 20, 6


def numbers(day: int = 261_201, papers: int = PAPERS) -> list[int]:
    """Numbers of documents, each on as many rows as it has lines."""
    return [day * 10**9 + paper for paper in range(1, papers + 1) for _ in range(LINES)]


def files(first: int = 0, papers: int = PAPERS) -> list[str]:
    return [f"명세서 {first + paper}.pdf" for paper in range(papers) for _ in range(LINES)]


def profile_of(folder: Path, label: str, cells: list[int] | list[str]):
    kind = ColumnType.TEXT if isinstance(cells[0], str) else ColumnType.INTEGER
    schema = TableSchema((ColumnSchema("c0001", label, kind),))
    path = folder / f"{len(list(folder.iterdir()))}.parquet"
    pl.DataFrame({"c0001": cells}).write_parquet(path)
    return profile_table(path, schema), path, schema


@pytest.mark.parametrize(
    ("label", "cells"),
    [
        ("순번", numbers()),
        ("순번", numbers(papers=4)),
        ("파일명", files()),
        ("원본", files()),
        ("주문번호", list(range(40)) * 3),
    ],
)
def test_what_names_documents_is_advised_against_though_it_repeats(tmp_path, label, cells):
    profile, _, _ = profile_of(tmp_path, label, cells)
    found = profile_warnings(profile)
    assert "id_like" in {one.code for one in found if one.column == label}


@pytest.mark.parametrize(
    ("label", "cells"),
    [
        ("총자산", numbers()),
        ("점수", numbers()),
        ("순번", list(range(1, 13)) * 10),
        ("대출액", [10**11 * 3**n for n in range(8)] * 4),
        ("값", [10**11 * 3**n for n in range(8)] * 4),
        ("품목", ["볼트", "너트.pdf", "와셔"] * 20),
        ("사업자번호", ["1", "2", "3"] * 20),
        ("파일명", ["a.pdf"] * 40),
    ],
)
def test_amounts_categories_and_running_numbers_are_no_names_of_documents(tmp_path, label, cells):
    profile, _, _ = profile_of(tmp_path, label, cells)
    assert not names_things(profile.columns[0])


@pytest.mark.parametrize(
    ("label", "old", "new"),
    [("순번", numbers(), numbers(261_215)), ("파일명", files(), files(500))],
)
def test_new_documents_are_no_drift(tmp_path, label, old, new):
    training, _, schema = profile_of(tmp_path, label, old)
    _, path, _ = profile_of(tmp_path, label, new)
    assert drift_report(training, path, schema) == []


def test_documents_without_their_number_are_told(tmp_path):
    training, _, schema = profile_of(tmp_path, "순번", numbers())
    path = tmp_path / "blank.parquet"
    pl.DataFrame({"c0001": pl.Series([None] * 120, dtype=pl.Int64)}).write_parquet(path)
    assert [one.code for one in drift_report(training, path, schema)] == ["missing_change"]
