"""`--format xlsx`: workbooks of a profile and of models, without servers, and never half a command."""

import json

import openpyxl
import pytest
from click.testing import CliRunner

from benchmarks.made_columns import inquiries
from orchestration.cli import main


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "문의.csv"
    made = inquiries(200)
    made["지점코드"] = [f"{number:05d}" for number in range(200)]
    made.to_csv(path, index=False)
    return path


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_a_profile_as_a_workbook(table, tmp_path):
    out = tmp_path / "통계.xlsx"
    assert run("automl", "profile", table, "--format", "xlsx", "--out", out).exit_code == 0
    sheet = openpyxl.load_workbook(out).worksheets[0]
    rows = {row[0]: row for row in sheet.iter_rows(values_only=True)}
    assert isinstance(rows["가입개월"][5], float)
    assert rows["지점코드"][0] == "지점코드"


def test_trained_models_as_a_workbook(table, tmp_path):
    out = tmp_path / "결과.xlsx"
    found = run(
        *("automl", "fit", table, "--target", "이탈", "--models", "linear,decision_tree"),
        *("--format", "xlsx", "--out", out),
    )
    assert found.exit_code == 0, found.output
    book = openpyxl.load_workbook(out)
    heads, *models = book.worksheets[0].iter_rows(values_only=True)
    assert len(models) == 2
    assert all(any(row[at] is not None for row in models) for at in range(len(heads)))
    assert (heads[-1], [row[-1] for row in models].count("★")) == ("추천", 1)
    assert all(isinstance(value, float) for value in models[0][1:5])
    assert sum("★" in row for row in models) == 1


@pytest.mark.parametrize("command", [("profile",), ("fit", "--target", "이탈")])
def test_a_workbook_without_a_place_is_refused_before_any_work(table, command):
    name, *options = command
    refused = run("automl", name, table, *options, "--format", "xlsx")
    assert refused.exit_code == 2
    assert "--out" in refused.output


@pytest.mark.parametrize("command", [("profile",), ("fit", "--target", "이탈")])
def test_a_table_for_a_file_is_refused_before_any_work(table, tmp_path, command):
    name, *options = command
    out = tmp_path / "결과.txt"
    refused = run("automl", name, table, *options, "--out", out)
    assert refused.exit_code == 2
    assert "--format xlsx" in refused.output
    assert not out.exists()


def test_the_ending_of_the_file_decides_the_format_or_is_refused(table, tmp_path):
    out = tmp_path / "통계.XLSX"
    assert run("automl", "profile", table, "--out", out).exit_code == 0
    assert openpyxl.load_workbook(out).worksheets[0].max_row > 1
    other = tmp_path / "통계.json"
    refused = run("automl", "profile", table, "--format", "xlsx", "--out", other)
    assert (refused.exit_code, other.exists()) == (2, False)
    assert "통계.json" in refused.output


def test_json_is_written_to_the_file(table, tmp_path):
    out = tmp_path / "통계.json"
    found = run("automl", "profile", table, "--format", "json", "--out", out)
    assert (found.exit_code, found.output) == (0, "")
    assert json.loads(out.read_text(encoding="utf-8"))["rows"] == 200


@pytest.mark.parametrize(
    ("name", "beginning"), [("보고서.pdf", b"%PDF-"), ("보고서.html", b"<!DOCTYPE html>")]
)
def test_a_report_on_the_best_model(table, tmp_path, name, beginning):
    out = tmp_path / name
    found = run("automl", "fit", table, "--target", "이탈", "--models", "linear", "--report", out)
    assert found.exit_code == 0, found.output
    assert out.read_bytes().startswith(beginning)


def test_a_report_of_another_form_is_refused_before_any_work(table, tmp_path):
    refused = run("automl", "fit", table, "--target", "이탈", "--report", tmp_path / "보고서.docx")
    assert refused.exit_code == 2
    assert list(tmp_path.glob("보고서*")) == []


def test_settings_of_models_and_clusterings_are_printed_under_their_names(table):
    found = run(
        *("automl", "fit", table, "--target", "이탈", "--models", "linear,decision_tree,k_means"),
    )
    assert found.exit_code == 0, found.output
    assert "선형 모델: 벌점 " in found.output
    assert "가지 나누기 기준 " in found.output
    assert "군집 수" in found.output
    assert not any(key in found.output for key in ("penalty", "coefficients", "clusters", "gini", "entropy"))
