"""A second look at doubtful texts of a page by another detector: where its texts are likelier to be right, they are kept.

Signs, labels and notes set single syllables in shapes and at a slant, where detectors differ most (docs/performance.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ocr_lib.detection.detected import box_shares

if TYPE_CHECKING:
    from ocr_lib.page_texts import Line, PageReading

FEW_TEXTS = 10
"""Pages with more texts aren't looked at again: that would double the time of forms and receipts and mend next to nothing."""
DOUBTFUL = 0.8
"""Below this score a text is doubtful; texts around it stay as they are."""
SHARED = 0.3
"""Share of the smaller of two boxes from which they hold the same print."""


def may_be_mended(reading: PageReading) -> bool:
    """Whether a page has few texts, and doubtful ones among them."""
    return len(reading.lines) <= FEW_TEXTS and any(line.score < DOUBTFUL for line in reading.lines)


def likelier(first: PageReading, second: PageReading) -> PageReading:
    """The first reading, with texts of the second in place of doubtful ones where more characters are expected right.

    Texts whose boxes share print are replaced together; what the second reading finds elsewhere is left out, and so is
    all of it where it turned the page another way.
    """
    if second.rotation != first.rotation:
        return first
    lines: list[Line] = []
    for old, new in _same_print(first.lines, second.lines):
        doubtful = any(line.score < DOUBTFUL for line in old)
        lines += new if new and doubtful and expected_gain(new) > expected_gain(old) else old
    return replace(first, lines=lines)


def expected_gain(lines: Sequence[Line]) -> float:
    """Characters in texts expected to be right, less those in texts expected to be wrong."""
    return sum((2 * line.score - 1) * len("".join(line.text.split())) for line in lines)


def _same_print(first: Sequence[Line], second: Sequence[Line]) -> list[tuple[list[Line], list[Line]]]:
    """Groups of texts of both readings whose boxes share print, in the order of the first; none without a text of it."""
    from scipy.sparse import coo_array  # type: ignore[import-untyped]
    from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]

    one, other = (np.array([line.box for line in part], float).reshape(-1, 4) for part in (first, second))
    smaller = np.maximum(box_shares(one, other), box_shares(other, one).T)  # shares of the smaller box
    rows, columns = np.nonzero(smaller > SHARED)
    lines = [*first, *second]
    graph = coo_array((np.ones(len(rows)), (rows, len(first) + columns)), shape=(len(lines), len(lines)))
    _, labels = connected_components(graph, directed=False)
    groups: dict[int, tuple[list[Line], list[Line]]] = {label: ([], []) for label in labels[: len(first)]}
    for place, (line, label) in enumerate(zip(lines, labels, strict=True)):
        if label in groups:
            groups[label][place >= len(first)].append(line)
    return list(groups.values())
