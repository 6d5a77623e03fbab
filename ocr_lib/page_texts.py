"""Texts that were found on a page, cut from it for reading, and where they lie in the picture that was given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ocr_lib.detection import Detected
from ocr_lib.pages.upright import Turn
from ocr_lib.reading_order import reading_order
from ocr_lib.recognition.recognizer import Reading

Picture = np.ndarray[Any, Any]
Quad = tuple[tuple[float, float], ...]
SURE_ENOUGH, SURE_ENOUGH_OF_SEVERAL = 0.35, 0.2
"""Marks the detector passed over are kept when they are read with this score: one letter, or several."""
WITHIN, BARELY = 0.6, 0.2
"""Shares of a text's box: with the one it lies in a stack, up to the other beside it."""


@dataclass(frozen=True)
class Line:
    """A text on a page.

    Attributes:
        score: EasyOCR's, 0 … 1.
        box: x0, y0, x1, y1 in pixels of the picture.
        quad: four corners, clockwise from the text's own top left.
        crop: uint8 grey [height, width], what was read.
        source: `ocr`, or `pdf` where the text was taken from the PDF.
    """

    text: str
    score: float
    box: tuple[int, int, int, int]
    quad: Quad
    crop: Picture
    source: str = "ocr"


@dataclass(frozen=True)
class PageReading:
    """The texts of a page in reading order.

    Attributes:
        rotation: quarter turns in degrees, clockwise, that put the picture upright.
        tilt: degrees, counter-clockwise, by which it was tilted then.
    """

    lines: list[Line]
    rotation: int
    tilt: float


@dataclass(frozen=True)
class Stack:
    """What may be one text on its side.

    Attributes:
        crop: uint8 grey [height, width].
        quad: four corners in the picture that was given.
        pieces: which of the page's crops it holds, whole.
    """

    crop: Picture
    quad: Quad
    pieces: tuple[int, ...]


@dataclass(frozen=True)
class FoundTexts:
    """Crops of an upright picture, and where they lie in the picture that was given.

    Attributes:
        unsure: marks the detector passed over, kept only when they read well.
        stacks: crops that may together be one text on its side.
    """

    crops: list[Picture]
    quads: list[Quad]
    unsure: list[bool]
    stacks: list[Stack]
    turn: Turn

    def joined(self, stacks: Sequence[Stack]) -> FoundTexts:
        """With each stack in the place of its pieces; no others are left to try."""
        crops, quads, unsure = list(self.crops), list(self.quads), list(self.unsure)
        gone: set[int] = set()
        for stack in stacks:
            first, *others = stack.pieces
            crops[first], quads[first], unsure[first] = stack.crop, stack.quad, False
            gone.update(others)
        kept = [n for n in range(len(crops)) if n not in gone]
        return FoundTexts(
            [crops[n] for n in kept],
            [quads[n] for n in kept],
            [unsure[n] for n in kept],
            [],
            self.turn,
        )

    def told(self, readings: Sequence[Reading]) -> PageReading:
        lines = [
            Line(reading.text, reading.score, _box(quad, self.turn), quad, crop)
            for reading, quad, crop, unsure in zip(readings, self.quads, self.crops, self.unsure, strict=True)
            if reading.text.strip() and not (unsure and reading.score < _enough(reading.text))
        ]
        return PageReading(lines, self.turn.rotation, self.turn.tilt)


def _enough(text: str) -> float:
    """A spot looks like some letter; it hardly looks like a word."""
    return SURE_ENOUGH_OF_SEVERAL if len(text.strip()) > 1 else SURE_ENOUGH


def cut(detected: Detected, grey: Picture, turn: Turn) -> FoundTexts:
    """Cut what was detected in an upright picture, in reading order."""
    crops: list[Picture] = []
    quads: list[list[list[float]]] = []
    kinds: list[str] = []
    for kind, boxes in (("box", detected.boxes), ("maybe", detected.maybe)):
        for box in boxes:
            crop, quad = _level(grey, box)
            if min(crop.shape) < 2:
                continue
            crops.append(crop)
            quads.append(quad)
            kinds.append(kind)
    for quad in detected.quads:
        crop = _straightened(grey, quad)
        if min(crop.shape) >= 2:
            crops.append(crop)
            quads.append(quad)
            kinds.append("quad")
    bounds = [_bounds(quad) for quad in quads]
    order = reading_order(bounds)
    return FoundTexts(
        [crops[n] for n in order],
        [turn.to_given(quads[n]) for n in order],
        [kinds[n] == "maybe" for n in order],
        list(_stacks(detected, grey, turn, [bounds[n] for n in order])),
        turn,
    )


def _stacks(
    detected: Detected, grey: Picture, turn: Turn, bounds: Sequence[tuple[int, int, int, int]]
) -> Iterator[Stack]:
    """Stacks with the crops within them; none that holds a part of a crop, whose text goes on beside it."""
    for box in detected.stacks:
        crop, quad = _level(grey, box)
        shares = [_shared(b, _bounds(quad)) for b in bounds]
        pieces = tuple(n for n, share in enumerate(shares) if share > WITHIN)
        if pieces and not any(BARELY < share <= WITHIN for share in shares):
            yield Stack(crop, turn.to_given(quad), pieces)


def _shared(inner: tuple[int, int, int, int], outer: tuple[int, int, int, int]) -> float:
    """How much of a box lies within another, 0 … 1."""
    wide = min(inner[2], outer[2]) - max(inner[0], outer[0])
    high = min(inner[3], outer[3]) - max(inner[1], outer[1])
    return max(0, wide) * max(0, high) / max(1, (inner[2] - inner[0]) * (inner[3] - inner[1]))


def _level(grey: Picture, box: tuple[int, int, int, int]) -> tuple[Picture, list[list[float]]]:
    """What lies in a box (x0, x1, y0, y1), as far as the picture goes, and its corners."""
    x0, x1, y0, y1 = box
    left, right, top, bottom = max(0, x0), min(x1, grey.shape[1]), max(0, y0), min(y1, grey.shape[0])
    corners = [[left, top], [right, top], [right, bottom], [left, bottom]]
    return grey[top:bottom, left:right], corners


def _straightened(grey: Picture, quad: list[list[float]]) -> Picture:
    """A tilted text by perspective, as `easyocr.utils.four_point_transform` cuts it."""
    from easyocr.utils import four_point_transform

    return four_point_transform(grey, np.asarray(quad, dtype=np.float32))


def _bounds(quad: Sequence[Sequence[float]]) -> tuple[int, int, int, int]:
    xs, ys = [x for x, _ in quad], [y for _, y in quad]
    return int(min(xs)), int(min(ys)), int(np.ceil(max(xs))), int(np.ceil(max(ys)))


def _box(quad: Quad, turn: Turn) -> tuple[int, int, int, int]:
    """Around a quad, within the picture that was given."""
    x0, y0, x1, y1 = _bounds(quad)
    return max(0, x0), max(0, y0), min(turn.width, x1), min(turn.height, y1)
