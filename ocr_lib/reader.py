"""Reading whole pages: found, cut, read, put in order. The one way pages are read, by servers and by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np

from ocr_lib.detection import Detector
from ocr_lib.detection.ink import find_ink
from ocr_lib.page_texts import FoundTexts, PageReading, cut
from ocr_lib.pages.upright import Turn, estimate_tilt, turned, turned_sideways
from ocr_lib.recognition.recognizer import Recognizer
from ocr_lib.sideways_texts import laid

Picture = np.ndarray[Any, Any]
SMALLEST_TILT, LARGEST_TILT = 0.3, 5.0
"""Degrees; less is no harm to a reader, more is no scanner's doing."""
PROBES = 6
"""Lines that are read both ways to tell which side is up."""
PROBE_LENGTH = 7.0
"""Times as long as high."""
READS_WELL, CLEARLY_BETTER = 0.6, 0.1
"""Mean scores: above the one no other side is tried; another side must win by the other."""
READS_AS_NOTHING = 0.05
"""Mean score of what is no text at all: bad handwriting reads better."""
PROBED_SIDE = 6000
"""Pixels of the longer side at which the turn of a page is judged: enough for A3 at 300 dpi; copies of larger ones cost gigabytes."""
FEW_TEXTS = 12
MOST_MARKS = 150
"""Letters, or parts of some, that a line of a page may have."""


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

    def _find(self, picture: Picture) -> FoundTexts:
        """Where the texts are, once the picture is upright."""
        given = picture
        grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
        turn = self._upright(picture, grey)
        if not turn.is_none:
            picture = turned(picture, turn)
            grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
        found = cut(self.detector.detect(picture), grey, turn)
        return laid(found if turn.rotation else self._facing(given, picture, grey, found), self.recognizer)

    def _facing(self, given: Picture, picture: Picture, grey: Picture, found: FoundTexts) -> FoundTexts:
        """The page as it clearly reads better: as it is, from a side, or from its head."""
        if (score := self._score(found.crops)) > READS_WELL:
            return found
        on_its_head = self._score([np.rot90(crop, 2) for crop in _probes(found.crops)])
        sideways = score < READS_AS_NOTHING or _seems_sideways(found.crops, grey)
        if sideways and on_its_head <= READS_WELL and (rotation := self._better_sideways(given, score)):
            turn = Turn(rotation, 0.0, given.shape[1], given.shape[0])
            return self._find_turned(turned(given, turn), turn)
        if on_its_head > score + CLEARLY_BETTER:
            return self._find_turned(cv2.rotate(picture, cv2.ROTATE_180), found.turn.then(180))
        return found

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

    def _find_turned(self, picture: Picture, turn: Turn) -> FoundTexts:
        grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
        return cut(self.detector.detect(picture), grey, turn)

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
            crops = _probes(cut(self.detector.detect(upright), grey, turn).crops)
            scores[rotation] = self._score(crops)
            if rotation == 0:  # it may stand on its head
                scores[0] = max(scores[0], self._score([np.rot90(crop, 2) for crop in crops]))
        return max(scores, key=lambda rotation: scores[rotation])


def _no_larger(picture: Picture, side: int) -> Picture:
    """Shrunk until its longer side is at most `side` pixels."""
    scale = side / max(picture.shape[:2])
    return (
        cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else picture
    )


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
