"""Rows that are added to a table: questions, remarks, and the table with them."""

from __future__ import annotations

import polars as pl
import pytest

from automl_lib.additions import NoNewRows, add_rows, first_rows, match_columns
from automl_lib.drift import reference_table
from automl_lib.new_rows import NewRows
from automl_lib.profile import profile_table
from automl_lib.reading import ReadLimits
from automl_lib.reading.table import read_table
from domain.columns import ColumnType
from domain.table_additions import AdditionChoices

TABLE = "이름,나이,금액\n" + "".join(f"사람{n},{20 + n % 40},{1000 * n}원\n" for n in range(1, 81))


@pytest.fixture
def base(tmp_path):
    """A read table: its folder, schema and reference."""
    folder = tmp_path / "base"
    folder.mkdir()
    file = tmp_path / "base.csv"
    file.write_text(TABLE)
    report = read_table(file, folder, file.name, ReadLimits())
    profile = profile_table(folder / "typed.parquet", report.schema, cells_parquet=folder / "cells.parquet")
    return folder, report.schema, reference_table(profile, report.schema, report.ledger)


@pytest.fixture
def add(base, tmp_path):
    """Adds the rows of a CSV; the addition and the table's cells afterwards."""
    folder, schema, reference = base

    def put(text, **choices):
        work = tmp_path / "new"
        work.mkdir(exist_ok=True)
        (tmp_path / "new.csv").write_text(text)
        report = read_table(tmp_path / "new.csv", work, "new.csv", ReadLimits())
        labels = {column.key: column.label for column in report.schema.columns}
        rows = NewRows(work / "cells.parquet", labels, "new.csv", report.ledger)
        decided = AdditionChoices(**choices)
        match = match_columns(schema, list(labels.values()), decided)
        out = tmp_path / "out"
        out.mkdir(exist_ok=True)
        added = add_rows(folder / "cells.parquet", schema, rows, match, decided, reference, out)
        return added, out

    return put


def keys(added):
    return [(one.key, one.asks) for one in added.differences]


def test_rows_like_the_tables_come_after_them(add):
    added, out = add("금액,이름,나이\n5000원,새사람,33\n7000원,또사람,44\n")
    assert (added.rows, keys(added), added.is_added) == (2, [], True)
    cells = pl.read_parquet(out / "cells.parquet")
    assert cells.height == 82
    assert cells.row(80) == ("새사람", "33", "5000원")
    assert pl.read_parquet(out / "typed.parquet").row(81) == ("또사람", 44, 7000)


def test_cells_that_cannot_be_read_ask(add):
    added, _ = add("이름,나이,금액\n가,서른,100원\n나,31,200원\n")
    assert (keys(added), added.is_added) == ([("unreadable:나이", True)], False)
    accepted, out = add("이름,나이,금액\n가,서른,100원\n나,31,200원\n", accepted=["unreadable:나이"])
    assert (accepted.rows, accepted.is_added) == (2, True)
    assert pl.read_parquet(out / "typed.parquet")["c0002"].to_list()[-2:] == [None, 31]
    # What is decided no longer asks for a decision.
    assert "Correct the file" in added.differences[0].message.en
    assert "(e.g. '서른') and are taken as blank" in accepted.differences[0].message.en


def test_words_that_are_read_as_missing_are_told(add):
    added, out = add("이름,나이,금액\n가,inf,100원\n나,-Infinity,200원\n다,33,결측\n라,34,inf\n")
    assert (keys(added), added.is_added) == (
        [("as_missing:나이", False), ("as_missing:금액", False)],
        True,
    )
    age, amount = (one.message.en for one in added.differences)
    assert "'inf'" in age
    assert "'-Infinity'" in age
    assert "(2 cells)" in age
    assert "(2 cells)" in amount
    assert pl.read_parquet(out / "typed.parquet")["c0002"].to_list()[-4:] == [None, None, 33, 34]


def test_fractions_widen_a_column_of_whole_numbers(add):
    added, out = add("이름,나이,금액\n가,30.5,100원\n나,31,200원\n")
    assert keys(added) == [("fractions:나이", False)]
    assert added.schema.by_label("나이").type is ColumnType.REAL
    assert pl.read_parquet(out / "typed.parquet")["c0002"].to_list()[-2:] == [30.5, 31.0]


def test_another_unit_asks(add):
    rows = "이름,나이,금액\n" + "".join(f"가{n},{30 + n % 9}개월,{1000 * n}원\n" for n in range(1, 61))
    added, _ = add(rows)
    assert (keys(added), added.is_added) == ([("unit:나이", True)], False)
    accepted, _ = add(rows, accepted=["unit:나이"])
    assert accepted.is_added


def test_the_whole_table_with_new_rows_asks_and_may_add_the_new_ones_only(add):
    whole = TABLE + "새사람,33,5000원\n"
    added, _ = add(whole)
    assert keys(added) == [("repeated:", True)]
    only, out = add(whole, only_new=True)
    assert only.rows == 1
    assert pl.read_parquet(out / "cells.parquet").height == 81
    again, out = add(whole, accepted=["repeated:"])
    assert again.rows == 81
    assert pl.read_parquet(out / "cells.parquet").height == 161


def test_one_row_that_is_there_already_is_only_told(add):
    added, _ = add("이름,나이,금액\n사람1,21,1000원\n나,31,200원\n다,32,300원\n")
    assert keys(added) == [("repeated:", False)]
    assert added.rows == 3


def test_repeated_rows_are_counted_as_often_as_the_table_has_them(add):
    added, _ = add("이름,나이,금액\n사람1,21,1000원\n사람1,21,1000원\n다,32,300원\n", only_new=True)
    assert added.rows == 2


def table_of(names):
    return "이름,나이,금액\n" + "".join(f"{one},{20 + len(one)},1000원\n" for one in names)


def people(first, last):
    return [f"사람{n}" for n in range(first, last)]


def test_a_smaller_share_of_repeated_rows_is_asked_about_too(put_to):
    table, more = people(0, 200), people(180, 380)
    asked, _ = put_to(table_of(table), table_of(more))
    assert keys(asked) == [("repeated:", True)]
    assert "20 of 200" in asked.differences[0].en
    added, _ = put_to(table_of(table), table_of(more), only_new=True)
    assert added.rows == 180


def test_a_cumulative_export_just_below_half_is_asked_about(put_to):
    asked, _ = put_to(table_of(people(0, 200)), table_of(people(0, 401)))
    assert keys(asked) == [("repeated:", True)]


def test_single_repeated_rows_of_many_are_only_told(put_to):
    added, _ = put_to(table_of(people(0, 200)), table_of(people(198, 398)))
    assert keys(added) == [("repeated:", False)]
    assert added.rows == 200


def test_rows_of_a_table_that_repeat_by_chance_are_only_told(put_to):
    sold = [f"품{n * n % 97}" for n in range(90)]  # most of 49 goods twice
    more = [*people(0, 60), *sold[:40]]
    added, _ = put_to(table_of(sold), table_of(more))
    assert keys(added) == [("repeated:", False)]
    assert added.rows == 100


def test_rows_from_elsewhere_are_said_to_drift(add):
    rows = "".join(f"가{n},{50 + n % 9},{60_000 + 100 * n}원\n" for n in range(1, 81))
    added, _ = add("이름,나이,금액\n" + rows)
    assert {one.column for one in added.drift} >= {"나이", "금액"}
    assert added.is_added


def test_rows_that_were_left_out_or_added_all_the_same_are_said(add):
    one = "이름,나이,금액\n사람1,21,1000원\n나,31,2000원\n다,32,3000원\n"
    (taken,) = add(one)[0].differences
    assert "추가했습니다" in taken.ko
    (left,) = add(one, only_new=True)[0].differences
    assert "뺐습니다" in left.ko


def test_without_a_new_row_nothing_is_added(add):
    with pytest.raises(NoNewRows, match="no new rows") as refused:
        add("이름,나이,금액\n사람1,21,1000원\n사람2,22,2000원\n", only_new=True)
    assert [(one.key, one.asks) for one in refused.value.differences] == [
        ("repeated:", True),
        ("repeated:", False),
    ]


def test_the_first_rows_are_the_table_as_it_was(add, base, tmp_path):
    folder, schema, _ = base
    added, out = add("이름,나이,금액\n가,30.5,100원\n나,31,200원\n")
    before = tmp_path / "before"
    before.mkdir()
    assert first_rows(out / "cells.parquet", added.schema, 80, {"나이"}, before) == schema
    for name in ("cells.parquet", "typed.parquet"):
        assert pl.read_parquet(before / name).equals(pl.read_parquet(folder / name))


TYPED = "번호,금액,날짜,해지,용량\n" + "".join(
    f"C{n},{45000 + n},2025-08-{1 + n % 28:02d},{'YN'[n % 2]},{n}.5\n" for n in range(1, 81)
)


@pytest.mark.parametrize(
    "row",
    [
        'C1,"45,001",2025-08-02,N,1.5',
        "C1,45001,20250802,N,1.5",
        "C1,45001,2025.08.02,N,1.5",
        "C1,45001,2025-08-02,n,1.5",
        "C1,45001,2025-08-02,N,1.50",
        "C1,45001.0,2025-08-02,N,1.5",
    ],
)
def test_rows_with_the_same_values_are_the_same_rows(put_to, row):
    added, _ = put_to(TYPED, f"번호,금액,날짜,해지,용량\n{row}\n")
    assert "repeated:" in [one.key for one in added.differences if one.asks]


@pytest.mark.parametrize(
    "row",
    [
        "C1,45002,2025-08-02,N,1.5",
        "C1,45001,2025-08-03,N,1.5",
        "C1,,2025-08-02,N,1.5",
        "c1,45001,2025-08-02,N,1.5",
    ],
)
def test_rows_with_another_value_are_other_rows(put_to, row):
    added, _ = put_to(TYPED, f"번호,금액,날짜,해지,용량\n{row}\n")
    assert "repeated:" not in [one.key for one in added.differences]
