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
    monkeypatch.chdir(tmp_path)
    done = run(*FIT, "--predict", TABLE)
    assert done.exit_code == 0, done.output
    assert "wholesale-predictions.csv" in done.stdout
    assert len((tmp_path / "wholesale-predictions.csv").read_text("utf-8-sig").splitlines()) == 441
    as_json = run(*FIT, "--predict", TABLE, "--predictions", tmp_path / "again.xlsx", "--format", "json")
    assert json.loads(as_json.stdout)["predictions"]["rows"] == 440
    assert (tmp_path / "again.xlsx").read_bytes().startswith(b"PK")


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
