"""SVM: radial basis functions up to some thousand rows, their Nyström approximation beyond; calibrated.

Probabilities come from held-back decision values (`CrossFitClassifier`), not from `SVC(probability=True)`.
"""

from __future__ import annotations

from typing import Any

from sklearn.kernel_approximation import Nystroem
from sklearn.linear_model import SGDClassifier, SGDRegressor
from sklearn.svm import SVC, SVR

from automl_lib.learners.approximate_svm import ApproximateSvm
from automl_lib.learners.catalogue import BuildRequest, CurvePoint
from automl_lib.learners.cross_fit import CrossFit, CrossFitClassifier, CrossFitRegressor
from automl_lib.learners.encoding import TableEncoder
from domain.tasks import Task

_MAX_EXACT_ROWS = 10_000
_COMPONENTS = 200
_KERNELS: tuple[tuple[float, float | str], ...] = ((1.0, "scale"), (10.0, "scale"), (3.0, 0.01))
"""Strength C and gamma of the candidates."""
_CACHE_MB = 300


def build(request: BuildRequest) -> CrossFit:
    """Class weights are balanced, so that a rare class gets a margin; calibration makes the probabilities honest."""
    common: dict[str, Any] = {
        "n_folds": 5 if request.rows <= 1000 else 3,
        "random_state": request.seed,
        "deadline": request.deadline,
        "progress": request.progress,
    }
    encoder = TableEncoder(scaled=True, random_state=request.seed)
    exact = request.rows <= _MAX_EXACT_ROWS
    if request.task is Task.REGRESSION:
        return CrossFitRegressor(
            encoder, _exact_regressors() if exact else _approximate_regressors(request), **common
        )
    return CrossFitClassifier(
        encoder, _exact(request) if exact else _approximate(request), calibrated=True, **common
    )


def curve(fitted: CrossFit) -> list[CurvePoint]:  # noqa: ARG001 - every family has the same shape
    """The solver has no curve that people could read."""
    return []


def settings(fitted: CrossFit) -> dict[str, Any]:
    """The kernel and its strength."""
    model = fitted.members_[0][1]
    if isinstance(model, SVC | SVR):
        return {"kernel": model.kernel, "C": model.C, "gamma": model.gamma}
    return {"kernel": "nystroem", "components": _COMPONENTS, "alpha": model[-1].alpha}


def _exact(request: BuildRequest) -> list[SVC]:
    return [
        SVC(C=strength, gamma=gamma, class_weight="balanced", cache_size=_CACHE_MB, random_state=request.seed)
        for strength, gamma in _KERNELS
    ]


def _approximate(request: BuildRequest) -> list[Any]:
    return [
        _on_features(
            request,
            SGDClassifier(alpha=alpha, class_weight="balanced", average=True, random_state=request.seed),
        )
        for alpha in (1e-5, 1e-4)
    ]


def _on_features(request: BuildRequest, model: Any) -> ApproximateSvm:
    return ApproximateSvm(
        [("nystroem", Nystroem(n_components=_COMPONENTS, random_state=request.seed)), ("model", model)]
    )


def _exact_regressors() -> list[SVR]:
    # The target is standardised, so the tube of the usual 0.1 is a tenth of its standard deviation.
    return [SVR(C=strength, gamma=gamma, cache_size=_CACHE_MB) for strength, gamma in _KERNELS]


def _approximate_regressors(request: BuildRequest) -> list[Any]:
    return [
        _on_features(
            request,
            SGDRegressor(loss="epsilon_insensitive", alpha=alpha, average=True, random_state=request.seed),
        )
        for alpha in (1e-5, 1e-4)
    ]
