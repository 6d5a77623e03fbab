"""`saebyeok automl fit --predict`: where predictions go, and what is refused before anything is trained."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from orchestration.cli import main

TABLE = Path(__file__).resolve().parents[3] / "samples" / "wholesale.csv"
FIT = ("automl", "fit", TABLE, "--target", "y", "--models", "decision_tree")


def run(*words):
    return CliRunner().invoke(main, [*map(str, words)])


def test_predictions_go_to_the_current_folder_by_default(tmp_path, monkeypatch):
    elsewhere, here = tmp_path / "elsewhere", tmp_path / "here"
    elsewhere.mkdir()
    here.mkdir()
    rows = elsewhere / "rows.csv"
    rows.write_text("".join(TABLE.read_text("utf-8-sig").splitlines(keepends=True)[:41]), "utf-8")
    monkeypatch.chdir(here)
    done = run(*FIT, "--predict", rows)
    assert done.exit_code == 0, done.output
    assert "rows-predictions.csv" in done.stdout
    assert len((here / "rows-predictions.csv").read_text("utf-8-sig").splitlines()) == 41
    as_json = run(*FIT, "--predict", rows, "--predictions", here / "again.xlsx", "--format", "json")
    assert json.loads(as_json.stdout)["predictions"]["rows"] == 40
    assert (here / "again.xlsx").read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--predictions", "x.csv"), "--predict"),
        (("--predict", TABLE, "--predictions", "x.pdf"), ".xlsx"),
        (("--predict", TABLE, "--predictions", "absent/x.csv"), "absent"),
        (("--predict", "absent.csv"), "absent.csv"),
    ],
)
def test_what_can_t_be_written_is_said_before_the_training(tmp_path, monkeypatch, words, said):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("automl_lib.fit.fit_file", lambda *_, **__: pytest.fail("trained"))
    done = run(*FIT, *words)
    assert done.exit_code == 2
    assert said in done.stderr
    assert list(tmp_path.iterdir()) == []
