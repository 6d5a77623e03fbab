"""The confusion matrix as a picture. Its numbers are counted elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from automl_lib.pictures.canvas import (
    INK,
    PAPER,
    add_text,
    new_figure,
    set_labels,
    set_tick_labels,
    set_title,
    to_png,
    write_empty,
)
from domain.messages import Language, Message

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_CLASSES = 25
_NUMBERS_UP_TO = 15
_MAP = ("#eaf2fa", "#c5daef", "#7fb0d9", "#2f6fb7", "#173e6e")


def draw_confusion_matrix(
    matrix: Sequence[Sequence[int]], labels: Sequence[str], title: str, *, language: Language
) -> bytes:
    """PNG of a confusion matrix; colour is the share of the true class, so rare classes show too.

    Args:
        matrix: k × k counts; rows are true classes, columns predicted ones.
        labels: the k classes. Beyond 25 classes the most frequent 24 are drawn and the rest is
            gathered in one.
        title: above the picture.

    Raises:
        ValueError: the matrix is not k × k.
    """
    if len(matrix) != len(labels) or any(len(row) != len(labels) for row in matrix):
        raise ValueError(f"matrix is not {len(labels)} × {len(labels)}")
    counts, names = gather_rare([list(row) for row in matrix], list(labels), MOST_CLASSES, language)
    size = len(names)
    total = sum(map(sum, counts))
    if total == 0:
        figure, axes = new_figure(5.0, 3.0)
        set_title(axes, title)
        write_empty(axes, Message("no row was evaluated").render(language))
        return to_png(figure)
    right = sum(counts[i][i] for i in range(size))
    side = min(8.5, max(4.4, 2.2 + 0.5 * size))
    figure, axes = new_figure(side + 0.4, side)
    _draw_cells(axes, counts)
    small = 9 if size <= 10 else 7
    crowded = any(len(name) > 4 for name in names) and size > 4
    set_tick_labels(axes, "x", names, rotation=40 if crowded else 0, size=small)
    set_tick_labels(axes, "y", names, size=small)
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    set_labels(axes, Message("Predicted").render(language), Message("Actual").render(language))
    subtitle = Message(
        "{right:,} of {total:,} rows right · accuracy {accuracy:.1%}",
        right=right,
        total=total,
        accuracy=right / total,
    )
    set_title(axes, title, subtitle.render(language))
    return to_png(figure)


def gather_rare(
    matrix: list[list[int]], labels: list[str], limit: int, language: Language
) -> tuple[list[list[int]], list[str]]:
    """Keeps the `limit` - 1 classes with most true rows, in their order, and sums the rest into one."""
    if len(labels) <= limit:
        return matrix, labels
    by_size = sorted(range(len(labels)), key=lambda i: -sum(matrix[i]))
    kept = sorted(by_size[: limit - 1])
    place = {index: position for position, index in enumerate(kept)}
    rest = len(kept)
    gathered = [[0] * (rest + 1) for _ in range(rest + 1)]
    for i, row in enumerate(matrix):
        for j, count in enumerate(row):
            gathered[place.get(i, rest)][place.get(j, rest)] += count
    others = Message("{count} others", count=len(labels) - rest).render(language)
    return gathered, [*(labels[i] for i in kept), others]


def _draw_cells(axes: Axes, counts: list[list[int]]) -> None:
    from matplotlib.colors import LinearSegmentedColormap

    shares = [[count / sum(row) if sum(row) else 0.0 for count in row] for row in counts]
    colours = LinearSegmentedColormap.from_list("shares", _MAP)
    axes.imshow(shares, cmap=colours, vmin=0, vmax=1, aspect="equal")
    size = len(counts)
    axes.set_xticks([i - 0.5 for i in range(1, size)], minor=True)
    axes.set_yticks([i - 0.5 for i in range(1, size)], minor=True)
    axes.grid(which="minor", color=PAPER, linewidth=1.5)
    axes.tick_params(which="minor", length=0)
    if size > _NUMBERS_UP_TO:
        return
    for i, row in enumerate(counts):
        for j, count in enumerate(row):
            text = f"{count:,}\n{shares[i][j]:.0%}" if size <= 6 else f"{count:,}"
            add_text(axes, j, i, text, PAPER if shares[i][j] > 0.5 else INK, 10 if size <= 6 else 8)
