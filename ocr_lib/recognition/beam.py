"""CTC prefix beam search over the likeliest classes of each frame, with a bonus for what the language expects."""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable

import numpy as np

from ocr_lib.arrays import Floats, Integers

Labels = tuple[int, ...]
Bonus = Callable[[Labels, int], float]
BLANK = 0
BEAMS = 8
LEAST = 1e-3
"""Classes with a smaller probability are not followed, but for the likeliest of a frame."""
CERTAIN = 0.999
"""A blank with this probability ends every character, and nothing else."""
_NEVER = -1e30
_SMALLEST = 1e-30


def beam_search(classes: Integers, probabilities: Floats, bonus: Bonus, *, beams: int = BEAMS) -> Labels:
    """The labels with the largest sum of their log probability over all alignments and of their bonuses.

    Args:
        classes: int [frames, k], the likeliest classes of each frame, the likeliest first; class 0 is the blank.
        probabilities: float [frames, k], theirs.
        bonus: natural logarithm by which a class is favoured after some labels.
        beams: prefixes that are followed at once.
    """
    # Of each prefix: log probability of the alignments that end with a blank, and of those that end with its last label.
    found: dict[Labels, tuple[float, float]] = {(): (0.0, _NEVER)}
    bonuses: dict[Labels, float] = {(): 0.0}
    likely = probabilities >= LEAST
    likely[:, 0] = True
    logs = np.log(np.maximum(probabilities, _SMALLEST))
    certain = (classes[:, 0] == BLANK) & (probabilities[:, 0] > CERTAIN)
    for frame in range(len(classes)):
        if certain[frame]:
            found = {labels: (_sum(*ends), _NEVER) for labels, ends in found.items()}
            continue
        followed = likely[frame]
        choices = list(zip(classes[frame, followed].tolist(), logs[frame, followed].tolist(), strict=True))
        longer: dict[Labels, list[float]] = {}
        for labels, (blank, own) in found.items():
            both, last = _sum(blank, own), labels[-1] if labels else BLANK
            for name, log in choices:
                if name == BLANK:
                    _add(longer, labels, 0, both + log)
                    continue
                if name == last:
                    _add(longer, labels, 1, own + log)
                further = (*labels, name)
                if further not in bonuses:
                    bonuses[further] = bonuses[labels] + bonus(labels, name)
                _add(longer, further, 1, (blank if name == last else both) + log)
        worth = {labels: _sum(*ends) + bonuses[labels] for labels, ends in longer.items()}
        best = heapq.nlargest(beams, worth, key=worth.__getitem__)
        found = {labels: (longer[labels][0], longer[labels][1]) for labels in best}
    return max(found, key=lambda labels: _sum(*found[labels]) + bonuses[labels])


def spans(classes: Integers, probabilities: Floats, labels: Labels) -> list[tuple[int, int]]:
    """First frame and end of each label in the likeliest alignment (Viterbi); classes and probabilities as above."""
    states = np.zeros(2 * len(labels) + 1, dtype=int)
    states[1::2] = labels
    # A label may follow another without a blank between them where the two differ.
    skips = np.zeros(len(states), dtype=bool)
    skips[3::2] = states[3::2] != states[1:-2:2]
    matches = classes[:, :, None] == states
    logs = np.log(np.maximum((probabilities[:, :, None] * matches).sum(axis=1), 1e-9))
    scores = np.full(len(states), _NEVER)
    scores[:2] = logs[0, :2]
    came_from = np.zeros(logs.shape, dtype=int)
    # Of each state, the scores of those it may be reached from: itself, the one before, the label before.
    ways = np.full((3, len(states)), _NEVER)
    for frame in range(1, len(logs)):
        ways[0] = scores
        ways[1, 1:] = scores[:-1]
        np.copyto(ways[2, 2:], scores[:-2], where=skips[2:])
        np.argmax(ways, axis=0, out=came_from[frame])
        scores = ways.max(axis=0) + logs[frame]
    state = int(len(states) - 1 if len(states) == 1 or scores[-1] >= scores[-2] else len(states) - 2)
    path = np.zeros(len(logs), dtype=int)
    for frame in range(len(logs) - 1, -1, -1):
        path[frame] = state
        state -= came_from[frame][state]
    places = [np.flatnonzero(path == 2 * n + 1) for n in range(len(labels))]
    return [(int(place[0]), int(place[-1]) + 1) for place in places]


def _add(ends: dict[Labels, list[float]], labels: Labels, end: int, log: float) -> None:
    of_labels = ends.get(labels)
    if of_labels is None:
        of_labels = ends[labels] = [_NEVER, _NEVER]
        of_labels[end] = log
    else:
        of_labels[end] = _sum(of_labels[end], log)


def _sum(one: float, other: float) -> float:
    """The logarithm of the sum of what two numbers are logarithms of."""
    large, small = (one, other) if one > other else (other, one)
    return large if small <= _NEVER / 2 else large + math.log1p(math.exp(small - large))
