"""Whether columns of free text help to predict the target, by a quick model on held-back training rows."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.pipeline import Pipeline

from automl_lib.errors import TrainingRefused
from automl_lib.evaluation.scores import classification_scores, regression_scores
from automl_lib.learners.encoding import TableEncoder
from automl_lib.learners.folds import Folds, fold_plan
from automl_lib.learners.target_scale import TargetScale, scales_to_try
from automl_lib.plan.cleaner import text_parts
from automl_lib.plan.text_components import TextComponents
from automl_lib.split_keys import SplitKeys
from domain.text_columns import TextCheck

MOST_COLUMNS = 5
"""Columns of free text that are looked at; the others are not used."""
_MOST_ROWS = 4_000
_FOLDS = 3
_LEAST_GAIN = 0.005
"""Share of the loss that a column has to take away."""
_WORDS = re.compile(r"\S\s+\S|[가-힣]{2}")
"""Two words, or a word in Hangul; codes such as K00123 and AB-12 have neither."""
_SURE = 1.0
"""Standard errors that the gain has to exceed (the one-standard-error rule; Breiman et al., 1984). Names and ids make the loss
larger by far more than that."""


def check_texts(
    cleaned: pd.DataFrame,
    texts: pd.DataFrame,
    target: np.ndarray,
    *,
    seed: int,
    split_keys: SplitKeys | None = None,
) -> tuple[TextCheck, ...]:
    """Compare a linear model with and without each column, in the order of the columns.

    A column is used where the held-back loss (log loss, or the squared error on the scale of the target) falls by at least
    0.5%, and by more than a standard error of the paired differences. Columns found useful stay in for the next.

    Args:
        cleaned: the other columns of the training rows, as `PlanCleaner` gives them; may have no columns.
        texts: columns of free text of the same rows by key; None is a blank.
        target: class names (object array) or numbers (float array) of the rows.
        seed: of the rows that are looked at (at most 4,000) and of the folds.
        split_keys: of the rows, where they are split by time or by group; the folds are then, too.

    Returns:
        A check for each of the first five columns that hold words; none where too few rows, classes, times or groups can be held back.
    """
    chosen = _sample(target, seed)
    if not texts.shape[1] or chosen.size < 2 * _FOLDS or len(pd.unique(target[chosen])) < 2:
        return ()
    try:
        model = _Quick.of(target[chosen], seed, split_keys and split_keys.take(chosen))
    except TrainingRefused:  # as the training will say, if it is no better off
        return ()
    rows = cleaned.iloc[chosen].reset_index(drop=True)
    before = model.held_back(rows)
    checks = []
    for key in list(texts.columns)[:MOST_COLUMNS]:
        cells = texts[key].iloc[chosen].reset_index(drop=True)
        if cells.dropna().nunique() < 2 or not _is_written(cells):
            continue
        parts = text_parts(key, TextComponents().fit(cells), cells)
        with_text = pd.concat([rows, pd.DataFrame(parts, index=rows.index)], axis=1)
        after = model.held_back(with_text)
        gain = before.losses - after.losses
        error = gain.std() / np.sqrt(len(gain))
        used = bool(gain.mean() > max(_SURE * error, _LEAST_GAIN * before.losses.mean()))
        checks.append(TextCheck(key, used, model.metric, before.score, after.score))
        if used:
            rows, before = with_text, after
    return tuple(checks)


def _is_written(cells: pd.Series) -> bool:
    """Whether half of the texts have words: a number of a customer may go with the target by chance of how it was given out."""
    known = cells.dropna().astype(str)
    return bool(known.str.contains(_WORDS).mean() >= 0.5)


class _HeldBack(NamedTuple):
    losses: np.ndarray
    score: float | None


class _Quick(NamedTuple):
    """A quick model, with the folds it is judged by.

    Attributes:
        target: class numbers, or numbers on their scale.
        classes: number of classes; 0 for numbers.
    """

    target: np.ndarray
    classes: int
    folds: Folds
    pipeline: Pipeline
    metric: str

    @classmethod
    def of(cls, target: np.ndarray, seed: int, keys: SplitKeys | None) -> _Quick:
        is_number = target.dtype.kind == "f"
        if is_number:
            values, classes = TargetScale(scales_to_try(target)[-1]).fit(target).transform(target), 0
            model: Any = Ridge(10.0)
        else:
            names, values = np.unique(target.astype(str), return_inverse=True)
            classes = len(names)
            model = LogisticRegression(C=0.1, max_iter=200)
        folds = fold_plan(values, _FOLDS, seed, keys).folds
        pipeline = Pipeline([("encode", TableEncoder(scaled=True, random_state=seed)), ("model", model)])
        return cls(values, classes, folds, pipeline, "r2" if is_number else "roc_auc")

    def held_back(self, rows: pd.DataFrame) -> _HeldBack:
        """The losses of the rows that are held back, in the order of the folds, and the score of all."""
        outputs = np.concatenate([self._outputs(rows, learn, back) for learn, back in self.folds])
        truth = self.target[np.concatenate([back for _, back in self.folds])]
        if not self.classes:
            return _HeldBack((outputs - truth) ** 2, regression_scores(truth, outputs).r2)
        named = np.clip(outputs[np.arange(len(truth)), truth], 1e-15, None)
        return _HeldBack(-np.log(named), classification_scores(truth, outputs, 0.5)["roc_auc"])

    def _outputs(self, rows: pd.DataFrame, learn: np.ndarray, back: np.ndarray) -> np.ndarray:
        target = self.target[learn]
        if not rows.shape[1]:  # the text is the only column: without it, what is usual is the answer
            usual = np.bincount(target, minlength=self.classes) / len(target) if self.classes else 0.0
            return np.full((len(back), self.classes), usual) if self.classes else np.full(len(back), usual)
        fitted = clone(self.pipeline).fit(rows.iloc[learn], target)
        return fitted.predict_proba(rows.iloc[back]) if self.classes else fitted.predict(rows.iloc[back])


def _sample(target: np.ndarray, seed: int) -> np.ndarray:
    """Positions of the rows to look at: without classes of fewer rows than folds."""
    order = np.random.default_rng(seed).permutation(len(target))[:_MOST_ROWS]
    if target.dtype.kind != "f":
        counts = pd.Series(target[order]).map(pd.Series(target[order]).value_counts())
        order = order[(counts >= _FOLDS).to_numpy()]
    return np.sort(order)
