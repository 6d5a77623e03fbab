"""Which pictures a training gets, by its kind; drawing is `automl_lib.pictures`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from domain.automl import ImageKind
from domain.learners import Learner
from domain.messages import Message


def draw_pictures(
    info: Learner, document_name: str, evaluation: Mapping[str, Any], history: Sequence[Any]
) -> dict[ImageKind, bytes]:
    """PNGs of one evaluation: confusion matrix, ROC and loss, or clusters and silhouettes."""
    title = f"{document_name} · {info.name.ko}"
    if info.group == "clustering":
        return _of_clusters(evaluation, title)
    return _of_classes(evaluation, title, history if info.code == "neural_network" else [])


def _of_classes(evaluation: Mapping[str, Any], title: str, history: Sequence[Any]) -> dict[ImageKind, bytes]:
    from automl_lib.pictures import draw_confusion_matrix, draw_loss_curve, draw_roc_curves
    from automl_lib.pictures.roc_curve import RocCurve

    curves = [
        RocCurve(
            label=curve["label"],
            fpr=curve["false_positive_rate"],
            tpr=curve["true_positive_rate"],
            auc=curve["area"],
        )
        for curve in evaluation["roc_curves"]
    ]
    pictures = {
        ImageKind.CONFUSION_MATRIX: draw_confusion_matrix(
            evaluation["confusion_matrix"],
            evaluation["labels"],
            Message("Confusion Matrix · {title}", title=title).ko,
        ),
        ImageKind.ROC_CURVE: draw_roc_curves(curves, f"{title} · ROC Curve"),
    }
    if history:
        points = [
            {"epoch": p["step"], "train_loss": p["train_loss"], "valid_loss": p["valid_loss"]}
            for p in history
        ]
        pictures[ImageKind.LOSS_CURVE] = draw_loss_curve(
            points, Message("{title} · training and validation loss", title=title).ko
        )
    return pictures


def _of_clusters(evaluation: Mapping[str, Any], title: str) -> dict[ImageKind, bytes]:
    from automl_lib.pictures import draw_clusters, draw_silhouette_by_k

    silhouettes = {int(k): value for k, value in evaluation["silhouettes_by_k"].items()}
    return {
        ImageKind.CLUSTERS: draw_clusters(
            evaluation["points"],
            evaluation["point_clusters"],
            evaluation["explained_variance"],
            Message("{title} · clusters", title=title).ko,
        ),
        ImageKind.SILHOUETTE: draw_silhouette_by_k(
            list(silhouettes),
            list(silhouettes.values()),
            evaluation["clusters"],
            Message("{title} · silhouette by number of clusters", title=title).ko,
        ),
    }
