"""A row that people typed or changed, and what a model says of it: the question and its answer, as they cross processes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from domain.messages import Message, message_from_json
from domain.shown_numbers import decimals_apart

MOST_REASONS = 3
"""Columns that a file of predictions names for each row."""
MOST_CHANGES = 3
"""Columns that a counterfactual changes at most."""


@dataclass(frozen=True)
class Goal:
    """Which other answer a counterfactual is to have.

    Attributes:
        label: the class; None: any other class.
        at_least, at_most: bounds of a number; of a regressor one of them is given.
    """

    label: str | None = None
    at_least: float | None = None
    at_most: float | None = None


@dataclass(frozen=True)
class WhatIf:
    """A row to predict.

    Attributes:
        doc_id: the document whose confirmed model is asked.
        cells: by header, as people type them; a blank or absent one has no value.
        changeable: headers of the columns that a counterfactual may change; None: no counterfactual is wanted.
        goal: of the counterfactual.
    """

    doc_id: str
    cells: Mapping[str, str]
    changeable: tuple[str, ...] | None = None
    goal: Goal = field(default_factory=Goal)

    def to_json(self) -> dict[str, Any]:
        """JSON-serialisable; `from_json` reads it."""
        return {**vars(self), "cells": dict(self.cells), "goal": asdict(self.goal)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> WhatIf:
        """The question that `to_json` wrote."""
        changeable = data["changeable"]
        return cls(
            data["doc_id"],
            dict(data["cells"]),
            None if changeable is None else tuple(changeable),
            Goal(**data["goal"]),
        )


@dataclass(frozen=True)
class Reason:
    """What one column contributes to a prediction.

    Attributes:
        label: header of the column.
        value: its cell; "" for a blank.
        contribution: to the probability of the explained class, or to the number.
    """

    label: str
    value: str
    contribution: float


@dataclass(frozen=True)
class Change:
    """One column of a counterfactual: its value in the row, and the value that it would have; "" for a blank."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Counterfactual:
    """The smallest change that was found to turn the answer.

    Attributes:
        changes: at most `MOST_CHANGES`.
        predicted: the answer then.
        output: the probability of the explained class, or the number, then.
        distance: sum of the changes, each as a share of the column's spread (1 for another category).
    """

    changes: tuple[Change, ...]
    predicted: str
    output: float
    distance: float

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Counterfactual:
        """The counterfactual that `asdict` gave."""
        return cls(**{**data, "changes": tuple(Change(**one) for one in data["changes"])})


@dataclass(frozen=True)
class WhatIfAnswer:
    """What a model says of one row.

    Attributes:
        predicted: the class, or the number as people read it.
        output: the probability of `explained`, or the number.
        explained: the class whose probability is explained; None of a regressor.
        threshold: probability from which the positive one of two classes is named, else None.
        probabilities: by class; empty of a regressor.
        interval: bounds of the number; None of a classifier.
        base: mean output of the rows that this one is compared with; `base` and the contributions add up to `output`.
        reasons: of every column that the model uses, the largest contribution first.
        notes: what is doubtful in the row.
        counterfactual: None where none was asked for or found.
        no_counterfactual: why none was found; None else.
    """

    predicted: str
    output: float
    explained: str | None
    threshold: float | None
    probabilities: Mapping[str, float]
    interval: tuple[float, float] | None
    base: float
    reasons: tuple[Reason, ...]
    notes: tuple[Message, ...] = ()
    counterfactual: Counterfactual | None = None
    no_counterfactual: Message | None = None

    @property
    def percent_decimals(self) -> int:
        """Decimals of percentages, so that a probability just below the threshold doesn't look like it."""
        shown = [self.output, self.threshold, self.counterfactual.output if self.counterfactual else None]
        return decimals_apart([100 * one for one in shown if one is not None], least=1)

    def to_json(self) -> dict[str, Any]:
        """JSON-serialisable; `from_json` reads it."""
        return {
            **vars(self),
            "probabilities": dict(self.probabilities),
            "reasons": [asdict(reason) for reason in self.reasons],
            "notes": [note.to_json() for note in self.notes],
            "counterfactual": asdict(self.counterfactual) if self.counterfactual else None,
            "no_counterfactual": self.no_counterfactual.to_json() if self.no_counterfactual else None,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> WhatIfAnswer:
        """The answer that `to_json` wrote."""
        interval, found, why = data["interval"], data["counterfactual"], data["no_counterfactual"]
        return cls(
            **{
                **data,
                "interval": None if interval is None else (interval[0], interval[1]),
                "reasons": tuple(Reason(**reason) for reason in data["reasons"]),
                "notes": tuple(message_from_json(note) for note in data["notes"]),
                "counterfactual": Counterfactual.from_json(found) if found else None,
                "no_counterfactual": message_from_json(why) if why else None,
            }
        )


def reason_signs(positive_class: str | None = None) -> Message:
    """What + and − of the reasons of a prediction mean.

    Args:
        positive_class: of two classes, where it is known.
    """
    if positive_class is not None:
        return Message(
            "Reasons: + is how much the value of a column raises the probability of '{positive}' above the mean of the training "
            "rows, − how much it lowers it.",
            positive=positive_class,
        )
    return Message(
        "Reasons: + is how much the value of a column raises the predicted number or probability above the mean of the training rows, "
        "− how much it lowers it. Of two classes it is the probability of the positive one, of more that of the predicted one, "
        "which stands before the sign."
    )


def largest(reasons: Sequence[Reason], most: int = MOST_REASONS) -> list[Reason]:
    """The reasons that count: the largest contributions, without those of nothing."""
    return [reason for reason in reasons[:most] if reason.contribution]
