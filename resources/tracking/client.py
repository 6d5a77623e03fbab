"""Sending trainings to MLflow and confirming models there. Every call may be repeated.

A training is found again by its tag, so that a second mirror of it changes nothing. MLflow itself
is imported inside the functions: it takes seconds.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import dagster as dg

from automl_lib.raw_rows import PREDICTION, PROBABILITY_PREFIX

if TYPE_CHECKING:
    from mlflow import MlflowClient

TRAINING_TAG = "saebyeok.training_id"
MODEL_ARTIFACT = "model"
CHAMPION = "champion"
HEALTH_SECONDS = 3
_DIGEST_CHARACTERS = 36  # MLflow's limit


class TrackingUnavailable(Exception):
    """MLflow can't be reached now; what was to be sent is sent later."""


@dataclass(frozen=True)
class DataMirror:
    """What MLflow is told of a table: not its rows, but which one it is.

    Attributes:
        name: of the file.
        uri: where the original lies.
        sha256: of the original.
    """

    name: str
    uri: str
    sha256: str
    rows: int


@dataclass(frozen=True)
class TrainingMirror:
    """What MLflow is told of one training.

    Attributes:
        metrics: fixed keys (precision, sensitivity, f1, roc_auc, log_loss, …), so that runs compare.
        history: per epoch or iteration, the curves of the training.
        pictures: artifact name to a PNG on this machine.
        model: folder of the kept model, with its digest.
        inputs: headers of the training table without the target's, in their order, and whether the model needs the
            column to predict.
        reference: `ReferenceTable.to_dict()` of the table it was trained on, which new rows are compared with.
        classes: in the order of the probabilities; empty for a clustering.
        data: the table it was trained on.
    """

    training_id: str
    doc_id: str
    document_name: str
    model_code: str
    params: Mapping[str, Any]
    metrics: Mapping[str, float]
    history: list[Mapping[str, float]]
    pictures: Mapping[str, Path]
    evaluation: Mapping[str, Any]
    model: Path
    model_digest: str
    logged_at: datetime
    tags: Mapping[str, str]
    inputs: Mapping[str, bool]
    reference: Mapping[str, Any]
    classes: Sequence[str]
    data: DataMirror


class Tracking(dg.ConfigurableResource["Tracking"]):
    """An MLflow tracking server."""

    url: str

    def available(self) -> bool:
        """Whether the server answers now."""
        return answers(self.url)

    def mirror(self, training: TrainingMirror) -> str:
        """Make MLflow's run of this training, complete with model and pictures; its run id.

        Raises:
            TrackingUnavailable: the server can't be reached, or gave up half-way.
        """
        client = self._client()
        import mlflow
        from mlflow.exceptions import MlflowException

        try:
            run_id = _find_or_create(client, training)
            if client.get_run(run_id).info.status == "FINISHED":
                return run_id
            client.log_batch(run_id, metrics=_metrics(training), params=_params(training))
            client.log_inputs(run_id, [_dataset(training.data)])
            for name, picture in training.pictures.items():
                client.log_artifact(run_id, str(picture), name)
            client.log_dict(run_id, dict(training.evaluation), "evaluation.json")
            with mlflow.start_run(run_id=run_id):
                _log_model(training)
            client.set_terminated(run_id, "FINISHED")
        except (MlflowException, OSError) as error:
            raise TrackingUnavailable(f"MLflow at {self.url} did not take the training: {error}") from error
        return run_id

    def confirm(self, *, doc_id: str, document_name: str, mlflow_run_id: str) -> str:
        """Register the run's model and move the alias `champion` to it; the version's number.

        Raises:
            TrackingUnavailable: the server can't be reached.
        """
        client = self._client()
        import mlflow
        from mlflow.exceptions import MlflowException

        name = registered_name(doc_id)
        try:
            versions = client.search_model_versions(f"name = '{name}'")
            version = next((v for v in versions if v.run_id == mlflow_run_id), None)
            if version is None:
                if not client.search_registered_models(f"name = '{name}'"):
                    client.create_registered_model(name, description=document_name)
                # Resolves the run's logged model; a version made of the bare artifact path has no files.
                version = mlflow.register_model(f"runs:/{mlflow_run_id}/{MODEL_ARTIFACT}", name)
            client.set_registered_model_alias(name, CHAMPION, version.version)
        except (MlflowException, OSError) as error:
            raise TrackingUnavailable(f"MLflow at {self.url} did not register the model: {error}") from error
        return str(version.version)

    def run_url(self, mlflow_run_id: str) -> str:
        """Where people see a run."""
        return f"{self.url}/#/runs/{mlflow_run_id}"

    def _client(self) -> MlflowClient:
        if not self.available():
            raise TrackingUnavailable(f"MLflow at {self.url} does not answer")
        import mlflow

        mlflow.set_tracking_uri(self.url)
        return mlflow.MlflowClient(self.url)


def answers(url: str) -> bool:
    """Whether the MLflow server at `url` answers now."""
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=HEALTH_SECONDS) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def experiment_name(doc_id: str) -> str:
    """The MLflow experiment that holds all trainings of a document."""
    return f"automl-{doc_id}"


def registered_name(doc_id: str) -> str:
    """The MLflow registered model of a document."""
    return f"automl-{doc_id}"


def _find_or_create(client: MlflowClient, training: TrainingMirror) -> str:
    name = experiment_name(training.doc_id)
    experiment = client.get_experiment_by_name(name)
    if experiment is None:
        tags = {
            "mlflow.note.content": training.document_name,
            "mlflow.experimentKind": "custom_model_development",  # opens as model training, not as GenAI
            "saebyeok.doc_id": training.doc_id,
        }
        experiment_id = client.create_experiment(name, tags=tags)
    else:
        experiment_id = experiment.experiment_id
    found = client.search_runs(
        [experiment_id], f"tags.`{TRAINING_TAG}` = '{training.training_id}'", max_results=1
    )
    if found:
        return str(found[0].info.run_id)
    run = client.create_run(
        experiment_id,
        run_name=f"{training.model_code} {training.training_id}",
        tags={**training.tags, TRAINING_TAG: training.training_id, "model": training.model_code},
    )
    return str(run.info.run_id)


def _metrics(training: TrainingMirror) -> list[Any]:
    from mlflow.entities import Metric

    moment = int(training.logged_at.timestamp() * 1000)
    final = [Metric(key, float(value), moment, 0) for key, value in training.metrics.items()]
    curves = [
        Metric(key, float(value), moment, step)
        for step, point in enumerate(training.history, start=1)
        for key, value in point.items()
    ]
    return (final + curves)[:1000]


def _params(training: TrainingMirror) -> list[Any]:
    from mlflow.entities import Param

    return [Param(key, str(value)[:500]) for key, value in training.params.items()]


def _dataset(data: DataMirror) -> Any:
    from mlflow.entities import Dataset, DatasetInput, InputTag

    return DatasetInput(
        Dataset(
            name=data.name[:500],
            digest=data.sha256[:_DIGEST_CHARACTERS],
            source_type="local",
            source=json.dumps({"uri": data.uri}),
            profile=json.dumps({"num_rows": data.rows}),
        ),
        [InputTag("mlflow.data.context", "training")],
    )


def _signature(training: TrainingMirror) -> Any:
    """What the model takes and gives. Any cell is taken: text as people write it, numbers, dates, blanks.

    MLflow cuts away columns that a signature doesn't name, and with them the word that begins a row of totals.
    """
    from mlflow.models import ModelSignature
    from mlflow.types import ColSpec, Schema
    from mlflow.types.schema import AnyType

    outputs: list[Any] = [ColSpec("string" if training.classes else "long", PREDICTION)]
    outputs += [ColSpec("double", f"{PROBABILITY_PREFIX}{name}") for name in training.classes]
    inputs: list[Any] = [
        ColSpec(AnyType(), label, required=is_needed) for label, is_needed in training.inputs.items()
    ]
    return ModelSignature(inputs=Schema(inputs), outputs=Schema(outputs))


def _metadata(training: TrainingMirror) -> dict[str, Any]:
    """How classes are decided, for those who have the model without the run."""
    if not training.classes:
        return {}
    decided: dict[str, Any] = {"classes": list(training.classes)}
    if training.evaluation.get("positive_class") is not None:
        decided |= {name: training.evaluation[name] for name in ("positive_class", "threshold")}
    return decided


def _log_model(training: TrainingMirror) -> None:
    import mlflow

    with TemporaryDirectory() as folder:
        expected = Path(folder) / "expected.json"
        expected.write_text(json.dumps({"digest": training.model_digest}), encoding="utf-8")
        reference = Path(folder) / "reference.json"
        reference.write_text(json.dumps(training.reference, ensure_ascii=False), encoding="utf-8")
        mlflow.pyfunc.log_model(
            name=MODEL_ARTIFACT,
            python_model=str(Path(__file__).with_name("raw_rows_model.py")),
            artifacts={
                "model": str(training.model),
                "expected": str(expected),
                "reference": str(reference),
            },
            signature=_signature(training),
            metadata=_metadata(training),
            # Given, so that MLflow doesn't start a process to guess them; the model runs where
            # Saebyeok is installed.
            pip_requirements=["scikit-learn", "skops", "pandas", "polars", "safetensors", "torch"],
        )
