"""The table, plan, split and kept model of a training step, loaded from rows and files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assets.automl import table_files
from domain.messages import Message
from domain.table_schema import TableSchema
from records.errors import DecisionRefused
from records.tables import Document, Plan, Training
from resources.files import Files

if TYPE_CHECKING:
    import pandas as pd

    from automl_lib.drift import ReferenceTable
    from automl_lib.newest_rows import NewestRows
    from automl_lib.plan import PreprocessingPlan
    from automl_lib.trained_model import TrainedModel


@dataclass(frozen=True)
class Planned:
    """A typed table in memory with the plan that was applied to it."""

    schema: TableSchema
    frame: pd.DataFrame
    plan: PreprocessingPlan
    train_rows: list[int]
    test_rows: list[int]


def load_planned(
    files: Files, document: Document, plan_row: Plan, load: table_files.LoadFrame = table_files.load_typed
) -> Planned:
    """Read what `preprocessing_plan` left."""
    from automl_lib.plan import PreprocessingPlan

    schema = table_files.report_of(document).schema
    with table_files.typed(files.store, document) as typed:
        frame = load(document, typed).head(plan_row.effect["rows_total"])  # others were added since
    kept = _kept_with(files, plan_row)
    return Planned(schema, frame, PreprocessingPlan.from_dict(plan_row.plan), kept["train"], kept["test"])


def newest_rows_of(files: Files, plan_row: Plan) -> NewestRows | None:
    """The rows held out of a challenger; None of a plan that draws them itself."""
    import numpy as np

    from automl_lib.newest_rows import NewestRows

    kept = _kept_with(files, plan_row)
    if not kept.get("held_out_chosen"):
        return None
    return NewestRows(np.array(kept["test"], dtype=int), kept.get("apart", True), kept.get("repeated", 0))


def reference_at_plan(files: Files, plan_row: Plan) -> ReferenceTable:
    """The table as it was when the plan was applied, whatever became of its columns since."""
    from automl_lib.drift import ReferenceTable

    return ReferenceTable.from_dict(_kept_with(files, plan_row)["profile"])


def _kept_with(files: Files, plan_row: Plan) -> dict[str, Any]:
    with files.store.local(plan_row.split_path, plan_row.split_sha256) as path:
        kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return kept


LoadModel = Callable[[Files, Training], "AbstractContextManager[TrainedModel]"]
"""Gives the model of a training, which may be shared and is not to be changed."""


@contextmanager
def kept_model(files: Files, training: Training) -> Iterator[TrainedModel]:
    """The model of a training, after checking it against the digest in its row."""
    from automl_lib.persistence import load_model

    with _model_folder(files, training) as (folder, digest):
        yield load_model(folder, digest)


def check_kept_model(files: Files, training: Training) -> None:
    """Look whether the files of a training's model are those that were kept, without loading it.

    Raises:
        DecisionRefused: no model is kept.
        PredictionRefused: its files are missing or others.
    """
    from automl_lib.persistence import check_model

    with _model_folder(files, training) as (folder, digest):
        check_model(folder, digest)


@contextmanager
def _model_folder(files: Files, training: Training) -> Iterator[tuple[Path, str]]:
    """The folder of a training's model, and the digest that it was kept with."""
    if training.model_path is None or training.model_digest is None:
        raise DecisionRefused(
            Message("training {training_id} has no kept model; train again", training_id=training.training_id)
        )
    with files.store.local_folder(training.model_path) as folder:
        yield folder, training.model_digest
