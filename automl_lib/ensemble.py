"""Combines models that were trained by one plan into another, without fitting any of them again."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from automl_lib.errors import TrainingRefused
from automl_lib.held_back import HeldBack
from automl_lib.learners.blend import (
    BlendClassifier,
    BlendRegressor,
    Combination,
    combine_classifiers,
    combine_regressors,
)
from automl_lib.split_keys import SplitKeys
from automl_lib.trained_model import TrainedModel
from automl_lib.training import held_back_errors, held_back_scores
from domain.learners import ENSEMBLE
from domain.messages import Message

_LEAST_ROWS = 20
_HELD_BACK_SHARE = 0.5
"""Of the rows that the best covered model held back; one with fewer would cost the others theirs."""


def combine(models: Sequence[TrainedModel], *, seed: int = 0) -> TrainedModel:
    """The ensemble of models.

    Args:
        models: classifiers, or regressors, of one plan and table.
        seed: of the folds that judge the combination.

    Returns:
        A model with the code "ensemble". It holds only members that say something in it. Its `held_back` is of combinations
        fitted without the row; `fit_seconds` includes its members' trainings.

    Raises:
        TrainingRefused: fewer than two models can be combined, or they were trained on different rows.
    """
    started = time.monotonic()
    usable = _with_held_back_rows(models)
    first = usable[0]
    known, truth = _common_rows(usable)
    predictions = np.stack([_held(one).predictions[known] for one in usable])
    combining = combine_classifiers if first.is_classifier else combine_regressors
    of_first = _held(first).keys
    keys = of_first.take(np.flatnonzero(known)) if of_first else None
    combination = combining(truth[known], predictions, seed, keys)
    members, blend = _blend(usable, combination, truth[known], keys)
    held = np.full(_held(first).predictions.shape, np.nan)
    held[known] = combination.held_back
    held_back = HeldBack(truth, held, of_first)
    threshold, validation = (
        held_back_scores(held_back) if first.is_classifier else (0.5, held_back_errors(held_back))
    )
    cleaner = first.pipeline["clean"]
    return replace(
        first,
        code=ENSEMBLE,
        pipeline=type(first.pipeline)([("clean", cleaner), ("model", blend)]),
        threshold=threshold,
        history=[],
        settings=_settings(members, blend),
        validation=validation,
        fit_seconds=time.monotonic() - started + sum(one.fit_seconds for one in members),
        seed=seed,
        held_back=held_back,
    )


def _with_held_back_rows(models: Sequence[TrainedModel]) -> list[TrainedModel]:
    kept = [one for one in models if one.held_back is not None]
    most = max((int(_held(one).known.sum()) for one in kept), default=0)
    usable = [one for one in kept if _held(one).known.sum() >= max(1, _HELD_BACK_SHARE * most)]
    if len(usable) < 2 <= len(kept):
        raise TrainingRefused(
            Message(
                "An ensemble needs two models that were cross-validated on about the same rows; within the time limit only one "
                "of {count} got that far. Allow more time.",
                count=len(kept),
            ),
            code="too_little_time",
        )
    if len(usable) < 2:
        raise TrainingRefused(
            Message(
                "An ensemble needs at least two models trained by the plan in force. Train more models first."
            ),
            code="too_few_members",
        )
    return usable


def _common_rows(models: Sequence[TrainedModel]) -> tuple[np.ndarray, np.ndarray]:
    """Which training rows every model held back, and the truth of all rows."""
    truth = _held(models[0]).truth
    if any(
        one.classes != models[0].classes or not np.array_equal(_held(one).truth, truth) for one in models[1:]
    ):
        raise TrainingRefused(
            Message("The models were trained on different rows. Train them again by the plan in force."),
            code="different_rows",
        )
    known = np.logical_and.reduce([_held(one).known for one in models])
    enough = known.sum() >= _LEAST_ROWS
    if models[0].is_classifier:
        enough = enough and all(
            (truth[known] == number).sum() >= 2 for number in range(len(models[0].classes))
        )
    if not enough:
        raise TrainingRefused(
            Message("There are too few rows to judge an ensemble by. Use one of its models."),
            code="too_few_rows",
        )
    return known, truth


def _blend(
    models: Sequence[TrainedModel], combination: Combination, truth: np.ndarray, keys: SplitKeys | None
) -> tuple[list[TrainedModel], BlendClassifier | BlendRegressor]:
    """The models that are part of it, and the estimator."""
    stacked = combination.stacker is not None
    used = np.ones(len(models), dtype=bool) if stacked else combination.weights > 0
    members = [one for one, is_used in zip(models, used, strict=True) if is_used]
    estimators = [one.pipeline["model"] for one in members]
    weights = combination.weights[used]
    if models[0].is_classifier:
        return members, BlendClassifier(estimators, weights, combination.stacker)
    blend = BlendRegressor(estimators, weights, combination.stacker)
    return members, blend.calibrate(truth, combination.held_back, keys)


def _settings(members: Sequence[TrainedModel], blend: BlendClassifier | BlendRegressor) -> dict[str, Any]:
    if blend.stacker is not None:
        return {"combined_by": "stacking", "models": [one.code for one in members]}
    weights = {one.code: round(float(w), 3) for one, w in zip(members, blend.weights, strict=True)}
    return {"combined_by": "weighted_mean", **weights}


def _held(model: TrainedModel) -> HeldBack:
    assert model.held_back is not None
    return model.held_back
