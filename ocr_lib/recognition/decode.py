"""From the network's probabilities to a text and EasyOCR's score."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from ocr_lib.networks.charset import Charset


def greedy(probabilities: np.ndarray[Any, Any], charset: Charset) -> tuple[str, float]:
    """The best class of every frame, repeats and blanks dropped.

    Args:
        probabilities: float32 [frames, classes], rows add up to 1.

    Returns:
        The text, and EasyOCR's score in 0 … 1: the product of the frames that are not blank, to the
        power of 2 / sqrt(their number). It is not a probability, and not comparable between networks.
    """
    best = probabilities.argmax(axis=1)
    values = probabilities.max(axis=1)
    return decode_best(best, values, charset)


class WordBeamSearch:
    """EasyOCR's beam search, word by word through its lists of English and Korean words.

    Args:
        charset: it must hold the space, at which words are parted.
    """

    def __init__(self, charset: Charset) -> None:
        from easyocr.config import BASE_PATH
        from easyocr.utils import CTCLabelConverter

        words = {language: str(Path(BASE_PATH) / "dict" / f"{language}.txt") for language in ("en", "ko")}
        self._converter = CTCLabelConverter(charset.characters, {}, words)

    def __call__(self, probabilities: np.ndarray[Any, Any]) -> str:
        """The text of one crop, float32 [frames, classes]."""
        text: str = self._converter.decode_wordbeamsearch(probabilities[None])[0]
        return text


def decode_best(
    best: np.ndarray[Any, Any], values: np.ndarray[Any, Any], charset: Charset
) -> tuple[str, float]:
    """As `greedy`, from the best class of every frame [frames] and its probability [frames]."""
    starts = np.insert(best[1:] != best[:-1], 0, True)
    written = best[starts & (best != 0)]
    text = "".join(charset.characters[number - 1] for number in written)
    sure = values[best != 0]
    if not len(sure):
        return text, 0.0
    return text, float(sure.prod() ** (2.0 / np.sqrt(len(sure))))
