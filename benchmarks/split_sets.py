"""Made tables whose rows belong together or follow time, each with rows that come afterwards. Nothing is measured here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from benchmarks.model_sets import ModelSet, typed_set
from domain.columns import ColumnType
from domain.split import SplitMethod
from domain.table_schema import TableSchema
from domain.tasks import Task

GROUPS, LATER_GROUPS = 80, 400
ROWS, LATER_ROWS = 600, 200


@dataclass(frozen=True)
class SplitSet:
    """A table to learn from, and what models are used on afterwards.

    Attributes:
        table: to learn from.
        later: typed rows of new groups, or of the time right after the table's.
        method: by which the rows are separated honestly.
        column: key of its column.
        task: what the target is.
    """

    table: ModelSet
    later: pd.DataFrame
    method: SplitMethod
    column: str
    task: Task


def load_split_set(name: str, seed: int) -> SplitSet:
    """Draws one of `SPLIT_SETS`."""
    frame, method, task = SPLIT_SETS[name](np.random.default_rng(seed))
    column = next(name for name in ("patient", "customer", "day") if name in frame)
    table = typed_set(name, frame.drop(columns="later"), "target")
    if method is SplitMethod.TIME:
        table = _with_dates(table, frame[column])
    is_later = frame["later"].to_numpy()
    learn = ModelSet(name, table.frame[~is_later].reset_index(drop=True), table.schema, table.target)
    later = table.frame[is_later].reset_index(drop=True)
    return SplitSet(learn, later, method, table.schema.by_label(column).key, task)


def _with_dates(table: ModelSet, days: pd.Series) -> ModelSet:
    """The table with "day" as dates, which `typed_set` takes for texts."""
    key = table.schema.by_label("day").key
    columns = tuple(
        replace(column, type=ColumnType.DATE) if column.key == key else column
        for column in table.schema.columns
    )
    frame = table.frame.assign(**{key: days.astype("datetime64[us]").to_numpy()})
    return ModelSet(table.name, frame, TableSchema(columns), table.target)


def _groups(random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """The group of each row, and whether it is one of those that come afterwards."""
    who = np.repeat(np.arange(GROUPS + LATER_GROUPS), random.integers(3, 10, GROUPS + LATER_GROUPS))
    return who, who >= GROUPS


def _patients(random: np.random.Generator) -> tuple[pd.DataFrame, SplitMethod, Task]:
    """Marks that tell patients apart, and a result of the patient that follows from nothing."""
    who, later = _groups(random)
    marks = random.normal(size=(GROUPS + LATER_GROUPS, 4))[who] + random.normal(
        scale=0.02, size=(len(who), 4)
    )
    result = random.permutation(np.arange(GROUPS + LATER_GROUPS) % 2)[who]
    frame = pd.DataFrame(marks, columns=list("abcd")).assign(
        patient=[f"P{n}" for n in who], target=np.where(result, "yes", "no"), later=later
    )
    return frame, SplitMethod.GROUP, Task.CLASSIFICATION


def _customers(random: np.random.Generator) -> tuple[pd.DataFrame, SplitMethod, Task]:
    """A number that follows from a column and from the customer."""
    who, later = _groups(random)
    level, age = random.normal(size=(2, GROUPS + LATER_GROUPS))
    x = random.normal(size=len(who))
    target = x + 0.3 * age[who] + 1.2 * level[who] + random.normal(scale=0.4, size=len(who))
    frame = pd.DataFrame({"x": x, "age": age[who], "customer": [f"K{n}" for n in who], "target": target})
    return frame.assign(later=later), SplitMethod.GROUP, Task.REGRESSION


def _turning(random: np.random.Generator) -> tuple[pd.DataFrame, SplitMethod, Task]:
    """What follows from the columns turns with time."""
    rows = ROWS + LATER_ROWS
    a, b = random.normal(size=(2, rows))
    angle = np.linspace(0, 1.5 * np.pi, rows)
    score = np.cos(angle) * a + np.sin(angle) * b + 0.3 * random.normal(size=rows)
    frame = _dated(rows).assign(a=a, b=b, target=np.where(score > 0, "yes", "no"))
    return frame, SplitMethod.TIME, Task.CLASSIFICATION


def _sales(random: np.random.Generator) -> tuple[pd.DataFrame, SplitMethod, Task]:
    """A level that walks, a season, and a column."""
    rows = ROWS + LATER_ROWS
    x = random.normal(size=rows)
    level = np.cumsum(random.normal(scale=0.08, size=rows)) + np.sin(2 * np.pi * np.arange(rows) / 365)
    frame = _dated(rows).assign(x=x, target=level + 0.7 * x + random.normal(scale=0.4, size=rows))
    return frame, SplitMethod.TIME, Task.REGRESSION


def _steady(random: np.random.Generator) -> tuple[pd.DataFrame, SplitMethod, Task]:
    """Rows that have dates and depend on nothing but themselves."""
    rows = ROWS + LATER_ROWS
    a, b = random.normal(size=(2, rows))
    score = a + np.sin(2 * b) + 0.7 * random.normal(size=rows)
    return (
        _dated(rows).assign(a=a, b=b, target=np.where(score > 0, "yes", "no")),
        SplitMethod.TIME,
        Task.CLASSIFICATION,
    )


def _growing(random: np.random.Generator) -> tuple[pd.DataFrame, SplitMethod, Task]:
    """A straight trend, a week, a yearly season of a column that is known, and campaigns."""
    days = np.arange(ROWS + LATER_ROWS)
    warmth = 12 + 14 * np.sin(2 * np.pi * days / 365) + random.normal(scale=3, size=len(days))
    campaign = random.choice(["none", "sale", "gift"], len(days), p=[0.7, 0.2, 0.1])
    raised = pd.Series(campaign).map({"none": 0.0, "sale": 90.0, "gift": 150.0}).to_numpy()
    target = (
        300
        + 0.2 * days
        + 120 * (days % 7 >= 5)
        + 6 * warmth
        + raised
        + random.normal(scale=30, size=len(days))
    )
    frame = _dated(len(days)).assign(warmth=warmth, campaign=campaign, target=target)
    return frame, SplitMethod.TIME, Task.REGRESSION


def _compounding(random: np.random.Generator) -> tuple[pd.DataFrame, SplitMethod, Task]:
    """Growth by a share each day, with errors that grow along."""
    days = np.arange(ROWS + LATER_ROWS)
    x = random.normal(size=len(days))
    target = 100 * np.exp(0.0015 * days + 0.2 * x + random.normal(scale=0.1, size=len(days)))
    return _dated(len(days)).assign(x=x, target=target), SplitMethod.TIME, Task.REGRESSION


def _stepping(random: np.random.Generator) -> tuple[pd.DataFrame, SplitMethod, Task]:
    """A level that jumps every hundred days or so."""
    rows = ROWS + LATER_ROWS
    level = np.cumsum(random.normal(scale=1.5, size=rows) * (random.random(rows) < 0.01))
    x = random.normal(size=rows)
    target = level + x + random.normal(scale=0.5, size=rows)
    return _dated(rows).assign(x=x, target=target), SplitMethod.TIME, Task.REGRESSION


def _dated(rows: int) -> pd.DataFrame:
    days = np.datetime64("2023-01-01") + np.arange(rows)
    return pd.DataFrame({"day": days, "later": np.arange(rows) >= ROWS})


SPLIT_SETS: dict[str, Callable[[np.random.Generator], tuple[pd.DataFrame, SplitMethod, Task]]] = {
    "patients": _patients,
    "customers": _customers,
    "turning": _turning,
    "sales": _sales,
    "steady": _steady,
    "growing": _growing,
    "compounding": _compounding,
    "stepping": _stepping,
}
