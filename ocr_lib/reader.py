"""Reading whole pages: detection, orientation, cutting, recognition, order. The one way pages are read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np

from ocr_lib.detection import Detector, TextFrame
from ocr_lib.detection.joined import join_lines
from ocr_lib.detection.overlooked import overlooked_marks
from ocr_lib.page_remarks import remarked
from ocr_lib.page_texts import FoundTexts, PageReading, cut, straightened
from ocr_lib.pages.rotation import PageRotation
from ocr_lib.pages.stamps import without_stamps
from ocr_lib.recognition.recognizer import CropReader
from ocr_lib.standing_texts import turn_standing_texts

Picture = np.ndarray[Any, Any]
PROBES = 6
"""Lines that are read to compare orientations."""
PROBE_LENGTH = 7.0
"""Width over height of the lines that are preferred as probes: enough letters to tell, and quickly read."""
LINE_LENGTH = 2.5
"""Width over height from which a frame tells the direction of a page's lines."""
READS_WELL, CLEARLY_BETTER = 0.6, 0.1
"""Mean scores: at the first, no other orientation is tried; another orientation must win by the second."""
LEAST_UPSIDE_DOWN = 0.3
"""Mean score of probes below which they are no evidence that a page is upside down: blurred letters read as chance either way."""


class PageReader:
    """Reads pages with a detector and a recogniser."""

    def __init__(self, detector: Detector, recognizer: CropReader) -> None:
        self.detector = detector
        self.recognizer = recognizer

    def with_recognizer(self, recognizer: CropReader) -> PageReader:
        """The same detector with another recogniser."""
        return PageReader(self.detector, recognizer)

    def read(self, picture: Picture) -> PageReading:
        """The texts of a picture (uint8 RGB [height, width, 3]), whichever way it is turned."""
        return self.read_many([picture])[0]

    def read_many(self, pictures: Sequence[Picture]) -> list[PageReading]:
        """Several pages: their crops share batches, which is faster and gives the same texts."""
        found = [self.find(picture) for picture in pictures]
        readings = self.recognizer.read([crop for page in found for crop in page.crops])
        pages, start = [], 0
        for picture, page in zip(pictures, found, strict=True):
            end = start + len(page.texts)
            pages.append(remarked(page, readings[start:end], picture))
            start = end
        return pages

    def find(self, picture: Picture) -> FoundTexts:
        """The texts of a page once it is upright."""
        picture = without_stamps(picture)
        grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
        frames = self.detector.detect(picture)
        height, width = grey.shape
        rotation = PageRotation(self._rotation(frames, grey), width, height)
        if rotation.degrees:
            grey = rotation.upright(grey)
            frames = self.detector.detect(rotation.upright(picture))
        frames = join_lines(frames, grey)
        marks = overlooked_marks(grey, frames)
        return turn_standing_texts(cut(frames, grey, rotation, marks), self.recognizer.custom)

    def _rotation(self, frames: Sequence[TextFrame], grey: Picture) -> int:
        """Degrees, clockwise, by which a page must be turned, by reading some of its longest lines each way."""
        level = [frame for frame in frames if frame.width > LINE_LENGTH * frame.height]
        standing = [frame for frame in frames if frame.height > LINE_LENGTH * frame.width]
        if sum(frame.height for frame in standing) <= sum(frame.width for frame in level):
            probes = _probes(grey, level)
            as_it_is = self._score(probes, 0)
            if as_it_is > READS_WELL:
                return 0
            least = max(as_it_is + CLEARLY_BETTER, LEAST_UPSIDE_DOWN)
            return 180 if self._score(probes, 2) > least else 0
        probes = _probes(grey, standing)
        as_it_is = self._score(_probes(grey, level), 0) if level else 0.0
        scores = {90: self._score(probes, 3), 270: self._score(probes, 1)}
        best = max(scores, key=lambda degrees: scores[degrees])
        return best if scores[best] > as_it_is + CLEARLY_BETTER else 0

    def _score(self, crops: Sequence[Picture], quarter_turns: int) -> float:
        """The mean score of crops read after so many counter-clockwise quarter turns; 0 without crops."""
        readings = self.recognizer.custom.read(
            [np.ascontiguousarray(np.rot90(crop, quarter_turns)) for crop in crops]
        )
        return sum(reading.score for reading in readings) / max(1, len(readings))


def _probes(grey: Picture, frames: Sequence[TextFrame]) -> list[Picture]:
    """Crops of the frames whose length suits a probe best."""

    def unlike_a_probe(frame: TextFrame) -> float:
        sides = frame.width, frame.height
        return abs(max(sides) / min(sides) - PROBE_LENGTH)

    return [straightened(grey, frame) for frame in sorted(frames, key=unlike_a_probe)[:PROBES]]
