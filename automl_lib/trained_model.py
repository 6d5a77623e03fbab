"""A trained model as one value: the pipeline and all that is needed to use and explain it.

Training makes one (`automl_lib.training`), persistence keeps it, prediction and evaluation use it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from automl_lib.held_back import HeldBack
from automl_lib.learners import CurvePoint
from automl_lib.learners.threads import bounded_threads
from automl_lib.plan.preprocessing_plan import PreprocessingPlan
from domain.learners import CLASSIFICATION, LEARNERS
from domain.table_schema import TableSchema
from domain.tasks import Task

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class TrainedModel:
    """A fitted pipeline that takes raw typed rows.

    Attributes:
        code: family, a key of `LEARNERS`.
        pipeline: scikit-learn Pipeline of the cleaner ("clean") and the learner ("model").
        schema: of the table it was trained on.
        plan: by which it was trained.
        classes: in the order of the probabilities; with two, the positive one last. Empty for regression and clustering.
        positive_class: with two classes, else None.
        threshold: with two classes, the probability from which the positive one is named; chosen by F1 on
            held-back training rows, unless `with_threshold` set another. Probabilities are left as they are.
        history: training curve, empty for families without one.
        settings: what tuning chose.
        validation: scores on held-back training rows: "roc_auc", "log_loss", "f1"; of a regressor "r2", "mae", "rmse",
            "mape"; of a clustering "silhouette".
        rows: {"train", "test"} counts.
        effect: `PlanEffect.to_json()` of the split it was trained on.
        fit_seconds: wall time of fitting, tuning included.
        seed: of training.
        held_back: what it said of its training rows without having learnt from them; None of a clustering, and of
            models that were kept before this was.
    """

    code: str
    pipeline: Any
    schema: TableSchema
    plan: PreprocessingPlan
    classes: tuple[str, ...]
    positive_class: str | None
    threshold: float
    history: Sequence[CurvePoint]
    settings: Mapping[str, Any]
    validation: Mapping[str, float | None]
    rows: Mapping[str, int]
    effect: Mapping[str, Any]
    fit_seconds: float
    seed: int = 0
    versions: Mapping[str, str] = field(default_factory=dict)
    held_back: HeldBack | None = None

    @property
    def task(self) -> Task | None:
        """What it learned from the target; None for a clustering."""
        return self.plan.task if LEARNERS[self.code].group == CLASSIFICATION else None

    @property
    def is_classifier(self) -> bool:
        return self.task is Task.CLASSIFICATION

    @property
    def is_regressor(self) -> bool:
        return self.task is Task.REGRESSION

    @property
    def columns(self) -> tuple[str, ...]:
        """Keys of the columns that have to be there to predict: the plan's without those that cleaning leaves out."""
        unused = self.pipeline["clean"].dropped_
        return tuple(key for key in self.plan.columns if key not in unused)

    def with_threshold(self, threshold: float) -> TrainedModel:
        """The same model of two classes that names the positive one from another probability on."""
        return replace(self, threshold=threshold)

    @property
    def text_columns(self) -> tuple[str, ...]:
        """Keys of the columns of free text that are used by their n-grams."""
        return tuple(self.pipeline["clean"].texts_)

    def predict_proba(self, frame: pd.DataFrame) -> np.ndarray:
        """Probabilities of raw typed rows, shape (rows, classes).

        Raises:
            TypeError: the model is no classifier.
        """
        if not self.is_classifier:
            raise TypeError("only a classifier has class probabilities")
        if not len(frame):
            return np.zeros((0, len(self.classes)))
        with bounded_threads(*frame.shape):
            return np.asarray(self.pipeline.predict_proba(frame[list(self.columns)]), dtype=float)

    def predict_numbers(self, frame: pd.DataFrame) -> np.ndarray:
        """Predictions of raw typed rows with the bounds of their intervals, shape (rows, 3): number, lower, upper.

        Raises:
            TypeError: the model is no regressor.
        """
        if not self.is_regressor:
            raise TypeError("only a regressor predicts numbers")
        if not len(frame):
            return np.zeros((0, 3))
        with bounded_threads(*frame.shape):
            cleaned = self.pipeline["clean"].transform(frame[list(self.columns)])
            return np.asarray(self.pipeline["model"].predict_with_interval(cleaned), dtype=float)

    def decide(self, probabilities: np.ndarray) -> np.ndarray:
        """Class names for probabilities: by the threshold with two classes, else the most probable."""
        if len(self.classes) == 2:
            chosen = (probabilities[:, 1] >= self.threshold).astype(int)
        else:
            chosen = probabilities.argmax(axis=1)
        return np.array(self.classes, dtype=object)[chosen]

    def predict(self, frame: pd.DataFrame) -> np.ndarray:
        """Class names (object array of str), numbers (float array) or cluster numbers (int array) of raw typed rows."""
        if self.is_classifier:
            return self.decide(self.predict_proba(frame))
        if self.is_regressor:
            return self.predict_numbers(frame)[:, 0]
        if not len(frame):
            return np.zeros(0, dtype=int)
        with bounded_threads(*frame.shape):
            return np.asarray(self.pipeline.predict(frame[list(self.columns)]), dtype=int)
