"""Training in a process of its own: its model, its refusal or the reason why it died."""

from __future__ import annotations

import subprocess
import sys

import polars as pl
import pytest

from automl_lib.errors import AutomlError, PlanRefused
from automl_lib.persistence import load_model
from automl_lib.plan import PreprocessingPlan
from automl_lib.training_process import train_in_subprocess
from domain.columns import ColumnType
from domain.preprocessing import Missing
from domain.table_schema import ColumnSchema, TableSchema

SCHEMA = TableSchema(
    (ColumnSchema("c0001", "크기", ColumnType.REAL), ColumnSchema("c0002", "종류", ColumnType.TEXT))
)
PLAN = PreprocessingPlan("c0002", ("c0001",), missing=Missing.KEEP)


@pytest.fixture
def typed(tmp_path):
    path = tmp_path / "typed.parquet"
    sizes = [float(n % 50) for n in range(200)]
    pl.DataFrame({"c0001": sizes, "c0002": ["큼" if size > 25 else "작음" for size in sizes]}).write_parquet(
        path
    )
    return path


@pytest.fixture
def out(tmp_path):
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


def test_a_model_trained_apart_is_the_one_that_is_loaded(typed, out):
    heard = []
    trained = train_in_subprocess(
        typed, SCHEMA, PLAN, "decision_tree", out, seed=0, progress=lambda *step: heard.append(step)
    )
    model = load_model(out, trained.digest)
    assert model.classes == ("작음", "큼") or set(model.classes) == {"작음", "큼"}
    assert trained.validation["roc_auc"] > 0.9
    assert heard
    assert all(done <= total for done, total, _ in heard)
    assert all(
        said.ko.startswith("교차 검증") and said.en.startswith("cross-validation") for _, _, said in heard
    )


def test_a_refusal_comes_back_as_itself(typed, out):
    plan = PreprocessingPlan("c0001", ("c0002",), missing=Missing.KEEP)
    with pytest.raises(PlanRefused) as refusal:
        train_in_subprocess(typed, SCHEMA, plan, "decision_tree", out, seed=0)
    assert refusal.value.code == "target_numeric"
    assert "크기" in refusal.value.ko


@pytest.mark.parametrize(
    ("script", "word"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "memory"),
        ("import os; os.abort()", "SIGABRT"),
        ("raise ValueError('broken inside')", "broken inside"),
    ],
)
def test_a_process_that_dies_fails_its_model_in_a_sentence(typed, out, script, word):
    with pytest.raises(AutomlError) as refusal:
        train_in_subprocess(
            typed, SCHEMA, PLAN, "svm", out, seed=0, worker=(sys.executable, "-c", f"input(); {script}")
        )
    assert refusal.value.code == "training_died"
    assert word in refusal.value.en


def test_the_worker_ends_when_nobody_waits_for_it_any_more():
    job = '{"typed_parquet": "nowhere", "schema": {"columns": []}}'
    script = (
        "import sys, time, threading; from automl_lib.training_process import worker; "
        "worker._train = lambda job, on_progress: time.sleep(600); worker.main()"
    )
    child = subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    child.stdin.write(job.encode() + b"\n")
    child.stdin.close()
    assert child.wait(60) == 1
