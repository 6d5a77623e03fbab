"""Whether a column of free text is used by its words, and what was measured to decide it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

METRICS = {"roc_auc": "ROC AUC", "r2": "R²"}
"""What `TextCheck.metric` is called on screen."""


@dataclass(frozen=True)
class TextCheck:
    """A column of free text, and the scores of a quick model with and without it on held-back training rows.

    Attributes:
        column: key of the column.
        used: whether the column helps beyond chance, so that models see it.
        metric: a key of `METRICS`.
        without, with_text: the scores; None where the held-back rows have none, such as a single class.
    """

    column: str
    used: bool
    metric: str
    without: float | None
    with_text: float | None

    def to_json(self) -> dict[str, Any]:
        """JSON-serialisable; `from_json` reads it."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> TextCheck:
        """The check that `to_json` wrote."""
        return cls(**data)
