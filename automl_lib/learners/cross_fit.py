"""Cross-validated choice among a few configurations, shared by the families.

The rows that are not in a fold judge what was fitted on it; no row outside the training split is ever seen. The
families' own configurations live in their modules.
"""

from __future__ import annotations

import time
from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin, clone
from sklearn.metrics import log_loss
from sklearn.utils.validation import check_is_fitted

from automl_lib.learners.calibration import calibrated, calibration, unwarned_fits
from automl_lib.learners.catalogue import Progress
from automl_lib.learners.folds import FoldPlan, fold_plan
from automl_lib.split_keys import SplitKeys
from domain.messages import Joined, Message


class CrossFit(BaseEstimator):
    """Tries candidates by cross-validation and keeps the one with the least loss on held-back rows.

    Args:
        encoder: transformer from the cleaned frame to a matrix; fitted anew in every fold.
        candidates: estimators, best guess first. Later ones are skipped once `deadline` has passed.
        keep: "members" keeps the chosen candidate's fold models and averages them (bagging by folds; each may have
            stopped early on its own fold's held-back rows); "refit" fits the chosen one on all rows, if there is
            time.
        early_stopping: candidates take X_val and y_val in `fit`.
        n_folds: ≥ 2; one split of a third with very many rows. Folds are those of `fold_plan`.
        random_state: of the folds.
        deadline: `time.monotonic()` value, or None.
        progress: told after every fold and every candidate.

    Attributes:
        members_: list of (encoder, estimator) pairs.
        chosen_: position of the chosen candidate.
        losses_: held-back loss of each candidate tried.
        out_of_fold_: held-back predictions; NaN rows were never held back.
    """

    def __init__(
        self,
        encoder: Any,
        candidates: Sequence[Any],
        keep: str = "refit",
        early_stopping: bool = False,
        n_folds: int = 5,
        random_state: int = 0,
        deadline: float | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.encoder = encoder
        self.candidates = candidates
        self.keep = keep
        self.early_stopping = early_stopping
        self.n_folds = n_folds
        self.random_state = random_state
        self.deadline = deadline
        self.progress = progress

    @abstractmethod
    def _outputs(self, model: Any, X: np.ndarray) -> np.ndarray:
        """What a fitted candidate says of encoded rows, a row each."""

    def _fit_folds(
        self,
        number: int,
        X: pd.DataFrame,
        y: np.ndarray,
        plan: FoldPlan,
        keys: SplitKeys | None,
        encoded: dict[int, Any],
        held: np.ndarray | None,
    ) -> list[tuple[Any, Any]]:
        """Fit the candidate with this number on each fold, until the deadline.

        Args:
            plan: the folds, or with `held` None those of the members to keep.
            keys: of the rows, for encoders.
            encoded: by fold the encoder and its matrices, shared by the candidates.
            held: filled with the outputs for the rows that are held back, unless None.

        Returns:
            The (encoder, estimator) pairs of the folds.
        """
        members = []
        folds, before = plan.folds, number * len(plan.folds)
        if held is None:
            folds, before = plan.member_folds or [], len(self.candidates) * len(plan.folds)
        for fold, (learn, back) in enumerate(folds):
            if fold and self._late():
                break
            if fold not in encoded:
                encoder = clone(self.encoder)
                inside = _encode(encoder, X.iloc[learn], y[learn], keys.take(learn) if keys else None)
                encoded[fold] = encoder, inside, encoder.transform(X.iloc[back])
            encoder, inside, outside = encoded[fold]
            model = self._fit_one(self.candidates[number], inside, y[learn], outside, y[back])
            members.append((encoder, model))
            if held is not None:
                held[back] = self._outputs(model, outside)
            self._report(before + fold + 1, self._total(plan), _epochs(model))
        return members

    def _keep_best(
        self,
        X: pd.DataFrame,
        y: np.ndarray,
        members: Sequence[list[Any]],
        plan: FoldPlan,
        keys: SplitKeys | None,
    ) -> None:
        """Set `chosen_` and `members_`: those of the candidate with the least loss."""
        self.chosen_ = int(np.argmin(self.losses_))
        self.members_ = members[self.chosen_]
        if self.keep == "refit" and not self._late():
            encoder = clone(self.encoder)
            with unwarned_fits():
                model = clone(self.candidates[self.chosen_]).fit(_encode(encoder, X, y, keys), y)
            self.members_ = [(encoder, model)]
        elif plan.member_folds and not self._late():
            # Members of folds that follow time know a part of the rows only, the newest none of them.
            self.members_ = self._fit_folds(self.chosen_, X, y, plan, keys, {}, None)
        total = self._total(plan)
        self._report(total, total, Message("candidate {number} chosen", number=self.chosen_ + 1))

    def _mean_outputs(self, X: pd.DataFrame) -> np.ndarray:
        check_is_fitted(self, "members_")
        return np.mean(
            [self._outputs(model, encoder.transform(X)) for encoder, model in self.members_], axis=0
        )

    def _total(self, plan: FoldPlan) -> int:
        last = 1 if self.keep == "refit" else len(plan.member_folds or [])
        return len(self.candidates) * len(plan.folds) + last

    def _fit_one(
        self, candidate: Any, X: np.ndarray, y: np.ndarray, X_held: np.ndarray, y_held: np.ndarray
    ) -> Any:
        model = clone(candidate)
        if self.early_stopping:
            return model.fit(X, y, X_val=X_held, y_val=y_held)
        with unwarned_fits():
            return model.fit(X, y)

    def _late(self) -> bool:
        return self.deadline is not None and time.monotonic() >= self.deadline

    def _report(self, done: int, total: int, detail: Message | None = None) -> None:
        if self.progress is not None:
            said = Message("cross-validation {done}/{total}", done=done, total=total)
            self.progress(done, total, Joined([said, detail], " ") if detail else said)


class CrossFitClassifier(ClassifierMixin, CrossFit):
    """Tries candidates by stratified cross-validation and keeps the one with the least log loss.

    Args:
        calibrated: learn probabilities from held-back scores by logistic regression (Platt scaling;
            for many classes its multinomial form), for candidates that only have a decision function.
        n_folds: fewer where a class has fewer members.

    The others are those of `CrossFit`.

    Attributes:
        calibrator_: LogisticRegression or None.
        out_of_fold_: held-back probabilities, shape (rows, classes).
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
        super().__init__(encoder, candidates, keep, early_stopping, n_folds, random_state, deadline, progress)
        self.calibrated = calibrated

    def fit(self, X: pd.DataFrame, y: np.ndarray, keys: SplitKeys | None = None) -> CrossFitClassifier:
        """Fits on a cleaned frame and class numbers 0 … k−1, each with at least two members; folds are those of `keys`."""
        self.classes_ = np.unique(y)
        plan = fold_plan(y, self.n_folds, self.random_state, keys)
        encoded: dict[int, Any] = {}
        tried: list[tuple[list[Any], np.ndarray, Any]] = []
        self.losses_: list[float] = []
        for number in range(len(self.candidates)):
            if number and self._late():
                break
            scores = np.full((len(y), len(self.classes_)), np.nan)
            members = self._fit_folds(number, X, y, plan, keys, encoded, scores)
            calibrator = calibration(scores, y) if self.calibrated else None
            probabilities = scores if calibrator is None else calibrated(calibrator, scores)
            known = ~np.isnan(probabilities[:, 0])
            self.losses_.append(float(log_loss(y[known], probabilities[known], labels=self.classes_)))
            tried.append((members, probabilities, calibrator))
            judged = Message(
                "candidate {number}: log loss {loss:.4f}", number=number + 1, loss=self.losses_[-1]
            )
            self._report(number * len(plan.folds) + len(members), self._total(plan), judged)
        self._keep_best(X, y, [members for members, _, _ in tried], plan, keys)
        _, self.out_of_fold_, self.calibrator_ = tried[self.chosen_]
        return self

    def predict_proba(self, X: pd.DataFrame) -> np.ndarray:
        """Probabilities of shape (rows, classes), the mean of the members'."""
        outputs = self._mean_outputs(X)
        return outputs if self.calibrator_ is None else calibrated(self.calibrator_, outputs)

    def predict(self, X: pd.DataFrame) -> np.ndarray:
        return self.classes_[self.predict_proba(X).argmax(axis=1)]

    def _outputs(self, model: Any, X: np.ndarray) -> np.ndarray:
        if not self.calibrated:
            return model.predict_proba(X)
        decision = model.decision_function(X)
        return np.column_stack([-decision, decision]) if decision.ndim == 1 else decision


class CrossFitRegressor(RegressorMixin, CrossFit):
    """Tries candidates by cross-validation and keeps the one with the least mean squared error.

    The arguments are those of `CrossFit`.

    Attributes:
        out_of_fold_: held-back predictions, shape (rows,).
    """

    def fit(self, X: pd.DataFrame, y: np.ndarray, keys: SplitKeys | None = None) -> CrossFitRegressor:
        """Fits on a cleaned frame and numbers of a usual size, such as standardised ones; folds are those of `keys`."""
        plan = fold_plan(y, self.n_folds, self.random_state, keys)
        encoded: dict[int, Any] = {}
        tried: list[tuple[list[Any], np.ndarray]] = []
        self.losses_: list[float] = []
        for number in range(len(self.candidates)):
            if number and self._late():
                break
            held = np.full(len(y), np.nan)
            members = self._fit_folds(number, X, y, plan, keys, encoded, held)
            self.losses_.append(float(np.nanmean((held - y) ** 2)))
            tried.append((members, held))
            judged = Message(
                "candidate {number}: squared error {loss:.4f}", number=number + 1, loss=self.losses_[-1]
            )
            self._report(number * len(plan.folds) + len(members), self._total(plan), judged)
        self._keep_best(X, y, [members for members, _ in tried], plan, keys)
        self.out_of_fold_ = tried[self.chosen_][1]
        return self

    def predict(self, X: pd.DataFrame) -> np.ndarray:
        """Numbers of shape (rows,), the mean of the members'."""
        return self._mean_outputs(X)

    def _outputs(self, model: Any, X: np.ndarray) -> np.ndarray:
        return model.predict(X)


def _epochs(model: Any) -> Message | None:
    """What a network's last epoch came to; None for other models."""
    history = getattr(model, "history_", None)
    if not history:
        return None
    last = history[-1]
    losses = f"{last['train_loss']:.4f} / {last['valid_loss']:.4f}"
    return Message("epoch {epoch}, loss {losses}", epoch=last["epoch"], losses=losses)


def _encode(encoder: Any, X: pd.DataFrame, y: np.ndarray, keys: SplitKeys | None) -> np.ndarray:
    """Fits the encoder and encodes the rows it is fitted on."""
    matrix: np.ndarray = encoder.fit_transform(X, y) if keys is None else encoder.fit_transform(X, y, keys)
    return matrix
