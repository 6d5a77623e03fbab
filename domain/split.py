"""How the rows of a table are best separated, and what a plan's split does: for previews, records and screens.

`automl_lib.plan` makes both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from domain.labelled import Labelled
from domain.messages import Message, Sentences


class SplitMethod(Labelled):
    """How rows are separated: those held out for the evaluation, and those held back in cross-validation."""

    RANDOM = "random", Message("at random")
    TIME = "time", Message("by time")
    GROUP = "group", Message("by group")


@dataclass(frozen=True)
class SplitSuggestion:
    """How to separate the rows of a table, before people choose.

    Attributes:
        method: the suggested one.
        column: key of its column; None for a random split.
        reason: why, or why a column that was noticed is not gone by; None where nothing was noticed.
        dates, groups: keys of the columns that were noticed, the best first.
    """

    method: SplitMethod = SplitMethod.RANDOM
    column: str | None = None
    reason: Message | None = None
    dates: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()

    def column_for(self, method: SplitMethod) -> str | None:
        """The column to go by where people chose only the method; None where none was noticed."""
        noticed = {SplitMethod.TIME: self.dates, SplitMethod.GROUP: self.groups}.get(method, ())
        return noticed[0] if noticed else None

    def to_json(self) -> dict[str, Any]:
        """JSON-serialisable; `from_json` reads it."""
        return {
            "method": self.method.value,
            "column": self.column,
            "reason": self.reason.sentences if self.reason else None,
            "dates": list(self.dates),
            "groups": list(self.groups),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> SplitSuggestion:
        """The suggestion that `to_json` wrote."""
        return cls(
            SplitMethod(data["method"]),
            data["column"],
            _sentences(data["reason"]),
            tuple(data["dates"]),
            tuple(data["groups"]),
        )


_NOTICEABLE = 0.02
"""A smaller difference is chance on some hundred rows."""


@dataclass(frozen=True)
class RandomComparison:
    """How good one quick model looks where its test rows are chosen as in a split, and where they are drawn at random.

    Both are measured on training rows alone: held-out rows are left to the evaluation.

    Attributes:
        metric: "roc_auc" of classes (the mean over one-against-rest of more than two), "r2" of numbers.
        split, random: the means over the repetitions.
        is_applied: whether the plan splits so; else it is the suggested split, and the plan's is random.
    """

    metric: Literal["roc_auc", "r2"]
    split: float
    random: float
    is_applied: bool = True

    @property
    def message(self) -> Message:
        """What that means, in a sentence."""
        name = "ROC AUC" if self.metric == "roc_auc" else "R²"
        said = {"name": name, "random": self.random, "split": self.split}
        if not self.is_applied:
            return Message(
                "Split as suggested, a quick model would have looked like {name} {split:.2f}; split at random it is "
                "{random:.2f}.",
                **said,
            )
        if self.random - self.split < _NOTICEABLE:
            return Message(
                "Split at random, a quick model would have looked no better: {name} {random:.2f}; split this way it is "
                "{split:.2f}.",
                **said,
            )
        return Message(
            "Split at random, a quick model would have looked like {name} {random:.2f}; split this way it is "
            "{split:.2f}.",
            **said,
        )

    def to_json(self) -> dict[str, Any]:
        """JSON-serialisable; `from_json` reads it."""
        return {**vars(self), **self.message.sentences}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> RandomComparison:
        """The comparison that `to_json` wrote."""
        return cls(data["metric"], data["split"], data["random"], data["is_applied"])


@dataclass(frozen=True)
class SplitEffect:
    """What the split of a plan holds out.

    Attributes:
        method: random, by time or by group.
        column: key of the column it goes by; None for a random split.
        message: what is held out.
        reason: why the method was taken; None where people chose it, or nothing was noticed.
        comparison: with a random split; None where it was not measured.
    """

    method: SplitMethod
    column: str | None
    message: Message
    reason: Message | None = None
    comparison: RandomComparison | None = None

    def to_json(self) -> dict[str, Any]:
        """JSON-serialisable; `from_json` reads it."""
        return {
            "method": self.method.value,
            "column": self.column,
            **self.message.sentences,
            "reason": self.reason.sentences if self.reason else None,
            "comparison": self.comparison.to_json() if self.comparison else None,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> SplitEffect:
        """The effect that `to_json` wrote."""
        comparison = data["comparison"]
        return cls(
            SplitMethod(data["method"]),
            data["column"],
            Sentences(data["ko"], data["en"]),
            _sentences(data["reason"]),
            RandomComparison.from_json(comparison) if comparison else None,
        )


def _sentences(stored: Mapping[str, str] | None) -> Message | None:
    return Sentences(stored["ko"], stored["en"]) if stored else None
