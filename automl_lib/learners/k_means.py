"""K-means: scaled features, the number of clusters chosen by silhouette."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import silhouette_score
from sklearn.utils.validation import check_is_fitted

from automl_lib.learners.catalogue import BuildRequest, CurvePoint, Progress
from automl_lib.learners.encoding import TableEncoder
from domain.messages import Message

_SILHOUETTE_ROWS = 2000


class SilhouetteKMeans(ClusterMixin, BaseEstimator):
    """K-means for several k; the one with the best mean silhouette is kept.

    Args:
        encoder: transformer from the cleaned frame to a scaled matrix.
        choices: numbers of clusters to try, each ≥ 2; those above the number of distinct rows are left out.
        random_state: of the starts and of the rows the silhouette is measured on (at most 2000).
        deadline: `time.monotonic()` value, or None.
        progress: told after every number of clusters.

    Attributes:
        encoder_, k_means_: the fitted parts; clusters are numbered from the largest (0) down.
        projection_: PCA to two dimensions (one where the matrix has one column), for pictures.
        silhouettes_: k → mean silhouette on the sample.
        labels_: cluster of each row given to `fit`.
    """

    def __init__(
        self,
        encoder: Any,
        choices: Sequence[int] = (2, 3, 4, 5, 6, 7, 8),
        random_state: int = 0,
        deadline: float | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.encoder = encoder
        self.choices = choices
        self.random_state = random_state
        self.deadline = deadline
        self.progress = progress

    def fit(self, X: pd.DataFrame, y: object = None) -> SilhouetteKMeans:
        """Clusters a cleaned frame; `y` is never looked at."""
        self.encoder_ = self.encoder
        matrix = self.encoder_.fit_transform(X)
        rows = np.random.default_rng(self.random_state).permutation(len(matrix))[:_SILHOUETTE_ROWS]
        sample = matrix[rows]
        distinct = len(np.unique(sample, axis=0))
        self.silhouettes_: dict[int, float] = {}
        best: tuple[float, KMeans] | None = None
        for done, k in enumerate(self.choices):
            late = self.deadline is not None and time.monotonic() >= self.deadline
            if best is not None and (late or k >= distinct):
                break
            model = KMeans(min(k, distinct), n_init=5, random_state=self.random_state).fit(matrix)
            labels = model.labels_[rows]
            score = (
                float(silhouette_score(sample, labels)) if 1 < len(np.unique(labels)) < len(sample) else -1.0
            )
            self.silhouettes_[int(model.n_clusters)] = score
            if best is None or score > best[0]:
                best = score, model
            if self.progress is not None:
                said = Message("{k} clusters, silhouette {score:.3f}", k=k, score=score)
                self.progress(done + 1, len(self.choices), said)
        assert best is not None
        self.k_means_ = _largest_first(best[1])
        self.projection_ = PCA(min(2, *matrix.shape), random_state=self.random_state).fit(matrix)
        self.labels_ = self.k_means_.labels_
        return self

    def predict(self, X: pd.DataFrame) -> np.ndarray:
        """Cluster numbers of shape (rows,)."""
        check_is_fitted(self, "k_means_")
        return self.k_means_.predict(self.encoder_.transform(X)).astype(int)

    def project(self, X: pd.DataFrame) -> np.ndarray:
        """Points of the PCA plane, shape (rows, 2); the second is 0 where there is only one dimension."""
        check_is_fitted(self, "projection_")
        points = self.projection_.transform(self.encoder_.transform(X))
        return np.column_stack([points, np.zeros((len(points), 2 - points.shape[1]))])


def _largest_first(model: KMeans) -> KMeans:
    """Renumbers the clusters, so that the same data gives the same names."""
    order = np.argsort(-np.bincount(model.labels_, minlength=model.n_clusters), kind="stable")
    model.cluster_centers_ = np.ascontiguousarray(model.cluster_centers_[order])
    model.labels_ = np.argsort(order)[model.labels_]
    return model


def build(request: BuildRequest) -> SilhouetteKMeans:
    """Two to eight clusters."""
    return SilhouetteKMeans(
        TableEncoder(scaled=True, random_state=request.seed, spread="deviation"),
        random_state=request.seed,
        deadline=request.deadline,
        progress=request.progress,
    )


def curve(fitted: SilhouetteKMeans) -> list[CurvePoint]:  # noqa: ARG001 - every family has the same shape
    """Silhouettes by k are part of the evaluation, not a training curve."""
    return []


def settings(fitted: SilhouetteKMeans) -> dict[str, Any]:
    """The chosen number of clusters."""
    return {"clusters": int(fitted.k_means_.n_clusters)}
