"""What is known about the target of a document, as kept in its row (TARGET_CHECK), and the warnings a table gets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from domain.messages import Message, Sentences, Worded

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
class TargetCheck:
    """A target column that classification can work with.

    Attributes:
        key, label: of the column.
        kind: "binary" (two classes) or "multiclass".
        classes: class → rows, in the order models use: with two classes the positive one last, else
            by number or by spelling.
        positive_class: with two classes yes / Y / 1 / True / 예 …, else the rarer; None with more.
        missing: rows whose target is blank; they are dropped.
        warnings: of columns that give the target away; empty until they are looked for.
    """

    key: str
    label: str
    kind: Literal["binary", "multiclass"]
    classes: dict[str, int]
    positive_class: str | None
    missing: int
    warnings: tuple[ProfileWarning, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """JSON-serialisable; `from_json` reads it."""
        return {**vars(self), "warnings": [warning.to_json() for warning in self.warnings]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> TargetCheck:
        """The check that `to_json` wrote."""
        warnings = tuple(ProfileWarning.from_json(warning) for warning in data.get("warnings", []))
        return cls(**{**data, "warnings": warnings})
