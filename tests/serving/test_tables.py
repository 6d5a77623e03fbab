"""Typed tables that are kept: content by hash, dropped by age, never changed by who uses them."""

from __future__ import annotations

import polars as pl
import pytest

from automl_lib.plan import PreprocessingPlan, apply_plan, check_target, preview
from domain.columns import ColumnType
from domain.preprocessing import Duplicates, Missing, Outliers
from domain.table_schema import ColumnSchema, TableSchema
from serving.tables import TableCache
from tests.factories import document
from tests.read_reports import read_report

SCHEMA = TableSchema(
    (ColumnSchema("c0001", "크기", ColumnType.REAL), ColumnSchema("c0002", "종류", ColumnType.TEXT))
)


@pytest.fixture
def table(tmp_path, now):
    def make(doc_id, sha, rows=200):
        path = tmp_path / f"{doc_id}-{sha}.parquet"
        sizes = [None if n % 7 == 0 else float(n % 50) for n in range(rows)]
        pl.DataFrame(
            {"c0001": sizes, "c0002": ["큼" if n % 3 else "작음" for n in range(rows)]}
        ).write_parquet(path)
        report = read_report(schema=SCHEMA, rows=rows, files={"typed.parquet": sha})
        return document(doc_id, now, read_report=report), path

    return make


def test_a_table_is_loaded_once(table):
    cache = TableCache(10**8)
    row, path = table("261122000000001", "a")
    first = cache.load(row, path)
    path.unlink()
    assert cache.load(row, path).equals(first)


def test_a_table_that_was_read_anew_is_loaded_again(table):
    cache = TableCache(10**8)
    assert len(cache.load(*table("261122000000001", "a", rows=10))) == 10
    assert len(cache.load(*table("261122000000001", "b", rows=20))) == 20


def test_the_least_recently_used_tables_are_dropped(table):
    old, kept, new = (table(f"26112200000000{n}", "a") for n in (1, 2, 3))
    one = TableCache(10**8)
    one.load(*old)
    cache = TableCache(one.bytes * 2)
    cache.load(*old)
    cache.load(*kept)
    cache.load(*old)
    cache.load(*new)
    for _, path in (old, kept, new):
        path.unlink()
    assert len(cache.load(*old)) == 200
    assert len(cache.load(*new)) == 200
    with pytest.raises(FileNotFoundError):
        cache.load(*kept)


def test_a_table_larger_than_the_memory_for_all_is_loaded_each_time(table):
    cache = TableCache(1)
    row, path = table("261122000000001", "a")
    assert len(cache.load(row, path)) == len(cache.load(row, path)) == 200
    assert cache.bytes == 0


def test_what_plans_do_with_a_kept_table_does_not_change_it(table):
    cache = TableCache(10**8)
    row, path = table("261122000000001", "a")
    before = cache.load(row, path).copy(deep=True)
    plan = PreprocessingPlan(
        "c0002", ("c0001",), duplicates=Duplicates.REMOVE, missing=Missing.MEAN, outliers=Outliers.CLIP
    )
    check_target(cache.load(row, path), SCHEMA, "c0002")
    preview(cache.load(row, path), SCHEMA, plan)
    apply_plan(cache.load(row, path), SCHEMA, plan)
    assert cache.load(row, path).equals(before)
