"""What scores are called in a report, what they mean, and how their values are written."""

from __future__ import annotations

from collections.abc import Mapping

from domain.evaluations import Scores
from domain.messages import Message
from domain.shown_numbers import shown_number

FEWEST_ROWS = 5
"""A value that fewer rows have may name a person, and is not in a report."""
_WITHOUT_DECIMALS = 1_000
"""Errors from here on are shown without decimals: no error is exact to a thousandth."""
TITLES: Mapping[str, Message] = {
    "roc_auc": Message("ROC AUC"),
    "f1": Message("F1-score"),
    "precision": Message("Precision"),
    "sensitivity": Message("Sensitivity"),
    "accuracy": Message("Accuracy"),
    "average_precision": Message("Average precision"),
    "log_loss": Message("Log loss"),
    "brier": Message("Brier score"),
    "r2": Message("R²"),
    "mae": Message("MAE"),
    "rmse": Message("RMSE"),
    "mape": Message("MAPE"),
    "coverage": Message("Within interval"),
    "silhouette": Message("Silhouette"),
    "agreement": Message("Agreement"),
}
MEANINGS: Mapping[str, Message] = {
    "roc_auc": Message("how well rows of the class are put before others: 0.5 is chance, 1 perfect"),
    "f1": Message("harmonic mean of precision and sensitivity"),
    "precision": Message("of the rows that the model names, the share that is right"),
    "sensitivity": Message("of the rows that there are, the share that the model names"),
    "accuracy": Message("share of all rows that are right"),
    "log_loss": Message("how far the probabilities are from what is true; smaller is better"),
    "average_precision": Message(
        "how well rows of a rare class are put before others: the class's share is chance, 1 perfect"
    ),
    "brier": Message("mean squared error of the probabilities: 0 is perfect"),
    "r2": Message("share of the variance that is explained: 0 is the mean, 1 perfect"),
    "mae": Message("mean absolute error, in units of the target"),
    "rmse": Message("root mean squared error; large errors count more"),
    "mape": Message("mean absolute error as a share of the value"),
    "coverage": Message("share of values within their prediction interval"),
    "silhouette": Message("how near rows are to their own cluster, from -1 to 1"),
    "agreement": Message("agreement of the clusters with the target: 0 is chance, 1 the same"),
}


def shown_score(scores: Scores, name: str) -> float | None:
    """A score by its name; None where there is none, as the precision of a class that no row is called."""
    found: float | None = getattr(scores, f"shown_{name}", getattr(scores, name, None))
    return found


def shown_as(name: str, value: float | None) -> str:
    """A score with the digits that its kind has; a dash where there is none."""
    if value is None:
        return "–"
    if name in ("accuracy", "mape", "coverage", "precision", "sensitivity"):
        return f"{value:.1%}"
    if name in ("mae", "rmse"):
        return f"{value:,.0f}" if abs(value) >= _WITHOUT_DECIMALS else shown_number(value)
    return f"{value:.3f}"
