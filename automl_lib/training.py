"""Trains one family by a plan. Which rows: `automl_lib.plan`; which configurations: `automl_lib.learners`."""

from __future__ import annotations

import time
from dataclasses import replace
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from automl_lib.errors import PlanRefused, TrainingRefused
from automl_lib.held_back import HeldBack
from automl_lib.learners import BuildRequest, load_learner
from automl_lib.learners.catalogue import Progress
from automl_lib.learners.threads import bounded_threads
from automl_lib.plan import PlannedSplit, PreprocessingPlan, apply_plan, check_target
from automl_lib.plan.held_out import split_keys
from automl_lib.plan.target import target_labels, target_numbers
from automl_lib.plan.text_time import texts_in_time
from automl_lib.trained_model import TrainedModel
from domain.learners import CLASSIFICATION, LEARNERS
from domain.messages import Message
from domain.table_schema import TableSchema
from domain.tasks import Task

if TYPE_CHECKING:
    import pandas as pd

    from automl_lib.split_keys import SplitKeys

_SMALL_GAIN = 0.005
_PACKAGES = ("holidays", "numpy", "pandas", "scikit-learn", "skops", "torch")


def train(
    frame: pd.DataFrame,
    schema: TableSchema,
    plan: PreprocessingPlan,
    learner_code: str,
    *,
    seed: int = 0,
    budget_seconds: float | None = None,
    split: PlannedSplit | None = None,
    progress: Progress | None = None,
) -> TrainedModel:
    """Fits one model on the training rows of a plan.

    Args:
        frame: the whole typed table; held-out rows in it are not looked at.
        schema: of the table.
        plan: what to do with it. K-means takes all rows and never the target.
        learner_code: a key of `LEARNERS`.
        seed: of everything random in the learner.
        budget_seconds: no further fold, candidate, forest or epoch begins after so long; what has begun is
            finished and a model always comes out. None: no limit.
        split: the rows, where they are known already; else `apply_plan(frame, schema, plan)`.
        progress: called between steps.

    Raises:
        PlanRefused, TrainingRefused: as `apply_plan`; or no column is left; or no target for a family that learns one.
        KeyError: no family has that code.
    """
    learns_target = LEARNERS[learner_code].group == CLASSIFICATION
    if learns_target and plan.target is None:
        raise PlanRefused(
            Message("A classifier needs a target. Choose the target column first."), code="target_none"
        )
    rows_plan = plan if learns_target else plan.without_target()
    if split is None or not learns_target:
        split = apply_plan(frame, schema, rows_plan)
    rows = frame.iloc[split.train_rows]
    target = _target(frame, schema, rows_plan, split)

    started = time.monotonic()
    learner = load_learner(learner_code)  # may import torch, which takes seconds
    deadline = None if budget_seconds is None else started + budget_seconds
    request = BuildRequest(len(rows), len(target.classes), seed, deadline, progress, rows_plan.task)
    estimator = learned = learner.build(request)
    if rows_plan.task is Task.REGRESSION:
        from automl_lib.learners.conformal import ConformalRegressor

        estimator = ConformalRegressor(estimator)
    used = replace(plan, texts=split.plan.texts)
    if used.texts and budget_seconds is not None:
        others = set(plan.columns) - {check.column for check in used.texts} - set(split.effect.columns_unused)
        if others:  # texts alone are worth their time
            used = replace(used, texts=texts_in_time(used.texts, rows, budget_seconds))
    of_table = split_keys(frame, rows_plan)
    keys = of_table.take(split.train_rows) if of_table else None
    if keys and len(split.test_rows):  # a test file holds out another share than the plan
        keys = replace(keys, ahead=len(split.test_rows) / len(split.train_rows))
    pipeline = _fit(rows, target.labels, schema, used, estimator, keys)
    settings: dict[str, Any] = {}
    threshold = 0.5
    held_back = HeldBack(target.labels, estimator.out_of_fold_, keys) if learns_target else None
    if held_back is None:
        validation = _silhouette(estimator)
    elif rows_plan.task is Task.REGRESSION:
        learned, settings = estimator.regressor_, {"target_scale": estimator.scale_.name}
        validation = held_back_errors(held_back)
    else:
        threshold, validation = held_back_scores(held_back)
    fit_seconds = time.monotonic() - started
    _forget_training(estimator)
    return TrainedModel(
        code=learner_code,
        pipeline=pipeline,
        schema=schema,
        plan=used,
        classes=target.classes,
        positive_class=target.positive_class,
        threshold=threshold,
        history=learner.curve(learned),
        settings=learner.settings(learned) | settings | _text_settings(used, split.plan, schema),
        validation=validation,
        rows={"train": len(split.train_rows), "test": len(split.test_rows)},
        effect=split.effect.to_json(),
        fit_seconds=fit_seconds,
        seed=seed,
        versions={name: version(name) for name in _PACKAGES},
        held_back=held_back,
    )


class _Target(NamedTuple):
    """What the training rows teach: class numbers, or numbers; zeros for clustering."""

    labels: np.ndarray
    classes: tuple[str, ...] = ()
    positive_class: str | None = None


def _target(
    frame: pd.DataFrame, schema: TableSchema, plan: PreprocessingPlan, split: PlannedSplit
) -> _Target:
    if plan.target is None:
        return _Target(np.zeros(len(split.train_rows), dtype=int))
    cells = frame[plan.target].iloc[split.train_rows]
    if plan.task is Task.REGRESSION:
        return _Target(target_numbers(cells))
    check = check_target(frame, schema, plan.target, plan.positive_class, plan.task, plan.classes)
    names = target_labels(cells, schema.by_key(plan.target).type)
    number = {name: i for i, name in enumerate(check.classes)}
    labels = np.array([number[n] for n in names], dtype=int)
    return _Target(labels, tuple(check.classes), check.positive_class)


def _fit(
    rows: pd.DataFrame,
    labels: np.ndarray,
    schema: TableSchema,
    plan: PreprocessingPlan,
    estimator: Any,
    keys: SplitKeys | None,
) -> Any:
    from sklearn.pipeline import Pipeline

    from automl_lib.plan.cleaner import cleaner_for

    cleaner = cleaner_for(plan, schema)
    cleaned = cleaner.fit(rows[list(plan.columns)]).transform(rows[list(plan.columns)])
    if not cleaned.shape[1]:
        raise TrainingRefused(
            Message(
                "Every used column is blank, constant or free text; there is nothing to learn from. Use "
                "other columns."
            ),
            code="nothing_to_learn_from",
        )
    with bounded_threads(*cleaned.shape):
        # A clustering holds nothing back.
        estimator.fit(cleaned, labels) if keys is None else estimator.fit(cleaned, labels, keys)
    return Pipeline([("clean", cleaner), ("model", estimator)])


def held_back_scores(held_back: HeldBack) -> tuple[float, dict[str, float | None]]:
    """The threshold chosen by held-back probabilities, and their scores at it."""
    from automl_lib.evaluation.scores import classification_scores

    known = held_back.of_known()
    probabilities, truth = known.predictions, known.truth
    threshold = best_f1_threshold(truth, probabilities[:, 1]) if probabilities.shape[1] == 2 else 0.5
    scores = classification_scores(truth, probabilities, threshold)
    return threshold, {name: scores[name] for name in ("roc_auc", "log_loss", "f1", "accuracy")}


def held_back_errors(held_back: HeldBack) -> dict[str, float | None]:
    """The errors of held-back predictions."""
    from automl_lib.evaluation.scores import regression_scores

    known = held_back.of_known()
    return dict(regression_scores(known.truth, known.predictions)._asdict())


def best_f1_threshold(truth: np.ndarray, probabilities: np.ndarray) -> float:
    """The threshold with the best F1 on held-back rows; 0.5 unless another gains more than a little.

    Args:
        truth: 1 for the positive class, else 0; shape (rows,).
        probabilities: of the positive class, shape (rows,).

    Returns:
        A probability in [0.05, 0.95], half way between two neighbouring scores.
    """
    from sklearn.metrics import f1_score, precision_recall_curve

    if not 0 < truth.sum() < len(truth):
        return 0.5
    precision, recall, cuts = precision_recall_curve(truth, probabilities)
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-12)
    usable = (cuts >= 0.05) & (cuts <= 0.95)
    if not usable.any():
        return 0.5
    at = int(np.flatnonzero(usable)[f1[:-1][usable].argmax()])
    if f1[at] <= f1_score(truth, probabilities >= 0.5, zero_division=0) + _SMALL_GAIN:
        return 0.5
    below = cuts[at - 1] if at else cuts[at]
    return float(np.clip((below + cuts[at]) / 2, 0.05, 0.95))


def _text_settings(
    used: PreprocessingPlan, planned: PreprocessingPlan, schema: TableSchema
) -> dict[str, list[str]]:
    """The columns of free text that are used, and those that there was no time for; no entry where there is none."""
    seen, wished = ({check.column for check in plan.texts or () if check.used} for plan in (used, planned))
    found = {"text_columns": seen, "text_columns_left_out": wished - seen}
    return {
        name: [column.label for column in schema.columns if column.key in keys]
        for name, keys in found.items()
        if keys
    }


def _silhouette(estimator: Any) -> dict[str, float | None]:
    return {"silhouette": max(estimator.silhouettes_.values())}


def _forget_training(estimator: Any) -> None:
    """Drops what only training needs: the rows' own scores, the clock and the listener."""
    if hasattr(estimator, "forget_training"):
        estimator.forget_training()
        return
    estimator.set_params(progress=None, deadline=None)
    for name in ("out_of_fold_", "labels_"):
        if hasattr(estimator, name):
            delattr(estimator, name)
