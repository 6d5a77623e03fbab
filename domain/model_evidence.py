"""Whether the scores of a model on held-out rows are better than those of a constant answer by more than chance. Nothing is predicted here."""

from __future__ import annotations

import math

from domain.evaluations import ClassificationEvaluation, RegressionEvaluation

# Standard errors above chance: a model that knows nothing gets there in 1 of 100 sets of held-out rows.
_SURE = 2.33
# The same with held-back rows, in which the recommended model is the best of several and so often lucky.
_SURE_OF_THE_BEST = 3.0
# Log likelihood (nats) above that of the constant answer: likelihoods of 20 to 1.
_NATS = 3.0
_FEWEST_PAIRS = 10


def classifier_knows_more(evaluation: ClassificationEvaluation, label: str, validation: float | None) -> bool:
    """Whether a classifier is better than always answering one class, by any one of three comparisons.

    Its held-out log likelihood is higher than that of the shares of the classes; it is right in more rows than the constant answer
    (McNemar, Note on the sampling error of the difference between correlated proportions, 1947); or it ranks the
    classes better than chance (Mann and Whitney 1947), on held-out rows alone or with the held-back rows of training.

    Args:
        evaluation: of held-out rows. Dependent rows, as of one customer, count as if they were independent.
        label: the constant answer.
        validation: ROC AUC on held-back rows; None: not known.
    """
    if validation is not None and validation <= 0.5:
        return False
    counts = [sum(row) for row in evaluation.confusion_matrix]
    if not sum(counts):
        return True
    shares = [count / sum(counts) for count in counts if count]
    constant = -sum(share * math.log(share) for share in shares)
    gain = sum(counts) * (constant - evaluation.log_loss)
    return gain >= _NATS or _right_more_often(evaluation, label) or _ranks(evaluation, validation)


def _right_more_often(evaluation: ClassificationEvaluation, label: str) -> bool:
    better = worse = 0
    for place, (name, row) in enumerate(zip(evaluation.labels, evaluation.confusion_matrix, strict=True)):
        if name == label:
            worse = sum(row) - row[place]
        else:
            better += row[place]
    return better - worse >= _SURE * math.sqrt(better + worse) and better > worse


def _ranks(evaluation: ClassificationEvaluation, validation: float | None) -> bool:
    if evaluation.roc_auc is None or evaluation.positive_class is None:
        return False
    positives = evaluation.per_class[evaluation.positive_class].support
    held_out = _errors_above_chance(evaluation.roc_auc, positives, sum(map(sum, evaluation.confusion_matrix)))
    kept = evaluation.held_back
    if kept is None or validation is None:
        return held_out >= _SURE
    held_back = _errors_above_chance(validation, kept.positives, kept.rows)
    return held_out >= _SURE or (held_out > 0 and (held_out + held_back) / math.sqrt(2) >= _SURE_OF_THE_BEST)


def _errors_above_chance(area: float, positives: int, rows: int) -> float:
    """How many standard errors a ROC area is above 0.5; 0 with rows of one class."""
    pairs = positives * (rows - positives)
    return (area - 0.5) / math.sqrt((rows + 1) / (12 * pairs)) if pairs else 0.0


def regressor_knows_more(evaluation: RegressionEvaluation, validation: float | None) -> bool:
    """Whether a regressor errs less than always answering the mean, by either of two comparisons.

    The held-out log likelihood of normal errors is higher, n · ln(RMSE of the mean / RMSE); or the paired differences of the squared errors
    have a mean above 0 by their standard error.

    Args:
        evaluation: of held-out rows.
        validation: R² on held-back rows; None: not known.
    """
    if validation is not None and validation <= 0:
        return False
    if evaluation.rmse >= evaluation.mean_rmse:
        return False
    if evaluation.rmse == 0:
        return True
    gain = evaluation.rows * math.log(evaluation.mean_rmse / evaluation.rmse)
    return gain >= _NATS or _errs_less(evaluation)


def _errs_less(evaluation: RegressionEvaluation) -> bool:
    gains = [
        (actual - evaluation.mean) ** 2 - (actual - predicted) ** 2
        for actual, predicted in zip(evaluation.actual, evaluation.predicted, strict=True)
    ]
    if len(gains) < _FEWEST_PAIRS:
        return False
    mean = sum(gains) / len(gains)
    variance = sum((gain - mean) ** 2 for gain in gains) / (len(gains) - 1)
    return mean > 0 and mean >= _SURE * math.sqrt(variance / len(gains))
