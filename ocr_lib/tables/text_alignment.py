"""How the columns of a page without upright rules lean, from the alignment of its texts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ocr_lib.arrays import Floats
from ocr_lib.tables.flattening import Flattening

LEAN, LEAN_STEPS = 0.06, 13
CONVERGENCE, CONVERGENCE_STEPS = 0.09, 13
"""Largest coefficients that are tried, and how many from one sign to the other."""
BIN = 0.35
"""Of aligned edges, in line heights."""
NEEDLESS = 0.03
"""Share of the alignment that a coefficient at its bound has to gain."""
FEWEST, MOST = 6, 500
"""Texts that are looked at; of more, these are taken evenly."""


def with_aligned_columns(flattening: Flattening, quads: Floats, line_height: float) -> Flattening:
    """The flattening with the lean and convergence at which most texts (float [n, 4, 2] in pixels) are aligned."""
    if len(quads) < FEWEST:
        return flattening
    quads = quads[:: -(-len(quads) // MOST)]
    ordered = np.take_along_axis(quads, np.argsort(quads[:, :, 0], axis=1)[:, :, None], axis=1)
    left, right = ordered[:, :2].mean(axis=1), ordered[:, 2:].mean(axis=1)
    best, found = -np.inf, flattening
    base = flattening.upright
    for span in (1.0, 0.2):
        start = found.upright if span < 1 else base
        for lean in np.linspace(-LEAN, LEAN, LEAN_STEPS) * span:
            for convergence in np.linspace(-CONVERGENCE, CONVERGENCE, CONVERGENCE_STEPS) * span:
                upright = start + np.array([lean, 0, 0, convergence, 0, 0])
                tried = replace(flattening, upright=upright)
                cost = abs(upright[0] - base[0]) / LEAN + abs(upright[3]) / CONVERGENCE
                score = _alignment(tried, left, right, line_height) * (1 - NEEDLESS * cost)
                if score > best:
                    best, found = score, tried
    return found


def _alignment(flattening: Flattening, left: Floats, right: Floats, line_height: float) -> float:
    """How much the texts share their left edges, right edges and middles: the sum of squares of their counts."""
    starts, ends = flattening.flat(left)[:, 0], flattening.flat(right)[:, 0]
    total = 0.0
    for edges in (starts, ends, (starts + ends) / 2):
        place = edges / (BIN * line_height)
        place = place - place.min()
        whole = np.floor(place).astype(int)
        part = place - whole
        counts = np.bincount(whole, 1 - part, whole.max() + 2)
        counts[1:] += np.bincount(whole, part)
        total += float((counts**2).sum())
    return total
