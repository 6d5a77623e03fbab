"""The command line as scripts meet it: output, exit codes, sentences."""

from __future__ import annotations

import json
import os
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from orchestration.cli import main

SAMPLES = Path(__file__).resolve().parents[3] / "samples"


def run(*words, home=None):
    options = ["--home", str(home)] if home else []
    return CliRunner().invoke(main, [*options, *map(str, words)])


def test_profile_prints_the_contracts_json():
    found = json.loads(run("automl", "profile", SAMPLES / "폐기물신고.csv", "--format", "json").stdout)
    assert (found["rows"], found["encoding"]) == (600, "cp949")
    keys = {"name", "type", "min", "max", "mean", "std", "var", "q1", "q2", "q3", "missing", "distinct"}
    assert all(keys <= set(column) for column in found["columns"])
    assert {column["type"] for column in found["columns"]} <= {"integer", "real", "text", "date", "bool"}
    assert found["ledger"]
    assert {"code", "ko", "en"} <= set(found["ledger"][0])


@pytest.mark.parametrize("command", [("automl", "profile"), ("automl", "fit", "--target", "y")])
def test_a_refused_file_ends_with_2_and_one_sentence(tmp_path, command):
    path = tmp_path / "그림.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    done = run(*command[:2], path, *command[2:])
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "그림.csv" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_sentences_are_english_where_the_setting_says_so(tmp_path, monkeypatch):
    path = tmp_path / "empty.csv"
    path.write_bytes(b"")
    monkeypatch.setenv("SAEBYEOK_LANGUAGE", "en")
    assert run("automl", "profile", path).stderr.isascii()


def test_commands_that_need_a_home_say_how_to_get_one(tmp_path):
    done = run("automl", "list", home=tmp_path / "none")
    assert done.exit_code == 1
    assert "saebyeok up" in done.stderr
    assert not (tmp_path / "none").exists()


def test_an_unknown_model_names_those_there_are(tmp_path):
    from orchestration.settings import load_settings
    from records import migrate
    from records.engine import open_engine

    migrate.upgrade(open_engine(load_settings(tmp_path).effective_database_url))
    done = run("automl", "train", "261122000000001", "--models", "xgboost", home=tmp_path)
    assert done.exit_code == 2
    assert "gradient_boost" in done.stderr


def test_doctor_ends_with_1_and_the_remedy_where_there_is_no_home(tmp_path):
    done = run("doctor", "--format", "json", home=tmp_path)
    findings = {f["check"]: f for f in json.loads(done.stdout)}
    assert done.exit_code == 1
    assert "saebyeok up" in findings["home"]["remedy"]
    assert findings["fonts"]["ok"]


@pytest.mark.parametrize("words", [(), ("automl",), ("automl", "prepare"), ("up",), ("demo",)])
def test_every_command_explains_itself(words):
    done = run(*words, "--help")
    assert done.exit_code == 0
    assert "Usage: " in done.stdout


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "작은 표.csv"
    rows = "".join(f"{n % 17},{n * 7 % 23},{'예' if n % 17 > 8 else '아니오'}\n" for n in range(90))
    path.write_text("가,나,답\n" + rows, encoding="utf-8")
    return path


@pytest.mark.slow
def test_a_fit_is_shown_as_people_read_it(small):
    done = run("automl", "fit", small, "--target", "답", "--models", "decision_tree,k_means")
    assert done.exit_code == 0, done.stderr
    assert "{" not in done.stdout
    assert "[" not in done.stdout
    assert "의사결정트리: " in done.stdout
    assert "추천: 의사결정트리" in done.stdout
    assert "비교: 항상" in done.stdout
    assert "실루엣" in done.stdout


@pytest.mark.slow
def test_a_fit_of_a_number_shows_its_errors_beside_always_the_mean(tmp_path):
    path = tmp_path / "월세.csv"
    lines = (f"{n * 7 % 61},{n % 9},{300 + 10 * (n * 7 % 61) + n % 5}" for n in range(160))
    path.write_text("면적,층,월세\n" + "\n".join(lines), encoding="utf-8")
    done = run("automl", "fit", path, "--target", "월세", "--models", "decision_tree")
    assert done.exit_code == 0, done.stderr
    for word in ("R²", "MAE", "RMSE", "MAPE", "구간 적중률", "비교용, 항상 평균", "추천: 의사결정트리"):
        assert word in done.stdout
    refused = run("automl", "fit", path, "--target", "월세", "--task", "classification")
    assert refused.exit_code == 2
    assert "월세" in refused.stderr
    chosen = run("automl", "fit", path, "--target", "층", "--task", "regression", "--models", "decision_tree")
    assert chosen.exit_code == 0, chosen.stderr
    assert "--task" in chosen.stdout


@pytest.mark.slow
def test_a_fit_tells_what_the_full_way_tells(tmp_path):
    path = tmp_path / "해지.csv"
    lines = (
        f'{20 + n % 50},"{n % 9 + 1},000원",{"가격" if n % 3 == 0 else ""},{"" if n < 10 else "NY"[n % 3 == 0]}\n'
        for n in range(120)
    )
    path.write_text("나이,월요금,해지사유,해지\n" + "".join(lines), encoding="utf-8")
    done = run("automl", "fit", path, "--target", "해지", "--models", "decision_tree")
    assert done.exit_code == 0, done.stderr
    said = done.stderr.splitlines()
    assert any(line.startswith("읽기: '월요금' 칼럼") for line in said)
    assert any(line.startswith("주의: '해지사유' 칼럼 하나만으로 목표변수 '해지'를") for line in said)
    assert any("빈 행 10개(전체 120개)" in line for line in said)
    assert "해지 (양성: Y): 학습" in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("models", ["k_means", "clustering"])
def test_a_clustering_alone_may_be_fitted(small, models):
    done = run("automl", "fit", small, "--target", "답", "--models", models, "--format", "json")
    found = json.loads(done.stdout)
    assert (found["models"], found["best"], set(found["clusterings"])) == ({}, None, {"k_means"})
    shown = run("automl", "fit", small, "--target", "답", "--models", models)
    assert shown.exit_code == 0
    assert "best" not in shown.stdout


@pytest.fixture
def months(tmp_path):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for month in range(1, 4):
        sheet = book.create_sheet(f"{month}월")
        sheet.append(["값", "종류"])
        for number in range(60):
            sheet.append([100 * month + number, "예" if number > 30 else "아니오"])
    path = tmp_path / "월별.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize(("words", "sheet", "least"), [((), "1월", 100), (("--sheet", "2월"), "2월", 200), (("--sheet", "3"), "3월", 300)])  # fmt: skip
def test_profile_reads_the_sheet_that_is_named(months, words, sheet, least):
    found = json.loads(run("automl", "profile", months, *words, "--format", "json").stdout)
    assert (found["sheet"], found["columns"][0]["min"]) == (sheet, least)


def test_a_sheet_that_is_not_there_ends_with_2_and_names_those_that_are(months):
    done = run("automl", "profile", months, "--sheet", "4월")
    assert done.exit_code == 2
    assert "1월, 2월, 3월" in done.stderr


def test_fit_learns_from_one_sheet_and_is_judged_on_another(months):
    words = ("--sheet", "2월", "--test", months, "--test-sheet", "3")
    done = run(
        "automl", "fit", months, "--target", "종류", "--models", "decision_tree", *words, "--format", "json"
    )
    assert json.loads(done.stdout)["rows"] == {"train": 60, "test": 60}


def test_openmp_threads_leave_the_cores_to_others_while_they_wait(monkeypatch, tmp_path):
    monkeypatch.setenv("OMP_WAIT_POLICY", "ACTIVE")
    monkeypatch.delenv("OMP_WAIT_POLICY")
    run("automl", "list", home=tmp_path)
    assert os.environ["OMP_WAIT_POLICY"] == "PASSIVE"
