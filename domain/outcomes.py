"""How predictions turned out, once the truth is known. Nothing is measured here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from domain.messages import Joined, Message, message_from_json
from domain.proportions import percent
from domain.shown_numbers import shown_number, shown_score


@dataclass(frozen=True)
class OutcomeMeasure:
    """A score of two classes beside accuracy: "roc_auc", or "precision" and "sensitivity" at the rule in use.

    Attributes:
        value: of the rows whose outcome is known; a share.
        low, high: 95% interval of `value`.
        expected: the same on the held-out rows when the model was trained.
        fell: whether `value` is lower than `expected` by more than chance.
    """

    name: str
    value: float
    low: float
    high: float
    expected: float
    fell: bool

    @property
    def sentence(self) -> Message:
        """The measure beside what was expected."""
        values = {name: shown_score(getattr(self, name)) for name in ("value", "low", "high", "expected")}
        if self.fell:
            return Message(
                "{name} {value} ({low} to {high}), less than the {expected} expected from training.",
                name=MEASURE_NAMES[self.name],
                **values,
            )
        return Message(
            "{name} {value} ({low} to {high}); {expected} was expected.",
            name=MEASURE_NAMES[self.name],
            **values,
        )

    @property
    def shown(self) -> str:
        """The value as in lists of models."""
        return shown_score(self.value)


MEASURE_NAMES: Mapping[str, Message] = {
    "roc_auc": Message("ROC AUC"),
    "precision": Message("Precision"),
    "sensitivity": Message("Sensitivity"),
}


@dataclass(frozen=True)
class OutcomeScores:
    """Predictions of one file beside what became of its rows.

    Attributes:
        score: "accuracy" of classes, "mae" of numbers.
        value: of these rows.
        low, high: 95% interval of `value`.
        expected: the same score on the held-out rows when the model was trained.
        rows: predicted rows whose outcome is known, by this file or an earlier one.
        unmatched: rows of the file that were not predicted. Of those judged before `blank` was counted, also these.
        is_alarming: whether `value` or one of `measures` is worse than expected by more than chance.
        unknown: rows that became of a class that the model doesn't know; they count as wrong.
        again: rows of the file whose outcome an earlier file had.
        changed: those of them that turned out differently.
        cost: what the mistakes cost in won for 1,000 rows, where the decision rule goes by costs.
        expected_cost: the same on held-out rows; None where these were not counted.
        known_sha256: of the file in the store that has the outcomes of all rows; None of those judged before there was one.
        blank: rows of the file without an outcome that can be read.
        repeated: rows of the file that say of a predicted row what another one said.
        contradicting: predicted rows of which the file says different things; they are left out.
        ambiguous: rows of the file that fit several predicted ones; they are left out.
        measures: of two classes, where both are among the outcomes.
        respelled: rows of the file that were found in other letter case, with other blanks or in full width.
        target_taken: how the column of the target was found, where its header is another one.
        fell: whether `value` itself is worse; None of those judged before there were measures, where `is_alarming` says it.
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
    blank: int = 0
    repeated: int = 0
    contradicting: int = 0
    ambiguous: int = 0
    measures: tuple[OutcomeMeasure, ...] = ()
    fell: bool | None = None
    respelled: int = 0
    target_taken: Message | None = None

    @property
    def sentence(self) -> Message:
        """How good the predictions turned out, what it costs, and what to know of the rows."""
        parts = [
            self.comparison,
            *(one.sentence for one in self.measures if one.name == "roc_auc" and not one.fell),
        ]
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
        return _sentences([*parts, *self._rows_to_know_of()])

    def _rows_to_know_of(self) -> Iterator[Message]:
        if self.target_taken is not None:
            yield self.target_taken
        if self.respelled:
            yield Message(
                "{respelled:,} rows were found although they are written otherwise (letter case, blanks, full width).",
                respelled=self.respelled,
            )
        if self.unknown:
            yield Message(
                "{unknown:,} rows became of a class that the model doesn't know, and count as wrong.",
                unknown=self.unknown,
            )
        if self.unmatched:
            yield Message(
                "{unmatched:,} rows of the file are none of the predicted ones.", unmatched=self.unmatched
            )
        if self.blank:
            yield Message("{blank:,} rows have no outcome that can be read.", blank=self.blank)
        if self.repeated:
            yield Message(
                "{repeated:,} rows of the file are there again with the same outcome, and count once.",
                repeated=self.repeated,
            )
        if self.contradicting:
            yield Message(
                "Of {contradicting:,} predicted rows the file says different things; they are left out.",
                contradicting=self.contradicting,
            )
        if self.ambiguous:
            yield Message(
                "{ambiguous:,} rows of the file fit several predicted ones, and are left out.",
                ambiguous=self.ambiguous,
            )
        if self.again:
            yield Message(
                "{again:,} rows of the file had an outcome already; {changed:,} of them are different now.",
                again=self.again,
                changed=self.changed,
            )

    @property
    def comparison(self) -> Message:
        """How good the predictions turned out, and what is worse than expected."""
        fell = [one.sentence for one in self.measures if one.fell]
        if not self.is_alarming:
            return self._of_score
        return _sentences([self._of_score, *fell, Message("Train again on newer rows.")])

    @property
    def _of_score(self) -> Message:
        names = ("value", "low", "high", "expected")
        if self.score == "accuracy":
            shares = {name: percent(getattr(self, name)) for name in names}
            if self.value_fell:
                return Message(
                    "{value} of {rows:,} rows right ({low} to {high}), fewer than the {expected} expected from training.",
                    rows=self.rows,
                    **shares,
                )
            return Message(
                "{value} of {rows:,} rows right ({low} to {high}); {expected} was expected.",
                rows=self.rows,
                **shares,
            )
        numbers = {name: shown_number(getattr(self, name)) for name in names}
        if self.value_fell:
            return Message(
                "Mean error {value} on {rows:,} rows ({low} to {high}), more than the {expected} expected from training.",
                rows=self.rows,
                **numbers,
            )
        return Message(
            "Mean error {value} on {rows:,} rows ({low} to {high}); {expected} was expected.",
            rows=self.rows,
            **numbers,
        )

    @property
    def value_fell(self) -> bool:
        """Whether `value` itself is worse than expected by more than chance."""
        return self.is_alarming and (self.fell is None or self.fell)

    def measure(self, name: str) -> OutcomeMeasure | None:
        """The one of that name."""
        return next((one for one in self.measures if one.name == name), None)

    def to_json(self) -> dict[str, Any]:
        """JSON-serialisable; `from_json` reads it."""
        taken = self.target_taken.to_json() if self.target_taken is not None else None
        return {
            **vars(self),
            "measures": [asdict(one) for one in self.measures],
            "target_taken": taken,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> OutcomeScores:
        """The scores that `to_json` wrote."""
        taken = data.get("target_taken")
        return cls(
            **{
                **data,
                "measures": tuple(OutcomeMeasure(**one) for one in data.get("measures", ())),
                "target_taken": message_from_json(taken) if taken else None,
            }
        )


def _sentences(parts: Sequence[Message]) -> Message:
    return Joined(parts, " ") if len(parts) > 1 else parts[0]
