"""Rows of outcomes are found by the columns that tell the predicted rows apart, compared by value."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from automl_lib.errors import PredictionRefused
from automl_lib.outcome_rows import match_rows
from domain.columns import ColumnType
from domain.table_schema import ColumnSchema, TableSchema

SCHEMA = TableSchema(
    (
        ColumnSchema("c0001", "번호", ColumnType.TEXT),
        ColumnSchema("c0002", "요금", ColumnType.INTEGER),
        ColumnSchema("c0003", "기준일", ColumnType.DATE),
        ColumnSchema("c0004", "지역", ColumnType.TEXT),
        ColumnSchema("c0005", "사용량", ColumnType.REAL),
    )
)
TOLD = pl.DataFrame(
    {
        "번호": ["C1", "C2", "C3", "C4"],
        "요금": ["45300", "8", "45300", "12000"],
        "기준일": ["2025-10-01", "2025-10-01", "2025-10-02", "2025-10-02"],
        "지역": ["서울", "서울", "부산", "부산"],
        "사용량": ["1.5", "2.5", "3.5", "2.5"],
    }
)


def places(rows, told=TOLD, **options):
    frame = pl.DataFrame(rows)
    return list(match_rows(told, frame, frame.height, SCHEMA, **options).places)


def test_an_id_is_enough_whatever_the_other_columns_say():
    rows = {"번호": ["C3", "C1", "C9"], "요금": ["1", "2", "3"], "사용량": ["9", "9", "9"]}
    assert places(rows) == [2, 0, None]


def test_cells_are_compared_by_value():
    rows = {
        "요금": ["45,300", "8.0", "45300원", " 12000 "],
        "기준일": ["2025-10-02 00:00:00", "2025/10/01", "2025.10.1", "2025-10-02"],
        "지역": ["부산", "서울", "서울", "부산"],
    }
    assert places(rows) == [2, 1, 0, 3]


@pytest.mark.parametrize("cell", ["c2", " C2", "Ｃ２", "ｃ2\u3000", "C2  "])
def test_an_id_in_other_letters_is_found_and_counted(cell):
    frame = pl.DataFrame({"번호": ["C3", cell, "C9"]})
    found = match_rows(TOLD, frame, 3, SCHEMA)
    assert list(found.places) == [2, 1, None]
    assert (found.respelled, found.ambiguous) == (cell.strip() != "C2", 0)


def test_numbers_in_full_width_are_found():
    assert places({"요금": ["１２０００", "８"]}, TOLD[[1, 3]]) == [1, 0]


def test_ids_that_differ_in_letter_case_only_are_different_rows():
    told = pl.DataFrame({"번호": ["ab", "AB", "c"]})
    frame = pl.DataFrame({"번호": ["AB", "ab", "Ab", "C"]})
    found = match_rows(told, frame, 4, SCHEMA)
    assert list(found.places) == [1, 0, None, 2]
    assert found.respelled == 1


@pytest.mark.parametrize(
    ("cell", "other"), [("1,234", "1234"), ("8.0", "8"), ("007", "7"), ("+3", "3"), ("-0.50", "-0.5")]
)
def test_numbers_of_a_column_that_training_lacked_are_compared_by_value(cell, other):
    told = pl.DataFrame({"접수": [other, "x", "1.2.3", "100"]})
    assert places({"접수": ["100", cell, "1.2.3", "10"]}, told) == [3, 0, 2, None]


def test_columns_that_do_not_identify_the_rows_are_refused_with_those_that_would():
    with pytest.raises(PredictionRefused) as refused:
        places({"지역": ["부산", "서울", "부산", "서울"]})
    assert refused.value.code == "outcomes_unmatched"
    assert "'지역' is not enough" in refused.value.message.en
    assert "Add '번호'" in refused.value.message.en


def test_the_order_is_contradicted_by_a_column_that_differs():
    assert places({"지역": ["서울", "서울", "부산", "부산"]}, in_order=True) == [0, 1, 2, 3]
    with pytest.raises(PredictionRefused, match="row 2 has another '지역'"):
        places({"지역": ["서울", "부산", "서울", "부산"]}, in_order=True)


def test_a_running_number_of_each_file_does_not_outdo_the_number_of_the_thing():
    told = TOLD.with_columns(pl.Series("행", ["1", "2", "3", "4"])).select("행", "번호", "지역")
    rows = {
        "행": ["1", "2", "3", "4"],
        "번호": ["C4", "C3", "C2", "C1"],
        "지역": ["부산", "부산", "서울", "서울"],
    }
    assert places(rows, told) == [3, 2, 1, 0]


def test_a_few_rows_that_fit_several_are_left_out():
    ids = [str(n) for n in range(100)]
    told = pl.DataFrame({"번호": [*ids, "7"], "지역": ["서울"] * 100 + ["부산"]})
    match = match_rows(told, pl.DataFrame({"번호": ids}), len(ids), SCHEMA)
    assert match.ambiguous == 1
    assert [place for place in match.places if place is not None] == [n for n in range(100) if n != 7]


def test_headers_of_people_may_be_any_word():
    told = pl.DataFrame({"place": ["a", "b"], "number": ["1", "1"], "same": ["x", "x"], "group": ["y", "z"]})
    assert places({"group": ["z", "y"], "same": ["x", "x"]}, told) == [1, 0]


@given(st.permutations(range(12)), st.lists(st.sampled_from(["서울", "부산"]), min_size=12, max_size=12))
def test_rows_in_any_order_are_found_by_two_columns_that_only_together_identify(order, regions):
    told = pl.DataFrame(
        {
            "지역": regions,
            "기준일": [f"2025-10-{n % 4 + 1:02d}" for n in range(12)],
            "요금": [str(n // 4) for n in range(12)],
        }
    )
    assert places(told[list(order)].to_dict(as_series=False), told) == list(order)
