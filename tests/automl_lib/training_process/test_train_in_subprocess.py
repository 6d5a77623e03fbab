"""Training in a process of its own: its model, its refusal or the reason why it died."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import psutil
import pytest

from automl_lib.errors import AutomlError, PlanRefused
from automl_lib.persistence import load_model
from automl_lib.plan import PreprocessingPlan
from automl_lib.training_process import train_in_subprocess
from domain.columns import ColumnType
from domain.preprocessing import Missing
from domain.table_schema import ColumnSchema, TableSchema
from tests.automl_lib.training_process import endings

ROOT = Path(__file__).resolve().parents[3]
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
    ("work", "word"),
    [(endings.killed, "memory"), (endings.aborted, "SIGABRT"), (endings.raised, "broken inside")],
)
def test_a_process_that_dies_fails_its_model_in_a_sentence(typed, out, work, word):
    with pytest.raises(AutomlError) as refusal:
        train_in_subprocess(typed, SCHEMA, PLAN, "svm", out, seed=0, work=work)
    assert refusal.value.code == "training_died"
    assert word in refusal.value.en


def test_a_worker_of_celery_which_may_have_no_children_trains(typed, out, monkeypatch):
    monkeypatch.setitem(multiprocessing.current_process()._config, "daemon", True)
    assert train_in_subprocess(typed, SCHEMA, PLAN, "decision_tree", out, seed=0).digest
    assert multiprocessing.current_process().daemon


def test_the_worker_ends_when_its_parent_is_gone(tmp_path):
    ready = tmp_path / "pid"
    script = (
        "import sys; from pathlib import Path; from automl_lib.plan import PreprocessingPlan;"
        "from automl_lib.training_process import train_in_subprocess; from domain.table_schema import TableSchema;"
        "from tests.automl_lib.training_process import endings;"
        f"train_in_subprocess(Path({str(ready)!r}), TableSchema(()), PreprocessingPlan('a', ('b',)), 'svm', Path('.'), "
        "seed=0, work=endings.never)"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT)
    while not ready.exists():
        assert parent.poll() is None
        time.sleep(0.05)
    worker = psutil.Process(int(ready.read_text()))
    parent.kill()
    parent.wait()
    worker.wait(60)  # raises where it still runs
    assert not worker.is_running()
