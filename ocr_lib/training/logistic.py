"""Logistic regression with weights that may only be positive where that is asked.

scikit-learn's has no bounds, and without them a surer reading could get a smaller probability.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from ocr_lib.arrays import Floats
from ocr_lib.recognition.calibration import Logistic

PENALTY, PENALTY_OF_PRIOR = 3.0, 30.0
"""Of squared weights of standardised features, or of their distance from those of a prior."""


def fit_logistic(
    features: Floats,
    right: Floats,
    names: Sequence[str],
    positive: Collection[str] = (),
    prior: Logistic | None = None,
) -> Logistic:
    """Fit by penalised maximum likelihood.

    Args:
        features: float [rows, features].
        right: bool [rows].
        names: of the features.
        positive: names of those whose weights may not be negative.
        prior: weights from which few observations move them little; None for zero.
    """
    from scipy.optimize import minimize  # type: ignore[import-untyped]

    middle, spread = features.mean(axis=0), features.std(axis=0)
    spread[spread == 0] = 1.0
    inputs = np.column_stack([(features - middle) / spread, np.ones(len(features))])
    expected = np.zeros(len(middle)) if prior is None else np.asarray(prior.weights) * spread
    penalty = PENALTY if prior is None else PENALTY_OF_PRIOR
    signs = np.where(right, 1.0, -1.0)

    def loss(weights: Floats) -> tuple[float, Floats]:
        margins = signs * (inputs @ weights)
        value = np.logaddexp(0, -margins).sum() + penalty / 2 * ((weights[:-1] - expected) ** 2).sum()
        slope = inputs.T @ (-signs / (1 + np.exp(margins)))
        slope[:-1] += penalty * (weights[:-1] - expected)
        return float(value), slope

    bounds = [(0.0 if name in positive else None, None) for name in names] + [(None, None)]
    found = minimize(loss, np.zeros(inputs.shape[1]), jac=True, bounds=bounds, method="L-BFGS-B").x
    weights = found[:-1] / spread
    return Logistic(tuple(map(float, weights)), float(found[-1] - weights @ middle))
