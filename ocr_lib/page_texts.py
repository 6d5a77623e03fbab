"""Texts found on a page: cut from it for reading, put in reading order, and where they are in the picture as given."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from ocr_lib.arrays import Floats, Picture
from ocr_lib.detection import TextFrame
from ocr_lib.detection.curved import along_midline
from ocr_lib.pages.rotation import PageRotation, Points
from ocr_lib.reading_order import reading_order
from ocr_lib.recognition.reading import Character, Reading
from ocr_lib.remarks import PageRemark
from ocr_lib.trimming import text_extent

SURE_OF_A_MARK = 0.7
"""The least score of what the detector passed over: a speck looks like some letter."""
RULE = re.compile(r"([-=_~—–.·*#])\1{5,}")
"""A row of one sign that parts a receipt's blocks, which is no text; shorter ones may stand for a value that is missing or hidden."""
SMALLEST_SIDE = 3.0
"""Pixels; frames with a shorter side hold no text."""


@dataclass(frozen=True)
class Line:
    """A text on a page.

    Attributes:
        score: probability that the text is right, 0 … 1.
        box: x0, y0, x1, y1 in pixels of the picture as given.
        quad: four corners, clockwise from the text's own top left.
        crop: uint8 grey [height, width], what was read.
        recogniser: which one read it, one of `ocr_lib.recognition.reading.RECOGNISERS`; empty where none did.
        source: `ocr`, or `pdf` where the text was taken from the PDF.
        characters: of the text, each with its probability; empty where none were read.
    """

    text: str
    score: float
    box: tuple[int, int, int, int]
    quad: Points
    crop: Picture
    recogniser: str
    source: str = "ocr"
    characters: tuple[Character, ...] = ()


@dataclass(frozen=True)
class PageReading:
    """The texts of a page in reading order.

    Attributes:
        rotation: quarter turns in degrees, clockwise, that put the picture upright.
        tilt: degrees, counter-clockwise, by which its lines were tilted then.
        remarks: what people should know of the page.
    """

    lines: list[Line]
    rotation: int
    tilt: float
    remarks: tuple[PageRemark, ...] = ()


@dataclass(frozen=True)
class FoundText:
    """One text of an upright picture, cut out.

    Attributes:
        crop: uint8 grey [height, width].
        corners: float [4, 2] in the upright picture, clockwise from the text's own top left.
        least_score: the score below which its reading is dropped; 0 for what a detector found.
    """

    crop: Picture
    corners: Floats
    least_score: float = 0.0

    def within(self, left: int, top: int, right: int, bottom: int) -> FoundText:
        """The part of the text within these pixels of its crop."""
        height, width = self.crop.shape
        x, y = np.array([left, right, right, left]) / width, np.array([top, top, bottom, bottom]) / height
        along, down = self.corners[1] - self.corners[0], self.corners[3] - self.corners[0]
        corners = self.corners[0] + x[:, None] * along + y[:, None] * down
        return replace(self, crop=self.crop[top:bottom, left:right], corners=corners)

    def trimmed(self) -> FoundText:
        """Without neighbouring rows, rules at the edges and wide margins."""
        extent = text_extent(self.crop)
        return self if extent is None else self.within(*extent)

    def turned(self, quarter_turns: int) -> FoundText:
        """The text read after so many counter-clockwise quarter turns of its crop."""
        crop = np.ascontiguousarray(np.rot90(self.crop, quarter_turns))
        return replace(self, crop=crop, corners=np.roll(self.corners, -quarter_turns, axis=0))


@dataclass(frozen=True)
class FoundTexts:
    """The texts of a page in reading order, not yet read.

    Attributes:
        tilt: degrees, counter-clockwise, by which the lines of the upright picture are tilted.
        has_hangul: whether it may hold Hangul.
    """

    texts: list[FoundText]
    rotation: PageRotation
    tilt: float
    has_hangul: bool = True

    @property
    def crops(self) -> list[Picture]:
        return [text.crop for text in self.texts]

    def to_page_reading(self, readings: Sequence[Reading]) -> PageReading:
        """The page with what was read in its crops, one reading each; empty texts and rules of signs are left out."""
        lines = []
        for found, reading in zip(self.texts, readings, strict=True):
            text = "".join(reading.text.split())
            if text and not RULE.fullmatch(text) and reading.score >= found.least_score:
                quad = self.rotation.to_given(found.corners.tolist())
                box = _box(quad, self.rotation)
                lines.append(
                    Line(
                        reading.text,
                        reading.score,
                        box,
                        quad,
                        found.crop,
                        reading.recogniser,
                        characters=reading.characters,
                    )
                )
        return PageReading(lines, self.rotation.degrees, self.tilt)


def cut(
    frames: Sequence[TextFrame],
    grey: Picture,
    rotation: PageRotation,
    marks: Sequence[TextFrame] = (),
    *,
    has_hangul: bool = True,
) -> FoundTexts:
    """Cut frames from an upright picture (uint8 grey [height, width]), in reading order.

    Args:
        marks: frames of what the detector passed over; they are kept only where they read well.
        has_hangul: as of `FoundTexts`.
    """
    kept = [frame for frame in frames if min(frame.width, frame.height) >= SMALLEST_SIDE]
    slope = page_slope(kept)
    least = [0.0] * len(kept) + [SURE_OF_A_MARK] * len(marks)
    kept += marks
    order = reading_order(_level_boxes(kept, slope))
    texts = [FoundText(straightened(grey, kept[n]), kept[n].corners, least[n]).trimmed() for n in order]
    return FoundTexts(texts, rotation, round(-float(np.degrees(slope)), 2), has_hangul)


def page_slope(frames: Sequence[TextFrame]) -> float:
    """Radians by which the lines of a page descend to the right: the median over their length; 0 without long lines."""
    lines = [frame for frame in frames if frame.width > 3 * frame.height]
    if not lines:
        return 0.0
    angles = np.array([frame.angle for frame in lines])
    lengths = np.array([frame.width for frame in lines])
    order = np.argsort(angles)
    half = np.searchsorted(np.cumsum(lengths[order]), lengths.sum() / 2)
    return float(angles[order][min(half, len(lines) - 1)])


def straightened(grey: Picture, frame: TextFrame) -> Picture:
    """What is in a frame, by perspective or along its midline; beyond the picture's edge its last pixels go on."""
    if frame.midline is not None:
        return along_midline(grey, frame.midline, frame.band)
    size = max(2, round(frame.width)), max(2, round(frame.height))
    target = np.array([[0, 0], [size[0], 0], size, [0, size[1]]], dtype=np.float32)
    # OpenCV counts from the middle of the first pixel, corners are of pixels' edges.
    matrix = cv2.getPerspectiveTransform(frame.corners.astype(np.float32) - 0.5, target - 0.5)
    return cv2.warpPerspective(grey, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)


def _level_boxes(frames: Sequence[TextFrame], slope: float) -> list[tuple[int, int, int, int]]:
    """x0, y0, x1, y1 of each frame once the page's slope is taken away."""
    turn = np.array([[np.cos(slope), np.sin(slope)], [-np.sin(slope), np.cos(slope)]])
    boxes = []
    for frame in frames:
        level = frame.corners @ turn.T
        (x0, y0), (x1, y1) = level.min(axis=0), level.max(axis=0)
        boxes.append((int(x0), int(y0), int(np.ceil(x1)), int(np.ceil(y1))))
    return boxes


def _box(quad: Points, rotation: PageRotation) -> tuple[int, int, int, int]:
    """Around a quad, within the picture as given."""
    xs, ys = zip(*quad, strict=True)
    return (
        max(0, int(min(xs))),
        max(0, int(min(ys))),
        min(rotation.width, int(np.ceil(max(xs)))),
        min(rotation.height, int(np.ceil(max(ys)))),
    )
