"""Columns of dates and ids are noticed, ordinary ones are not, and the suggested split has a reason."""

import random

import numpy as np
import pandas as pd
import pytest

from automl_lib.plan import check_target, suggest_split
from automl_lib.plan.split_columns import group_columns, time_columns
from benchmarks.model_sets import load_set
from domain.columns import ColumnType
from domain.split import SplitMethod, SplitSuggestion
from domain.table_schema import ColumnSchema, TableSchema
from samples import make

ROWS = 400
RANDOM = np.random.default_rng(0)


def made(**columns):
    """A table whose types follow from the cells."""
    kinds = {"M": ColumnType.DATE, "f": ColumnType.INTEGER, "i": ColumnType.INTEGER}
    series = {name: pd.Series(cells) for name, cells in columns.items()}
    schema = TableSchema(
        tuple(
            ColumnSchema(name, name, kinds.get(cells.dtype.kind, ColumnType.TEXT))
            for name, cells in series.items()
        )
    )
    return pd.DataFrame(
        {
            name: cells.astype({"M": "datetime64[us]", "f": float, "i": float}.get(cells.dtype.kind, object))
            for name, cells in series.items()
        }
    ), schema


def dates(rows=ROWS):
    return np.datetime64("2024-01-01") + RANDOM.integers(0, 300, rows)


def ids(count=90, rows=ROWS):
    return [f"K{n:05d}" for n in RANDOM.integers(0, count, rows)]


CLASSES = RANDOM.choice(["yes", "no"], ROWS)


@pytest.mark.parametrize(
    "name", ["신청일자", "접수일", "order_date", "created_at", "일자", "transactionDate", "기준일"]
)
def test_a_date_named_after_an_event_is_noticed(name):
    assert time_columns(*made(**{name: dates()}), None) == (name,)


@pytest.mark.parametrize(
    "name", ["생년월일", "birth_date", "계약만기일", "due_date", "입사일", "준공일자", "hire_date"]
)
def test_a_date_that_is_a_property_is_not(name):
    assert time_columns(*made(**{name: dates()}), None) == ()


def test_rows_in_the_order_of_a_date_grew_with_it():
    assert time_columns(*made(가입일=np.sort(dates())), None) == ("가입일",)
    assert time_columns(*made(가입일=np.sort(dates())[::-1]), None) == ("가입일",)
    assert time_columns(*made(생년월일=np.sort(dates())), None) == ()


def test_dates_that_are_the_target_blank_or_few_are_not_noticed():
    frame, schema = made(신청일자=dates())
    assert time_columns(frame, schema, "신청일자") == ()
    half = pd.Series(dates())
    half.iloc[::2] = pd.NaT
    assert time_columns(*made(신청일자=half), None) == ()
    assert time_columns(*made(신청일자=np.repeat(np.datetime64("2024-01-01"), ROWS)), None) == ()


@pytest.mark.parametrize(
    ("name", "cells", "expected"),
    [
        ("연도", RANDOM.integers(2015, 2025, ROWS), ("연도",)),
        ("기준년월", 202400 + RANDOM.integers(1, 13, ROWS), ("기준년월",)),
        ("제작연도", RANDOM.integers(2015, 2025, ROWS), ()),
        ("year", RANDOM.integers(1, 6, ROWS), ()),
    ],
)
def test_a_year_is_noticed_by_its_whole_name(name, cells, expected):
    assert time_columns(*made(**{name: cells}), None) == expected


@pytest.mark.parametrize(
    "name",
    ["고객번호", "환자ID", "문서번호", "patient_id", "subject", "customerId", "고객", "사번", "Invoice No"],
)
def test_an_id_that_repeats_is_noticed_by_its_name(name):
    assert group_columns(*made(**{name: ids()}), None) == (name,)
    assert group_columns(*made(**{name: RANDOM.integers(1, 90, ROWS)}), None) == (name,)


@pytest.mark.parametrize(
    "name",
    [
        "지역",
        "상품코드",
        "product_id",
        "지점번호",
        "우편번호",
        "부서",
        "storeId",
        "등급",
        "area",
        "paid",
        "나이",
    ],
)
def test_an_ordinary_category_or_number_is_no_id(name):
    assert group_columns(*made(**{name: RANDOM.integers(1, 90, ROWS)}), None) == ()
    assert group_columns(*made(**{name: [f"P-{n:04d}" for n in RANDOM.integers(0, 12, ROWS)]}), None) == ()


def test_ids_that_do_not_repeat_or_are_one_are_no_groups():
    assert group_columns(*made(고객번호=[f"K{n}" for n in range(ROWS)]), None) == ()
    assert group_columns(*made(고객번호=["K1"] * ROWS), None) == ()
    assert group_columns(*made(고객번호=["K1"] * 300 + ids(rows=100)), None) == ()


def test_codes_of_few_rows_each_are_noticed_without_a_name():
    assert group_columns(*made(관리=ids()), None) == ("관리",)
    assert group_columns(*made(관리=ids(12)), None) == ()
    assert group_columns(*made(메모=RANDOM.choice(["좋음", "나쁨", "보통"], ROWS)), None) == ()
    assert group_columns(*made(월=RANDOM.choice([f"2024-{n:02d}" for n in range(1, 13)], ROWS)), None) == ()


def suggested(**columns):
    frame, schema = made(**columns)
    return suggest_split(frame, schema, check_target(frame, schema, "y"))


def test_repeated_ids_are_split_by_group_and_dates_by_time_with_a_reason():
    found = suggested(고객번호=ids(), y=CLASSES)
    assert (found.method, found.column) == (SplitMethod.GROUP, "고객번호")
    assert "고객번호" in found.reason.ko
    assert found.reason.ko != found.reason.en
    found = suggested(신청일자=dates(), y=CLASSES)
    assert (found.method, found.column, "신청일자" in found.reason.ko) == (SplitMethod.TIME, "신청일자", True)


@pytest.mark.parametrize("name", ["breast_cancer", "wine", "iris", "digits"])
def test_public_tables_of_independent_rows_are_split_at_random(name):
    table = load_set(name)
    found = suggest_split(table.frame, table.schema, check_target(table.frame, table.schema, table.target))
    assert found == SplitSuggestion()


@pytest.mark.parametrize(
    ("rows", "target", "expected"),
    [
        (make.loan_reviews, "승인", ("time", "신청일자")),
        (make.waste_reports, "등급", ("time", "신고일자")),
        (make.wholesale, "y", ("random", None)),
    ],
)
def test_the_samples_are_split_by_their_dates(rows, target, expected):
    header, *cells = rows(random.Random(0))
    columns = dict(zip(header, zip(*cells, strict=True), strict=True))
    typed = {
        name: pd.to_datetime(pd.Series(values), format="%Y년 %m월 %d일" if name == "신고일자" else None)
        if name in ("신청일자", "신고일자")
        else pd.Series([None if cell == "" else str(cell) for cell in values], dtype=object)
        for name, values in columns.items()
    }
    frame, schema = made(**typed)
    found = suggest_split(frame, schema, check_target(frame, schema, target))
    assert (found.method, found.column) == expected


def test_with_both_a_target_of_the_customer_goes_by_group_and_another_by_time():
    who = ids()
    of_customer = np.array(["yes" if int(one[1:]) % 3 else "no" for one in who])
    assert suggested(고객번호=who, 신청일자=dates(), y=of_customer).method is SplitMethod.GROUP
    assert suggested(고객번호=who, 신청일자=dates(), y=CLASSES).method is SplitMethod.TIME


def test_an_ordinary_table_is_split_at_random_without_a_reason():
    found = suggested(
        지역=RANDOM.choice(["서울", "부산"], ROWS), 금액=RANDOM.integers(1, 99, ROWS), y=CLASSES
    )
    assert (found.method, found.column, found.reason) == (SplitMethod.RANDOM, None, None)


def test_a_class_of_the_newest_rows_alone_is_split_at_random_and_said():
    days = np.sort(dates())
    late = np.where(days >= np.sort(days)[-60], "새것", CLASSES)
    found = suggested(신청일자=days, y=late)
    assert (found.method, found.dates) == (SplitMethod.RANDOM, ("신청일자",))
    assert "새것" in found.reason.ko
    assert "새것" in found.reason.en


def test_numbers_and_files_of_documents_are_noticed_where_documents_have_several_rows():
    papers = RANDOM.integers(0, 40, ROWS)
    table = made(
        순번=261_201_000_000_001 + papers, 파일명=[f"명세서 {n}.pdf" for n in papers], 수량=papers % 7
    )
    assert group_columns(*table, None) == ("순번", "파일명")


def test_amounts_of_many_digits_are_no_documents():
    assert group_columns(*made(총자산=261_201_000_000_001 + RANDOM.integers(0, 40, ROWS)), None) == ()
