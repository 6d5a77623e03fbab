"""The question whether a numeric target with few different values is classes or numbers, and what is suggested."""

from __future__ import annotations

from dataclasses import dataclass

from domain.columns import ColumnType
from domain.messages import Message
from domain.shown_numbers import class_name
from domain.tasks import MAX_NUMERIC_CLASSES, MIN_CLASS_ROWS, Task

FEWEST_NUMBERS = 3
"""Two different numbers are two classes; from three on they may be either."""
_NAMED = 7
"""Classes that a sentence names."""


def is_ambiguous(kind: ColumnType, distinct: int) -> bool:
    """Whether a target of this type with so many different values may be classes as well as numbers."""
    return kind.is_numeric and FEWEST_NUMBERS <= distinct <= MAX_NUMERIC_CLASSES


def suggested_task(fewest_rows: int) -> Task:
    """Classes where each value has the rows that a class needs, else numbers.

    Args:
        fewest_rows: of any of the values.
    """
    return Task.CLASSIFICATION if fewest_rows >= MIN_CLASS_ROWS else Task.REGRESSION


@dataclass(frozen=True)
class TargetQuestion:
    """A numeric target that may be classes as well as numbers.

    Attributes:
        label: of the column.
        distinct: different values.
        counts: the values, ascending, with their rows; empty where they weren't counted.
    """

    label: str
    distinct: int
    counts: tuple[tuple[float, int], ...]

    @property
    def text(self) -> Message:
        """The question."""
        return Message(
            "'{label}' has only {distinct} different numbers. Are they classes, or amounts?",
            label=self.label,
            distinct=self.distinct,
        )

    @property
    def rows(self) -> list[tuple[str, int]]:
        """Each value as a class is called, with its rows."""
        return [(class_name(value), rows) for value, rows in self.counts]

    @property
    def rare(self) -> list[tuple[str, int]]:
        """Values with fewer rows than a class needs."""
        return [(name, rows) for name, rows in self.rows if rows < MIN_CLASS_ROWS]

    @property
    def suggested(self) -> Task | None:
        """None where the values weren't counted."""
        return suggested_task(min(rows for _, rows in self.counts)) if self.counts else None

    @property
    def reason(self) -> Message | None:
        """Why that is suggested; None without a suggestion."""
        if not self.counts:
            return None
        if not self.rare:
            return Message(
                "there are only {distinct} values, each with at least {minimum} rows",
                distinct=self.distinct,
                minimum=MIN_CLASS_ROWS,
            )
        return Message(
            "a class needs {minimum} rows, and too few have {values}",
            minimum=MIN_CLASS_ROWS,
            values=", ".join(f"{name} ({rows})" for name, rows in self.rare[:_NAMED]),
        )

    def choice(self, task: Task) -> Message:
        """What people choose with a task."""
        if task is Task.CLASSIFICATION:
            return Message("Classify")
        return Message("Predict as a number")

    def outcome(self, task: Task) -> Message:
        """What would be predicted by a task."""
        if task is Task.REGRESSION:
            values = [value for value, _ in self.counts]
            if not values:
                return Message("An amount, also one between the values, with an interval.")
            return Message(
                "An amount such as {between}, also one between the values {low} to {high}, with an interval.",
                between=class_name(_between(values)),
                low=class_name(values[0]),
                high=class_name(values[-1]),
            )
        if not self.counts:
            return Message("One of the values, with the probability of each; never one between them.")
        named = ", ".join(name for name, _ in self.rows[:_NAMED]) + (" …" if self.distinct > _NAMED else "")
        return Message(
            "One of the {distinct} values {values}, with the probability of each; never one between them.",
            distinct=self.distinct,
            values=named,
        )


def _between(values: list[float]) -> float:
    """A number between two of the values in the middle that is none of them."""
    at = len(values) // 2
    return round(values[at - 1] + 0.4 * (values[at] - values[at - 1]), 6)
