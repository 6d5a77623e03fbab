"""The model of a training as MLflow keeps it: signature, example, requirements and files.

The model runs where Saebyeok is installed (there are no `code_paths`): `raw_rows_model.py` calls `automl_lib`. Its other
requirements are logged with the versions it was trained with.
"""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from automl_lib.raw_rows import LOWER, PREDICTION, PROBABILITY_PREFIX, UPPER
from domain.rule_sentences import rule_text
from resources.tracking.mirrors import TrainingMirror

if TYPE_CHECKING:
    import pandas as pd

MODEL_ARTIFACT = "model"
RULED_ARTIFACT = "model_by_rule"
"""The same model with the threshold of a decision rule."""
# What `automl_lib` imports to load a model and predict.
REQUIREMENTS = (
    "holidays",
    "numpy",
    "pandas",
    "polars",
    "pyarrow",
    "safetensors",
    "scikit-learn",
    "scipy",
    "skops",
    "torch",
)


def log_model(training: TrainingMirror) -> str:
    """Log the model to the active run; its id in MLflow."""
    import mlflow

    with TemporaryDirectory() as folder:
        expected = Path(folder) / "expected.json"
        threshold = {"threshold": training.rule.threshold} if training.rule else {}
        expected.write_text(json.dumps({"digest": training.model_digest, **threshold}), encoding="utf-8")
        reference = Path(folder) / "reference.json"
        reference.write_text(json.dumps(training.reference, ensure_ascii=False), encoding="utf-8")
        logged = mlflow.pyfunc.log_model(
            name=RULED_ARTIFACT if training.rule else MODEL_ARTIFACT,
            python_model=str(Path(__file__).with_name("raw_rows_model.py")),
            artifacts={
                "model": str(training.model),
                "expected": str(expected),
                "reference": str(reference),
            },
            signature=_signature(training),
            input_example=_example(training),
            metadata=_metadata(training),
            # Given, so that MLflow doesn't start a process to guess them. Builds such as +cpu are on no index.
            pip_requirements=[f"{name}=={version(name).split('+')[0]}" for name in REQUIREMENTS],
        )
    return str(logged.model_id)


def _example(training: TrainingMirror) -> pd.DataFrame:
    """A row of usual values to try the model with: no row of the table is copied to MLflow."""
    import pandas as pd

    usual = {
        column["label"]: column["top_values"][0][0] if column["top_values"] else column["q2"]
        for column in training.reference["columns"]
    }
    return pd.DataFrame([{label: usual.get(label) for label in training.inputs}], dtype=object)


def _signature(training: TrainingMirror) -> Any:
    """What the model takes and gives. Any cell is taken: text as people write it, numbers, dates, blanks.

    MLflow cuts away columns that a signature doesn't name, and with them the word that begins a row of totals.
    """
    from mlflow.models import ModelSignature
    from mlflow.types import ColSpec, Schema
    from mlflow.types.schema import AnyType

    kind = "string" if training.classes else "double" if training.is_number else "long"
    numbers = [f"{PROBABILITY_PREFIX}{name}" for name in training.classes]
    numbers += [LOWER, UPPER] if training.is_number else []
    outputs: list[Any] = [ColSpec(kind, PREDICTION), *(ColSpec("double", name) for name in numbers)]
    inputs: list[Any] = [
        ColSpec(AnyType(), label, required=is_needed) for label, is_needed in training.inputs.items()
    ]
    return ModelSignature(inputs=Schema(inputs), outputs=Schema(outputs))


def _metadata(training: TrainingMirror) -> dict[str, Any]:
    """How classes are decided, and what intervals hold, for those who have the model without the run."""
    if training.is_number:
        return {"interval_share": training.evaluation["interval_share"]}
    if not training.classes:
        return {}
    decided: dict[str, Any] = {"classes": list(training.classes)}
    if training.evaluation.get("positive_class") is not None:
        decided |= {name: training.evaluation[name] for name in ("positive_class", "threshold")}
    if training.rule is not None:
        decided |= {"threshold": training.rule.threshold, "decision_rule": rule_text(training.rule).en}
    return decided
