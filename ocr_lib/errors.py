"""What this library refuses."""

from __future__ import annotations

from domain.refusal import Refusal


class OcrError(Refusal):
    """Base of all."""


class NetworkRefused(OcrError):
    """A network's files are missing, cut, or not ours."""


class TrainingRefused(OcrError):
    """Nothing can be trained from what was given."""
