"""How much better a random split would have looked than the one a plan makes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from automl_lib.errors import AutomlError
from automl_lib.learners.encoding import TableEncoder
from automl_lib.plan import PlannedSplit, PreprocessingPlan
from automl_lib.plan.cleaner import cleaner_for
from automl_lib.plan.held_out import held_out_rows, split_keys
from automl_lib.plan.target import target_labels, target_numbers
from automl_lib.split_keys import SplitKeys
from domain.split import RandomComparison, SplitMethod
from domain.table_schema import TableSchema
from domain.tasks import Task

if TYPE_CHECKING:
    import pandas as pd

_MOST_ROWS = 4_000
_REPEATS = 3
_TREES = 50


def compare_with_random(
    frame: pd.DataFrame, schema: TableSchema, plan: PreprocessingPlan, split: PlannedSplit
) -> RandomComparison | None:
    """Scores one quick model on rows chosen as the plan chooses them, and on as many drawn at random.

    The model is a small forest of extremely randomised trees (Geurts et al., 2006), which remembers rows, as several families
    do. Both scores are means over a few repetitions, on at most some thousand training rows: held-out rows aren't looked at.

    Returns:
        None for a random split, and where too few rows or classes are left to score anything.
    """
    keys = split_keys(frame, plan)
    if keys is None or plan.target is None:
        return None
    rows = _some(split.train_rows, keys, plan.seed)
    is_number = plan.task is Task.REGRESSION
    cells = frame[plan.target]
    labels = target_numbers(cells) if is_number else target_labels(cells, schema.by_key(plan.target).type)
    chosen: list[float] = []
    drawn: list[float] = []
    for repeat in range(_REPEATS):
        seeded = replace(plan, seed=repeat)
        try:
            test = held_out_rows(rows, labels, seeded, keys, "")
        except AutomlError:  # too few dates or groups among the training rows
            return None
        at_random = np.random.default_rng(repeat).choice(rows, len(test), replace=False)
        for scores, held in ((chosen, test), (drawn, at_random)):
            score = _score(frame, schema, seeded, labels, np.setdiff1d(rows, held), held)
            if score is not None:
                scores.append(score)
    if not chosen or not drawn:
        return None
    return RandomComparison("r2" if is_number else "roc_auc", float(np.mean(chosen)), float(np.mean(drawn)))


def _some(rows: np.ndarray, keys: SplitKeys, seed: int) -> np.ndarray:
    """At most `_MOST_ROWS` rows: whole groups, or rows of every time."""
    random = np.random.default_rng(seed)
    if len(rows) <= _MOST_ROWS:
        return rows
    if keys.method is SplitMethod.TIME:
        return np.sort(random.choice(rows, _MOST_ROWS, replace=False))
    groups, codes, sizes = np.unique(keys.codes[rows], return_inverse=True, return_counts=True)
    order = random.permutation(len(groups))
    taken = order[: max(2, int(np.searchsorted(np.cumsum(sizes[order]), _MOST_ROWS)))]
    return rows[np.isin(codes, taken)]


def _score(
    frame: pd.DataFrame,
    schema: TableSchema,
    plan: PreprocessingPlan,
    labels: np.ndarray,
    learn: np.ndarray,
    held: np.ndarray,
) -> float | None:
    """ROC AUC or R² on `held` of the quick model that learned from `learn`; None where there is none."""
    from sklearn.ensemble import ExtraTreesClassifier, ExtraTreesRegressor

    from automl_lib.evaluation.scores import classification_scores, regression_scores

    columns = list(plan.columns)
    cleaner = cleaner_for(plan, schema).fit(frame[columns].iloc[learn])
    inside, outside = (cleaner.transform(frame[columns].iloc[rows]) for rows in (learn, held))
    if not inside.shape[1]:
        return None
    encoder = TableEncoder(scaled=False, random_state=plan.seed)
    if plan.task is Task.REGRESSION:
        forest = ExtraTreesRegressor(_TREES, random_state=plan.seed)
        forest.fit(encoder.fit_transform(inside, labels[learn]).astype(np.float32), labels[learn])
        predicted = forest.predict(encoder.transform(outside).astype(np.float32))
        return regression_scores(labels[held], predicted).r2
    classes, truth = np.unique(labels[learn].astype(str), return_inverse=True)
    known = np.isin(labels[held].astype(str), classes)
    if len(classes) < 2 or not known.any():
        return None
    forest = ExtraTreesClassifier(_TREES, random_state=plan.seed)
    forest.fit(encoder.fit_transform(inside, truth).astype(np.float32), truth)
    probabilities = forest.predict_proba(encoder.transform(outside).astype(np.float32))[known]
    answers = np.searchsorted(classes, labels[held][known].astype(str))
    area: float | None = classification_scores(answers, probabilities, 0.5)["roc_auc"]
    return area
