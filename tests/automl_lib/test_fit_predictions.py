"""New rows that the one-shot's best model predicts, as CSV and as a workbook."""

from __future__ import annotations

import csv

import numpy as np
import openpyxl
import pytest

from automl_lib.errors import PlanRefused, PredictionRefused
from automl_lib.fit import fit_file
from automl_lib.fit_predictions import RowsToPredict
from automl_lib.prediction_csv import PREDICTION_LABEL
from domain.decision_rules import RuleChoice, RuleKind


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """고객.csv leaves the more likely the larger x; 새고객.csv has the same columns without the target, in another order."""
    random = np.random.default_rng(0)
    x = random.normal(size=400)
    leaves = random.random(400) < 1 / (1 + np.exp(1 - 3 * x))
    path = tmp_path_factory.mktemp("fit")
    rows = "\n".join(
        f"{a:.3f},{'서울' if n % 2 else '부산'},{'이탈' if gone else '유지'}"
        for n, (a, gone) in enumerate(zip(x, leaves, strict=True))
    )
    (path / "고객.csv").write_text(f"x,지역,결과\n{rows}\n", encoding="utf-8")
    (path / "새고객.csv").write_text("지역,메모,x\n서울,=1+1,-2.5\n부산,,0.2\n서울,a,3\n", encoding="utf-8")
    return path


def lines(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_each_row_is_predicted_with_its_reasons(folder, tmp_path):
    out = tmp_path / "예측.csv"
    found = fit_file(
        folder / "고객.csv", "결과", ["linear"], new_rows=RowsToPredict(folder / "새고객.csv", out)
    )
    rows = lines(out)
    assert found["predictions"]["rows"] == len(rows) == 3
    assert [row[PREDICTION_LABEL] for row in (rows[0], rows[2])] == ["유지", "이탈"]
    assert float(rows[0]["확률_이탈"]) < float(rows[1]["확률_이탈"]) < float(rows[2]["확률_이탈"])
    assert rows[2]["이유 1"].startswith("x ")
    assert any(
        "메모" in remark["ko"] for remark in found["predictions"]["warnings"]
    )  # a column no model knows


def test_rows_are_called_positive_by_the_rule(folder, tmp_path):
    """A miss that costs a hundred false alarms: the row of the middle is called 이탈 though it is as likely as not."""
    called = []
    for rule in (None, RuleChoice(RuleKind.COSTS, miss_cost=1_000_000, false_alarm_cost=10_000)):
        wanted = RowsToPredict(folder / "새고객.csv", tmp_path / f"{len(called)}.csv")
        found = fit_file(folder / "고객.csv", "결과", ["linear"], rule=rule, new_rows=wanted)
        row = lines(wanted.out)[1]
        threshold = found["models"]["linear"]["threshold"]
        assert (row[PREDICTION_LABEL] == "이탈") == (float(row["확률_이탈"]) >= threshold)
        called.append(row[PREDICTION_LABEL])
    assert called[1] == "이탈"


def test_a_workbook_has_the_rows_and_the_remarks(folder, tmp_path):
    out = tmp_path / "예측.xlsx"
    fit_file(
        folder / "고객.csv", "결과", ["decision_tree"], new_rows=RowsToPredict(folder / "새고객.csv", out)
    )
    book = openpyxl.load_workbook(out)
    head, *rows = book["예측"].iter_rows(values_only=True)
    assert head[:4] == ("지역", "메모", "x", PREDICTION_LABEL)
    assert [row[2] for row in rows] == [-2.5, 0.2, 3]
    assert rows[0][1] == "=1+1"
    assert book["예측"].cell(2, 2).data_type == "s"  # no formula
    assert any("메모" in cell for (cell,) in book.worksheets[1].iter_rows(values_only=True))


def test_rows_that_lack_a_column_are_refused(folder, tmp_path):
    (tmp_path / "짧음.csv").write_text("지역\n서울\n", encoding="utf-8")
    wanted = RowsToPredict(tmp_path / "짧음.csv", tmp_path / "예측.csv")
    with pytest.raises(PredictionRefused) as refused:
        fit_file(folder / "고객.csv", "결과", ["linear"], new_rows=wanted)
    assert refused.value.code == "columns_missing"
    assert "'x'" in refused.value.message.en
    assert not wanted.out.exists()


def test_a_clustering_alone_predicts_no_target(folder, tmp_path):
    wanted = RowsToPredict(folder / "새고객.csv", tmp_path / "예측.csv")
    with pytest.raises(PlanRefused) as refused:
        fit_file(folder / "고객.csv", "결과", ["k_means"], new_rows=wanted)
    assert refused.value.code == "no_model_predicts"
