"""A file of predictions with what counted most in each row, and what it says of rows without."""

from __future__ import annotations

import csv
import re

import pytest

from automl_lib.drift import reference_table
from automl_lib.explanations import background_of
from automl_lib.explanations.row_reasons import RowReasons, reason_texts
from automl_lib.frame import load_frame
from automl_lib.plan import PreprocessingPlan
from automl_lib.profile import profile_table
from automl_lib.reading.choices import ReadLimits
from automl_lib.reading.table import read_table
from automl_lib.scoring import score_table
from automl_lib.training import train
from domain.preprocessing import Missing
from domain.what_if import Reason

REASON = re.compile(r".+ .+ \((?:(?P<of>\S+) )?[+-][0-9.,]+\)")


def csv_text(rows, target):
    lines = [f"{20 + n % 50}세,{'가나다'[n % 3]},{target(n)}" for n in rows]
    return "\n".join(["나이,=등급,답", *lines]) + "\n"


@pytest.fixture(scope="module", params=["classes", "several", "numbers"])
def scored_by(request, tmp_path_factory):
    """Gives the rows of the file that scoring some new rows writes, and its warnings."""
    folder = tmp_path_factory.mktemp(request.param)
    of_numbers = request.param == "numbers"
    target = {
        "numbers": lambda n: f"{(n % 50) * 1000 + 5}원",
        "several": lambda n: ("일반", "우수", "VIP")[n % 50 // 17],
        "classes": lambda n: "예" if n % 50 > 20 else "아니오",
    }[request.param]
    (folder / "upload").write_text(csv_text(range(200), target), encoding="utf-8")
    report = read_table(folder / "upload", folder, "고객.csv", ReadLimits())
    frame = load_frame(folder / "typed.parquet", report.schema)
    task = "regression" if of_numbers else "classification"
    plan = PreprocessingPlan("c0003", ("c0001", "c0002"), missing=Missing.KEEP, task=task)
    model = train(frame, report.schema, plan, "decision_tree")
    background = background_of(model, frame)
    profile = profile_table(folder / "typed.parquet", report.schema, cells_parquet=folder / "cells.parquet")
    reference = reference_table(profile, report.schema, report.ledger)

    def score(count, *, explained=True):
        (folder / "new").write_text(csv_text(range(count), target), encoding="utf-8")
        new = read_table(folder / "new", folder, "새.csv", ReadLimits())
        found = score_table(
            model,
            new,
            folder / "cells.parquet",
            reference,
            folder / "out.csv",
            background=background if explained else None,
        )
        with (folder / "out.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file)), found.warnings

    return score


def test_each_row_names_what_counted_most_with_its_cell(scored_by):
    rows, warnings = scored_by(30)
    assert all(REASON.fullmatch(row["이유 1"]) for row in rows)
    assert rows[7]["이유 1"].startswith("나이 27세 (")
    assert [w["code"] for w in warnings if w["code"] == "reasons_left_out"] == []


def test_of_several_classes_each_reason_names_the_predicted_one(scored_by, request):
    rows, _ = scored_by(50)
    named = [REASON.fullmatch(row["이유 1"]).group("of") for row in rows]
    if request.node.callspec.params["scored_by"] == "several":
        assert named == [row["예측(prediction)"] for row in rows]
        assert set(named) == {"일반", "우수", "VIP"}
    else:
        assert set(named) == {None}


def test_without_reasons_the_file_is_as_before(scored_by):
    plain, _ = scored_by(30, explained=False)
    explained, _ = scored_by(30)
    assert [name for name in explained[0] if not name.startswith("이유")] == list(plain[0])
    assert [{k: v for k, v in row.items() if not k.startswith("이유")} for row in explained] == plain


def test_rows_beyond_the_limit_have_none_and_it_is_said(scored_by, monkeypatch):
    limited = lambda *given: RowReasons(*given, most_rows=25)  # noqa: E731
    monkeypatch.setattr("automl_lib.scoring.RowReasons", limited)
    rows, warnings = scored_by(40)
    assert [bool(row["이유 1"]) for row in rows] == [True] * 25 + [False] * 15
    assert all(row["예측(prediction)"] for row in rows)
    (said,) = [w for w in warnings if w["code"] == "reasons_left_out"]
    assert "25" in said["en"] and "40" in said["en"]


def test_without_time_no_row_has_reasons_and_it_is_said(scored_by, monkeypatch):
    limited = lambda *given: RowReasons(*given, seconds=0.0)  # noqa: E731
    monkeypatch.setattr("automl_lib.scoring.RowReasons", limited)
    rows, warnings = scored_by(5)
    assert {row["이유 1"] for row in rows} == {""}
    assert "reasons_left_out" in {w["code"] for w in warnings}


@pytest.mark.parametrize(
    ("contribution", "is_number", "text"),
    [
        (0.214, False, ["나이 45 (+0.21)"]),
        (-0.5, False, ["나이 45 (-0.50)"]),
        (0.004, False, []),
        (0.0, True, []),
        (12345.678, True, ["나이 45 (+12,300)"]),
        (-0.00123456, True, ["나이 45 (-0.00123)"]),
    ],
)
def test_contributions_in_words(contribution, is_number, text):
    assert reason_texts([Reason("나이", "45", contribution)], is_number=is_number) == text


def test_a_blank_cell_has_a_dash_and_three_columns_are_named():
    reasons = [Reason(name, "", share) for name, share in (("a", 0.1), ("b", -0.4), ("c", 0.2), ("d", 0.3))]
    assert reason_texts(reasons, is_number=False) == ["b – (-0.40)", "d – (+0.30)", "c – (+0.20)"]


def test_a_long_cell_is_cut_to_one_short_line():
    (text,) = reason_texts([Reason("문의", "가나다\n" * 30, 0.2)], is_number=False)
    assert text == f"문의 {' '.join(['가나다'] * 10)}… (+0.20)"
