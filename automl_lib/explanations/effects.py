"""An additive model of a model's outputs: what each column alone adds to them, as far as that can be seen from some rows.

It never explains anything itself. A Shapley value of a sum of functions of one column each is exact without sampling, so its sampling error in
a few compared rows is known and can be taken off that of the model (a control variate; Goldwasser and Hooker, Stabilizing
estimates of Shapley values with control variates, 2023).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from automl_lib.explanations.values import as_numbers, is_ordered
from domain.explanations import ColumnValues

if TYPE_CHECKING:
    import pandas as pd

_KNOTS = (0.25, 0.5, 0.75)
_LEVELS = 10
_ROWS_PER_FEATURE = 4
_MOST_FEATURES = 600
# A column whose effect is less than so many times what chance gives it is left out, and so adds exactly nothing.
_TIMES_CHANCE = 9.0
_NOTHING = 1e-20


def additive_effects(frame: pd.DataFrame, columns: Sequence[ColumnValues], outputs: np.ndarray) -> np.ndarray:
    """Least squares of the outputs on functions of one column each.

    Numbers and dates enter piecewise linear, with a knot at each quartile, blanks apart; of categories the most frequent ones.

    Args:
        frame: raw typed rows of the columns.
        columns: of the frame, in its order. Free text has no effect.
        outputs: of the rows, shape (rows, outputs).

    Returns:
        Effects with mean 0 over the rows, shape (rows, columns, outputs); zeros where there are too few rows for so many columns.
    """
    effects = np.zeros((len(frame), len(columns), outputs.shape[1]))
    most = min(len(frame) // _ROWS_PER_FEATURE, _MOST_FEATURES)
    for knots, levels in ((_KNOTS, _LEVELS), ((), _LEVELS), ((), 1)):
        features = [_features(frame[column.key], column, knots, levels) for column in columns]
        if 0 < sum(one.shape[1] for one in features) <= most:
            break
    else:
        return effects
    target = outputs - outputs.mean(axis=0)
    kept = list(range(len(columns)))
    parts = _fitted(features, kept, target)
    noise = ((target - sum(parts)) ** 2).mean(axis=0)
    kept = [
        place
        for place, part in zip(kept, parts, strict=True)
        if _counts(part, noise * features[place].shape[1] / len(frame), target)
    ]
    for place, part in zip(kept, _fitted(features, kept, target), strict=True):
        effects[:, place] = part
    return effects


def _counts(effect: np.ndarray, chance: np.ndarray, target: np.ndarray) -> bool:
    """Whether an effect of mean 0 is more than chance, or rounding, gives."""
    variance = (effect**2).mean(axis=0)
    return bool(
        np.any((variance > _TIMES_CHANCE * chance) & (variance > _NOTHING * (target**2).mean(axis=0)))
    )


def _fitted(features: list[np.ndarray], kept: list[int], target: np.ndarray) -> list[np.ndarray]:
    """Effects of the kept columns, each of shape (rows, outputs)."""
    if not kept:
        return []
    matrix = np.column_stack([features[place] for place in kept])
    weights = np.linalg.lstsq(matrix, target, rcond=1e-8)[0]
    ends = np.cumsum([features[place].shape[1] for place in kept])
    split = np.split(weights, ends[:-1])
    return [features[place] @ own for place, own in zip(kept, split, strict=True)]


def _features(cells: pd.Series, column: ColumnValues, knots: Sequence[float], levels: int) -> np.ndarray:
    """Functions of one column with mean 0 and standard deviation 1, shape (rows, functions); constant ones are left out."""
    found: list[np.ndarray] = []
    if is_ordered(column.kind):
        numbers = as_numbers(cells, column.kind)
        known = np.isfinite(numbers)
        if known.any():
            at = np.where(known, numbers, np.median(numbers[known]))
            bends = np.unique(np.quantile(numbers[known], knots)) if knots else ()
            found = [at, *(np.maximum(at - bend, 0.0) for bend in bends), known.astype(float)]
    else:
        found = [(cells == level).to_numpy(float) for level in column.categories[:levels]]
    centred = [one - one.mean() for one in found]
    spread = [one.std() for one in centred]
    kept = [
        one / width
        for one, width, raw in zip(centred, spread, found, strict=True)
        if width > 1e-12 * max(1.0, np.abs(raw).max())
    ]
    return np.column_stack(kept) if kept else np.zeros((len(cells), 0))
