"""Texts that run up or down an upright page: each is turned, or taken apart into rows, the way it reads best."""

from __future__ import annotations

from dataclasses import replace

import cv2

from ocr_lib.arrays import Picture
from ocr_lib.page_texts import FoundText, FoundTexts
from ocr_lib.recognition.recognizer import CropReader
from ocr_lib.trimming import text_rows

STANDING = 1.5
"""Height over width from which a text may run up or down the page."""
LETTER = 3.0
"""Height over width up to which it may be one letter that stands upright, such as 1, I or a bracket."""
CLEARLY_BETTER = 0.1
"""A turned reading must exceed that of the upright letter by this score."""
DOWN, UP = 1, 3
"""Counter-clockwise quarter turns that level a text which runs down or up the page."""


def resolve_vertical_text(found: FoundTexts, recognizer: CropReader) -> FoundTexts:
    """The texts of a page with those that stand turned level."""
    places = [n for n, text in enumerate(found.texts) if _stands(text)]
    if not places:
        return found
    candidates = {n: _candidates(found.texts[n]) for n in places}
    crops = [text.crop for n in places for texts in candidates[n] for text in texts]
    scores = iter([reading.score for reading in recognizer.read(crops)])
    chosen = {}
    for n in places:
        means = [sum(next(scores) for _ in texts) / len(texts) for texts in candidates[n]]
        if _may_be_a_letter(found.texts[n]):
            means[0] += CLEARLY_BETTER
        chosen[n] = candidates[n][means.index(max(means))]
    return replace(found, texts=[text for n, one in enumerate(found.texts) for text in chosen.get(n, [one])])


def _stands(text: FoundText) -> bool:
    return text.crop.shape[0] > STANDING * text.crop.shape[1]


def _may_be_a_letter(text: FoundText) -> bool:
    return text.crop.shape[0] < LETTER * text.crop.shape[1]


def _candidates(text: FoundText) -> list[list[FoundText]]:
    """The ways a text may be meant: as one letter where it may be, running down, running up, as rows beneath each other."""
    ways = [[text.turned(DOWN)], [text.turned(UP)]]
    if _may_be_a_letter(text):
        ways.insert(0, [replace(text, crop=_as_wide_as_high(text.crop))])
    rows = text_rows(text.crop)
    if len(rows) > 1:
        width = text.crop.shape[1]
        ways.append([text.within(0, top, width, bottom).trimmed() for top, bottom in rows])
    return ways


def _as_wide_as_high(crop: Picture) -> Picture:
    """The crop with its edges continued: recognisers stretch what is higher than wide."""
    missing = crop.shape[0] - crop.shape[1]
    left = missing // 2
    return cv2.copyMakeBorder(crop, 0, 0, left, missing - left, cv2.BORDER_REPLICATE)
