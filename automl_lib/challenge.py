"""Whether a model that was trained again is better than the confirmed one, on the newest rows that neither of them saw.

Both are judged on the same rows (`automl_lib.newest_rows`), and the gain's interval comes from drawing those rows again (paired
bootstrap; Efron and Tibshirani, 1993); whole groups where the plan splits by group. A model that is no better than an answer
that is always the same doesn't replace another, however bad that is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from automl_lib.errors import TrainingRefused
from automl_lib.plan.held_out import split_keys
from automl_lib.plan.target import target_labels, target_numbers
from automl_lib.roc_area import roc_area
from automl_lib.split_keys import bootstrap_sample
from automl_lib.trained_model import TrainedModel
from domain.challenges import ChallengeVerdict
from domain.messages import Message
from domain.shown_numbers import shown_number
from domain.tasks import Task

if TYPE_CHECKING:
    import pandas as pd

_DRAWS = 2000
_LEAST_PROBABILITY = 1e-6
_LEAST_OF_CLASS = 5
"""Rows of each class from which on the ROC AUC judges two classes; else the log loss does."""

Gains = Callable[[np.ndarray], float]


def judge(
    champion: TrainedModel,
    challenger: TrainedModel,
    rows: pd.DataFrame,
    learned: pd.Series,
    *,
    knows_groups: bool = False,
    repeated: int = 0,
    seed: int = 0,
) -> ChallengeVerdict:
    """Two models of the same target on the same rows.

    Args:
        champion: the confirmed model.
        challenger: the one that may replace it. It does where the interval of its gain is above 0 and it is better than
            always answering the mean, or the shares of the classes, of `learned`.
        rows: raw typed rows with a known target, that neither model learned from.
        learned: raw cells of the target in the rows that the challenger learned from.
        knows_groups: whether the models may know earlier rows of the groups of `rows`.
        repeated: added rows that aren't among `rows` as they are equal to others of the table.
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
    useless = _no_better_than_constant(challenger, rows, learned, score, values[1]) if low > 0 else None
    return ChallengeVerdict(
        score=score,
        rows=len(rows),
        champion=values[0],
        challenger=values[1],
        gain=gain(np.arange(len(rows))),
        low=float(low),
        high=float(high),
        promoted=bool(low > 0) and useless is None,
        hindrance=useless,
        knows_groups=knows_groups,
        repeated=repeated,
    )


def _no_better_than_constant(
    model: TrainedModel, rows: pd.DataFrame, learned: pd.Series, score: str, value: float
) -> Message | None:
    """Why a model is no better than an answer that is always the same; None where it is better."""
    cells = rows[str(model.plan.target)]
    if score == "rmse":
        error = float(np.sqrt(((target_numbers(cells) - np.nanmean(target_numbers(learned))) ** 2).mean()))
        if value < error:
            return None
        return Message(
            "it errs no less than always answering the mean of the rows it learned from (RMSE {value} against {constant})",
            value=shown_number(value),
            constant=shown_number(error),
        )
    if score == "roc_auc" and value <= 0.5:
        return Message(
            "it tells the classes apart no better than chance (ROC AUC {value})", value=shown_number(value)
        )
    kind = model.schema.by_key(str(model.plan.target)).type
    names, known = (target_labels(column, kind) for column in (cells, learned))
    shares = np.array([np.mean(known == name) for name in model.classes])
    loss = float(_log_losses(model, rows, names).mean())
    constant = float(_losses(np.tile(shares, (len(names), 1)), names, model.classes).mean())
    if loss < constant:
        return None
    return Message(
        "its probabilities are no better than always the shares of the classes among the rows it learned from (log loss {value} "
        "against {constant})",
        value=shown_number(loss),
        constant=shown_number(constant),
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
    return _losses(model.predict_proba(rows), names, model.classes)


def _losses(probabilities: np.ndarray, names: np.ndarray, classes: Sequence[str]) -> np.ndarray:
    """The log loss of each row; a class that isn't among `classes` has hardly any probability."""
    number = {name: i for i, name in enumerate(classes)}
    at = np.array([number.get(name, -1) for name in names])
    said = np.where(at >= 0, probabilities[np.arange(len(at)), at], 0.0)
    return np.asarray(-np.log(np.maximum(said, _LEAST_PROBABILITY)))
