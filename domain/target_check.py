"""What is known about the target of a document, as kept in its row (TARGET_CHECK), and the warnings a table gets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from domain.class_balance import imbalance_sentence
from domain.messages import Message, Sentences, Worded
from domain.split import SplitSuggestion
from domain.tasks import Task

Severity = Literal["info", "warning", "serious"]


@dataclass(frozen=True)
class ProfileWarning(Worded):
    """One doubt, in a sentence.

    Attributes:
        code: stable short name in snake_case.
        column: label of the column, None if it is about the whole table.
        message: what is odd and what to consider.
        severity: "info" (good to know), "warning" (look at it), "serious" (results would mislead).
    """

    code: str
    column: str | None
    message: Message
    severity: Severity

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ProfileWarning:
        """The warning that `to_json` wrote."""
        return cls(data["code"], data["column"], Sentences(data["ko"], data["en"]), data["severity"])


@dataclass(frozen=True)
class TargetNumbers:
    """The known values of a numeric target.

    Attributes:
        rows: with a value.
        distinct: different values.
    """

    rows: int
    distinct: int
    low: float
    mean: float
    median: float
    high: float


@dataclass(frozen=True)
class TargetCheck:
    """A target column that models can learn.

    Attributes:
        key, label: of the column.
        kind: "binary" (two classes), "multiclass", or "number" for regression.
        classes: class → rows, in the order models use: with two classes the positive one last, else
            by number or by spelling. Empty for a number.
        positive_class: with two classes yes / Y / 1 / True / 예 …, else the rarer; None with more.
        missing: rows whose target is blank; they are dropped.
        warnings: of columns that give the target away; empty until they are looked for.
        numbers: of a number; None for classes.
        reason: why the values are taken as classes or as a number, where both are possible; None where the
            column allows no choice.
        split: how the rows are best separated for this target; None until it is looked for.
    """

    key: str
    label: str
    kind: Literal["binary", "multiclass", "number"]
    classes: dict[str, int]
    positive_class: str | None
    missing: int
    warnings: tuple[ProfileWarning, ...] = ()
    numbers: TargetNumbers | None = None
    reason: Message | None = None
    split: SplitSuggestion | None = None

    @property
    def task(self) -> Task:
        """What models learn from it."""
        return Task.REGRESSION if self.kind == "number" else Task.CLASSIFICATION

    @property
    def imbalance(self) -> Message | None:
        """What to know where a class is rare; None where none is."""
        return imbalance_sentence(self.classes)

    def to_json(self) -> dict[str, Any]:
        """JSON-serialisable; `from_json` reads it."""
        found = {**vars(self), "warnings": [warning.to_json() for warning in self.warnings]}
        found["numbers"] = asdict(self.numbers) if self.numbers else None
        found["reason"] = self.reason.sentences if self.reason else None
        found["split"] = self.split.to_json() if self.split else None
        # Programs read the checks of earlier versions, which had none of these.
        optional = ("numbers", "reason", "split")
        return {name: value for name, value in found.items() if name not in optional or value is not None}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> TargetCheck:
        """The check that `to_json` wrote."""
        warnings = tuple(ProfileWarning.from_json(warning) for warning in data.get("warnings", []))
        numbers, reason, split = data.get("numbers"), data.get("reason"), data.get("split")
        return cls(
            **{
                **data,
                "warnings": warnings,
                "numbers": TargetNumbers(**numbers) if numbers else None,
                "reason": Sentences(reason["ko"], reason["en"]) if reason else None,
                "split": SplitSuggestion.from_json(split) if split else None,
            }
        )
