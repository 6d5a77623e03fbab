"""Cross-validated choice among a few configurations, shared by the classifiers.

The rows that are not in a fold judge what was fitted on it; no row outside the training split is ever seen. The
families' own configurations live in their modules.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.model_selection import StratifiedKFold
from sklearn.utils.validation import check_is_fitted

from automl_lib.learners.catalogue import Progress
from domain.messages import Joined, Message

_MAX_FOLD_ROWS = 60_000


class CrossFitClassifier(ClassifierMixin, BaseEstimator):
    """Tries candidates by stratified cross-validation and keeps the one with the least log loss.

    Args:
        encoder: transformer from the cleaned frame to a matrix; fitted anew in every fold.
        candidates: classifiers, best guess first. Later ones are skipped once `deadline` has passed.
        keep: "members" keeps the chosen candidate's fold models and averages them (bagging by folds; each may have
            stopped early on its own fold's held-back rows); "refit" fits the chosen one on all rows, if there is
            time.
        early_stopping: candidates take X_val and y_val in `fit`.
        calibrated: learn probabilities from held-back scores by logistic regression (Platt scaling;
            for many classes its multinomial form), for candidates that only have a decision function.
        n_folds: ≥ 2; fewer where a class has fewer members; one split of a third with very many rows.
        random_state: of the folds.
        deadline: `time.monotonic()` value, or None.
        progress: told after every fold and every candidate.

    Attributes:
        members_: list of (encoder, classifier) pairs.
        calibrator_: LogisticRegression or None.
        chosen_: position of the chosen candidate.
        losses_: held-back log loss of each candidate tried.
        out_of_fold_: held-back probabilities, shape (rows, classes); NaN rows were never held back.
    """

    def __init__(
        self,
        encoder: Any,
        candidates: Sequence[Any],
        keep: str = "refit",
        early_stopping: bool = False,
        calibrated: bool = False,
        n_folds: int = 5,
        random_state: int = 0,
        deadline: float | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.encoder = encoder
        self.candidates = candidates
        self.keep = keep
        self.early_stopping = early_stopping
        self.calibrated = calibrated
        self.n_folds = n_folds
        self.random_state = random_state
        self.deadline = deadline
        self.progress = progress

    def fit(self, X: pd.DataFrame, y: np.ndarray) -> CrossFitClassifier:
        """Fits on a cleaned frame and class numbers 0 … k−1, each with at least two members."""
        self.classes_ = np.unique(y)
        folds = self._folds(y)
        encoded: dict[int, tuple[Any, np.ndarray, np.ndarray]] = {}
        tried: list[tuple[list[Any], np.ndarray, Any]] = []
        self.losses_: list[float] = []
        total = len(self.candidates) * len(folds) + (self.keep == "refit")
        for number, candidate in enumerate(self.candidates):
            if number and self._late():
                break
            members, scores = [], np.full((len(y), len(self.classes_)), np.nan)
            for fold, (learn, held) in enumerate(folds):
                if fold and self._late():
                    break
                if fold not in encoded:
                    encoder = clone(self.encoder)
                    inside = encoder.fit_transform(X.iloc[learn], y[learn])
                    encoded[fold] = encoder, inside, encoder.transform(X.iloc[held])
                encoder, inside, outside = encoded[fold]
                model = self._fit_one(candidate, inside, y[learn], outside, y[held])
                members.append((encoder, model))
                scores[held] = self._scores(model, outside)
                self._report(number * len(folds) + fold + 1, total, _epochs(model))
            calibrator = self._calibrator(scores, y)
            probabilities = _calibrate(calibrator, scores)
            known = ~np.isnan(probabilities[:, 0])
            self.losses_.append(float(log_loss(y[known], probabilities[known], labels=self.classes_)))
            tried.append((members, probabilities, calibrator))
            judged = Message(
                "candidate {number}: log loss {loss:.4f}", number=number + 1, loss=self.losses_[-1]
            )
            self._report(number * len(folds) + len(members), total, judged)
        self.chosen_ = int(np.argmin(self.losses_))
        self.members_, self.out_of_fold_, self.calibrator_ = tried[self.chosen_]
        if self.keep == "refit" and not self._late():
            encoder = clone(self.encoder)
            model = clone(self.candidates[self.chosen_]).fit(encoder.fit_transform(X, y), y)
            self.members_ = [(encoder, model)]
        self._report(total, total, Message("candidate {number} chosen", number=self.chosen_ + 1))
        return self

    def predict_proba(self, X: pd.DataFrame) -> np.ndarray:
        """Probabilities of shape (rows, classes), the mean of the members'."""
        check_is_fitted(self, "members_")
        scores = [self._scores(model, encoder.transform(X)) for encoder, model in self.members_]
        return _calibrate(self.calibrator_, np.mean(scores, axis=0))

    def predict(self, X: pd.DataFrame) -> np.ndarray:
        return self.classes_[self.predict_proba(X).argmax(axis=1)]

    def _folds(self, y: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
        count = max(2, min(self.n_folds, int(np.unique(y, return_counts=True)[1].min())))
        huge = len(y) > _MAX_FOLD_ROWS
        splitter = StratifiedKFold(3 if huge else count, shuffle=True, random_state=self.random_state)
        folds = list(splitter.split(np.zeros(len(y)), y))
        return folds[:1] if huge else folds

    def _fit_one(
        self, candidate: Any, X: np.ndarray, y: np.ndarray, X_held: np.ndarray, y_held: np.ndarray
    ) -> Any:
        model = clone(candidate)
        return model.fit(X, y, X_val=X_held, y_val=y_held) if self.early_stopping else model.fit(X, y)

    def _scores(self, model: Any, X: np.ndarray) -> np.ndarray:
        if not self.calibrated:
            return model.predict_proba(X)
        decision = model.decision_function(X)
        return np.column_stack([-decision, decision]) if decision.ndim == 1 else decision

    def _calibrator(self, scores: np.ndarray, y: np.ndarray) -> LogisticRegression | None:
        if not self.calibrated:
            return None
        known = ~np.isnan(scores[:, 0])
        return LogisticRegression(max_iter=1000).fit(scores[known], y[known])

    def _late(self) -> bool:
        return self.deadline is not None and time.monotonic() >= self.deadline

    def _report(self, done: int, total: int, detail: Message | None = None) -> None:
        if self.progress is not None:
            said = Message("cross-validation {done}/{total}", done=done, total=total)
            self.progress(done, total, Joined([said, detail], " ") if detail else said)


def _epochs(model: Any) -> Message | None:
    """What a network's last epoch came to; None for other models."""
    history = getattr(model, "history_", None)
    if not history:
        return None
    last = history[-1]
    losses = f"{last['train_loss']:.4f} / {last['valid_loss']:.4f}"
    return Message("epoch {epoch}, loss {losses}", epoch=last["epoch"], losses=losses)


def _calibrate(calibrator: LogisticRegression | None, scores: np.ndarray) -> np.ndarray:
    if calibrator is None:
        return scores
    known = ~np.isnan(scores[:, 0])
    probabilities = np.full(scores.shape, np.nan)
    if known.any():
        probabilities[known] = calibrator.predict_proba(scores[known])
    return probabilities
