"""What is logged to MLflow for a training, and its translation into MLflow's entities."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from domain.decision_rules import DecisionRule
from domain.shown_numbers import typed_number

_DIGEST_CHARACTERS = 36  # MLflow's limit
_MOST_METRICS = 1000  # MLflow's limit of one batch


@dataclass(frozen=True)
class DataMirror:
    """The rows that a model was trained or evaluated on, as they are logged to MLflow: not their cells, but which ones they are.

    Attributes:
        name: of the file.
        uri: location of the original file.
        sha256: identifies the rows: the table, its split and the part of it.
        rows: how many they are.
        context: what they were used for.
    """

    name: str
    uri: str
    sha256: str
    rows: int
    context: Literal["training", "evaluation"] = "training"


@dataclass(frozen=True)
class TrainingMirror:
    """One training as it is logged to MLflow.

    Attributes:
        metrics: fixed keys (precision, sensitivity, f1, roc_auc, log_loss, r2, mae, rmse, …), so that runs compare.
        history: per epoch or iteration, the curves of the training.
        pictures: artifact name to a PNG on this machine.
        importances: of the columns, as `ModelExplanation.without_values` gives them; empty where they were not measured.
        model: folder of the kept model, with its digest.
        inputs: headers of the training table without the target's, in their order, and whether the model needs the
            column to predict.
        reference: `ReferenceTable.to_dict()` of the table it was trained on, which new rows are compared with.
        classes: in the order of the probabilities; empty unless of a classifier.
        is_number: whether it predicts numbers with their intervals.
        data: the rows it was trained on, and those held out.
        rule: that a person chose; None: the threshold of the training.
        version_tags: of the version of a model that was compared with the confirmed one.
        version_description: what came of that.
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
    data: Sequence[DataMirror]
    is_number: bool = False
    importances: Mapping[str, Any] = field(default_factory=dict)
    rule: DecisionRule | None = None
    version_tags: Mapping[str, str] = field(default_factory=dict)
    version_description: str | None = None


def metrics(training: TrainingMirror, model_id: str) -> list[Any]:
    """The final metrics and the curves, tied to the logged model `model_id`."""
    from mlflow.entities import Metric

    moment = int(training.logged_at.timestamp() * 1000)
    final = [
        Metric(key, float(value), moment, 0, model_id=model_id) for key, value in training.metrics.items()
    ]
    curves = [
        Metric(key, float(value), moment, step, model_id=model_id)
        for step, point in enumerate(training.history, start=1)
        for key, value in point.items()
    ]
    return (final + curves)[:_MOST_METRICS]


def params(training: TrainingMirror) -> list[Any]:
    """The parameters, cut to the length MLflow keeps."""
    from mlflow.entities import Param

    return [Param(key, _plain(value)[:500]) for key, value in training.params.items()]


def _plain(value: Any) -> str:
    return typed_number(value) if isinstance(value, float) else str(value)


def dataset(data: DataMirror) -> Any:
    """The rows as an input of a run, with their context."""
    from mlflow.entities import Dataset, DatasetInput, InputTag

    return DatasetInput(
        Dataset(
            name=data.name[:500],
            digest=data.sha256[:_DIGEST_CHARACTERS],
            source_type="local",
            source=json.dumps({"uri": data.uri}),
            profile=json.dumps({"num_rows": data.rows}),
        ),
        [InputTag("mlflow.data.context", data.context)],
    )
