"""Which pictures a training gets, by its kind; drawing is `automl_lib.pictures`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from domain.automl import ImageKind
from domain.evaluations import (
    ClassificationEvaluation,
    ClusteringEvaluation,
    RegressionEvaluation,
    Scores,
)
from domain.learners import Learner
from domain.messages import Message


def draw_pictures(
    info: Learner, document_name: str, scores: Scores, history: Sequence[Any]
) -> dict[ImageKind, bytes]:
    """PNGs of one evaluation, and of a neural network's losses."""
    title = f"{document_name} · {info.name.ko}"
    if isinstance(scores, ClusteringEvaluation):
        return _of_clusters(scores, title)
    if isinstance(scores, RegressionEvaluation):
        pictures = _of_numbers(scores, title)
    else:
        pictures = _of_classes(scores, title)
    return pictures | (_of_history(history, title) if info.code == "neural_network" else {})


def confusion_picture(
    info: Learner, document_name: str, scores: ClassificationEvaluation
) -> dict[ImageKind, bytes]:
    """The picture that another threshold changes."""
    return _confusion(scores, f"{document_name} · {info.name.ko}")


def _confusion(scores: ClassificationEvaluation, title: str) -> dict[ImageKind, bytes]:
    from automl_lib.pictures import draw_confusion_matrix

    heading = Message("Confusion Matrix · {title}", title=title).ko
    return {
        ImageKind.CONFUSION_MATRIX: draw_confusion_matrix(scores.confusion_matrix, scores.labels, heading)
    }


def _of_classes(scores: ClassificationEvaluation, title: str) -> dict[ImageKind, bytes]:
    from automl_lib.pictures import draw_calibration, draw_roc_curves

    drawn = {
        **_confusion(scores, title),
        ImageKind.ROC_CURVE: draw_roc_curves(scores.roc_curves, f"{title} · ROC Curve"),
    }
    if scores.calibration is not None:
        heading = Message("{title} · calibration", title=title).ko
        drawn[ImageKind.CALIBRATION] = draw_calibration(scores.calibration, heading)
    return drawn


def _of_numbers(scores: RegressionEvaluation, title: str) -> dict[ImageKind, bytes]:
    from automl_lib.pictures import draw_predicted_actual, draw_residuals

    return {
        ImageKind.PREDICTED_ACTUAL: draw_predicted_actual(
            scores.actual,
            scores.predicted,
            Message("{title} · predicted against actual values", title=title).ko,
        ),
        ImageKind.RESIDUALS: draw_residuals(
            scores.actual, scores.predicted, Message("{title} · residuals", title=title).ko
        ),
    }


def _of_history(history: Sequence[Any], title: str) -> dict[ImageKind, bytes]:
    from automl_lib.pictures import draw_loss_curve

    if not history:
        return {}
    points = [
        {"epoch": p["step"], "train_loss": p["train_loss"], "valid_loss": p["valid_loss"]} for p in history
    ]
    drawn = draw_loss_curve(points, Message("{title} · training and validation loss", title=title).ko)
    return {ImageKind.LOSS_CURVE: drawn}


def _of_clusters(scores: ClusteringEvaluation, title: str) -> dict[ImageKind, bytes]:
    from automl_lib.pictures import draw_clusters, draw_silhouette_by_k

    silhouettes = scores.silhouettes_by_k
    return {
        ImageKind.CLUSTERS: draw_clusters(
            scores.points,
            scores.point_clusters,
            scores.explained_variance,
            Message("{title} · clusters", title=title).ko,
        ),
        ImageKind.SILHOUETTE: draw_silhouette_by_k(
            list(silhouettes),
            list(silhouettes.values()),
            scores.clusters,
            Message("{title} · silhouette by number of clusters", title=title).ko,
        ),
    }
