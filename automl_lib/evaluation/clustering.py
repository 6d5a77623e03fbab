"""Evaluation of a clustering: how well separated the clusters are, and how far they agree with a target."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from automl_lib.plan.target import target_labels
from automl_lib.trained_model import TrainedModel
from domain.evaluations import ClusteringEvaluation
from domain.tasks import Task

if TYPE_CHECKING:
    import pandas as pd

_SILHOUETTE_ROWS = 2000
_POINTS = 2000


def evaluate_clustering(model: TrainedModel, frame: pd.DataFrame) -> ClusteringEvaluation:
    """Evaluates a K-means model on raw typed rows, usually all of the table's.

    The target's column may be in `frame`; then its agreement with the clusters is measured, unless it is a number.
    """
    from sklearn.metrics import silhouette_score

    cleaned = model.pipeline["clean"].transform(frame[list(model.columns)])
    learner = model.pipeline["model"]
    clusters = learner.predict(cleaned)
    count = int(learner.k_means_.n_clusters)
    rows = np.random.default_rng(model.seed).permutation(len(frame))[: max(_SILHOUETTE_ROWS, _POINTS)]
    matrix = learner.encoder_.transform(cleaned.iloc[rows])
    separable = 1 < len(np.unique(clusters[rows])) < len(rows)
    points = learner.project(cleaned.iloc[rows[:_POINTS]])
    return ClusteringEvaluation(
        clusters=count,
        silhouette=float(silhouette_score(matrix, clusters[rows])) if separable else None,
        silhouettes_by_k=dict(learner.silhouettes_),
        sizes=tuple(int(n) for n in np.bincount(clusters, minlength=count)),
        points=tuple((float(x), float(y)) for x, y in points),
        point_clusters=tuple(int(c) for c in clusters[rows[:_POINTS]]),
        explained_variance=tuple(float(v) for v in learner.projection_.explained_variance_ratio_),
        agreement=_agreement(model, frame, clusters),
        rows=len(frame),
    )


def _agreement(model: TrainedModel, frame: pd.DataFrame, clusters: np.ndarray) -> float | None:
    from sklearn.metrics import adjusted_rand_score

    key = model.plan.target
    if key is None or key not in frame.columns or model.plan.task is Task.REGRESSION:
        return None
    names = target_labels(frame[key], model.schema.by_key(key).type)
    known = np.array([name is not None for name in names], dtype=bool)
    return float(adjusted_rand_score(names[known].astype(str), clusters[known])) if known.any() else None
