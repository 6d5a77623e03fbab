"""Whether a model that was trained again is better than the confirmed one, on the newest rows that neither of them saw.

Both are judged on the same rows, and the gain's interval comes from drawing those rows again (paired bootstrap; Efron and
Tibshirani, 1993); whole groups where the plan splits by group.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from automl_lib.errors import TrainingRefused
from automl_lib.plan.held_out import split_keys
from automl_lib.plan.target import target_labels, target_numbers
from automl_lib.roc_area import roc_area
from automl_lib.split_keys import bootstrap_sample
from automl_lib.trained_model import TrainedModel
from domain.challenges import LEAST_NEW_ROWS, ChallengeVerdict
from domain.messages import Message
from domain.split import SplitMethod
from domain.tasks import Task

if TYPE_CHECKING:
    import pandas as pd

    from automl_lib.plan import PreprocessingPlan
    from domain.table_schema import TableSchema

_SHARE = 0.5
"""Of the new rows, those that judge; the others are learned from."""
_MOST_ROWS = 5000
_DRAWS = 2000
_LEAST_PROBABILITY = 1e-6
_LEAST_OF_CLASS = 5
"""Rows of each class from which on the ROC AUC judges two classes; else the log loss does."""

Gains = Callable[[np.ndarray], float]


def newest_rows(
    frame: pd.DataFrame, schema: TableSchema, plan: PreprocessingPlan, known_rows: int
) -> np.ndarray:
    """Positions of the rows that judge: the newest half of those that the confirmed model can't have learned from.

    Args:
        frame: the table as it is now; rows are in the order in which they were added. Of a plan that splits by time, the
            newest are those with the newest times.
        plan: of the confirmed model.
        known_rows: rows of the table when its plan was applied.

    Raises:
        TrainingRefused: too few new rows have a known target.
    """
    known = _known_target(frame.iloc[known_rows:], schema, plan) + known_rows
    count = max(LEAST_NEW_ROWS, min(_MOST_ROWS, round(_SHARE * len(known))))
    if len(known) < LEAST_NEW_ROWS:
        raise TrainingRefused(
            Message(
                "Since the model was trained, {rows:,} rows with a known target were added; at least {least} are needed to "
                "compare models on. Add rows first.",
                rows=len(known),
                least=LEAST_NEW_ROWS,
            ),
            code="too_few_new_rows",
        )
    keys = split_keys(frame, plan)
    if keys is not None and keys.method is SplitMethod.TIME:
        known = known[np.argsort(keys.codes[known], kind="stable")]
    return np.sort(known[-count:])


def judge(
    champion: TrainedModel, challenger: TrainedModel, rows: pd.DataFrame, *, seed: int = 0
) -> ChallengeVerdict:
    """Two models of the same target on the same rows.

    Args:
        champion: the confirmed model.
        challenger: the one that may replace it. It does where the interval of its gain is above 0.
        rows: raw typed rows with a known target, that neither model learned from.
        seed: of the bootstrap.

    Raises:
        TrainingRefused: the models don't learn the same, or no row has a target.
    """
    if champion.task is None or champion.task is not challenger.task:
        raise TrainingRefused(
            Message("The two models don't predict the same target. Confirm another model first."),
            code="different_tasks",
        )
    if champion.task is Task.REGRESSION:
        score, values, gain = _of_numbers(champion, challenger, rows)
    else:
        score, values, gain = _of_classes(champion, challenger, rows)
    random, draw = np.random.default_rng(seed), bootstrap_sample(split_keys(rows, champion.plan), len(rows))
    drawn = np.array([gain(draw(random)) for _ in range(_DRAWS)])
    low, high = np.nanquantile(drawn, [0.025, 0.975])
    return ChallengeVerdict(
        score=score,
        rows=len(rows),
        champion=values[0],
        challenger=values[1],
        gain=gain(np.arange(len(rows))),
        low=float(low),
        high=float(high),
        promoted=bool(low > 0),
    )


def _of_numbers(
    champion: TrainedModel, challenger: TrainedModel, rows: pd.DataFrame
) -> tuple[str, tuple[float, float], Gains]:
    truth = target_numbers(rows[str(champion.plan.target)])
    old, new = ((model.predict_numbers(rows)[:, 0] - truth) ** 2 for model in (champion, challenger))

    def gain(drawn: np.ndarray) -> float:
        return float(np.sqrt(old[drawn].mean()) - np.sqrt(new[drawn].mean()))

    return "rmse", (float(np.sqrt(old.mean())), float(np.sqrt(new.mean()))), gain


def _of_classes(
    champion: TrainedModel, challenger: TrainedModel, rows: pd.DataFrame
) -> tuple[str, tuple[float, float], Gains]:
    target = champion.schema.by_key(str(champion.plan.target))
    names = target_labels(rows[target.key], target.type)
    if champion.classes == challenger.classes and len(champion.classes) == 2:
        positive = (names == champion.classes[1]).astype(int)
        if min(positive.sum(), len(positive) - positive.sum()) >= _LEAST_OF_CLASS:
            return _of_two_classes(champion, challenger, rows, positive)
    old, new = (_log_losses(model, rows, names) for model in (champion, challenger))

    def gain(drawn: np.ndarray) -> float:
        return float(old[drawn].mean() - new[drawn].mean())

    return "log_loss", (float(old.mean()), float(new.mean())), gain


def _of_two_classes(
    champion: TrainedModel, challenger: TrainedModel, rows: pd.DataFrame, positive: np.ndarray
) -> tuple[str, tuple[float, float], Gains]:
    old, new = (model.predict_proba(rows) for model in (champion, challenger))

    def area(probabilities: np.ndarray, drawn: np.ndarray) -> float:
        return roc_area(positive[drawn], probabilities[drawn, 1])

    def gain(drawn: np.ndarray) -> float:
        return area(new, drawn) - area(old, drawn)

    every = np.arange(len(rows))
    return "roc_auc", (area(old, every), area(new, every)), gain


def _log_losses(model: TrainedModel, rows: pd.DataFrame, names: np.ndarray) -> np.ndarray:
    """Of each row; a class that the model doesn't know has hardly any probability."""
    number = {name: i for i, name in enumerate(model.classes)}
    at = np.array([number.get(name, -1) for name in names])
    probabilities = model.predict_proba(rows)
    said = np.where(at >= 0, probabilities[np.arange(len(at)), at], 0.0)
    return np.asarray(-np.log(np.maximum(said, _LEAST_PROBABILITY)))


def _known_target(frame: pd.DataFrame, schema: TableSchema, plan: PreprocessingPlan) -> np.ndarray:
    """Positions of the rows whose target isn't blank."""
    cells = frame[str(plan.target)]
    if plan.task is Task.REGRESSION:
        return np.flatnonzero(np.isfinite(target_numbers(cells)))
    names = target_labels(cells, schema.by_key(str(plan.target)).type)
    return np.flatnonzero([name is not None for name in names])
