"""The smallest change of some columns that turns a model's answer, found by search.

The objective is that of Wachter, Mittelstadt and Russell (Counterfactual explanations without opening the black box, 2017): another answer at the least
distance, with few columns changed. Models here have no gradients in common, so values that occur in training are tried: of one column, then of the most
promising pairs, then of three; what is found is then moved back towards the row as far as the answer stays turned.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING, Any

import numpy as np

from automl_lib.explanations.background import Background
from automl_lib.explanations.dependence import grid
from automl_lib.explanations.values import distance, is_ordered, row_of, typed_cells
from automl_lib.trained_model import TrainedModel
from domain.columns import ColumnType
from domain.explanations import ColumnValues
from domain.what_if import MOST_CHANGES, Goal

if TYPE_CHECKING:
    import pandas as pd

_VALUES = {1: 20, 2: 10, 3: 6}
"""Values of each column that are tried, by the number of columns that change together."""
_COLUMNS = {1: 1000, 2: 8, 3: 6}
"""The most promising columns that are combined."""
_STEPS = 16
_FINE_ROUNDS = 3
"""Each divides the last step by `_STEPS` again; the nearest change alone is worth the model's calls."""
_REFINED = 3
_DIGITS = 3
"""Of a column's spread: what a changed number is rounded to."""
_MINUTE, _DAY = 60.0, 86_400.0

Row = Mapping[str, Any]
"""By key: numbers, dates as seconds since 1970, texts; None for a blank."""


@dataclass(frozen=True)
class Turned:
    """A row with another answer.

    Attributes:
        changes: key → value.
        distance: sum over the columns.
    """

    changes: dict[str, Any]
    distance: float


Margin = Callable[["pd.DataFrame"], np.ndarray]
"""How far rows are beyond the goal: ≥ 0 where the answer is turned. Shape (rows,)."""


def counterfactual(
    model: TrainedModel, row: pd.DataFrame, background: Background, changeable: Sequence[str], goal: Goal
) -> Turned | None:
    """Search for the smallest change, of as few columns as possible.

    Args:
        model: a classifier or regressor.
        row: one raw typed row.
        background: of the model: the values that occur.
        changeable: keys of the columns that may change.
        goal: of a regressor with one bound.

    Returns:
        A row that the model answers as the goal says; None where none was found. Numbers are within the range of training,
        categories are of training. A row that is as the goal says already comes back without changes.
    """
    search = _Search(row, background, margin_of(model, row, goal))
    if search.margin(row)[0] >= 0:
        return Turned({}, 0.0)
    columns = [background.by_key(key) for key in changeable]
    for count in range(1, min(MOST_CHANGES, len(columns)) + 1):
        columns, found = search.try_together(columns, count)
        if found:
            nearest = min(map(search.refine, found), key=lambda turned: turned.distance)
            return search.refine(nearest, rounds=_FINE_ROUNDS)
    return None


def margin_of(model: TrainedModel, row: pd.DataFrame, goal: Goal) -> Margin:
    """What a goal asks of rows, as a margin.

    Raises:
        ValueError: the class is unknown, or a regressor's goal has not exactly one bound.
    """
    if model.is_regressor:
        if (goal.at_least is None) == (goal.at_most is None):
            raise ValueError("a number is to be at least or at most something")
        if goal.at_least is not None:
            low = goal.at_least
            return lambda rows: model.predict_numbers(rows)[:, 0] - low
        high = float(goal.at_most or 0.0)
        return lambda rows: high - model.predict_numbers(rows)[:, 0]
    if goal.label is not None and goal.label not in model.classes:
        raise ValueError(f"unknown class {goal.label!r}")
    now = str(model.predict(row)[0])
    wanted = [model.classes.index(name) for name in model.classes if goal.label in (None, name)]
    if goal.label is None:
        wanted.remove(model.classes.index(now))
    return lambda rows: _class_margin(model, model.predict_proba(rows), wanted)


def _class_margin(model: TrainedModel, probabilities: np.ndarray, wanted: list[int]) -> np.ndarray:
    if len(model.classes) == 2:
        above = probabilities[:, 1] - model.threshold
        # A class below the threshold has to be below it, not at it.
        return above if wanted == [1] else -above - 1e-12
    others = [number for number in range(len(model.classes)) if number not in wanted]
    return probabilities[:, wanted].max(axis=1) - probabilities[:, others].max(axis=1) - 1e-12


@dataclass(frozen=True)
class _Search:
    """Rows near one row."""

    row: pd.DataFrame
    background: Background
    margin: Margin

    @property
    def now(self) -> Row:
        return row_of(self.row, 0, {column.key: column.kind for column in self.background.columns})

    def try_together(
        self, columns: Sequence[ColumnValues], count: int
    ) -> tuple[list[ColumnValues], list[Turned]]:
        """Try values of every `count` of the first columns.

        Returns:
            The columns, those first whose best value came nearest to the goal; and the nearest rows that reach it.
        """
        now = self.now
        tried: list[dict[str, Any]] = []
        for together in combinations(columns[: _COLUMNS[count]], count):
            values = [[v for v in grid(c, _VALUES[count]) if v != now[c.key]] for c in together]
            keys = [column.key for column in together]
            tried += [dict(zip(keys, chosen, strict=True)) for chosen in product(*values)]
        if not tried:
            return list(columns), []
        margins = self.margin(self._changed(tried))
        best = dict.fromkeys((column.key for column in columns), -np.inf)
        for changes, margin in zip(tried, margins.tolist(), strict=True):
            for key in changes:
                best[key] = max(best[key], margin)
        ranked = sorted(columns, key=lambda column: -best[column.key])
        reached = [self._turned(tried[place]) for place in np.flatnonzero(margins >= 0)]
        return ranked, sorted(reached, key=lambda turned: turned.distance)[:_REFINED]

    def refine(self, turned: Turned, rounds: int = 1) -> Turned:
        """Move numbers and dates back towards the row, as far as the answer stays turned.

        Args:
            rounds: of steps, each between the last value that doesn't reach the goal and the first that does.
        """
        changes = dict(turned.changes)
        for key in turned.changes:
            column, start = self.background.by_key(key), self.now[key]
            if not is_ordered(column.kind) or start is None:
                continue
            short = float(np.clip(start, column.low or 0.0, column.high or 0.0))
            for _ in range(rounds):
                shares = np.linspace(0, 1, _STEPS + 1)[:-1]
                nearer = [_rounded(short + share * (changes[key] - short), column) for share in shares]
                margins = self.margin(self._changed([{**changes, key: value} for value in nearer]))
                reached = np.flatnonzero(margins >= 0)
                first = int(reached[0]) if reached.size else len(nearer)
                short = nearer[max(first - 1, 0)]
                if reached.size:
                    changes[key] = nearer[first]
        return self._turned({key: value for key, value in changes.items() if value != self.now[key]})

    def _turned(self, changes: dict[str, Any]) -> Turned:
        now = self.now
        apart = sum(distance(now[key], value, self.background.by_key(key)) for key, value in changes.items())
        return Turned(changes, float(apart))

    def _changed(self, tried: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
        """The row once for each set of changes."""
        import pandas as pd

        now = self.now
        return pd.DataFrame(
            {
                column.key: typed_cells(
                    [changes.get(column.key, now[column.key]) for changes in tried], column.kind
                )
                for column in self.background.columns
            }
        )


def _rounded(value: float, column: ColumnValues) -> float:
    """A number that people write, within the range of training."""
    low, high = column.low or 0.0, column.high or 0.0
    if column.kind is ColumnType.DATE:
        step = _DAY if all(moment % _DAY == 0 for moment in column.quantiles) else _MINUTE
    elif column.whole:
        step = 1.0
    else:
        step = 10.0 ** (np.floor(np.log10(column.spread or 1.0)) - _DIGITS)
    return float(np.clip(round(value / step) * step, low, high))
