"""New rows are parsed as the table's own were, and people can change a column's type."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automl_lib.reading import parse_cells, parse_cells_counted, retype, retyped_ledger, write_typed
from domain.columns import ColumnType, Reading
from domain.table_schema import ColumnSchema, TableSchema

CONTENT = '코드,금액,날짜,동의\n7,"1,000원",2024.3.5,예\n8,△20,2024년 3월 6일,아니오\n9,NA,2024-03-07,예\n'


def test_parsing_the_stored_cells_again_gives_the_stored_values(read):
    outcome = read(CONTENT)
    assert parse_cells(outcome.cells, outcome.report.schema).equals(outcome.typed)


def test_the_schema_still_parses_after_a_trip_through_json(read):
    outcome = read(CONTENT)
    schema = TableSchema.from_dict(outcome.report.schema.to_dict())
    assert parse_cells(outcome.cells, schema).equals(outcome.typed)


def test_new_cells_that_do_not_fit_become_null_and_are_counted(read):
    schema = read(CONTENT).report.schema
    new = pl.DataFrame(
        {
            "c0001": ["12", "열둘", None],
            "c0002": ["₩3,000", "-", "많음"],
            "c0003": ["2025년 1월 2일", "어제", "2025-01-02"],
            "c0004": ["예", "글쎄", "없음"],
        }
    )
    frame, counts = parse_cells_counted(new, schema)
    assert frame["c0001"].to_list() == [12, None, None]
    assert frame["c0002"].to_list() == [3000, None, None]
    assert frame["c0003"].null_count() == 1
    assert frame["c0004"].to_list() == [True, None, None]
    assert {k: c.failed for k, c in counts.items()} == {"c0001": 1, "c0002": 1, "c0003": 1, "c0004": 1}
    assert counts["c0001"].failed_examples == ["열둘"]
    assert counts["c0002"].missing == {"-": 1}


def test_types_in_polars_are_those_the_table_module_names(read):
    outcome = read(CONTENT)
    assert outcome.typed.schema == pl.Schema(
        {"c0001": pl.Int64, "c0002": pl.Int64, "c0003": pl.Datetime("us"), "c0004": pl.Boolean}
    )


def test_a_frame_without_a_column_is_a_mistake(read):
    schema = read(CONTENT).report.schema
    with pytest.raises(ValueError, match="c0004"):
        parse_cells(pl.DataFrame({"c0001": ["1"], "c0002": ["1"], "c0003": ["1"]}), schema)


def test_a_column_of_nulls_alone_can_be_parsed(read):
    schema = read(CONTENT).report.schema
    frame = parse_cells(pl.DataFrame({c.key: [None, None] for c in schema.columns}), schema)
    assert frame.height == 2
    assert all(frame[c].null_count() == 2 for c in frame.columns)


def test_a_person_changes_types_and_the_values_follow(read, tmp_path):
    outcome = read("코드,등급,거래,흡연\n001,1,20240305,0\n002,2,20240306,1\n013,x2,20240307,1\n")
    assert outcome.types == {"코드": "text", "등급": "text", "거래": "integer", "흡연": "integer"}
    cells = tmp_path / "out" / "cells.parquet"
    schema = retype(
        cells,
        outcome.report.schema,
        {
            "c0001": Reading.INTEGER,
            "c0002": Reading.INTEGER,
            "c0003": Reading.DATE,
            "c0004": Reading.BOOL,
        },
    )
    counts = write_typed(cells, schema, tmp_path / "again.parquet")
    frame = pl.read_parquet(tmp_path / "again.parquet")
    assert frame["c0001"].to_list() == [1, 2, 13]
    assert frame["c0002"].to_list() == [1, 2, None]
    assert counts["c0002"].failed == 1
    assert [v.day for v in frame["c0003"]] == [5, 6, 7]
    assert frame["c0004"].to_list() == [False, True, True]
    assert schema.by_key("c0004").parsing["true"] == "1"


def test_the_ledger_tells_how_many_values_a_new_type_could_not_read(read, tmp_path):
    outcome = read('번호,"메모","금액"\n1, 7 ,"1,000"\n2,x2,"2,000"\n3,많음,3\n4,NA,4\n')
    assert outcome.types == {"번호": "integer", "메모": "text", "금액": "integer"}
    cells = tmp_path / "out" / "cells.parquet"
    schema = retype(cells, outcome.report.schema, {"c0002": Reading.INTEGER})
    counts = write_typed(cells, schema, tmp_path / "again.parquet")
    ledger = retyped_ledger(outcome.report.ledger, schema, {"c0002"}, counts)
    (unread,) = [e for e in ledger if e.code == "unparsed"]
    assert (unread.column, unread.count) == ("메모", 2)
    assert unread.examples == (("x2", None), ("많음", None))
    assert "2칸을 숫자로 읽을 수 없어" in unread.ko
    assert "2 cells could not be read as numbers" in unread.en
    assert [e for e in ledger if e.column != "메모"] == [
        e for e in outcome.report.ledger if e.column != "메모"
    ]
    places = [outcome.labels.index(e.column) for e in ledger if e.column]
    assert places == sorted(places)

    back = retype(cells, schema, {"c0002": Reading.TEXT})
    counts = write_typed(cells, back, tmp_path / "again.parquet")
    assert retyped_ledger(ledger, back, {"c0002"}, counts) == outcome.report.ledger


def test_a_number_taken_for_a_name_is_no_longer_told_to_be_text_once_it_is_read_as_a_number(read, tmp_path):
    outcome = read("코드,값\n001,1\n002,2\n013,3\n")
    assert outcome.entry("identifier_text", "코드").count
    cells = tmp_path / "out" / "cells.parquet"
    schema = retype(cells, outcome.report.schema, {"c0001": Reading.INTEGER})
    counts = write_typed(cells, schema, tmp_path / "again.parquet")
    assert retyped_ledger(outcome.report.ledger, schema, ["c0001"], counts) == ()


def test_back_to_text_keeps_what_was_written(read, tmp_path):
    outcome = read(CONTENT)
    cells = tmp_path / "out" / "cells.parquet"
    schema = retype(cells, outcome.report.schema, {"c0002": Reading.TEXT})
    write_typed(cells, schema, tmp_path / "again.parquet")
    assert pl.read_parquet(tmp_path / "again.parquet")["c0002"].to_list() == ["1,000원", "△20", None]


def test_an_unknown_key_is_a_mistake(read, tmp_path):
    outcome = read(CONTENT)
    with pytest.raises(KeyError):
        retype(tmp_path / "out" / "cells.parquet", outcome.report.schema, {"c0099": Reading.TEXT})


def one(kind: ColumnType, **parsing: object) -> TableSchema:
    return TableSchema((ColumnSchema("c0001", "값", kind, parsing),))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(-(10**14), 10**14), min_size=1))
def test_integers_with_and_without_ornaments_mean_the_same(numbers):
    for written in ("{}", "{:,}", "{:,}원", " {} ", "₩{:,}"):
        frame = pl.DataFrame({"c0001": [written.format(n) for n in numbers]})
        assert parse_cells(frame, one(ColumnType.INTEGER))["c0001"].to_list() == numbers


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False, width=64), min_size=1))
def test_reals_come_back_as_python_wrote_them(numbers):
    frame = pl.DataFrame({"c0001": [repr(n) for n in numbers]})
    assert parse_cells(frame, one(ColumnType.REAL))["c0001"].to_list() == numbers


@settings(max_examples=50, deadline=None)
@given(st.lists(st.datetimes(dt.datetime(1800, 1, 1), dt.datetime(2200, 1, 1)), min_size=1))
def test_dates_come_back_from_korean_and_iso_forms(moments):
    moments = [m.replace(microsecond=0) for m in moments]
    schema = one(ColumnType.DATE, forms=["ymd"])
    for form in (
        "%Y-%m-%d %H:%M:%S",
        "%Y년 %m월 %d일 %H시 %M분 %S초",
        "%Y.%m.%d. %H:%M:%S",
        "%Y/%m/%d %p %I:%M:%S",
    ):
        written = [m.strftime(form) for m in moments]
        assert parse_cells(pl.DataFrame({"c0001": written}), schema)["c0001"].to_list() == moments


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(max_size=20), min_size=1))
def test_no_text_breaks_any_parser(cells):
    frame = pl.DataFrame({"c0001": cells})
    for schema in (
        one(ColumnType.INTEGER),
        one(ColumnType.REAL),
        one(ColumnType.REAL, decimal=","),
        one(ColumnType.DATE, forms=["ymd", "compact", "ym", "yy", "mdy", "dmy"]),
        one(ColumnType.BOOL, family="yes_no"),
        one(ColumnType.TEXT),
    ):
        values, counts = parse_cells_counted(frame, schema)
        seen = counts["c0001"]
        nulls = values["c0001"].null_count()
        assert values.height == len(cells)
        assert seen.failed + sum(seen.missing.values()) <= seen.cells
        assert nulls >= seen.failed
