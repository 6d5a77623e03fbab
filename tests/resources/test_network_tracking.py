"""What MLflow keeps of a night: one run with its curve and files, and an alias that follows the deployed network."""

from __future__ import annotations

import pytest

from resources.tracking import DataMirror, NetworkTracking, TrackingUnavailable
from resources.tracking.networks import EXPERIMENT, MODEL

pytestmark = pytest.mark.slow

NETWORK = "261122000000007"


@pytest.fixture
def tracking(mlflow_url, monkeypatch):
    """MLflow over a database of its own, without a server."""
    monkeypatch.setattr("resources.tracking.networks.answers", lambda url: True)
    return NetworkTracking(url=mlflow_url)


@pytest.fixture
def mlflow(tracking):
    import mlflow

    return mlflow.MlflowClient(tracking.url)


def test_a_night_is_one_run_with_its_curve_scores_and_files(tracking, mlflow, tmp_path):
    run_id = tracking.begin(NETWORK, {"iterations": 3000, "parent": None})
    assert tracking.begin(NETWORK, {}) == run_id  # a night that was killed goes on with its run
    tracking.log(run_id, {"validation_cer": 0.3}, step=0)
    tracking.log(run_id, {"loss": 1.5, "validation_cer": 0.2}, step=100)
    folder = tmp_path / "network"
    folder.mkdir()
    (folder / "custom.pth").write_bytes(b"weights")
    data = [
        DataMirror("training items", "store/items.jsonl", "ab" * 32, 5),
        DataMirror("validation items", "store/items.jsonl", "ab" * 32, 2, "evaluation"),
    ]
    for _ in range(2):  # told again after MLflow was away
        tracking.finish(
            run_id,
            scores={"validation": {"after": 0.2}},
            verdict="better",
            folder=folder,
            data=data,
            detector={"recall": 0.9, "precision": 0.8},
        )
    experiment = mlflow.get_experiment_by_name(EXPERIMENT)
    (run,) = mlflow.search_runs([experiment.experiment_id])
    assert (run.info.status, run.data.tags["saebyeok.verdict"]) == ("FINISHED", "better")
    assert run.data.metrics["validation_cer_after"] == 0.2
    assert (run.data.metrics["detector_recall"], run.data.metrics["detector_precision"]) == (0.9, 0.8)
    contexts = {one.dataset.name: one.tags[0].value for one in run.inputs.dataset_inputs}
    assert contexts == {"training items": "training", "validation items": "evaluation"}
    curve = mlflow.get_metric_history(run_id, "validation_cer")
    assert [(point.step, point.value) for point in curve] == [(0, 0.3), (100, 0.2)]
    assert [file.path for file in mlflow.list_artifacts(run_id, "network")] == ["network/custom.pth"]


def test_the_champion_follows_the_network_that_reads(tracking, mlflow):
    first, second = (tracking.begin(number, {}) for number in (NETWORK, "261122000000008"))
    assert tracking.deploy(first, NETWORK) == tracking.deploy(first, NETWORK)
    tracking.deploy(second, "261122000000008")
    assert mlflow.get_model_version_by_alias(MODEL, "champion").run_id == second
    tracking.deploy(first, NETWORK)  # people went back
    assert mlflow.get_model_version_by_alias(MODEL, "champion").run_id == first
    tracking.forget_champion()  # to the shipped one
    with pytest.raises(Exception, match="champion"):
        mlflow.get_model_version_by_alias(MODEL, "champion")


def test_a_server_that_is_away_is_told_as_such(tmp_path):
    with pytest.raises(TrackingUnavailable):
        NetworkTracking(url="http://127.0.0.1:9").begin(NETWORK, {})
