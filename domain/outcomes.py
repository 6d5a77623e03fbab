"""How predictions turned out, once the truth is known. Nothing is measured here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from domain.messages import Message
from domain.proportions import percent
from domain.shown_numbers import shown_number


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

    @property
    def sentence(self) -> Message:
        """How good the predictions turned out."""
        names = ("value", "low", "high", "expected")
        if self.score == "accuracy":
            shares = {name: percent(getattr(self, name)) for name in names}
            if self.is_alarming:
                return Message(
                    "{value} of {rows:,} rows right ({low} to {high}), fewer than the {expected} expected from training: "
                    "train again on newer rows.",
                    rows=self.rows,
                    **shares,
                )
            return Message(
                "{value} of {rows:,} rows right ({low} to {high}); {expected} was expected.",
                rows=self.rows,
                **shares,
            )
        numbers = {name: shown_number(getattr(self, name)) for name in names}
        if self.is_alarming:
            return Message(
                "Mean error {value} on {rows:,} rows ({low} to {high}), more than the {expected} expected from training: "
                "train again on newer rows.",
                rows=self.rows,
                **numbers,
            )
        return Message(
            "Mean error {value} on {rows:,} rows ({low} to {high}); {expected} was expected.",
            rows=self.rows,
            **numbers,
        )

    def to_json(self) -> dict[str, Any]:
        """JSON-serialisable; `from_json` reads it."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> OutcomeScores:
        """The scores that `to_json` wrote."""
        return cls(**data)
