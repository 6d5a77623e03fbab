"""How predictions turned out, once the truth is known. Nothing is measured here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class OutcomeScores:
    """Predictions of one file beside what became of its rows.

    Attributes:
        score: "accuracy" of classes, "mae" of numbers.
        value: of these rows.
        low, high: 95% interval of `value`.
        expected: the same score on the held-out rows when the model was trained.
        rows: predicted rows whose outcome is known.
        unmatched: rows of the file that were not predicted, or have no outcome.
        is_alarming: whether `value` is worse than `expected` by more than chance.
    """

    score: str
    value: float
    low: float
    high: float
    expected: float
    rows: int
    unmatched: int
    is_alarming: bool

    def to_json(self) -> dict[str, Any]:
        """JSON-serialisable; `from_json` reads it."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> OutcomeScores:
        """The scores that `to_json` wrote."""
        return cls(**data)
