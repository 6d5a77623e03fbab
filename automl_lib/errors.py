"""What this library refuses."""

from __future__ import annotations

from domain.refusal import Refusal
from untrusted_files.refusals import FileRefused

__all__ = ["AutomlError", "FileRefused", "PlanRefused", "PredictionRefused", "TrainingRefused"]


class AutomlError(Refusal):
    """Base of all."""


class PlanRefused(AutomlError):
    """The preprocessing plan or its target doesn't fit the data."""


class TrainingRefused(AutomlError):
    """A model can't be trained on what the plan leaves."""


class PredictionRefused(AutomlError):
    """New rows don't fit the model, or the model's files are not the ones that were confirmed."""
