"""Numbers in another unit: asked about before the rows are in, and converted."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest


def rents(header="월세(만원)", times=1.0, rows=60, seed=1, first="면적(㎡)", area=1.0):
    random = np.random.default_rng(seed)
    areas = random.gamma(6, 10, rows)
    prices = areas * random.normal(1.5, 0.1, rows)
    lines = [
        f"{a * area:.1f},{p * times:.{0 if times > 1 else 1}f}" for a, p in zip(areas, prices, strict=True)
    ]
    return f"{first},{header}\n" + "\n".join(lines) + "\n"


def question(added):
    (found,) = [one for one in added.differences if one.asks]
    return found


@pytest.mark.parametrize("times", [10, 100, 1000, 10_000])
def test_numbers_a_power_of_ten_larger_ask_and_are_converted(put_to, times):
    table, more = rents(rows=400, seed=0), rents(times=times)
    asked = question(put_to(table, more)[0])
    assert (asked.key, asked.factor) == ("unit:월세(만원)", pytest.approx(1 / times))
    added, out = put_to(table, more, converted=["월세(만원)"])
    assert (added.rows, added.is_added) == (60, True)
    prices = pl.read_parquet(out / "typed.parquet")["c0002"]
    plain = pl.read_csv(rents(times=times).encode())["월세(만원)"].to_numpy() / times
    np.testing.assert_allclose(prices[400:].to_numpy(), plain)
    assert not [text for text in pl.read_parquet(out / "cells.parquet")["c0002"] if len(text) > 12]


def test_numbers_may_be_taken_as_written(put_to):
    added, out = put_to(rents(rows=400, seed=0), rents(times=10_000), accepted=["unit:월세(만원)"])
    assert added.is_added
    assert pl.read_parquet(out / "typed.parquet")["c0002"][400:].median() > 100_000


def test_rows_like_the_tables_ask_nothing(put_to):
    for seed in range(1, 6):
        assert put_to(rents(rows=400, seed=0), rents(seed=seed, rows=20))[0].differences == ()


def test_a_running_number_and_a_year_go_on(put_to):
    table = "번호,연도\n" + "".join(f"{n},{2001 + n % 20}\n" for n in range(1, 101))
    more = "번호,연도\n" + "".join(f"{n},2021\n" for n in range(500, 1000))
    assert put_to(table, more)[0].is_added


def test_numbers_far_outside_without_a_clear_factor_are_asked_about_only(put_to):
    asked = question(put_to(rents(rows=400, seed=0), rents(times=35))[0])
    assert (asked.key, asked.factor) == ("unit:월세(만원)", None)


def test_a_renamed_column_in_another_unit_names_both_and_is_converted(put_to):
    table, more = rents(rows=400, seed=0), rents(first="면적(평)", area=121 / 400)
    (renamed,) = put_to(table, more)[0]
    assert (renamed.key, renamed.header) == ("renamed:면적(㎡)", "면적(평)")
    assert renamed.factor == pytest.approx(400 / 121)
    assert "㎡" in renamed.ko
    assert "평" in renamed.ko
    asked = question(put_to(table, more, renamed={"면적(㎡)": "면적(평)"})[0])
    assert (asked.key, asked.factor) == ("unit:면적(㎡)", pytest.approx(400 / 121))
    added, out = put_to(table, more, renamed={"면적(㎡)": "면적(평)"}, converted=["면적(㎡)"])
    areas = pl.read_parquet(out / "typed.parquet")["c0001"][400:].to_numpy()
    pyeong = pl.read_csv(more.encode())["면적(평)"].to_numpy()
    assert added.is_added
    np.testing.assert_allclose(areas, pyeong * 400 / 121, rtol=1e-9)


def priced(prices, rows=200, first=0):
    return "품목,단가\n" + "".join(f"품{n},{prices[n % len(prices)]}\n" for n in range(first, first + rows))


@pytest.mark.parametrize(
    ("known", "new", "factor"),
    [
        ((8000, 9000, 10_000, 12_000), (8, 9, 10, 12), 1000),
        ((8000, 9000, 10_000, 12_000), (8,), 1000),
        ((8, 9, 10, 12), (80_000, 100_000), 1e-4),
        ((0, 0.05, 0.1), (0, 5, 10), 0.01),
        ((-2000, -1000), (-2, -1), 1000),
    ],
)
def test_a_column_of_few_prices_in_another_unit_is_asked_about_and_converted(put_to, known, new, factor):
    table, more = priced(known), priced(new, 40, first=200)
    asked = question(put_to(table, more)[0])
    assert (asked.key, asked.factor) == ("unit:단가", pytest.approx(factor))
    added, out = put_to(table, more, converted=["단가"])
    assert added.is_added
    assert set(pl.read_parquet(out / "typed.parquet")["c0002"]) == set(known)


@pytest.mark.parametrize(
    ("known", "new"),
    [
        (range(1, 10), (10,)),  # months
        (range(1, 10), (10, 11, 12)),
        ((1, 2, 3), (4, 5)),
        ((0, 1), (1,)),
        ((8000, 9000), (8000, 9)),
        ((100, 200, 300), (150, 110)),
    ],
)
def test_new_codes_and_months_are_no_other_unit(put_to, known, new):
    added, _ = put_to(priced(tuple(known)), priced(new, 40, first=200))
    assert [one.key for one in added.differences if one.asks] == []


def sales(header, values, first=0):
    return f"점포,{header}\n" + "".join(f"점{n},{value}\n" for n, value in enumerate(values, first))


PLAIN = [300_000 + 1_700 * n % 400_000 for n in range(300)]


def test_a_header_that_gained_a_unit_is_converted_where_the_sizes_say_so(put_to):
    table = sales("매출액", PLAIN)
    more = sales("매출액(천원)", [value // 1000 for value in PLAIN[:50]], first=300)
    names = {"매출액": "매출액(천원)"}
    asked = question(put_to(table, more, renamed=names)[0])
    assert (asked.key, asked.factor) == ("unit:매출액", 1000)
    _, out = put_to(table, more, renamed=names, converted=["매출액"])
    assert pl.read_parquet(out / "typed.parquet")["c0002"][300:].min() >= 300_000


def test_a_header_that_only_names_the_unit_now_asks_nothing_more(put_to):
    added, _ = put_to(
        sales("매출액", PLAIN),
        sales("매출액(원)", [value + 7 for value in PLAIN[:50]], first=300),
        renamed={"매출액": "매출액(원)"},
    )
    assert added.is_added


def test_units_in_cells_that_were_converted_by_reading_are_named(put_to):
    more = sales("매출액", [f"{value // 1000}천원" for value in PLAIN[:50]], first=300)
    asked = question(put_to(sales("매출액", PLAIN), more)[0])
    assert asked.factor is None
    assert "천원" in asked.ko
    assert "×1,000" in asked.ko


def test_words_and_blanks_stay_as_they_are_when_numbers_are_converted(put_to):
    more = rents(times=10_000) + "50.0,\n40.0,-\n"
    added, out = put_to(rents(rows=400, seed=0), more, converted=["월세(만원)"])
    assert added.is_added
    assert pl.read_parquet(out / "cells.parquet")["c0002"][-2:].to_list() == [None, "-"]


def test_a_percentage_is_not_converted(put_to):
    table = "점포,비율\n" + "".join(f"점{n},{10 + n % 50}%\n" for n in range(200))
    more = "점포,비율\n" + "".join(f"점{n},{1000 + 100 * (n % 50)}%\n" for n in range(50))
    assert question(put_to(table, more)[0]).factor is None
