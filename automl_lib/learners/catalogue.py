"""The shape that the module of each family of models has."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypedDict, cast

from domain.learners import LEARNERS
from domain.messages import Message
from domain.tasks import Task

Progress = Callable[[int, int, Message], None]
"""Told how many parts are done, of how many, and what was done, in Korean and in English."""


@dataclass(frozen=True)
class BuildRequest:
    """What a family needs to know to build its estimator.

    Attributes:
        rows: training rows.
        classes: number of classes; 0 for regression and clustering.
        seed: of everything random.
        deadline: `time.monotonic()` value after which no further candidate or fold is started; None: no
            limit.
        progress: called between steps, or None.
        task: what is learned; of no meaning for clustering.
    """

    rows: int
    classes: int
    seed: int
    deadline: float | None = None
    progress: Progress | None = None
    task: Task = Task.CLASSIFICATION


class CurvePoint(TypedDict):
    """One step of training; losses are averaged over the folds that got so far.

    They are log losses; of regression, squared errors on the scale that the learner fits.
    """

    step: int
    train_loss: float | None
    valid_loss: float | None


class LearnerModule(Protocol):
    """What each family's module offers."""

    def build(self, request: BuildRequest) -> Any:
        """The unfitted estimator that follows the cleaner in the pipeline; of regression, the one in `ConformalRegressor`."""

    def curve(self, fitted: Any) -> list[CurvePoint]:
        """The training curve of a fitted estimator; empty for families without one."""

    def settings(self, fitted: Any) -> dict[str, Any]:
        """What tuning chose, JSON-serialisable."""


def load_learner(code: str) -> LearnerModule:
    """The module of a family.

    Raises:
        KeyError: no family has that code.
    """
    return cast(LearnerModule, importlib.import_module(f"automl_lib.learners.{LEARNERS[code].code}"))
