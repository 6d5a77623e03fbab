"""Times of day and durations are numbers of minutes."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automl_lib.reading import parse_cells, retype
from domain.columns import ColumnType, Reading
from domain.table_schema import ColumnSchema, TableSchema


def column(cells: list[str], label: str = "값") -> str:
    return f"{label},줄\n" + "".join(f'"{cell}",r{number}\n' for number, cell in enumerate(cells))


@pytest.mark.parametrize(
    ("cells", "minutes"),
    [
        (["오전 9:15", "오후 6:30", "오전 12:05", "오후 12:05"], [555, 1110, 5, 725]),
        (["9:15 AM", "6:30 pm"], [555, 1110]),
        (["25:15", "8:00", "131:30"], [1515, 480, 7890]),
        (["0:06:54", "1:23:24", "0:54:12"], [6.9, 83.4, 54.2]),
        (["1 day, 1:15:00", "23:15:00", "2 days, 0:00:30"], [1515, 1395, 2880.5]),
        (
            ["12:34.56", "1:05.5", "75:00.25", "-0:30.0"],
            [12 + 34.56 / 60, 1 + 5.5 / 60, 75 + 0.25 / 60, -0.5],
        ),
        (["1시간 30분", "45분", "2시간"], [90, 45, 120]),
        (["3시간", "90분", "30초"], [180, 90, 0.5]),
        (["오전 9시 15분", "오후 6시", "오전 11시 5분"], [555, 1080, 665]),
        (["9시 15분", "18시", "0시 5분"], [555, 1080, 5]),
        (["-0:30", "1:15", "-2:00"], [-30, 75, -120]),
    ],
)
def test_times_and_durations_become_minutes(read, cells, minutes):
    outcome = read(column(cells))
    assert outcome.types["값"] == "real"
    assert outcome.values("값") == pytest.approx(minutes)
    note = outcome.entry("duration", "값")
    assert note.count == len(cells)
    assert "분으로" in note.ko


@pytest.mark.parametrize(
    "cells",
    [
        ["12:34", "1:02:03", "5:45"],
        ["12:34", "12:34.56", "5:45"],
        ["25:75", "8:00", "9:10"],
        ["3:2", "1:0", "2:2"],
        ["오전 13:15", "오후 1:00", "오전 2:00"],
        ["회의 9:15", "점심", "퇴근 18:00"],
    ],
)
def test_what_is_no_time_or_could_be_two_stays_text(read, cells):
    assert read(column(cells)).values("값") == cells


def test_minutes_that_could_be_hours_are_pointed_out_and_a_person_may_say(read, tmp_path):
    outcome = read(column(["12:34", "1:02:03", "5:45"]))
    assert "분:초" in outcome.entry("ambiguous_time", "값").ko
    cells = tmp_path / "out" / "cells.parquet"
    schema = retype(cells, outcome.report.schema, {"c0001": Reading.DURATION})
    assert parse_cells(outcome.cells, schema)["c0001"].to_list() == pytest.approx([754, 62.05, 345])


def test_one_unit_of_time_is_a_number_with_its_unit(read):
    assert read(column(["3시간", "12시간"])).values("값") == [3, 12]


SCHEMA = TableSchema((ColumnSchema("c0001", "값", ColumnType.REAL, {"form": "duration"}),))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 10**6), min_size=1))
def test_durations_come_back(seconds):
    written = (
        [f"{s // 3600}:{s // 60 % 60:02d}:{s % 60:02d}" for s in seconds],
        [f"{s // 3600}시간 {s // 60 % 60}분 {s % 60}초" for s in seconds],
        [f"{s // 86400} days, {s // 3600 % 24}:{s // 60 % 60:02d}:{s % 60:02d}" for s in seconds],
    )
    for cells in written:
        values = parse_cells(pl.DataFrame({"c0001": cells}), SCHEMA)["c0001"].to_list()
        assert values == pytest.approx([s / 60 for s in seconds])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.times(), min_size=1))
def test_times_of_day_come_back(times):
    cells = [f"{'오전' if t.hour < 12 else '오후'} {(t.hour + 11) % 12 + 1}:{t.minute:02d}" for t in times]
    values = parse_cells(pl.DataFrame({"c0001": cells}), SCHEMA)["c0001"].to_list()
    assert values == [t.hour * 60 + t.minute for t in times]
