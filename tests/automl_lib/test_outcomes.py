"""Predictions beside what became of their rows."""

from __future__ import annotations

import pytest

from automl_lib.errors import PredictionRefused
from automl_lib.new_rows import NewRows
from automl_lib.outcomes import Expectation, score_outcomes
from automl_lib.prediction_csv import PredictedRows, write_predictions
from automl_lib.reading import ReadLimits
from automl_lib.reading.table import read_table

LABELS = ["번호", "Fresh"]
EXPECTED = Expectation(0.9, 40)


@pytest.fixture
def predicted(tmp_path):
    """Writes a file of predictions for rows 0 … n − 1."""

    def write(answers, cells=None):
        rows = cells or [[str(n), f"{n}.5"] for n in range(len(answers))]
        path = tmp_path / "predictions.csv"
        write_predictions(path, LABELS, [PredictedRows(rows, answers)])
        return path

    return write


@pytest.fixture
def outcomes(tmp_path):
    def read(text):
        folder = tmp_path / "outcomes"
        folder.mkdir(exist_ok=True)
        file = tmp_path / "outcomes.csv"
        file.write_text(text)
        report = read_table(file, folder, file.name, ReadLimits())
        labels = {column.key: column.label for column in report.schema.columns}
        return NewRows(folder / "cells.parquet", labels, file.name, report.ledger)

    return read


def test_rows_are_found_by_their_columns_in_any_order(trained, predicted, outcomes, tmp_path):
    path = predicted(["yes", "no", "yes", "no"])
    rows = outcomes("y,번호\nno,3\nyes,0\nno,2\nyes,99\n")
    found = score_outcomes(trained("linear"), path, rows, EXPECTED, tmp_path)
    # Right of 3 and 0, wrong of 2; 99 was not predicted.
    assert (found.score, found.rows, found.unmatched) == ("accuracy", 3, 1)
    assert found.value == pytest.approx(2 / 3)
    assert found.low < found.value < found.high
    assert not found.is_alarming


def test_many_wrong_predictions_are_alarming(trained, predicted, outcomes, tmp_path):
    path = predicted(["yes"] * 100)
    rows = outcomes("번호,y\n" + "".join(f"{n},{'yes' if n % 2 else 'no'}\n" for n in range(100)))
    found = score_outcomes(trained("linear"), path, rows, EXPECTED, tmp_path)
    assert (found.value, found.is_alarming) == (0.5, True)


def test_a_fall_within_the_chance_of_both_samples_is_not_alarming(trained, predicted, outcomes, tmp_path):
    path = predicted(["yes"] * 60)
    rows = outcomes("번호,y\n" + "".join(f"{n},{'no' if n < 4 else 'yes'}\n" for n in range(60)))
    few = score_outcomes(trained("linear"), path, rows, Expectation(1.0, 40), tmp_path)
    assert (few.value, few.is_alarming) == (56 / 60, False)
    assert score_outcomes(trained("linear"), path, rows, Expectation(1.0, 4000), tmp_path).is_alarming


def test_the_file_of_predictions_with_the_target_beside_them_is_understood(
    trained, predicted, outcomes, tmp_path
):
    path = predicted(["yes", "no"])
    text = path.read_text(encoding="utf-8-sig").splitlines()
    rows = outcomes("\n".join(f"{line},{y}" for line, y in zip(text, ("y", "yes", "no"), strict=True)))
    assert score_outcomes(trained("linear"), path, rows, EXPECTED, tmp_path).value == 1.0


def test_equal_rows_are_taken_in_their_order(trained, predicted, outcomes, tmp_path):
    path = predicted(["yes", "no"], cells=[["1", "2"], ["1", "2"]])
    rows = outcomes("번호,Fresh,y\n1,2,yes\n1,2,no\n1,2,no\n")
    found = score_outcomes(trained("linear"), path, rows, EXPECTED, tmp_path)
    assert (found.value, found.rows, found.unmatched) == (1.0, 2, 1)


def test_without_a_common_column_the_order_counts(trained, predicted, outcomes, tmp_path):
    path = predicted(["yes", "no"])
    assert score_outcomes(trained("linear"), path, outcomes("y\nyes\nyes\n"), EXPECTED, tmp_path).value == 0.5
    with pytest.raises(PredictionRefused) as refused:
        score_outcomes(trained("linear"), path, outcomes("y\nyes\nyes\nno\n"), EXPECTED, tmp_path)
    assert refused.value.code == "outcomes_unmatched"


def test_a_file_without_the_target_or_with_other_rows_is_refused(trained, predicted, outcomes, tmp_path):
    path = predicted(["yes", "no"])
    with pytest.raises(PredictionRefused) as refused:
        score_outcomes(trained("linear"), path, outcomes("번호\n0\n1\n"), EXPECTED, tmp_path)
    assert refused.value.code == "columns_missing"
    with pytest.raises(PredictionRefused) as refused:
        score_outcomes(trained("linear"), path, outcomes("번호,y\n7,yes\n8,no\n"), EXPECTED, tmp_path)
    assert refused.value.code == "outcomes_unmatched"


def test_numbers_have_a_mean_error_with_its_interval(trained_on_numbers, predicted, outcomes, tmp_path):
    path = predicted([str(100 + n) for n in range(50)])
    rows = outcomes("번호,y\n" + "".join(f"{n},{100.5 + n + n % 2}\n" for n in range(50)))
    found = score_outcomes(trained_on_numbers("linear"), path, rows, Expectation(0.2, 40, 0.1), tmp_path)
    assert (found.score, found.value, found.rows) == ("mae", 1.0, 50)
    assert 0.8 < found.low < 1.0 < found.high < 1.2
    assert found.is_alarming
