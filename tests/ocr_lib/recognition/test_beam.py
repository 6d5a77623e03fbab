"""The beam search finds what trying every alignment finds, and the alignment of what it found."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from ocr_lib.recognition.beam import beam_search, spans


def collapsed(path):
    """The labels of a path through the frames: repeats and blanks dropped."""
    return tuple(label for label, _ in itertools.groupby(path) if label)


def by_every_path(probabilities, bonus):
    """The likeliest labels over all paths, from a full matrix [frames, classes]."""
    frames, classes = probabilities.shape
    sums = {}
    for path in itertools.product(range(classes), repeat=frames):
        labels = collapsed(path)
        sums[labels] = sums.get(labels, 0.0) + math.prod(probabilities[n, c] for n, c in enumerate(path))
    scored = {
        labels: math.log(value) + sum(bonus(labels[:n], label) for n, label in enumerate(labels))
        for labels, value in sums.items()
    }
    return max(scored, key=scored.get)


def likeliest_first(probabilities):
    order = np.argsort(-probabilities, axis=1)
    return order, np.take_along_axis(probabilities, order, axis=1)


def drawn(seed, frames=5, classes=4):
    return np.random.default_rng(seed).dirichlet(np.full(classes, 0.6), size=frames) * 0.99 + 0.0025


def no_bonus(labels, label):
    return 0.0


@pytest.mark.parametrize("seed", range(12))
def test_without_a_language_the_likeliest_text_is_found(seed):
    matrix = drawn(seed)
    assert beam_search(*likeliest_first(matrix), no_bonus, beams=500) == by_every_path(matrix, no_bonus)


@pytest.mark.parametrize("seed", range(12))
def test_with_a_language_too(seed):
    rng = np.random.default_rng(100 + seed)
    table = rng.normal(size=(5, 5))

    def bonus(labels, label):
        return float(table[labels[-1] if labels else 0, label])

    matrix = drawn(seed)
    assert beam_search(*likeliest_first(matrix), bonus, beams=500) == by_every_path(matrix, bonus)


def test_a_text_that_many_alignments_share_beats_the_best_path():
    # Best path: two blanks (0.36). The label alone: 0.4 * 0.6 * 2 + 0.4 * 0.4 = 0.64.
    matrix = np.array([[0.6, 0.4], [0.6, 0.4]])
    assert beam_search(*likeliest_first(matrix), no_bonus) == (1,)


def test_a_certain_blank_parts_two_equal_labels():
    matrix = np.array([[0.0005, 0.9995], [0.9999, 0.0001], [0.0005, 0.9995]])
    assert beam_search(*likeliest_first(matrix), no_bonus) == (1, 1)


def test_of_frames_where_no_class_is_likely_the_likeliest_is_followed():
    even = np.full((2, 4), 1 / 4016)
    assert beam_search(np.tile([0, 1, 2, 3], (2, 1)), even, no_bonus) == ()
    assert beam_search(np.array([[2, 0], [0, 2]]), np.array([[9e-4, 1e-5], [9e-4, 1e-5]]), no_bonus) == (2,)


def test_no_frames_say_nothing():
    assert beam_search(np.zeros((0, 2), int), np.zeros((0, 2)), no_bonus) == ()


@pytest.mark.parametrize("seed", range(8))
def test_labels_are_where_the_likeliest_alignment_has_them(seed):
    matrix = drawn(seed)
    labels = beam_search(*likeliest_first(matrix), no_bonus, beams=500)
    paths = [p for p in itertools.product(range(4), repeat=5) if collapsed(p) == labels]
    best = max(paths, key=lambda p: math.prod(matrix[n, c] for n, c in enumerate(p)))
    groups, place = [], 0
    for label, run in itertools.groupby(best):
        length = len(list(run))
        if label:
            groups.append((place, place + length))
        place += length
    assert spans(*likeliest_first(matrix), labels) == groups
