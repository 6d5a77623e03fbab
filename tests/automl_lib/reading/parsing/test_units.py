"""Numbers in different units are never merged: they are converted where that is certain, or stay text."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automl_lib.reading import parse_cells, parse_cells_counted, retype, write_typed
from domain.columns import ColumnType, Reading
from domain.table_schema import ColumnSchema, TableSchema


def column(cells: list[str], label: str = "값") -> str:
    quoted = (cell.replace('"', '""') for cell in cells)
    return f"{label},줄\n" + "".join(f'"{cell}",r{number}\n' for number, cell in enumerate(quoted))


WON = [f"{n},500원" for n in range(10, 43)]
DOLLARS = [f"${n}" for n in range(15, 42)]


@pytest.mark.parametrize(
    ("cells", "units"),
    [
        ([*["₩42,900", "₩104,000"] * 10, *DOLLARS], ("원 20칸", "달러 27칸")),
        (["19달러", "25,000원", "30달러", "41,000원"], ("달러 2칸", "원 2칸")),
        (["1,200 USD", "1,500,000 KRW", "900 EUR"], ("달러 1칸", "원 1칸", "유로 1칸")),
        (["10kg", "500g", "12kg"], ("kg 2칸", "g 1칸")),
        (["5%", "0.07", "9%"], ("% 2칸", "단위 없음 1칸")),
        (["$19", "25,000", "$30"], ("달러 2칸", "단위 없음 1칸")),
        (["3억", "4500", "1억 2,000만"], ("단위 없음 1칸", "천·만·억 2칸")),
        (["18개월", "2년", "24개월"], ("개월 2칸", "년 1칸")),
    ],
)
def test_mixed_units_stay_text_and_are_counted(read, cells, units):
    outcome = read(column(cells))
    assert outcome.types["값"] == "text"
    assert outcome.values("값") == cells
    note = outcome.entry("mixed_units", "값")
    assert "단위가 섞여" in note.ko
    assert all(unit in note.ko for unit in units)


def test_the_rows_of_another_unit_than_most_are_named(read):
    note = read(column([*WON, "$19", "$25"])).entry("mixed_units", "값")
    assert note.count == 2
    assert "34행 '$19', 35행 '$25'" in note.ko
    assert "'$19' in row 34" in note.en


def test_one_dollar_far_below_keeps_a_column_of_won_text(read):
    cells = [f"{n % 900 + 100},000원" for n in range(6000)]
    cells[4321] = "$19"
    outcome = read(column(cells))
    assert outcome.types["값"] == "text"
    assert "4,322행 '$19'" in outcome.entry("mixed_units", "값").ko


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["649,000원", "458천원", "1,200천원"], [649_000, 458_000, 1_200_000]),
        (["1억 2,000만원", "5,000만원", "1억", "0"], [120_000_000, 50_000_000, 100_000_000, 0]),
        (["3억5천만원", "2억 1,500만", "9천만원"], [350_000_000, 215_000_000, 90_000_000]),
        (["12백만원", "3천원", "1조 2,000억원"], [12_000_000, 3_000, 1_200_000_000_000]),
        (["3만명", "12만 5천명", "800명"], [30_000, 125_000, 800]),
        (["-3억원", "△5,000만원", "1.1억원"], [-300_000_000, -50_000_000, 110_000_000]),
        (["₩1,000", "2천원", "3000 KRW"], [1000, 2000, 3000]),
    ],
)
def test_powers_of_ten_are_multiplied_out_and_counted(read, cells, values):
    outcome = read(column(cells))
    assert outcome.types["값"] == "integer"
    assert outcome.values("값") == values
    assert outcome.entry("scaled", "값").count == sum(1 for c in cells if any(p in c for p in "천백만억조"))


@pytest.mark.parametrize(
    ("cells", "odd"),
    [
        (["3억 5,000", "2억", "4억 2,500", "1억"], "3억 5,000"),
        (["3억5천", "2억", "9천만", "1억"], "3억5천"),
    ],
)
def test_hundred_millions_without_a_ten_thousand_behind_are_not_guessed(read, cells, odd):
    """3억 5,000 is 300,005,000 by its letters, and 350,000,000 in every advertisement."""
    outcome = read(column(cells))
    assert outcome.values("값") == cells
    assert f"'{odd}'" in outcome.entry("nearly_integer", "값").ko


@pytest.mark.parametrize("cells", [["1조", "2조", "3조"], ["만원", "천원", "만원"], ["3조", "12조", "1조"]])
def test_groups_and_words_are_no_amounts(read, cells):
    outcome = read(column(cells))
    assert outcome.values("값") == cells


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["415,002.00", "99,702.00-", "10.50-"], [415002.0, -99702.0, -10.5]),
        (["1,200", "3,400-", "5-"], [1200, -3400, -5]),
        (["12원", "7원-", "1,000원"], [12, -7, 1000]),
    ],
)
def test_a_minus_behind_the_number(read, cells, values):
    outcome = read(column(cells, "금액"))
    assert outcome.values("금액") == values
    assert outcome.entry("negative_mark", "금액").count == sum(1 for c in cells if c.endswith("-"))


def test_a_number_has_one_sign(read):
    assert read(column(["-5-", "3", "(4-)"])).types["값"] == "text"


def test_what_shops_export_as_formulas_is_read_without_them(read):
    amounts, codes = ['="93000"', '="13000"', '="99000"'], ['="09725"', '="04654"', '="07564"']
    outcome = read(column(amounts))
    assert outcome.types["값"] == "integer"
    assert outcome.values("값") == [93000, 13000, 99000]
    assert outcome.entry("formula_text", "값").count == 3
    outcome = read(column(codes, "우편번호"))
    assert outcome.values("우편번호") == ["09725", "04654", "07564"]
    assert outcome.entry("formula_text", "우편번호").count == 3
    days = read(column(['="2024-03-05"', '="2024-03-06"']))
    assert days.types["값"] == "date"


def test_numbers_without_a_unit_are_pointed_out(read):
    outcome = read(column(["10kg", "12.5 kg", "9"]))
    assert outcome.values("값") == [10.0, 12.5, 9.0]
    assert outcome.entry("bare_numbers", "값").count == 1


def test_percent_and_nought_without_one_is_no_mixture(read):
    assert read(column(["5%", "0", "9%"])).values("값") == pytest.approx([0.05, 0.0, 0.09])


def test_new_rows_in_another_unit_are_not_read(read):
    schema = read(column(WON)).report.schema
    frame, counts = parse_cells_counted(
        pl.DataFrame({"c0001": ["$19", "3천원", "25,000"], "c0002": ["a"] * 3}), schema
    )
    assert frame["c0001"].to_list() == [None, 3000, 25000]
    assert counts["c0001"].failed_examples == ["$19"]


def test_new_rows_without_a_power_of_ten_are_not_read_where_all_had_one(read):
    schema = read(column([f"{n}만원" for n in range(30, 90)])).report.schema
    frame = parse_cells(pl.DataFrame({"c0001": ["70", "70만원", "0"], "c0002": ["a"] * 3}), schema)
    assert frame["c0001"].to_list() == [None, 700_000, 0]


def test_a_person_who_wants_numbers_gets_those_of_one_unit(read, tmp_path):
    outcome = read(column([*WON, "$19", "$25"]))
    cells = tmp_path / "out" / "cells.parquet"
    schema = retype(cells, outcome.report.schema, {"c0001": Reading.NUMBER})
    counts = write_typed(cells, schema, tmp_path / "again.parquet")
    values = pl.read_parquet(tmp_path / "again.parquet")["c0001"].to_list()
    assert values == [*(n * 1000 + 500 for n in range(10, 43)), None, None]
    assert (schema.by_key("c0001").type, counts["c0001"].failed) == (ColumnType.INTEGER, 2)


@pytest.mark.parametrize(
    ("cells", "label"),
    [
        (["63E07", "14E11", "50E09", "48E12"], "상품코드"),
        (["12345", "63E07", "98765"], "값"),
        (["1E05", "2E08", "3E01"], "값"),
        (["5E17", "3E22", "7E34"], "품번"),
        (["1e3", "2e4", "3e5"], "값"),
    ],
)
def test_codes_with_an_e_are_no_powers_of_ten(read, cells, label):
    outcome = read(column(cells, label))
    assert outcome.values(label) == cells
    assert "'" in outcome.entry("identifier_text", label).ko


@pytest.mark.parametrize(
    ("cells", "label"),
    [
        ([f"3.{n}" for n in range(1, 13)], "앱버전"),
        ([f"{year}.{month}" for year in (20, 21) for month in range(1, 13)], "기준"),
        (["1.2", "1.10", "2.3", "2.11"], "version"),
    ],
)
def test_versions_and_months_that_would_be_one_number_stay_text(read, cells, label):
    outcome = read(column(cells, label))
    assert outcome.values(label) == cells
    assert outcome.entry("equal_numbers", label).examples[1][0].endswith("0")


def test_measurements_with_and_without_a_nought_behind_are_numbers(read):
    cells = [f"{n * 0.37:.2f}" for n in range(60)] + ["20.5", "20.50"]
    assert read(column(cells)).types["값"] == "real"


def test_numbers_that_a_spreadsheet_shortened_are_pointed_out(read):
    outcome = read(column(["1.23457E+12", "9.87654E+12", "12"]))
    assert outcome.types["값"] == "real"
    assert outcome.entry("shortened", "값").count == 2


def test_powers_of_ten_as_programs_write_them_are_numbers(read):
    outcome = read(column(["1.5e-07", "2E+4", "1e+20", "1e3"]))
    assert outcome.values("값") == [1.5e-07, 20000.0, 1e20, 1000.0]


@pytest.mark.parametrize(
    "cell",
    [
        "1" + " " * 5000 + "x",
        "1" + "0" * 5000,
        "1 " * 2000,
        "(" * 3000 + "1",
        "1," * 3000,
        "천 1 " * 1000,
        "1천" * 3000,
    ],
)
def test_a_long_cell_costs_no_more_than_a_short_one(read, cell):
    """Patterns with several optional parts take time beyond measure where an engine tries all ways to match."""
    assert read(column([cell, "12", "13", "14"])).values("값")[1:] == ["12", "13", "14"]


def amount_in_korean(number: int) -> str:
    """A whole number of won with 억 and 만, as advertisements write it."""
    eok, rest = divmod(number, 10**8)
    man, won = divmod(rest, 10**4)
    parts = [f"{eok:,}억" if eok else "", f"{man:,}만" if man else "", f"{won:,}" if won else ""]
    return " ".join(part for part in parts if part) + "원" if number else "0원"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 10**13), min_size=1))
def test_amounts_in_korean_come_back(numbers):
    frame = pl.DataFrame({"c0001": [amount_in_korean(n) for n in numbers]})
    schema = TableSchema((ColumnSchema("c0001", "값", ColumnType.INTEGER),))
    assert parse_cells(frame, schema)["c0001"].to_list() == numbers


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(-(10**12), 10**12), min_size=1))
def test_trailing_minus_and_formula_text_come_back(numbers):
    schema = TableSchema((ColumnSchema("c0001", "값", ColumnType.INTEGER),))
    for written in ("{0:,}-", '="-{0}"'):
        cells = [written.format(abs(n)) if n < 0 else f"{n:,}" for n in numbers]
        assert parse_cells(pl.DataFrame({"c0001": cells}), schema)["c0001"].to_list() == numbers
