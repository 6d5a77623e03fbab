"""What is doubtful in new rows is reported alike: of classes and of numbers, for files, frames of a model server and test files."""

from __future__ import annotations

import warnings
from dataclasses import replace

import pandas as pd
import pytest

from automl_lib.drift import reference_table
from automl_lib.fit import fit_file
from automl_lib.frame import load_frame
from automl_lib.plan import check_target, suggest_plan
from automl_lib.profile import profile_table
from automl_lib.raw_rows import predict_raw
from automl_lib.reading.choices import ReadLimits
from automl_lib.reading.table import read_table
from automl_lib.scoring import score_table
from automl_lib.training import train

FEATURES = ("나이", "지역", "할인율", "회원", "가입일")
TARGETS = {"classes": "해지", "numbers": "월요금"}
EXPECTED = {
    "cells_unread",
    "missing_word",
    "columns_ignored",
    "out_of_range",
    "unseen_categories",
}


def customer(n: int) -> dict[str, str]:
    age, discount, is_member = 20 + n * 7 % 50, n * 3 % 40, n % 3 > 0
    return {
        "나이": str(age),
        "지역": ("서울", "부산", "제주", "대구")[n % 4],
        "할인율": f"{discount}%",
        "회원": "예" if is_member else "아니오",
        "가입일": f"2024-{n % 12 + 1:02}-{n % 28 + 1:02}",
        "해지": "Y" if age > 45 and not is_member else "N",
        "월요금": f"{30_000 + 900 * age - 200 * discount + n % 7:,}",
    }


def doubtful(n: int) -> dict[str, str]:
    """A new row; every tenth or so has something odd, and no percentage has its sign."""
    row = customer(n)
    row["할인율"] = row["할인율"].removesuffix("%")
    row["메모"] = "확인 필요"
    if n % 10 == 3:
        row["나이"] = "모름?"
    if n % 10 == 5:
        row["지역"] = "N/A"
    if n % 10 == 7:
        row["나이"] = "4500"
    if n % 10 == 9:
        row["지역"] = "평양"
    return row


def table(rows: list[dict[str, str]], *, total: bool = False) -> pd.DataFrame:
    frame = pd.DataFrame(rows)
    if not total:
        return frame
    last = dict.fromkeys(frame.columns, "") | {"나이": "합계", "할인율": str(sum(map(int, frame["할인율"])))}
    return pd.concat([frame, pd.DataFrame([last])], ignore_index=True)


@pytest.fixture(scope="module")
def training_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("training") / "고객.csv"
    table([customer(n) for n in range(240)]).to_csv(path, index=False)
    return path


@pytest.fixture(scope="module", params=TARGETS)
def trained(request, training_file, tmp_path_factory):
    """A model of classes or of numbers, and its training table."""
    folder = tmp_path_factory.mktemp("model")
    report = read_table(training_file, folder, training_file.name, ReadLimits())
    typed = folder / "typed.parquet"
    frame = load_frame(typed, report.schema)
    target = report.schema.by_label(TARGETS[request.param]).key
    other = report.schema.by_label(next(t for t in TARGETS.values() if t != TARGETS[request.param])).key
    check = check_target(frame, report.schema, target)
    plan, _ = suggest_plan(frame, report.schema, target, task=check.task)
    plan = replace(plan, columns=tuple(key for key in plan.columns if key != other))
    model = train(frame, report.schema, plan, "decision_tree")
    profile = profile_table(typed, report.schema, cells_parquet=folder / "cells.parquet")
    return model, reference_table(profile, report.schema, report.ledger)


@pytest.fixture(scope="module")
def new_rows():
    return table([doubtful(n) for n in range(60)])[[*FEATURES, "메모"]]


def notes_of_file(trained, new_rows, folder):
    model, reference = trained
    path = folder / "새 행.csv"
    new_rows.to_csv(path, index=False)
    report = read_table(path, folder, path.name, ReadLimits())
    return score_table(model, report, folder / "cells.parquet", reference, folder / "out.csv").warnings


def test_a_file_reports_all_of_it(trained, new_rows, tmp_path):
    notes = notes_of_file(trained, new_rows, tmp_path)
    assert {note["code"] for note in notes} >= EXPECTED
    assert all(note["ko"] and note["en"] for note in notes)


def test_a_model_server_reports_what_a_file_does(trained, new_rows, tmp_path):
    model, reference = trained
    of_file = {note["en"] for note in notes_of_file(trained, new_rows, tmp_path)}
    blank = new_rows.replace("", None)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", UserWarning)
        found = predict_raw(model, blank, reference)
    assert len(found) == len(new_rows)
    named = {sentence.replace("File '새 행.csv'", "The new data") for sentence in of_file}
    assert {str(one.message) for one in caught} == named


def test_a_row_of_totals_is_reported_wherever_it_comes_from(trained, tmp_path):
    model, reference = trained
    rows = table([doubtful(n) for n in range(60)], total=True)[[*FEATURES]]
    of_file = {note["code"] for note in notes_of_file(trained, rows, tmp_path)}
    assert "total_rows_dropped" in of_file  # a model server has to answer for every row, and warns instead
    with pytest.warns(UserWarning, match="row 61 .*total"):
        predict_raw(model, rows.replace("", None), reference)


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_a_test_file_of_the_one_shot_reports_it_as_well(training_file, tmp_path, target):
    rows = table([doubtful(n) for n in range(60)])
    rows.loc[::20, target] = ""
    rows.loc[1::20, target] = "???"
    path = tmp_path / "시험.csv"
    rows.to_csv(path, index=False)
    found = fit_file(training_file, target, ["decision_tree"], test_path=path)
    notes = {(note["code"], note["column"]) for note in found["notes"]}
    assert {code for code, _ in notes} >= EXPECTED
    assert {("test_rows_without_target", None), ("cells_unread", target)} <= notes
    assert found["rows"]["test"] == 54
