"""What MLflow keeps of a training: a model that says what it takes, and the table it was trained on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import warnings
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from domain.decision_rules import DecisionRule, RuleChoice, RuleKind
from resources.tracking import Tracking
from tests.resources.mirrored_models import DOC, mirror_of, table

__all__ = ["table"]

pytestmark = pytest.mark.slow


@pytest.fixture
def tracking(mlflow_url):
    """MLflow over a database of its own, without a server."""
    return Tracking(url=mlflow_url)


def test_the_champion_says_what_it_takes_and_predicts_text_and_typed_rows_alike(tmp_path, tracking, table):
    import mlflow

    model, mirror = mirror_of(tmp_path, table)
    run_id = tracking.mirror(mirror)
    tracking.confirm(doc_id=DOC, document_name="고객", mlflow_run_id=run_id, tags={})
    champion = mlflow.pyfunc.load_model(f"models:/automl-{DOC}@champion")
    signature = champion.metadata.signature
    assert signature.inputs.input_names() == ["나이", "구매 금액", "가입일", "지역"]
    assert signature.outputs.input_names() == [
        "prediction",
        *(f"probability_{name}" for name in model.classes),
    ]
    assert champion.metadata.metadata == {
        "classes": list(model.classes),
        "positive_class": "예",
        "threshold": model.threshold,
    }

    as_text = pd.read_csv(table, dtype=str, keep_default_na=False, na_values=[""])
    typed = pd.read_csv(table, thousands=",", parse_dates=["가입일"])
    typed["나이"] = typed["나이"].astype("Int64")
    assert typed["가입일"].dtype.kind == "M"
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)  # the rows of training are not doubtful
        expected = champion.predict(as_text)
    assert set(expected["prediction"]) == {"예", "아니오"}
    pd.testing.assert_frame_equal(champion.predict(typed), expected)
    with pytest.raises(mlflow.MlflowException, match="나이"):
        champion.predict(typed.drop(columns="나이"))


def test_the_champion_of_a_number_predicts_it_with_its_interval(tmp_path, tracking, table):
    import mlflow

    _, mirror = mirror_of(tmp_path, table, target_label="구매 금액")
    run_id = tracking.mirror(mirror)
    tracking.confirm(doc_id=DOC, document_name="고객", mlflow_run_id=run_id, tags={})
    champion = mlflow.pyfunc.load_model(f"models:/automl-{DOC}@champion")
    assert champion.metadata.signature.outputs.input_names() == [
        "prediction",
        "prediction_lower",
        "prediction_upper",
    ]
    assert champion.metadata.metadata == {"interval_share": 0.9}
    rows = pd.read_csv(table, dtype=str, keep_default_na=False, na_values=[""]).drop(columns="구매 금액")
    found = champion.predict(rows)
    assert found["prediction"].dtype == float
    assert (found["prediction_lower"] < found["prediction"]).all()
    assert (found["prediction"] < found["prediction_upper"]).all()


def test_a_model_server_takes_rows_as_json(tmp_path, tracking, table):
    import mlflow
    from mlflow.pyfunc.scoring_server import infer_and_parse_data

    _, mirror = mirror_of(tmp_path, table)
    run_id = tracking.mirror(mirror)
    champion = mlflow.pyfunc.load_model(f"runs:/{run_id}/model")
    rows = [
        {"나이": 30, "구매 금액": "12,000", "가입일": "2024-03-05", "지역": None},
        {"나이": "5", "구매 금액": 700, "가입일": None, "지역": "나"},
    ]
    sent = json.loads(json.dumps({"dataframe_records": rows}))
    parsed = infer_and_parse_data(sent, champion.metadata.get_input_schema())
    assert len(champion.predict(parsed)) == 2


def test_the_run_names_the_rows_it_was_trained_and_evaluated_on(tmp_path, tracking, table):
    import mlflow

    _, mirror = mirror_of(tmp_path, table, "k_means")
    run_id = tracking.mirror(mirror)
    found = mlflow.MlflowClient(tracking.url).get_run(run_id).inputs.dataset_inputs
    given = {tag.value: one.dataset for one in found for tag in one.tags if tag.key == "mlflow.data.context"}
    assert {context: (data.name, data.digest) for context, data in given.items()} == {
        "training": ("고객.csv", ("ab" * 32)[:36]),
        "evaluation": ("고객.csv", ("cd" * 32)[:36]),
    }
    assert [json.loads(data.source) for data in given.values()] == [{"uri": str(table)}] * 2


def test_metrics_belong_to_the_logged_model(tmp_path, tracking, table):
    import mlflow

    _, mirror = mirror_of(tmp_path, table)
    run_id = tracking.mirror(mirror)
    client = mlflow.MlflowClient(tracking.url)
    run = client.get_run(run_id)
    (output,) = run.outputs.model_outputs
    logged = client.get_logged_model(output.model_id)
    assert {metric.key: metric.value for metric in logged.metrics} == {"f1": 0.5}
    assert (run.data.metrics, run.info.status) == ({"f1": 0.5}, "FINISHED")
    experiment = client.get_experiment(run.info.experiment_id)
    assert experiment.tags["mlflow.experimentKind"] == "custom_model_development"


def test_a_version_says_who_confirmed_it_and_the_newest_evaluated_model_challenges_it(
    tmp_path, tracking, table
):
    import mlflow

    client = mlflow.MlflowClient(tracking.url)
    _, mirror = mirror_of(tmp_path, table)
    name, tags = f"automl-{DOC}", {"saebyeok.confirmed_by": "kim", "saebyeok.plan_version": "2"}
    first = tracking.mirror(mirror)
    assert not client.search_registered_models(f"name = '{name}'")  # nothing is confirmed yet
    tracking.confirm(doc_id=DOC, document_name="고객", mlflow_run_id=first, tags=tags)
    assert client.get_model_version_by_alias(name, "champion").tags == tags
    judged = {"saebyeok.challenge_result": "kept back"}
    second = tracking.mirror(
        replace(
            mirror,
            training_id="261122000000002",
            version_tags=judged,
            version_description="Not surely better.",
        )
    )
    kept_back = client.get_model_version_by_alias(name, "challenger")
    assert (kept_back.tags, kept_back.description) == (judged, "Not surely better.")
    assert client.get_model_version_by_alias(name, "challenger").run_id == second
    assert client.get_model_version_by_alias(name, "champion").run_id == first
    tracking.confirm(doc_id=DOC, document_name="고객", mlflow_run_id=second, tags=tags)
    assert list(client.get_registered_model(name).aliases) == ["champion"]
    assert client.get_model_version_by_alias(name, "champion").run_id == second


def test_a_challenger_confirmed_with_a_rule_leaves_one_version_that_says_why(tmp_path, tracking, table):
    import mlflow

    client = mlflow.MlflowClient(tracking.url)
    _, mirror = mirror_of(tmp_path, table)
    first = tracking.mirror(mirror)
    tracking.confirm(doc_id=DOC, document_name="고객", mlflow_run_id=first, tags={})
    judged = {"saebyeok.challenge_result": "promoted"}
    better = replace(
        mirror, training_id="261122000000002", version_tags=judged, version_description="Surely better."
    )
    second = tracking.mirror(better)
    rule = DecisionRule(RuleChoice(RuleKind.COSTS, 500_000, 20_000), "예", 0.1)
    tracking.confirm(
        doc_id=DOC,
        document_name="고객",
        mlflow_run_id=second,
        tags={},
        ruled=replace(better, rule=rule),
    )
    name = f"automl-{DOC}"
    assert list(client.get_registered_model(name).aliases) == ["champion"]
    champion = client.get_model_version_by_alias(name, "champion")
    assert (champion.run_id, champion.description) == (second, "Surely better.")
    assert judged.items() <= champion.tags.items()
    assert champion.tags["saebyeok.threshold"] == "0.1"


PREDICTS = """
import sys
from importlib.metadata import packages_distributions, requires
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name as canonical

uri, *logged = sys.argv[1:]
known, new = {"saebyeok"}, {canonical(Requirement(line).name) for line in logged}
while new:
    known |= new
    needed = (Requirement(line) for name in new for line in requires(name) or ())
    new = {canonical(n.name) for n in needed if not n.marker or n.marker.evaluate({"extra": ""})} - known
owners = packages_distributions()

class OtherPackages:
    def find_spec(self, name, *_):
        owned_by = {canonical(owner) for owner in owners.get(name.partition(".")[0], ())}
        if owned_by and not owned_by & known:
            raise ModuleNotFoundError(f"{name} is not among the requirements", name=name)

sys.meta_path.insert(0, OtherPackages())
import mlflow

model = mlflow.pyfunc.load_model(uri)
print(len(model.predict(model.input_example)))
"""


def test_a_model_predicts_with_the_logged_requirements_and_our_package_alone(tmp_path, tracking, table):
    import mlflow

    _, mirror = mirror_of(tmp_path, table)
    uri = f"runs:/{tracking.mirror(mirror)}/model"
    logged = Path(mlflow.pyfunc.get_model_dependencies(uri)).read_text(encoding="utf-8").split()
    assert all("==" in requirement for requirement in logged)
    done = subprocess.run(
        [sys.executable, "-c", PREDICTS, uri, *logged],
        env={**os.environ, "MLFLOW_TRACKING_URI": tracking.url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "1"


def test_a_decision_rule_makes_a_version_of_its_own_that_predicts_by_it(tmp_path, tracking, table):
    import mlflow

    model, mirror = mirror_of(tmp_path, table)
    run_id = tracking.mirror(mirror)
    rows = pd.read_csv(table, dtype=str, keep_default_na=False, na_values=[""])

    def confirmed(threshold):
        rule = DecisionRule(RuleChoice(RuleKind.COSTS, 500_000, 20_000), "예", threshold)
        ruled = replace(mirror, rule=rule) if threshold is not None else None
        version = tracking.confirm(
            doc_id=DOC, document_name="고객", mlflow_run_id=run_id, tags={}, ruled=ruled
        )
        champion = mlflow.pyfunc.load_model(f"models:/automl-{DOC}@champion")
        return version, champion.metadata.metadata, champion.predict(rows)

    own, metadata, by_default = confirmed(None)
    assert metadata["threshold"] == model.threshold
    always, metadata, by_rule = confirmed(0.0)
    assert (metadata["threshold"], set(by_rule["prediction"])) == (0.0, {"예"})
    assert "500,000" in metadata["decision_rule"]
    shares = [f"probability_{name}" for name in model.classes]
    pd.testing.assert_frame_equal(by_rule[shares], by_default[shares])
    assert confirmed(0.0)[0] == always != own  # the same rule again is the same version
    assert confirmed(0.9)[0] not in (own, always)
    back, metadata, again = confirmed(None)
    assert back == own
    pd.testing.assert_frame_equal(again, by_default)
    assert mlflow.MlflowClient().get_run(run_id).info.status == "FINISHED"
