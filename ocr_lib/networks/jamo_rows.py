"""Rows of a recogniser's last layer for syllables it never learnt, composed from those it knows.

A row is about the sum of what a syllable's initial, vowel and final consonant, and each two of them, add to it. These parts are
fitted to the rows of the known syllables by ridge regression, so that a new syllable is read, if not well, before it is learnt.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ocr_lib.networks.charset import Charset

_WEIGHT, _BIAS = "Prediction.weight", "Prediction.bias"
_SIZES = (19, 21, 28)
_PAIRS = ((0, 1), (1, 2), (0, 2))
# Parts that few syllables share are trusted less.
_SINGLE, _PAIR = 1.0, 1.6


def compose_rows(
    state: dict[str, Any], new: Charset, known: Charset, *, ridge: float = 0.03
) -> dict[str, Any]:
    """`state` (of `new`, which begins with `known`'s characters) with composed rows for the syllables `known` lacks.

    Args:
        ridge: strength of the regularisation.
    """
    import torch

    learnt = [c for c in known.characters if _is_syllable(c)]
    wanted = [c for c in new.characters[len(known.characters) :] if _is_syllable(c)]
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


def _is_syllable(character: str) -> bool:
    return "가" <= character <= "힣"


def _features(syllables: list[str]) -> np.ndarray[Any, Any]:
    """Which parts and pairs of parts each syllable has; float64 [syllables, parts]."""
    codes = np.array([ord(c) - ord("가") for c in syllables])
    jamo = (codes // 588, codes // 28 % 21, codes % 28)
    blocks = []
    for numbers, size in zip(jamo, _SIZES, strict=True):
        blocks.append(np.eye(size)[numbers] / _SINGLE)
    for one, other in _PAIRS:
        pairs = jamo[one] * _SIZES[other] + jamo[other]
        blocks.append(np.eye(_SIZES[one] * _SIZES[other])[pairs] / _PAIR)
    return np.hstack(blocks)
