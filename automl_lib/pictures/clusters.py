"""Clusters seen on two principal components, and the silhouette over the number of clusters.

The projection, the clusters and the silhouettes are computed elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from automl_lib.pictures.canvas import (
    BLUE,
    ORANGE,
    SERIES,
    add_legend,
    add_text,
    new_figure,
    set_grid,
    set_labels,
    set_title,
    to_png,
    use_number_ticks,
    write_empty,
)
from automl_lib.pictures.fonts import printable
from domain.messages import Joined, Language, Message

if TYPE_CHECKING:
    import numpy.typing as npt

_MOST_POINTS = 2000
_IN_LEGEND = 10


def draw_clusters(
    points: npt.ArrayLike,
    labels: Sequence[int | str],
    explained_variance: Sequence[float],
    title: str,
    *,
    language: Language,
    seed: int = 0,
) -> bytes:
    """PNG of clustered rows on two principal components.

    Args:
        points: n × 2 positions.
        labels: n clusters.
        explained_variance: share of the variance (0 to 1) each of the two components explains.
        title: above the picture.
        seed: of the sample of 2,000 points that is drawn when there are more.
    """
    import numpy as np

    positions, clusters = np.asarray(points, dtype=float).reshape(-1, 2), np.asarray(labels)
    if len(positions) != len(clusters):
        raise ValueError(f"{len(positions)} points but {len(clusters)} labels")
    figure, axes = new_figure(6.4, 4.8)
    if len(positions) == 0:
        set_title(axes, title)
        write_empty(axes, Message("there are no rows to draw").render(language))
        return to_png(figure)
    total = len(positions)
    names, sizes = np.unique(clusters, return_counts=True)
    if total > _MOST_POINTS:
        chosen = np.random.default_rng(seed).choice(total, _MOST_POINTS, replace=False)
        positions, clusters = positions[chosen], clusters[chosen]
    for place, (name, size) in enumerate(zip(names, sizes, strict=True)):
        here = positions[clusters == name]
        label = (
            Message("{name} ({size:,} rows)", name=printable(name, 16), size=size).render(language)
            if place < _IN_LEGEND
            else None
        )
        axes.scatter(
            here[:, 0], here[:, 1], s=14, color=SERIES[place % len(SERIES)], alpha=0.7, lw=0, label=label
        )
    subtitle = [Message("{total:,} rows", total=total), Message("{clusters} clusters", clusters=len(names))]
    if total > len(positions):
        subtitle.append(Message("a sample of {drawn:,} rows drawn", drawn=len(positions)))
    set_title(axes, title, Joined(subtitle, " · ").render(language))
    first, second = [*explained_variance, 0.0, 0.0][:2]
    component = Message("principal component {number} ({share:.0%} of the variance)")
    across, up = component.filled(number=1, share=first), component.filled(number=2, share=second)
    set_labels(axes, across.render(language), up.render(language))
    use_number_ticks(axes, "x")
    use_number_ticks(axes, "y")
    set_grid(axes)
    add_legend(axes, loc="upper left", bbox_to_anchor=(1.0, 1.0))
    return to_png(figure)


def draw_silhouette_by_k(
    ks: Sequence[int],
    scores: Sequence[float],
    chosen: int | None,
    title: str,
    *,
    language: Language,
) -> bytes:
    """PNG of the mean silhouette (−1 to 1, higher is better separated) for each tried number of clusters."""
    figure, axes = new_figure(6.4, 3.6)
    kept = Message("{chosen} clusters chosen", chosen=chosen).render(language)
    set_title(axes, title, "" if chosen is None else kept)
    if not ks:
        write_empty(axes, Message("no number of clusters was tried").render(language))
        return to_png(figure)
    colours = [ORANGE if k == chosen else BLUE for k in ks]
    axes.bar(ks, scores, color=colours, width=0.6)
    for k, score in zip(ks, scores, strict=True):
        add_text(axes, k, max(score, 0.0), f"{score:.2f}", size=8.5, above=True)
    axes.set_xticks(list(ks))
    axes.margins(y=0.12)
    use_number_ticks(axes, "y", 5)
    set_grid(axes, "y")
    across, up = Message("number of clusters k"), Message("mean silhouette")
    set_labels(axes, across.render(language), up.render(language))
    return to_png(figure)
