"""The typed table as a pandas frame: a container for each type, and blanks that stay blank."""

from datetime import datetime
from unicodedata import normalize

import numpy as np
import polars as pl
import pytest

from automl_lib.frame import load_frame
from domain.columns import ColumnType
from domain.table_schema import ColumnSchema, TableSchema

SCHEMA = TableSchema(
    (
        ColumnSchema("c0001", "수량", ColumnType.INTEGER),
        ColumnSchema("c0002", "가격", ColumnType.REAL),
        ColumnSchema("c0003", "이름", ColumnType.TEXT),
        ColumnSchema("c0004", "날짜", ColumnType.DATE),
        ColumnSchema("c0005", "회원", ColumnType.BOOL, {"true": "예", "false": "아니오"}),
        ColumnSchema("c0006", "옛것", ColumnType.BOOL),
    )
)


@pytest.fixture
def typed(tmp_path):
    path = tmp_path / "typed.parquet"
    pl.DataFrame(
        {
            "c0001": pl.Series([1, None], dtype=pl.Int64),
            "c0002": pl.Series([1.5, None], dtype=pl.Float64),
            "c0003": pl.Series(["가", None], dtype=pl.String),
            "c0004": pl.Series([datetime(2024, 3, 5, 7), None], dtype=pl.Datetime("us")),
            "c0005": pl.Series([True, None], dtype=pl.Boolean),
            "c0006": pl.Series([False, None], dtype=pl.Boolean),
        }
    ).write_parquet(path)
    return path


def test_each_type_has_its_own_container(typed):
    frame = load_frame(typed, SCHEMA)
    assert [str(t) for t in frame.dtypes] == [
        "float64",
        "float64",
        "object",
        "datetime64[us]",
        "object",
        "object",
    ]


def test_values_are_those_of_the_file(typed):
    first = load_frame(typed, SCHEMA).iloc[0]
    assert (first["c0001"], first["c0002"], first["c0003"]) == (1.0, 1.5, "가")
    assert first["c0004"] == np.datetime64("2024-03-05T07:00")


def test_yes_and_no_are_spelled_as_people_did_and_else_as_true_and_false(typed):
    first = load_frame(typed, SCHEMA).iloc[0]
    assert (first["c0005"], first["c0006"]) == ("예", "False")


def test_blank_cells_stay_blank_in_every_type(typed):
    assert load_frame(typed, SCHEMA).iloc[1].isna().all()


def test_only_the_asked_columns_are_read_in_their_order(typed):
    assert list(load_frame(typed, SCHEMA, ["c0003", "c0001"]).columns) == ["c0003", "c0001"]


def test_an_unknown_key_is_an_error(typed):
    with pytest.raises(KeyError):
        load_frame(typed, TableSchema(SCHEMA.columns[:1]), ["c0002"])


@pytest.mark.parametrize("names", [["서울", "부산", None], ["서울", "서울", "부산"]])
def test_texts_have_composed_letters(tmp_path, names):
    written = [name and normalize("NFD" if place else "NFC", name) for place, name in enumerate(names)]
    path = tmp_path / "decomposed.parquet"
    pl.DataFrame({"c0003": pl.Series(written, dtype=pl.String)}).write_parquet(path)
    assert load_frame(path, SCHEMA, ["c0003"])["c0003"].tolist() == names
