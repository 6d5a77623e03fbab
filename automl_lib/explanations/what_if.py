"""Answers what a model says of one row that people typed: prediction, reasons, and the smallest change that turns the answer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from automl_lib.drift.report import TOO_FEW_ROWS
from automl_lib.errors import PredictionRefused
from automl_lib.explanations.background import Background
from automl_lib.explanations.counterfactual import Turned, counterfactual
from automl_lib.explanations.outputs import output_names, outputs_of
from automl_lib.explanations.shapley import Contributions, contributions
from automl_lib.explanations.values import shown_in, typed_cells
from automl_lib.frame import load_frame
from automl_lib.new_rows import NewRows, prepare_rows
from automl_lib.plan.cleaner import blank_cells
from automl_lib.prediction import match_labels
from automl_lib.prediction_csv import plain_number
from automl_lib.trained_model import TrainedModel
from domain.messages import Message
from domain.what_if import MOST_CHANGES, Change, Counterfactual, Goal, Reason, WhatIf, WhatIfAnswer

if TYPE_CHECKING:
    import pandas as pd

    from automl_lib.drift import ReferenceTable


EVALUATIONS = 1000
"""Half of what a row gets that is not answered while it is typed."""


def answer_what_if(
    model: TrainedModel,
    background: Background,
    question: WhatIf,
    reference: ReferenceTable | None = None,
    *,
    evaluations: int = EVALUATIONS,
) -> WhatIfAnswer:
    """Predict one typed row and explain the prediction.

    Args:
        model: a classifier or regressor.
        background: of the model.
        question: the row; headers match as in files of new rows.
        reference: of the training table; without it values outside its range aren't noted.
        evaluations: as of `contributions`.

    Raises:
        PredictionRefused: a header, class or goal that the model doesn't have, or a cell that can't be read.
    """
    cells = _cells(model, question)
    row, notes = _typed(model, cells, reference)
    cells = _read(model, cells, row)
    found = contributions(model, row, background, evaluations=evaluations)
    if model.is_classifier:
        predicted = str(model.decide(found.predictions)[0])
    else:
        predicted = plain_number(float(found.outputs[0, 0]))
    at = model.classes.index(predicted) if len(model.classes) > 2 else 0
    reasons = [
        Reason(column.label, column.shown(cells[column.label]), float(value))
        for column, value in zip(background.columns, found.values[0, :, at], strict=True)
    ]
    answer = WhatIfAnswer(
        predicted=predicted,
        output=float(found.outputs[0, at]),
        explained=output_names(model)[at] if model.is_classifier else None,
        threshold=model.threshold if len(model.classes) == 2 else None,
        probabilities=_probabilities(model, found),
        interval=_interval(model, found),
        base=float(found.base[at]),
        reasons=tuple(sorted(reasons, key=lambda reason: -abs(reason.contribution))),
        notes=notes,
    )
    return _with_counterfactual(answer, model, background, question, cells, row, at)


def _cells(model: TrainedModel, question: WhatIf) -> dict[str, str | None]:
    """A cell for each column that the model uses, by the training table's header."""
    labels = [model.schema.by_key(key).label for key in model.columns]
    known = match_labels(list(question.cells), [column.label for column in model.schema.columns])
    _refuse_unknown([label for label in question.cells if label not in known], labels)
    given = {known[label]: cell for label, cell in question.cells.items()}
    return {label: given.get(label, "").strip() or None for label in labels}


def _refuse_unknown(unknown: list[str], labels: list[str]) -> None:
    if unknown:
        raise PredictionRefused(
            Message(
                "The model has no column '{label}'. Its columns are {labels}.",
                label=unknown[0],
                labels=", ".join(f"'{label}'" for label in labels[:20]) + (" …" if len(labels) > 20 else ""),
            ),
            code="column_unknown",
        )


def _typed(
    model: TrainedModel, cells: dict[str, str | None], reference: ReferenceTable | None
) -> tuple[pd.DataFrame, tuple[Message, ...]]:
    """The row as the model takes it, with what is doubtful in it."""
    import polars as pl

    with TemporaryDirectory() as folder:
        path = Path(folder) / "cells.parquet"
        pl.DataFrame(
            {key: [cells[model.schema.by_key(key).label]] for key in model.columns},
            schema=dict.fromkeys(model.columns, pl.String),
        ).write_parquet(path)
        labels = {key: model.schema.by_key(key).label for key in model.columns}
        prepared = prepare_rows(NewRows(path, labels), model.schema, model.columns, reference, Path(folder))
        row = load_frame(prepared.typed, prepared.schema, list(model.columns))
    # One row has no distribution.
    return row, tuple(note.message for note in prepared.notes if note.code != TOO_FEW_ROWS)


def _read(model: TrainedModel, cells: dict[str, str | None], row: pd.DataFrame) -> dict[str, str | None]:
    """The cells without numbers that count as blank, such as `inf`."""
    blanks = {
        model.schema.by_key(key).label
        for key in model.columns
        if row[key].dtype.kind == "f" and blank_cells(row[key])[0]
    }
    return {label: None if label in blanks else cell for label, cell in cells.items()}


def _probabilities(model: TrainedModel, found: Contributions) -> dict[str, float]:
    if not model.is_classifier:
        return {}
    return dict(zip(model.classes, found.predictions[0].tolist(), strict=True))


def _interval(model: TrainedModel, found: Contributions) -> tuple[float, float] | None:
    if model.is_classifier:
        return None
    _, low, high = found.predictions[0].tolist()
    return low, high


def _with_counterfactual(
    answer: WhatIfAnswer,
    model: TrainedModel,
    background: Background,
    question: WhatIf,
    cells: dict[str, str | None],
    row: pd.DataFrame,
    at: int,
) -> WhatIfAnswer:
    if question.changeable is None:
        if question.goal != Goal():
            raise PredictionRefused(
                Message("Say which columns may change, so that what is wanted can be sought."),
                code="goal_alone",
            )
        return answer
    labels = [column.label for column in background.columns]
    named = match_labels(question.changeable, labels)
    _refuse_unknown([label for label in question.changeable if label not in named], labels)
    keys = [column.key for column in background.columns if column.label in named.values()]
    if not keys:
        raise PredictionRefused(
            Message("No column may change. Choose at least one."), code="nothing_changeable"
        )
    _refuse_unfit_goal(model, question)
    turned = counterfactual(model, row, background, keys, question.goal)
    if turned is None or not turned.changes:
        return replace(answer, no_counterfactual=_none_found(turned, all_change=len(keys) == len(labels)))
    found = _shown(model, background, turned, cells, row, at)
    return replace(answer, counterfactual=found)


def _refuse_unfit_goal(model: TrainedModel, question: WhatIf) -> None:
    goal = question.goal
    if model.is_regressor and (goal.at_least is None) == (goal.at_most is None):
        raise PredictionRefused(
            Message("Say which number is wanted: at least or at most how much."), code="goal_number"
        )
    if model.is_classifier and (goal.at_least is not None or goal.at_most is not None):
        raise PredictionRefused(
            Message(
                "The model predicts classes, so a wanted number says nothing. Name the class that is wanted."
            ),
            code="goal_number_of_classes",
        )
    if model.is_classifier and goal.label is not None and goal.label not in model.classes:
        raise PredictionRefused(
            Message(
                "The model doesn't know '{label}'. It predicts {classes}.",
                label=goal.label,
                classes=", ".join(f"'{name}'" for name in model.classes),
            ),
            code="goal_class",
        )


def _none_found(turned: Turned | None, *, all_change: bool) -> Message:
    if turned is not None:
        return Message("The prediction is what is wanted already; nothing has to change.")
    if all_change:
        return Message(
            "No change of up to {most} columns within the range of the training rows turns the answer.",
            most=MOST_CHANGES,
        )
    return Message(
        "No change of up to {most} of these columns within the range of the training rows turns the answer. "
        "Let more columns change.",
        most=MOST_CHANGES,
    )


def _shown(
    model: TrainedModel,
    background: Background,
    turned: Turned,
    cells: dict[str, str | None],
    row: pd.DataFrame,
    at: int,
) -> Counterfactual:
    changed = row.copy()
    changes = []
    for key, value in turned.changes.items():
        column = background.by_key(key)
        changed[key] = typed_cells([value], column.kind)
        after = shown_in(value, column, separated=True)
        changes.append(Change(column.label, column.shown(cells[column.label]), after))
    predicted = model.predict(changed)[0]
    return Counterfactual(
        tuple(changes),
        plain_number(predicted) if model.is_regressor else str(predicted),
        float(outputs_of(model, changed)[0, at]),
        turned.distance,
    )
