"""Reading whole pages: detection, orientation, cutting, recognition, order. The one way pages are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import cv2

from ocr_lib.arrays import Picture
from ocr_lib.detection import Detector
from ocr_lib.detection.joined import join_lines
from ocr_lib.detection.overlooked import overlooked_marks
from ocr_lib.detection.ruled_off import part_at_rules
from ocr_lib.page_remarks import remarked
from ocr_lib.page_texts import FoundTexts, PageReading, cut
from ocr_lib.pages.rotation import PageRotation
from ocr_lib.pages.stamps import without_stamps
from ocr_lib.probing import probed
from ocr_lib.recognition.reading import Reading
from ocr_lib.recognition.recognizer import CropReader
from ocr_lib.second_detection import likelier, may_be_mended
from ocr_lib.standing_texts import resolve_vertical_text


class PageReader:
    """Reads pages with a detector and a recogniser.

    Args:
        second: gives the detector that looks again at pages with few and doubtful texts; called at the first of them.
    """

    def __init__(
        self, detector: Detector, recognizer: CropReader, *, second: Callable[[], Detector] | None = None
    ) -> None:
        self.detector = detector
        self.recognizer = recognizer
        self._second = second

    def with_recognizer(self, recognizer: CropReader) -> PageReader:
        """The same detector with another recogniser."""
        return PageReader(self.detector, recognizer, second=self._second)

    def read(self, picture: Picture) -> PageReading:
        """The texts of a picture (uint8 RGB [height, width, 3]), whichever way it is turned."""
        return self.read_many([picture])[0]

    def read_many(self, pictures: Sequence[Picture]) -> list[PageReading]:
        """Several pages: their crops share batches, which is faster and gives the same texts."""
        return [
            self._again(reading, picture)
            for reading, picture in zip(self._read_once(pictures), pictures, strict=True)
        ]

    def _again(self, reading: PageReading, picture: Picture) -> PageReading:
        if self._second is None or not may_be_mended(reading):
            return reading
        return likelier(reading, PageReader(self._second(), self.recognizer).read(picture))

    def _read_once(self, pictures: Sequence[Picture]) -> list[PageReading]:
        found = [self.find(picture) for picture in pictures]
        readings: dict[bool, Iterator[Reading]] = {}
        for has_hangul in (True, False):
            reader = self.recognizer if has_hangul else self.recognizer.for_latin
            crops = [crop for page in found if page.has_hangul == has_hangul for crop in page.crops]
            readings[has_hangul] = iter(reader.read(crops))
        return [
            remarked(page, [next(readings[page.has_hangul]) for _ in page.texts], picture)
            for picture, page in zip(pictures, found, strict=True)
        ]

    def find(self, picture: Picture) -> FoundTexts:
        """The texts of a page once it is upright."""
        picture = without_stamps(picture)
        grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
        frames = self.detector.detect(picture)
        height, width = grey.shape
        page = probed(frames, grey, self.recognizer.custom)
        rotation = PageRotation(page.rotation, width, height)
        if rotation.degrees:
            grey = rotation.upright(grey)
            frames = self.detector.detect(rotation.upright(picture))
        frames = join_lines(part_at_rules(frames, grey), grey)
        marks = overlooked_marks(grey, frames)
        found = cut(frames, grey, rotation, marks, has_hangul=page.has_hangul)
        return resolve_vertical_text(found, self.recognizer.custom)
