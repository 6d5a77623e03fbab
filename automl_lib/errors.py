"""What this library refuses."""

from __future__ import annotations

from domain.refusal import Refusal


class AutomlError(Refusal):
    """Base of all."""


class FileRefused(AutomlError):
    """The file can't be read as a table, or is over a limit."""


class PlanRefused(AutomlError):
    """The preprocessing plan or its target doesn't fit the data."""


class TrainingRefused(AutomlError):
    """A model can't be trained on what the plan leaves."""


class PredictionRefused(AutomlError):
    """New rows don't fit the model, or the model's files are not the ones that were confirmed."""
