"""What MLflow is told of a training: what people chose, under the names they know."""

from __future__ import annotations

import pytest

from assets.automl.mirroring import mirror_one
from domain.preprocessing import PlanChoices
from orchestration.runtime.reading_resources import build_files
from records import trainings
from records.engine import reading
from resources.database import Database
from tests.assets.mlflow_listener import Listener
from work_requests import automl_decisions

pytestmark = pytest.mark.slow


def test_a_training_is_told_with_its_seeds_its_plan_and_its_target_by_name(workshop, tmp_path):
    path = tmp_path / "매출.csv"
    rows = "".join(
        f"{n % 40},{'빨강' if n % 3 else '파랑'},{'예' if n % 40 > 20 else '아니오'}\n" for n in range(120)
    )
    path.write_text("크기,색,종류\n" + rows, encoding="utf-8")
    doc = workshop.add(path)
    workshop.run_waiting()
    workshop.decide(automl_decisions.confirm_data, doc)
    workshop.decide(automl_decisions.set_target, doc, label="종류", positive_class="아니오")
    workshop.run_waiting()
    choices = {
        "missing": "constant",
        "constant": "0",
        "outliers": "clip",
        "outlier_method": "zscore",
        "seed": 5,
    }
    workshop.decide(automl_decisions.prepare, doc, choices=PlanChoices(**choices), preview=False)
    workshop.run_waiting()
    workshop.decide(automl_decisions.train, doc, models=["decision_tree"], seed=7, budget_seconds=60.0)
    assert all(result.success for result in workshop.run_waiting())
    with reading(workshop.engine) as session:
        (training,) = [summary.training for summary in trainings.latest(session, doc)]
    assert (training.seed, training.budget_seconds) == (7, 60.0)

    listener = Listener()
    database = Database(url=workshop.settings.effective_database_url)
    files = build_files(workshop.settings)
    mirror_one(database, files, listener, training.training_id, lambda _: None, print)
    expected = {
        "model": "decision_tree",
        "target": "종류",
        "positive_class": "아니오",
        "missing": "constant",
        "constant": "0",
        "outliers": "clip",
        "outlier_method": "zscore",
        "outlier_factor": 3.0,
        "split_seed": 5,
        "seed": 7,
        "budget_seconds": 60.0,
    }
    assert {name: listener.told.params.get(name) for name in expected} == expected
    assert listener.told.inputs == {"크기": True, "색": True}
    assert [column["label"] for column in listener.told.reference["columns"]] == ["크기", "색", "종류"]
    assert list(listener.told.classes) == ["예", "아니오"]
    learnt, held_out = listener.told.data
    assert (learnt.name, learnt.context, held_out.context) == ("매출.csv", "training", "evaluation")
    assert learnt.rows > held_out.rows > 0
    assert learnt.rows + held_out.rows == 120
    assert learnt.sha256 != held_out.sha256
    assert listener.told.metrics["threshold"] == training.evaluation.scores.threshold
