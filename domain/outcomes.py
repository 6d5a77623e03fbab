"""How predictions turned out, once the truth is known. Nothing is measured here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from domain.messages import Joined, Message
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
        rows: predicted rows whose outcome is known, by this file or an earlier one.
        unmatched: rows of the file that were not predicted, or have no outcome.
        is_alarming: whether `value` is worse than `expected` by more than chance.
        unknown: rows that became of a class that the model doesn't know; they count as wrong.
        again: rows of the file whose outcome an earlier file had.
        changed: those of them that turned out differently.
        cost: what the mistakes cost in won for 1,000 rows, where the decision rule goes by costs.
        expected_cost: the same on held-out rows; None where these were not counted.
        known_sha256: of the file in the store that has the outcomes of all rows; None of those judged before there was one.
    """

    score: str
    value: float
    low: float
    high: float
    expected: float
    rows: int
    unmatched: int
    is_alarming: bool
    unknown: int = 0
    again: int = 0
    changed: int = 0
    cost: float | None = None
    expected_cost: float | None = None
    known_sha256: str | None = None

    @property
    def sentence(self) -> Message:
        """How good the predictions turned out, what it costs, and what to know of the rows."""
        parts = [self.comparison]
        if self.cost is not None and self.expected_cost is not None:
            parts.append(
                Message(
                    "Mistakes cost {cost:,.0f} won per 1,000 rows; {expected:,.0f} was expected.",
                    cost=self.cost,
                    expected=self.expected_cost,
                )
            )
        elif self.cost is not None:
            parts.append(Message("Mistakes cost {cost:,.0f} won per 1,000 rows.", cost=self.cost))
        if self.unknown:
            parts.append(
                Message(
                    "{unknown:,} rows became of a class that the model doesn't know, and count as wrong.",
                    unknown=self.unknown,
                )
            )
        if self.again:
            parts.append(
                Message(
                    "{again:,} rows of the file had an outcome already; {changed:,} of them are different now.",
                    again=self.again,
                    changed=self.changed,
                )
            )
        return Joined(parts, " ") if len(parts) > 1 else parts[0]

    @property
    def comparison(self) -> Message:
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
