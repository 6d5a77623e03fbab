"""Reading texts in boxes that people drew."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from ocr_lib.arrays import Picture
from ocr_lib.detection import TextFrame
from ocr_lib.page_texts import FoundText, Line, straightened
from ocr_lib.recognition.recognizer import CropReader

Quad = Sequence[Sequence[float]]


def read_boxes(recognizer: CropReader, picture: Picture, quads: Sequence[Quad]) -> list[Line]:
    """What the boxes of a page say.

    Unlike a detector's, a box is taken as it was drawn: nothing is joined, dropped or ordered, and an empty one has an
    empty text with score 0.

    Args:
        recognizer: reads the crops.
        picture: uint8 RGB [height, width, 3], as given.
        quads: four corners each, x and y in pixels, clockwise from the text's own top left.
    """
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    height, width = grey.shape
    lines = []
    found = [_cut(grey, quad) for quad in quads]
    for one, quad, reading in zip(found, quads, recognizer.read([one.crop for one in found]), strict=True):
        corners = np.asarray(quad, dtype=np.float64)
        (x0, y0), (x1, y1) = np.floor(corners.min(axis=0)), np.ceil(corners.max(axis=0))
        lines.append(
            Line(
                text=reading.text.strip(),
                score=reading.score if reading.text.strip() else 0.0,
                box=(max(0, int(x0)), max(0, int(y0)), min(width, int(x1)), min(height, int(y1))),
                quad=tuple((float(x), float(y)) for x, y in quad),
                crop=one.crop,
                recogniser=reading.recogniser,
                characters=reading.characters,
            )
        )
    return lines


def _cut(grey: Picture, quad: Quad) -> FoundText:
    """The box cut out, without the neighbouring rows and rules that it reaches into."""
    frame = TextFrame(np.asarray(quad, dtype=np.float32), 1.0)
    return FoundText(straightened(grey, frame), frame.corners).trimmed()
