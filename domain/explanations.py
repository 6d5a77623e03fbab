"""Why a trained model predicts what it predicts, in numbers that are kept with its training (EXPLANATION). Nothing is measured here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from domain.columns import ColumnType
from domain.messages import Message, Sentences
from domain.shown_numbers import shown_cell

FEW_HELD_OUT_ROWS = 30
"""With fewer held-out rows than this, importances are mostly chance."""

PERCENT = "%"

Value = float | str
"""A number, a category, or a date in ISO 8601."""


@dataclass(frozen=True)
class ColumnValues:
    """What the training rows hold of one column: what may be typed into a form, and how far apart two values are.

    Attributes:
        key, label: of the column.
        kind: its type.
        low, high: of numbers, and of dates in seconds since 1970; None for other columns and without values.
        spread: distance between the 5th and the 95th percentile, or the range where they are the same; > 0. None as `low`.
        whole: whether all numbers are whole.
        quantiles: of numbers and dates, ascending and distinct; values that occur.
        categories: of other columns, most frequent first; none of free text.
        complete: whether `categories` are all there are.
        typical: the cell of a usual row as people wrote it; None for a blank.
        unit: that people wrote beside the numbers; None without one. Numbers of percent are kept as shares.
    """

    key: str
    label: str
    kind: ColumnType
    low: float | None = None
    high: float | None = None
    spread: float | None = None
    whole: bool = False
    quantiles: tuple[float, ...] = ()
    categories: tuple[str, ...] = ()
    complete: bool = True
    typical: str | None = None
    unit: str | None = None

    def in_unit(self, value: float, plain: Callable[[float], str]) -> str:
        """A number of the column as people write it, by how `plain` writes numbers."""
        if self.unit is None:
            return plain(value)
        return f"{plain(100 * value if self.unit == PERCENT else value)}{self.unit}"

    def shown(self, cell: str | None) -> str:
        """A cell of the column as people read it; empty for None."""
        return shown_cell(cell or "") if self.kind.is_numeric else cell or ""

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ColumnValues:
        """The values that `asdict` gave."""
        kept = {name: tuple(data[name]) for name in ("quantiles", "categories")}
        return cls(**{**data, **kept, "kind": ColumnType(data["kind"])})


@dataclass(frozen=True)
class Importance:
    """How much worse a model predicts held-out rows once the cells of some columns are shuffled together.

    Attributes:
        labels: headers of the columns; several for a group of correlated ones.
        loss: mean loss of the metric over the repeats; near 0 or below for columns the model doesn't need.
        error: standard error of `loss`.
    """

    labels: tuple[str, ...]
    loss: float
    error: float

    @property
    def name(self) -> str:
        """The columns in one line."""
        return " + ".join(self.labels)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Importance:
        """The importance that `asdict` gave."""
        return cls(tuple(data["labels"]), data["loss"], data["error"])


@dataclass(frozen=True)
class DependencePoint:
    """The mean prediction where one column has `value` in every row; one mean for each output."""

    value: Value
    means: tuple[float, ...]


@dataclass(frozen=True)
class Dependence:
    """Partial dependence of the prediction on one column.

    Attributes:
        label: header of the column.
        kind: its type; values of dates are ISO 8601.
        points: ascending, or most frequent first for categories.
    """

    label: str
    kind: ColumnType
    points: tuple[DependencePoint, ...]

    @property
    def reach(self) -> float:
        """The largest difference between two means of one output."""
        by_output = zip(*(point.means for point in self.points), strict=True)
        return max((max(means) - min(means) for means in by_output), default=0.0)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Dependence:
        """The dependence that `asdict` gave."""
        points = tuple(DependencePoint(point["value"], tuple(point["means"])) for point in data["points"])
        return cls(data["label"], ColumnType(data["kind"]), points)


@dataclass(frozen=True)
class ModelExplanation:
    """What is kept of an explained training.

    Attributes:
        outputs: what is explained: the positive one of two classes, each of several classes, or nothing for a number.
        metric: "roc_auc" or "rmse", by which importances are measured; None where none could be.
        score: of the metric on the rows as they are.
        rows: held-out rows that importances were measured on.
        repeats: shuffles of each column.
        importances: of the columns that the model uses, the most important first.
        groups: of columns that go together, shuffled together, the most important first.
        dependences: of the most important columns, in their order.
        columns: the columns that the model uses, in the order of the table.
        notes: what to be wary of.
    """

    outputs: tuple[str, ...]
    metric: str | None
    score: float | None
    rows: int
    repeats: int
    importances: tuple[Importance, ...] = ()
    groups: tuple[Importance, ...] = ()
    dependences: tuple[Dependence, ...] = ()
    columns: tuple[ColumnValues, ...] = ()
    notes: tuple[Message, ...] = ()

    def without_values(self) -> dict[str, Any]:
        """The importances as JSON, without any value of a row, for other systems."""
        names = ("metric", "score", "rows", "repeats", "importances", "groups")
        return {name: value for name, value in self.to_json().items() if name in names}

    def to_json(self) -> dict[str, Any]:
        """JSON-serialisable; `from_json` reads it."""
        return {
            **vars(self),
            "outputs": list(self.outputs),
            **{
                name: [asdict(one) for one in getattr(self, name)]
                for name in ("importances", "groups", "dependences", "columns")
            },
            "notes": [note.sentences for note in self.notes],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ModelExplanation:
        """The explanation that `to_json` wrote."""
        return cls(
            **{
                **data,
                "outputs": tuple(data["outputs"]),
                "importances": tuple(Importance.from_json(one) for one in data["importances"]),
                "groups": tuple(Importance.from_json(one) for one in data["groups"]),
                "dependences": tuple(Dependence.from_json(one) for one in data["dependences"]),
                "columns": tuple(ColumnValues.from_json(one) for one in data["columns"]),
                "notes": tuple(Sentences(note["ko"], note["en"]) for note in data["notes"]),
            }
        )
