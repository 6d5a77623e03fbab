"""Level lines along texts, which show how a page without rules is tilted and bent.

The boxes of short texts are often upright on tilted pages, so that their own angle says nothing; the middles of neighbours do.
"""

from __future__ import annotations

import numpy as np

from ocr_lib.arrays import Floats

WIDE_TEXT = 6.0
"""Line heights from which the angle of a text counts."""
SAME_LINE = 0.4
"""Line heights by which neighbours differ across the direction of the page's texts, at most."""
FARTHEST = 20.0
"""Line heights between neighbours, at most."""


def lines_of_texts(quads: Floats, line_height: float) -> list[Floats]:
    """Points, float [n, 2], along lines of texts: the middle lines of wide texts, and the middles of neighbours.

    Args:
        quads: float [n, 4, 2] in pixels.
    """
    ordered = np.take_along_axis(quads, np.argsort(quads[:, :, 0], axis=1)[:, :, None], axis=1)
    starts, ends = ordered[:, :2].mean(axis=1), ordered[:, 2:].mean(axis=1)
    width = ends[:, 0] - starts[:, 0]
    wide = np.flatnonzero(width > WIDE_TEXT * line_height)
    slopes = (ends[wide, 1] - starts[wide, 1]) / np.maximum(width[wide], 1e-6)
    slope = float(np.median(slopes)) if len(wide) else 0.0
    lines: list[Floats] = [np.stack([starts[n], (starts[n] + ends[n]) / 2, ends[n]]) for n in wide]
    middles = (starts + ends) / 2
    chains = _chains(starts, ends, middles, slope, line_height)
    return [*lines, *(middles[chain] for chain in chains if len(chain) > 1)]


def _chains(
    starts: Floats, ends: Floats, middles: Floats, slope: float, line_height: float
) -> list[list[int]]:
    """Numbers of texts beside each other, from left to right."""
    chains: list[list[int]] = []
    lasts = np.zeros(0, dtype=int)
    for number in np.argsort(starts[:, 0]).tolist():
        if len(chains):
            away = starts[number, 0] - ends[lasts, 0]
            along = middles[number, 0] - middles[lasts, 0]
            across = np.abs(middles[number, 1] - middles[lasts, 1] - slope * along)
            fits = (away > -0.3 * line_height) & (away < FARTHEST * line_height)
            cost = np.where(fits & (across < SAME_LINE * line_height), away + 5 * across, np.inf)
            best = int(np.argmin(cost))
            if np.isfinite(cost[best]):
                chains[best].append(number)
                lasts[best] = number
                continue
        chains.append([number])
        lasts = np.append(lasts, number)
    return chains
