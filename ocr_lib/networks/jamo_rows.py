"""Rows of a recogniser's last layer for syllables it never learnt, composed from those it knows.

A row is about the sum of what a syllable's initial, vowel and final consonant, and each two of them, add to it. These parts are
fitted to the rows of the known syllables by ridge regression, so that a new syllable is read, if not well, before it is learnt.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from domain.characters import FINALS, INITIALS, VOWELS, is_syllable, jamo_of
from ocr_lib.arrays import Floats, Integers, StateDict
from ocr_lib.networks.charset import Charset

_WEIGHT, _BIAS = "Prediction.weight", "Prediction.bias"
_SIZES = (INITIALS, VOWELS, FINALS)
_PAIRS = ((0, 1), (1, 2), (0, 2))
# Parts that few syllables share count less.
_PAIR = 1 / 1.6
PARTS = sum(_SIZES) + sum(_SIZES[one] * _SIZES[other] for one, other in _PAIRS)
"""How many parts there are."""


def compose_rows(state: StateDict, new: Charset, known: Charset, *, ridge: float = 0.03) -> StateDict:
    """`state` (of `new`, which begins with `known`'s characters) with composed rows for the syllables `known` lacks.

    Args:
        ridge: strength of the regularisation.
    """
    import torch

    learnt = [c for c in known.characters if is_syllable(c)]
    wanted = [c for c in new.characters[len(known.characters) :] if is_syllable(c)]
    if not wanted or not learnt:
        return state
    weight, bias = state[_WEIGHT].clone(), state[_BIAS].clone()
    rows = torch.tensor([new.encode(c)[0] for c in learnt])
    truth = torch.cat([weight[rows], bias[rows, None]], dim=1).double().numpy()
    mean = truth.mean(0)
    features, asked = _features(learnt), _features(wanted)
    gram = features.T @ features + ridge * np.eye(features.shape[1])
    parts = np.linalg.solve(gram, features.T @ (truth - mean))
    found = torch.from_numpy(asked @ parts + mean).to(weight.dtype)
    places = torch.tensor([new.encode(c)[0] for c in wanted])
    weight[places], bias[places] = found[:, :-1], found[:, -1]
    return {**state, _WEIGHT: weight, _BIAS: bias}


def parts_of(syllables: Sequence[str]) -> tuple[Integers, Floats]:
    """What syllables consist of.

    Returns:
        The numbers (under `PARTS`) of each syllable's initial, vowel and final and of each two of them, int64 [syllables, 6];
        and how much each of the six counts, float64 [6].
    """
    jamo = tuple(np.array([jamo_of(c) for c in syllables], np.int64).reshape(-1, 3).T)
    starts = np.cumsum([0, *_SIZES, *(_SIZES[one] * _SIZES[other] for one, other in _PAIRS)])
    numbers = [
        *jamo,
        *(jamo[one] * _SIZES[other] + jamo[other] for one, other in _PAIRS),
    ]
    return np.stack(numbers, axis=1) + starts[:6], np.array([1.0] * 3 + [_PAIR] * 3)


def _features(syllables: Sequence[str]) -> Floats:
    """How much each part counts in each syllable; float64 [syllables, parts]."""
    numbers, weights = parts_of(syllables)
    features = np.zeros((len(syllables), PARTS))
    np.put_along_axis(features, numbers, np.broadcast_to(weights, numbers.shape), axis=1)
    return features
