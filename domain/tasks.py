"""What a model learns from a target."""

from __future__ import annotations

from domain.labelled import Labelled
from domain.messages import in_context


class Task(Labelled):
    """What is predicted: which class a row has, or a number."""

    CLASSIFICATION = "classification", in_context("task", "classification")
    REGRESSION = "regression", in_context("task", "regression")


MAX_NUMERIC_CLASSES = 20
"""A numeric target with more distinct values than this is a quantity, which is no class."""
MIN_CLASS_ROWS = 5
"""A class with fewer rows can't be learned."""
INTERVAL_SHARE = 0.9
"""Share of new rows whose number a prediction interval shall hold."""
