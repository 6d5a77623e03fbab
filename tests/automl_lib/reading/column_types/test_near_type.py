"""A few cells that don't parse keep a column text, and it is told which they are."""

from __future__ import annotations

import random

import pytest

REALS = [f"{random.Random(0).random() * 100 + n:.2f}" for n in range(999)]
DATES = [f"2024-{month:02d}-{day:02d}" for month in range(1, 13) for day in range(1, 18)][:199]
INTEGERS = [str(n * 7919 % 10_007) for n in range(400)]


def column(cells: list[str], label: str = "값") -> str:
    return f"{label},줄\n" + "".join(f'"{cell}",r{number}\n' for number, cell in enumerate(cells))


@pytest.mark.parametrize(
    ("cells", "code", "told"),
    [
        ([*REALS[:36], "미정", *REALS[36:]], "nearly_real", ("1,000칸", "999칸", "37행 '미정'")),
        (["미정", *REALS], "nearly_real", ("1행 '미정'",)),
        ([*DATES, "2024-13-45"], "nearly_date", ("200칸", "199칸", "200행 '2024-13-45'")),
        ([*INTEGERS, "inf", "nan", "1e400"], "nearly_integer", ("401칸", "400칸", "403행 '1e400'")),
        ([*INTEGERS, *["1.5", "협의"] * 3], "nearly_real", ("406칸", "403칸", "402행 '협의'")),
        ([f"{n},000원" for n in range(1, 60)] + ["협의"], "nearly_integer", ("60행 '협의'",)),
        ([*INTEGERS[:60], *["협의"] * 40], "nearly_integer", ("100칸", "60칸", "61행 '협의'")),
        ([*DATES[:50], *["추후"] * 20], "nearly_date", ("70칸", "50칸", "51행 '추후'")),
        ([f"202403{day:02d}" for day in range(1, 32)] + ["20240231"], "nearly_date", ("32행 '20240231'",)),
        (
            [*["오전 9:15", "오후 6:30"] * 20, *["휴가"] * 5],
            "nearly_duration",
            ("45칸", "40칸", "41행 '휴가'"),
        ),
    ],
)
def test_what_a_column_would_be_but_for_a_few_cells_is_told(read, cells, code, told):
    outcome = read(column(cells))
    assert outcome.types["값"] == ("integer" if all(cell.isdigit() for cell in cells) else "text")
    entry = outcome.entry(code, "값")
    assert all(words in entry.ko for words in told)
    assert all(f"'{cell}'" in entry.en for cell, _ in entry.examples)


def test_an_odd_cell_that_no_sample_holds_is_found(read):
    cells = [str(n % 997) for n in range(9_000)]
    cells[2_003] = "미정"
    assert "2,004행 '미정'" in read(column(cells)).entry("nearly_integer", "값").ko


@pytest.mark.parametrize(
    ("cells", "label"),
    [
        (INTEGERS[:80] + ["가"] * 90, "값"),
        ([f"010-1234-{n:04d}" for n in range(100)] + ["미정"], "값"),
        ([f"{n:05d}" for n in range(100)] + ["미정"], "값"),
        ([f"{n + 10000}" for n in range(100)] + ["미정"], "우편번호"),
        (["03/04/2024", "05/06/2024"] * 50 + ["미정"], "값"),
        (["10kg", "20g"] * 50 + ["미정"], "값"),
        ([f"{n}번지 {n}호" for n in range(100)], "값"),
        (["Y", "N"] * 50 + ["미정"], "값"),
        ([str(20_110_000 + n * 10_000) for n in range(90)] + ["20120231"], "매출액"),
        (INTEGERS, "값"),
    ],
)
def test_other_columns_are_nearly_nothing(read, cells, label):
    assert not [code for code in read(column(cells, label)).codes if code.startswith("nearly_")]
