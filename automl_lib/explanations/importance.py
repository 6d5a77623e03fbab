"""Permutation importance: how much worse a model predicts held-out rows once the cells of a column are shuffled.

Breiman, Random Forests, 2001; for any model Fisher, Rudin and Dominici, 2019. Raw columns are shuffled, before any encoding,
so that all that a pipeline makes of a column goes together.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from automl_lib.explanations.outputs import outputs_of
from automl_lib.trained_model import TrainedModel

if TYPE_CHECKING:
    import pandas as pd

ROWS = 1000
REPEATS = 5
FEWEST_ROWS = 200
EVALUATIONS = 100_000
"""Predictions of rows, as long as there are `FEWEST_ROWS` rows at least for each shuffle."""
SECONDS = 20.0
"""No further repeat begins after so long."""


@dataclass(frozen=True)
class Shuffled:
    """What shuffling columns together cost, in each repeat."""

    keys: tuple[str, ...]
    losses: tuple[float, ...]

    @property
    def loss(self) -> float:
        return float(np.mean(self.losses))

    @property
    def error(self) -> float:
        """Standard error of the mean over the repeats; 0 with one."""
        return float(np.std(self.losses, ddof=1) / np.sqrt(len(self.losses))) if len(self.losses) > 1 else 0.0


@dataclass(frozen=True)
class Importances:
    """Importances of columns and groups.

    Attributes:
        metric: "roc_auc" or "rmse".
        score: of the rows as they are.
        rows: that were predicted.
        shuffled: in the order asked for.
    """

    metric: str
    score: float
    rows: int
    shuffled: tuple[Shuffled, ...]

    @property
    def repeats(self) -> int:
        return len(self.shuffled[0].losses) if self.shuffled else 0


def permutation_importance(
    model: TrainedModel,
    held_out: pd.DataFrame,
    truth: np.ndarray,
    columns: Sequence[tuple[str, ...]],
    *,
    seed: int = 0,
    seconds: float = SECONDS,
) -> Importances | None:
    """Shuffle each set of columns in held-out rows, and measure how much the metric loses.

    Args:
        model: a classifier or regressor.
        held_out: raw typed rows that the model has not seen, with a known target; of many a sample is taken.
        truth: class numbers or numbers of shape (rows,).
        columns: keys of the columns to shuffle together.
        seed: of the sample and the shuffles.
        seconds: after which no further repeat begins; the first is always made.

    Returns:
        ROC AUC (macro over the classes) of a classifier, RMSE of a regressor: what is lost of the one, or the other grows by.
        None where the metric can't be measured: without rows, or with rows of one class only.
    """
    if not len(held_out) or not columns:
        return None
    random = np.random.default_rng(seed)
    most = max(FEWEST_ROWS, EVALUATIONS // (REPEATS * len(columns)))
    at = np.sort(random.permutation(len(held_out))[: min(ROWS, most)])
    rows, truth = held_out.iloc[at][list(model.columns)].reset_index(drop=True), truth[at]
    score = _score(model, truth, outputs_of(model, rows))
    if score is None:
        return None
    losses: list[list[float]] = [[] for _ in columns]
    end = time.monotonic() + seconds
    for repeat in range(REPEATS):
        if repeat and time.monotonic() >= end:
            break
        order = random.permutation(len(rows))
        for place, outputs in enumerate(_shuffled_outputs(model, rows, columns, order)):
            losses[place].append(_loss(score, _score(model, truth, outputs), model.is_classifier))
    shuffled = tuple(Shuffled(tuple(keys), tuple(own)) for keys, own in zip(columns, losses, strict=True))
    return Importances("roc_auc" if model.is_classifier else "rmse", score, len(rows), shuffled)


def _shuffled_outputs(
    model: TrainedModel, rows: pd.DataFrame, columns: Sequence[tuple[str, ...]], order: np.ndarray
) -> list[np.ndarray]:
    """Outputs of the rows with each set of columns shuffled by `order`; some sets are predicted in one call."""
    import pandas as pd

    together = max(1, 20_000 // len(rows))
    found: list[np.ndarray] = []
    for start in range(0, len(columns), together):
        part = columns[start : start + together]
        copies = []
        for keys in part:
            moved = rows.copy(deep=False)
            for key in keys:
                moved[key] = rows[key].to_numpy()[order]
            copies.append(moved)
        outputs = outputs_of(model, pd.concat(copies, ignore_index=True))
        found += np.split(outputs, len(part))
    return found


def _score(model: TrainedModel, truth: np.ndarray, outputs: np.ndarray) -> float | None:
    from automl_lib.evaluation.scores import regression_scores, roc_areas

    if not model.is_classifier:
        return regression_scores(truth, outputs[:, 0]).rmse
    both = np.column_stack([1 - outputs, outputs]) if outputs.shape[1] == 1 else outputs
    areas = [area for area in roc_areas(truth, both) if area is not None]
    return float(np.mean(areas)) if areas else None


def _loss(score: float, shuffled: float | None, more_is_better: bool) -> float:
    assert shuffled is not None  # the truth is the same as that of `score`
    return score - shuffled if more_is_better else shuffled - score
