"""From the network's probabilities to a text, its characters, and EasyOCR's score."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ocr_lib.arrays import Floats, Integers
from ocr_lib.networks.charset import Charset
from ocr_lib.recognition.beam import BLANK, LEAST
from ocr_lib.recognition.reading import Character, Reading

ALTERNATIVES = 4
"""Alternatives that are kept of a character."""


class WordBeamSearch:
    """EasyOCR's beam search, word by word through its lists of English and Korean words.

    Args:
        charset: it must hold the space, at which words are separated.
    """

    def __init__(self, charset: Charset) -> None:
        from easyocr.config import BASE_PATH
        from easyocr.utils import CTCLabelConverter

        words = {language: str(Path(BASE_PATH) / "dict" / f"{language}.txt") for language in ("en", "ko")}
        self._converter = CTCLabelConverter(charset.characters, {}, words)

    def __call__(self, probabilities: Floats) -> str:
        """The text of one crop, float32 [frames, classes]."""
        text: str = self._converter.decode_wordbeamsearch(probabilities[None])[0]
        return text


def greedy(
    classes: Integers, probabilities: Floats, characters: Sequence[str], frames_of_crop: float
) -> Reading:
    """The best class of every frame, repeats and blanks dropped.

    Args:
        classes: int [frames, k], the likeliest classes of each frame, the likeliest first; class 0 is the blank.
        probabilities: float32 [frames, k], theirs.
        characters: `characters[i]` is class `i + 1`.
        frames_of_crop: how many frames the crop covers; those after it are padding.

    Returns:
        The text with its characters, and EasyOCR's score in 0 … 1: the product of the frames that are not blank, to the power of
        2 / sqrt(their number). It is not a probability, and not comparable between networks.
    """
    best, values = classes[:, 0], probabilities[:, 0]
    starts = np.flatnonzero(np.insert(best[1:] != best[:-1], 0, True))
    ends = np.append(starts[1:], len(best))
    found = [
        Character(
            characters[best[start] - 1],
            float(values[start:end].max()),
            min(1.0, float(start) / frames_of_crop),
            min(1.0, float(end) / frames_of_crop),
            alternatives(classes[start:end], probabilities[start:end], int(best[start]), characters),
        )
        for start, end in zip(starts, ends, strict=True)
        if best[start]
    ]
    sure = values[best != 0]
    score = float(sure.prod() ** (2.0 / np.sqrt(len(sure)))) if len(sure) else 0.0
    covered = values[: max(1, math.ceil(frames_of_crop))]
    return Reading("".join(one.text for one in found), score, tuple(found), lowest_frame=float(covered.min()))


def alternatives(classes: Integers, probabilities: Floats, label: int, characters: Sequence[str]) -> str:
    """The characters that may be in some frames in place of the one read there, the likeliest first, at most `ALTERNATIVES`.

    Args:
        classes, probabilities, characters: as of `greedy`, of the frames of one character.
        label: the class of the character.
    """
    rivals = (probabilities >= LEAST) & (classes != BLANK) & (classes != label)
    if not rivals.any():
        return ""
    found: dict[int, float] = {}
    for name, value in zip(classes[rivals].tolist(), probabilities[rivals].tolist(), strict=True):
        found[name] = max(value, found.get(name, 0.0))
    likeliest = sorted(found, key=lambda name: -found[name])[:ALTERNATIVES]
    return "".join(characters[name - 1] for name in likeliest)


def greedy_text(best: Integers, characters: Sequence[str]) -> str:
    """The text of the best class of each frame, int [frames]."""
    written = np.insert(best[1:] != best[:-1], 0, True) & (best != 0)
    return "".join(characters[number - 1] for number in best[written])
