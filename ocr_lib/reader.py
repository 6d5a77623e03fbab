"""Reading whole pages: found, cut, read, put in order. The one way pages are read, by servers and by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np

from ocr_lib.detection import Detected, Detector
from ocr_lib.detection.ink import find_ink
from ocr_lib.pages.upright import Turn, estimate_tilt, turned, turned_sideways
from ocr_lib.reading_order import reading_order
from ocr_lib.recognition.recognizer import Reading, Recognizer

Picture = np.ndarray[Any, Any]
Quad = tuple[tuple[float, float], ...]
SMALLEST_TILT, LARGEST_TILT = 0.3, 5.0
"""Degrees; less is no harm to a reader, more is no scanner's doing."""
PROBES = 6
"""Lines that are read both ways to tell which side is up."""
PROBE_LENGTH = 7.0
"""Times as long as high."""
READS_WELL, CLEARLY_BETTER = 0.6, 0.1
"""Mean scores: above the one no other side is tried; another side must win by the other."""
PROBED_SIDE = 6000
"""Pixels of the longer side at which the turn of a page is judged: enough for A3 at 300 dpi; copies of larger ones cost gigabytes."""
FEW_TEXTS = 12
MOST_MARKS = 150
"""Letters, or parts of some, that a line of a page may have."""
FEWEST_LETTERS = 2
"""A rule or a bracket on its side reads as one sign."""
SURE_ENOUGH = 0.6
"""Marks the detector passed over are kept when they are read with this score."""


@dataclass(frozen=True)
class Line:
    """A text on a page.

    Attributes:
        score: EasyOCR's, 0 … 1.
        box: x0, y0, x1, y1 in pixels of the picture.
        quad: four corners, clockwise from the text's own top left.
        crop: uint8 grey [height, width], what was read.
    """

    text: str
    score: float
    box: tuple[int, int, int, int]
    quad: Quad
    crop: Picture


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


class PageReader:
    """Reads pages with a detector and a recogniser."""

    def __init__(self, detector: Detector, recognizer: Recognizer) -> None:
        self.detector = detector
        self.recognizer = recognizer

    def with_recognizer(self, recognizer: Recognizer) -> PageReader:
        """The same detector with another network."""
        return PageReader(self.detector, recognizer)

    def read(self, picture: Picture) -> PageReading:
        """The texts of a picture (uint8 RGB [height, width, 3]), whichever way it lies."""
        return self.read_many([picture])[0]

    def read_many(self, pictures: Sequence[Picture]) -> list[PageReading]:
        """Several pages at once: their crops share batches, which is faster and gives the same texts."""
        found = [self._find(picture) for picture in pictures]
        crops = [crop for page in found for crop in page.crops]
        readings = self.recognizer.read(crops)
        pages, start = [], 0
        for page in found:
            end = start + len(page.crops)
            pages.append(page.told(readings[start:end]))
            start = end
        return pages

    def _find(self, picture: Picture) -> _Found:
        """Where the texts are, once the picture is upright."""
        given = picture
        grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
        turn = self._upright(picture, grey)
        if not turn.is_none:
            picture = turned(picture, turn)
            grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
        found = _crops(self.detector.detect(picture), grey, turn)
        return self._laid(found if turn.rotation else self._facing(given, picture, grey, found))

    def _facing(self, given: Picture, picture: Picture, grey: Picture, found: _Found) -> _Found:
        """The page as it clearly reads better: as it is, from a side, or from its head."""
        if (score := self._score(found.crops)) > READS_WELL:
            return found
        if _seems_sideways(found.crops, grey) and (rotation := self._better_sideways(given, score)):
            turn = Turn(rotation, 0.0, given.shape[1], given.shape[0])
            return self._find_turned(turned(given, turn), turn)
        if self._score([np.rot90(crop, 2) for crop in _probes(found.crops)]) > score + CLEARLY_BETTER:
            return self._find_turned(cv2.rotate(picture, cv2.ROTATE_180), found.turn.then(180))
        return found

    def _laid(self, found: _Found) -> _Found:
        """Texts that run up or down the page, turned the way they clearly read better."""
        standing = [n for n, stands in enumerate(found.standing) if stands]
        if not standing:
            return found
        # By how many quarter turns, counter-clockwise: one for what runs down, three for what runs up.
        ways = {quarters: [np.rot90(found.crops[n], quarters) for n in standing] for quarters in (0, 1, 3)}
        read = {quarters: self.recognizer.read(crops) for quarters, crops in ways.items()}
        crops, quads = list(found.crops), list(found.quads)
        for place, n in enumerate(standing):
            best = max((1, 3), key=lambda quarters: read[quarters][place].score)
            one = read[best][place]
            if len(one.text) < FEWEST_LETTERS or one.score < read[0][place].score + CLEARLY_BETTER:
                continue
            crops[n] = np.ascontiguousarray(ways[best][place])
            quads[n] = (*quads[n][best:], *quads[n][:best])
        return replace(found, crops=crops, quads=quads)

    def _better_sideways(self, picture: Picture, score: float) -> int:
        """90 or 270 where a page clearly reads better after that quarter turn than with `score`, else 0."""
        small = _no_larger(picture, PROBED_SIDE)
        scores = {0: score + CLEARLY_BETTER}
        for rotation in (90, 270):
            turn = Turn(rotation, 0.0, small.shape[1], small.shape[0])
            scores[rotation] = self._score(self._find_turned(turned(small, turn), turn).crops)
        return max(scores, key=lambda rotation: scores[rotation])

    def _score(self, crops: Sequence[Picture]) -> float:
        """How well a page's texts read: the mean of its likeliest lines, 0 where there are none."""
        readings = self.recognizer.read(_probes(crops))
        return sum(reading.score for reading in readings) / max(1, len(readings))

    def _find_turned(self, picture: Picture, turn: Turn) -> _Found:
        grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
        return _crops(self.detector.detect(picture), grey, turn)

    def _upright(self, picture: Picture, grey: Picture) -> Turn:
        """How the picture must be turned, as far as its lines tell (not whether it stands on its head)."""
        height, width = grey.shape
        rotation = 0
        if turned_sideways(grey):
            rotation = self._of_three(picture)
            grey = np.ascontiguousarray(np.rot90(grey, -rotation // 90))
        tilt = estimate_tilt(grey)
        if not SMALLEST_TILT <= abs(tilt) <= LARGEST_TILT:
            tilt = 0.0
        return Turn(rotation, tilt, width, height)

    def _of_three(self, picture: Picture) -> int:
        """0, 90 or 270, by reading some lines each way: rows that repeat each other stand in columns of ink too."""
        scores = {}
        picture = _no_larger(picture, PROBED_SIDE)
        for rotation in (0, 90, 270):
            upright = np.ascontiguousarray(np.rot90(picture, -rotation // 90))
            grey = cv2.cvtColor(upright, cv2.COLOR_RGB2GRAY)
            turn = Turn(0, 0.0, upright.shape[1], upright.shape[0])
            crops = _probes(_crops(self.detector.detect(upright), grey, turn).crops)
            scores[rotation] = self._score(crops)
            if rotation == 0:  # it may stand on its head
                scores[0] = max(scores[0], self._score([np.rot90(crop, 2) for crop in crops]))
        return max(scores, key=lambda rotation: scores[rotation])


@dataclass(frozen=True)
class _Found:
    """Crops of an upright picture, and where they lie in the picture that was given."""

    crops: list[Picture]
    quads: list[Quad]
    unsure: list[bool]
    standing: list[bool]
    turn: Turn

    def told(self, readings: Sequence[Reading]) -> PageReading:
        lines = [
            Line(reading.text, reading.score, _box(quad, self.turn), quad, crop)
            for reading, quad, crop, unsure in zip(readings, self.quads, self.crops, self.unsure, strict=True)
            if reading.text.strip() and not (unsure and reading.score < SURE_ENOUGH)
        ]
        return PageReading(lines, self.turn.rotation, self.turn.tilt)


def _no_larger(picture: Picture, side: int) -> Picture:
    """Shrunk until its longer side is at most `side` pixels."""
    scale = side / max(picture.shape[:2])
    return (
        cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else picture
    )


def _crops(detected: Detected, grey: Picture, turn: Turn) -> _Found:
    """Cut what was detected in an upright picture, in reading order."""
    height, width = grey.shape
    crops: list[Picture] = []
    quads: list[list[list[float]]] = []
    kinds: list[str] = []
    for kind, boxes in (("box", detected.boxes), ("maybe", detected.maybe), ("standing", detected.standing)):
        for x0, x1, y0, y1 in boxes:
            left, right, top, bottom = max(0, x0), min(x1, width), max(0, y0), min(y1, height)
            if right - left < 2 or bottom - top < 2:
                continue
            crops.append(grey[top:bottom, left:right])
            quads.append([[left, top], [right, top], [right, bottom], [left, bottom]])
            kinds.append(kind)
    for quad in detected.quads:
        crop = _straightened(grey, quad)
        if min(crop.shape) >= 2:
            crops.append(crop)
            quads.append(quad)
            kinds.append("quad")
    order = reading_order([_bounds(quad) for quad in quads])
    return _Found(
        [crops[n] for n in order],
        [turn.to_given(quads[n]) for n in order],
        [kinds[n] == "maybe" for n in order],
        [kinds[n] == "standing" for n in order],
        turn,
    )


def _straightened(grey: Picture, quad: list[list[float]]) -> Picture:
    """A tilted text by perspective, as `easyocr.utils.four_point_transform` cuts it."""
    from easyocr.utils import four_point_transform

    return four_point_transform(grey, np.asarray(quad, dtype=np.float32))


def _seems_sideways(crops: Sequence[Picture], grey: Picture) -> bool:
    """Whether a page's texts are mostly no wider than high, as lines are not, or far too few for what is printed.

    Pages of few words are not told by their ink, and tables whose columns stand plainer than their rows are told wrong:
    a whole column is then taken for a line, or nothing for a text.
    """
    stubby = sum(crop.shape[1] < 1.6 * crop.shape[0] for crop in crops)
    if 2 * stubby > len(crops):
        return True
    ink = find_ink(grey)
    return ink is not None and len(ink.marks) > FEW_TEXTS + MOST_MARKS * len(crops)


def _probes(crops: Sequence[Picture]) -> list[Picture]:
    """Some crops of a few words: enough to tell, and quickly read."""
    return sorted(crops, key=lambda crop: abs(crop.shape[1] / crop.shape[0] - PROBE_LENGTH))[:PROBES]


def _bounds(quad: Sequence[Sequence[float]]) -> tuple[int, int, int, int]:
    xs, ys = [x for x, _ in quad], [y for _, y in quad]
    return int(min(xs)), int(min(ys)), int(np.ceil(max(xs))), int(np.ceil(max(ys)))


def _box(quad: Quad, turn: Turn) -> tuple[int, int, int, int]:
    """Around a quad, within the picture that was given."""
    x0, y0, x1, y1 = _bounds(quad)
    return max(0, x0), max(0, y0), min(turn.width, x1), min(turn.height, y1)
