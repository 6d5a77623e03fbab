"""The target of a file of outcomes under another header, or in another unit."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from automl_lib.additions.header_units import header_unit, without_unit
from automl_lib.errors import PredictionRefused
from automl_lib.new_rows import NewRows
from automl_lib.outcome_measures import Expectation
from automl_lib.outcome_target import read_truth
from automl_lib.outcomes import score_outcomes
from automl_lib.prediction_csv import PredictedRows, write_predictions
from domain.outcomes import OutcomeScores
from domain.table_schema import TableSchema


def called(model, label):
    """The model with another header of its target."""
    columns = tuple(
        replace(one, label=label) if one.key == model.plan.target else one for one in model.schema.columns
    )
    return replace(model, schema=TableSchema(columns))


def rows_with(folder, **columns):
    path = folder / "cells.parquet"
    keys = [f"c{number:04d}" for number in range(len(columns))]
    pl.DataFrame(
        dict(zip(keys, columns.values(), strict=True)), schema_overrides=dict.fromkeys(keys, pl.String)
    ).write_parquet(path)
    return NewRows(path, dict(zip(keys, columns, strict=True)), "became.csv")


@pytest.mark.parametrize(
    ("label", "header", "cells", "values"),
    [
        ("매출(원)", "매출", ["1000", "3000"], [1000, 3000]),
        ("매출", "매출(원)", ["1000", "3000"], [1000, 3000]),
        ("매출(원)", "매출(천원)", ["1", "3"], [1000, 3000]),
        ("매출(천원)", "매출 (원)", ["1000000", "3000000"], [1000, 3000]),
        ("매출", "매출(천원)", ["1", "3"], [1000, 3000]),  # of the size of the predictions once converted
        ("매출", "매출(천원)", ["1000", "3000"], [1000, 3000]),  # as they are
        ("매출(원)", "매출（원）", ["1000", "3000"], [1000, 3000]),
        ("Sales", "ＳＡＬＥＳ", ["1000", "3000"], [1000, 3000]),
        ("매출(원)", "매출(원)", ["1", "3"], [1, 3]),
    ],
)
def test_a_header_with_another_unit_is_the_target(trained_on_numbers, tmp_path, label, header, cells, values):
    model = called(trained_on_numbers("linear"), label)
    truth = read_truth(model, rows_with(tmp_path, **{header: cells}), ["1100", "2900"], tmp_path)
    assert list(truth.values) == pytest.approx(values)
    assert truth.header == (None if header == label else header)
    assert list(truth.rows.labels.values()) == ([label] if truth.header else [header])


@pytest.mark.parametrize(
    ("label", "columns", "code"),
    [
        ("매출(원)", {"매출(kg)": ["1000"]}, "target_missing"),
        ("매출", {"매출(원)": ["1"], "매출(천원)": ["2"]}, "target_missing"),
        ("매출", {"순매출(원)": ["1000"]}, "target_missing"),
        ("매출", {"매출(천원)": ["40", "60"]}, "target_in_another_unit"),
    ],
)
def test_a_column_that_may_be_another_is_not_taken(trained_on_numbers, tmp_path, label, columns, code):
    model = called(trained_on_numbers("linear"), label)
    with pytest.raises(PredictionRefused) as refused:
        read_truth(model, rows_with(tmp_path, **columns), ["1000", "1200"], tmp_path)
    assert refused.value.code == code


def test_what_was_taken_is_said_and_kept(trained_on_numbers, tmp_path):
    model = called(trained_on_numbers("linear"), "매출(원)")
    path = tmp_path / "predictions.csv"
    write_predictions(
        path, ["거래처"], [PredictedRows([["ab1"], ["AB2"], ["ab3"]], ["1000", "2000", "3000"])]
    )
    rows = rows_with(tmp_path, **{"거래처": ["AB1", "ab2 ", "ab3"], "매출(천원)": ["1.1", "2.1", "3.1"]})
    found = score_outcomes(model, path, rows, Expectation(100.0, 40, 50.0), tmp_path).scores
    assert (found.rows, found.respelled, found.value) == (3, 2, pytest.approx(100))
    said = found.sentence.en
    assert "Column '매출(천원)' of the file was taken as '매출(원)', its numbers times 1,000." in said
    assert "2 rows were found although they are written otherwise" in said
    assert OutcomeScores.from_json(found.to_json()).sentence.ko == found.sentence.ko


def test_classes_need_no_unit(trained, tmp_path):
    model = called(trained("linear"), "해지")
    truth = read_truth(model, rows_with(tmp_path, **{"해지(건)": ["yes", "no"]}), ["yes", "no"], tmp_path)
    assert (list(truth.values), truth.header, truth.factor) == (["yes", "no"], "해지(건)", 1.0)


@pytest.mark.parametrize(
    ("header", "plain"),
    [
        ("매출(원)", "매출"),
        ("매출액 (단위: 천원)", "매출액"),
        ("나이(만)", "나이(만)"),
        ("(원)", ""),
        ("", ""),
    ],
)
def test_a_known_unit_is_left_out_of_a_header(header, plain):
    assert without_unit(header) == plain


@given(st.text(max_size=30), st.sampled_from(["(원)", " (천원)", "[kg]", "（㎡）"]))
def test_only_the_unit_at_the_end_is_left_out(name, unit):
    assert without_unit(name + unit) == name.replace("（", "(").replace("）", ")").strip()
    assert header_unit(name) is not None or without_unit(name) == name
