"""`saebyeok automl fit --keep` and the commands that go on with its folder, without servers and without a home."""

from __future__ import annotations

import csv
import json

import numpy as np
import pytest
from click.testing import CliRunner

from orchestration.cli import main

HEADERS = ["고객번호", "나이", "매출(원)", "해지"]


def run(*words):
    return CliRunner().invoke(main, [*map(str, words)])


def answers(first, count, *, turned=False, seed=0):
    """Rows whose answer depends on the age, from `turned` on the other way round."""
    random = np.random.default_rng(seed)
    for number in range(count):
        age, amount = int(random.integers(20, 70)), int(random.integers(10, 500)) * 1000
        leaves = (age + random.normal(0, 3) > 45) != turned
        yield [f"A{first + number:05d}", age, amount, "예" if leaves else "아니오"]


def written(path, rows, headers=HEADERS):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headers, *rows])
    return path


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kept")
    table = written(folder / "6월.csv", answers(0, 200))
    done = run(
        "automl", "fit", table, "--target", "해지", "--models", "decision_tree", "--keep", folder / "m6"
    )
    assert done.exit_code == 0, done.output
    assert str(folder / "m6") in done.stdout
    return folder / "m6"


def as_json(*words):
    done = run("automl", *words, "--format", "json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_the_help_lists_the_commands_beside_fit():
    shown = run("automl", "--help").stdout
    places = [
        shown.index(f"  {name} ") for name in ("fit", "fit-check", "fit-outcomes", "fit-predict", "fit-renew")
    ]
    assert places == sorted(places)


def test_rows_that_fit_the_model_are_counted(kept, tmp_path):
    july = written(tmp_path / "7월.csv", answers(200, 60, seed=1))
    (found,) = as_json("fit-check", kept, july)
    assert (found["rows"], found["asks"], found["differences"]) == (60, False, [])


def test_a_renamed_column_and_another_unit_are_asked_about_and_decided_by_options(kept, tmp_path):
    rows = [[number, age, amount // 1000, leaves, "x"] for number, age, amount, leaves in answers(200, 60)]
    july = written(tmp_path / "7월.csv", rows, ["고객번호", "연령", "매출(천원)", "해지", "비고"])
    asked = run("automl", "fit-check", kept, july)
    assert asked.exit_code == 0
    assert "--rename '매출(원)=매출(천원)' --convert '매출(원)'" in asked.stdout
    assert "'비고'" in asked.stdout
    refused = run("automl", "fit-renew", kept, july, "--out", tmp_path / "m7")
    assert refused.exit_code == 2
    assert "7월.csv" in refused.stderr
    assert not (tmp_path / "m7").exists()
    (found,) = as_json(
        *("fit-check", kept, july, "--rename", "나이=연령"),
        *("--rename", "매출(원)=매출(천원)", "--convert", "매출(원)"),
    )
    assert (found["rows"], found["asks"], found["drift"]) == (60, False, [])


@pytest.mark.slow
def test_a_better_model_takes_the_place_of_the_old_one(kept, tmp_path):
    months = [
        written(tmp_path / f"{month}월.csv", answers(first, 300, turned=True, seed=month))
        for month, first in ((7, 200), (8, 500))
    ]
    made = as_json("fit-renew", kept, *months, "--out", tmp_path / "m8")
    assert [one["rows"] for one in made["files"]] == [300, 300]
    assert made["verdict"]["promoted"]
    assert made["verdict"]["low"] > 0
    assert made["verdict"]["rows"] == 300
    assert json.loads((tmp_path / "m8" / "fit.json").read_text("utf-8"))["known_rows"] == 800
    again = run("automl", "fit-renew", tmp_path / "m8", months[0], "--out", tmp_path / "m9")
    assert again.exit_code == 2
    assert "이미 표에 있습니다('7월.csv')" in again.stderr


def test_a_third_answer_is_neither_learned_nor_compared_on(kept, tmp_path):
    rows = [
        [*row[:-1], "보류" if at % 10 == 0 else row[-1]] for at, row in enumerate(answers(200, 100, seed=2))
    ]
    july = written(tmp_path / "7월.csv", rows)
    made = as_json("fit-renew", kept, july, "--accept", "classes:해지", "--out", tmp_path / "m7")
    assert made["files"][0]["rows"] == 100
    assert (made["verdict"]["score"], made["verdict"]["rows"]) == ("roc_auc", 45)
    assert made["verdict"]["left_out"] == {"보류": 10}


def test_a_model_that_is_no_better_is_kept_back_and_its_rows_are_kept(kept, tmp_path):
    july = written(tmp_path / "7월.csv", answers(200, 80, seed=2))
    done = run("automl", "fit-renew", kept, july, "--out", tmp_path / "m7")
    assert done.exit_code == 0, done.output
    assert "쓰던 모델" in done.stdout
    before, after = (json.loads((one / "fit.json").read_text("utf-8")) for one in (kept, tmp_path / "m7"))
    assert after["digest"] == before["digest"]
    assert (after["known_rows"], after["report"]["rows"]) == (200, 280)
    assert [one["promoted"] for one in after["verdicts"]] == [False]


def test_too_few_rows_to_judge_by_leave_no_folder(kept, tmp_path):
    july = written(tmp_path / "7월.csv", answers(200, 10))
    done = run("automl", "fit-renew", kept, july, "--out", tmp_path / "m7")
    assert done.exit_code == 2
    assert "30개 이상" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["7월.csv"]


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_predictions_are_compared_with_what_became_of_their_rows(kept, tmp_path, ending):
    model = tmp_path / "m"
    model.mkdir()
    for path in [*kept.rglob("*")]:
        if path.is_file():
            (model / path.relative_to(kept)).parent.mkdir(exist_ok=True)
            (model / path.relative_to(kept)).write_bytes(path.read_bytes())
    truth = [*answers(1000, 100, seed=3)]
    new = written(tmp_path / "new.csv", [row[:-1] for row in truth], HEADERS[:-1])
    out = tmp_path / f"p.{ending}"
    made = as_json("fit-predict", model, new, "--out", out)
    assert (made["rows"], made["out"]) == (100, str(out))
    became = written(tmp_path / "became.csv", [[row[0], row[-1]] for row in truth], ["고객번호", "해지"])
    (first,) = as_json("fit-outcomes", model, out, became)
    assert first["rows"] == 100
    assert first["value"] > 0.8
    assert not first["is_alarming"]
    other = {"예": "아니오", "아니오": "예"}
    turned = written(
        tmp_path / "turned.csv", [[row[0], other[row[-1]]] for row in truth], ["고객번호", "해지"]
    )
    (second,) = as_json("fit-outcomes", model, out, turned)
    assert second["is_alarming"]
    assert (second["again"], second["changed"]) == (100, 100)
    assert as_json("fit-outcomes", model) == [second]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("fit-check", "absent", "{table}"), "모델을 보관한 폴더가 아닙니다"),
        (("fit-check", "{broken}", "{table}"), "모델을 보관한 폴더가 아닙니다"),
        (("fit-check", "{kept}", "absent.csv"), "absent.csv"),
        (("fit-check", "{kept}", "{table}"), "이미 표에 있습니다"),
        (("fit-check", "{kept}", "{other}"), "표의 칼럼이 하나도 없습니다"),
        (("fit-check", "{kept}", "{other}", "--accept", "나이"), "'나이'"),
        (("fit-renew", "{kept}", "{other}", "--out", "{kept}"), "새 폴더"),
        (("fit-renew", "{kept}", "{other}", "--out", "absent/m"), "absent"),
        (("fit-predict", "{kept}", "{other}", "--out", "p.pdf"), ".xlsx"),
        (("fit-predict", "{kept}", "{other}"), "나이"),
        (("fit-outcomes", "{kept}", "{table}", "{table}"), "예측(prediction)"),
        (("fit-outcomes", "{kept}", "{table}"), "함께"),
        (("fit", "{table}", "--target", "해지", "--keep", "{kept}"), "새 폴더"),
        (
            ("fit", "{table}", "--target", "해지", "--models", "k_means", "--keep", "m"),
            "예측하는 모델이 없습니다",
        ),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(kept, tmp_path, monkeypatch, words, said):
    monkeypatch.chdir(tmp_path)
    written(tmp_path / "other.csv", [[1, 2], [3, 4]], ["가", "나"])
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "fit.json").write_text('{"format": 1, "report": []}', encoding="utf-8")
    places = {
        "kept": kept,
        "table": kept.parent / "6월.csv",
        "other": tmp_path / "other.csv",
        "broken": tmp_path / "broken",
    }
    done = run("automl", *(word.format(**places) for word in words))
    assert done.exit_code == 2, done.output
    assert said in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["broken", "other.csv"]


def test_a_table_or_model_that_was_changed_is_refused(kept, tmp_path):
    july = written(tmp_path / "7월.csv", answers(200, 40))
    for changed, said in (
        ("cells.parquet", "표가 보관한 뒤 바뀌었습니다"),
        ("model/manifest.json", "바뀌었"),
    ):
        path = kept / changed
        before = path.read_bytes()
        path.write_bytes(before + b" ")
        try:
            done = run("automl", "fit-check", kept, july)
        finally:
            path.write_bytes(before)
        assert (done.exit_code, said in done.stderr) == (2, True), done.output
