"""Explains a trained model: importances, partial dependence, and the background that its predictions are compared with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from automl_lib.explanations.background import Background, background_of
from automl_lib.explanations.dependence import partial_dependences
from automl_lib.explanations.groups import correlated_groups
from automl_lib.explanations.importance import SECONDS, Importances, permutation_importance
from automl_lib.explanations.outputs import output_names
from automl_lib.plan.target import target_labels, target_numbers
from automl_lib.trained_model import TrainedModel
from domain.explanations import FEW_HELD_OUT_ROWS, Importance, ModelExplanation
from domain.messages import Message

if TYPE_CHECKING:
    import pandas as pd

MOST_COLUMNS = 300
"""A model with more is not explained: its importances alone would take minutes."""
DEPENDENCES = 6


@dataclass(frozen=True)
class Explained:
    """An explanation, and the rows that predictions are compared with; None where the model has too many columns."""

    explanation: ModelExplanation
    background: Background | None


def explain_model(
    model: TrainedModel,
    training_rows: pd.DataFrame,
    held_out: pd.DataFrame,
    *,
    seed: int = 0,
    seconds: float = SECONDS,
) -> Explained:
    """Explain a model on the rows that were held out from its training.

    Args:
        model: a classifier or regressor.
        training_rows: raw typed rows that it was trained on, at least one.
        held_out: raw typed rows with the target; those without a known target are left out.
        seed: of everything random.
        seconds: as of `permutation_importance`.

    Raises:
        TypeError: the model is a clustering.
    """
    names = output_names(model)
    if len(model.columns) > MOST_COLUMNS:
        note = Message(
            "The model uses {columns:,} columns; up to {most:,} are explained. Use fewer columns.",
            columns=len(model.columns),
            most=MOST_COLUMNS,
        )
        return Explained(ModelExplanation(names, None, None, 0, 0, notes=(note,)), None)
    background = background_of(model, training_rows, seed=seed)
    singles = [(column.key,) for column in background.columns]
    groups = correlated_groups(training_rows, background.columns, seed=seed)
    known, truth = _truth(model, held_out)
    rows = held_out[known]
    found = permutation_importance(model, rows, truth, [*singles, *groups], seed=seed, seconds=seconds)
    importances = _ranked(model, found, single=True)
    labels = {column.label: column.key for column in background.columns}
    ranked = [labels[one.name] for one in importances] or [column.key for column in background.columns]
    dependences = partial_dependences(model, background, ranked[:DEPENDENCES])
    explanation = ModelExplanation(
        outputs=names,
        metric=found.metric if found else None,
        score=found.score if found else None,
        rows=found.rows if found else len(rows),
        repeats=found.repeats if found else 0,
        importances=importances,
        groups=_ranked(model, found, single=False),
        dependences=tuple(dependences),
        columns=background.columns,
        notes=_notes(found, len(rows)),
    )
    return Explained(explanation, background)


def _truth(model: TrainedModel, held_out: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Which rows have a target that the model knows, and the class numbers or numbers of those."""
    cells = held_out[str(model.plan.target)]
    if model.is_regressor:
        numbers = target_numbers(cells)
        known = np.isfinite(numbers)
        return known, numbers[known]
    names = target_labels(cells, model.schema.by_key(str(model.plan.target)).type)
    number = {name: place for place, name in enumerate(model.classes)}
    known = np.array([name in number for name in names], dtype=bool)
    return known, np.array([number[name] for name in names[known]], dtype=int)


def _ranked(model: TrainedModel, found: Importances | None, *, single: bool) -> tuple[Importance, ...]:
    if found is None:
        return ()
    chosen = [one for one in found.shuffled if (len(one.keys) == 1) == single]
    named = [
        Importance(tuple(model.schema.by_key(key).label for key in one.keys), one.loss, one.error)
        for one in chosen
    ]
    return tuple(sorted(named, key=lambda one: -one.loss))


def _notes(found: Importances | None, rows: int) -> tuple[Message, ...]:
    if found is None and rows:
        return (
            Message(
                "The {rows:,} held-out rows have one class only, so the importance of columns can't be measured. "
                "Hold out more rows.",
                rows=rows,
            ),
        )
    if found is None:
        return (Message("There are no held-out rows, so the importance of columns can't be measured."),)
    if found.rows < FEW_HELD_OUT_ROWS:
        return (
            Message(
                "Only {rows:,} rows were held out, so the importance of columns is uncertain. Hold out more rows.",
                rows=found.rows,
            ),
        )
    return ()
