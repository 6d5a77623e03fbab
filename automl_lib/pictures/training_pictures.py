"""Which pictures a training gets, by its kind."""

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
from domain.messages import Language, Message


def draw_pictures(
    info: Learner, document_name: str, scores: Scores, history: Sequence[Any], language: Language
) -> dict[ImageKind, bytes]:
    """PNGs of one evaluation, and of a neural network's losses."""
    title = f"{document_name} · {info.name.render(language)}"
    if isinstance(scores, ClusteringEvaluation):
        return _of_clusters(scores, title, language)
    if isinstance(scores, RegressionEvaluation):
        pictures = _of_numbers(scores, title, language)
    else:
        pictures = _of_classes(scores, title, language)
    return pictures | (_of_history(history, title, language) if info.code == "neural_network" else {})


def _confusion(scores: ClassificationEvaluation, title: str, language: Language) -> dict[ImageKind, bytes]:
    from automl_lib.pictures import draw_confusion_matrix

    heading = Message("Confusion Matrix · {title}", title=title).render(language)
    return {
        ImageKind.CONFUSION_MATRIX: draw_confusion_matrix(
            scores.confusion_matrix, scores.labels, heading, language=language
        )
    }


def _of_classes(scores: ClassificationEvaluation, title: str, language: Language) -> dict[ImageKind, bytes]:
    from automl_lib.pictures import draw_calibration, draw_roc_curves

    drawn = {
        **_confusion(scores, title, language),
        ImageKind.ROC_CURVE: draw_roc_curves(scores.roc_curves, f"{title} · ROC Curve", language=language),
    }
    if scores.calibration is not None:
        heading = Message("{title} · calibration", title=title).render(language)
        drawn[ImageKind.CALIBRATION] = draw_calibration(scores.calibration, heading, language=language)
    return drawn


def _of_numbers(scores: RegressionEvaluation, title: str, language: Language) -> dict[ImageKind, bytes]:
    from automl_lib.pictures import draw_predicted_actual, draw_residuals

    return {
        ImageKind.PREDICTED_ACTUAL: draw_predicted_actual(
            scores.actual,
            scores.predicted,
            Message("{title} · predicted against actual values", title=title).render(language),
            language=language,
        ),
        ImageKind.RESIDUALS: draw_residuals(
            scores.actual,
            scores.predicted,
            Message("{title} · residuals", title=title).render(language),
            language=language,
        ),
    }


def _of_history(history: Sequence[Any], title: str, language: Language) -> dict[ImageKind, bytes]:
    from automl_lib.pictures import draw_loss_curve

    if not history:
        return {}
    points = [
        {"epoch": p["step"], "train_loss": p["train_loss"], "valid_loss": p["valid_loss"]} for p in history
    ]
    drawn = draw_loss_curve(
        points,
        Message("{title} · training and validation loss", title=title).render(language),
        language=language,
    )
    return {ImageKind.LOSS_CURVE: drawn}


def _of_clusters(scores: ClusteringEvaluation, title: str, language: Language) -> dict[ImageKind, bytes]:
    from automl_lib.pictures import draw_clusters, draw_silhouette_by_k

    silhouettes = scores.silhouettes_by_k
    return {
        ImageKind.CLUSTERS: draw_clusters(
            scores.points,
            scores.point_clusters,
            scores.explained_variance,
            Message("{title} · clusters", title=title).render(language),
            language=language,
        ),
        ImageKind.SILHOUETTE: draw_silhouette_by_k(
            list(silhouettes),
            list(silhouettes.values()),
            scores.clusters,
            Message("{title} · silhouette by number of clusters", title=title).render(language),
            language=language,
        ),
    }
