"""How a page lies and whether it holds Hangul, from a few of its lines read by the custom network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ocr_lib.arrays import Picture
from ocr_lib.detection import TextFrame
from ocr_lib.page_texts import straightened
from ocr_lib.recognition.reading import is_hangul
from ocr_lib.recognition.recognizer import CropReader

PROBES = 6
"""Lines that are read to compare orientations."""
PROBE_LENGTH = 7.0
"""Width over height of the lines that are preferred as probes: enough letters to tell, and quickly read."""
LINE_LENGTH = 2.5
"""Width over height from which a frame tells the direction of a page's lines."""
READS_WELL, CLEARLY_BETTER = 0.35, 0.1
"""Mean scores: at the first, no other orientation is tried; another orientation must win by the second. Of 38 real pages none
scored more than 0.25 on its head."""
LEAST_TURNED = 0.3
"""Mean score below which probes are no evidence that a page is turned: blurred letters read as chance either way, as do cells that were
taken for a column."""
FEWEST_CHARACTERS, HANGUL = 20, 0.06
"""With so many characters, and a smaller share of Hangul, probes tell of a page without Hangul: on 22 real ones the custom network saw at most
0.013 of it, on 16 Korean ones at least 0.25."""


@dataclass(frozen=True)
class Probed:
    """What the probes of a page tell.

    Attributes:
        rotation: degrees, clockwise, that put the page upright: 0, 90, 180 or 270.
        has_hangul: False only where the probes hold next to none.
    """

    rotation: int
    has_hangul: bool


@dataclass(frozen=True)
class _Attempt:
    """What the probes say in one orientation."""

    rotation: int
    score: float
    text: str

    def to_probed(self) -> Probed:
        hangul = sum(map(is_hangul, self.text))
        is_latin = len(self.text) >= FEWEST_CHARACTERS and hangul < HANGUL * len(self.text)
        return Probed(self.rotation, not is_latin)


def probed(frames: Sequence[TextFrame], grey: Picture, reader: CropReader) -> Probed:
    """Read some lines of a page (uint8 grey [height, width]) each way that it may lie.

    Args:
        frames: its texts.
        reader: the custom network alone, whose scores fall where a text stands on its head.
    """
    level = [frame for frame in frames if frame.width > LINE_LENGTH * frame.height]
    standing = [frame for frame in frames if frame.height > LINE_LENGTH * frame.width]
    as_it_is = _read(_probes(grey, level), 0, reader)
    if sum(frame.height for frame in standing) <= sum(frame.width for frame in level):
        others = [180] if as_it_is.score <= READS_WELL else []
    else:
        others = [90, 270]
    crops = _probes(grey, standing if len(others) == 2 else level)
    best = max(
        (_read(crops, degrees, reader) for degrees in others), key=lambda one: one.score, default=as_it_is
    )
    turned = best.score > max(LEAST_TURNED, as_it_is.score + CLEARLY_BETTER)
    return (best if turned else as_it_is).to_probed()


def _read(crops: Sequence[Picture], rotation: int, reader: CropReader) -> _Attempt:
    """The crops read once they are turned by so many degrees, clockwise."""
    readings = reader.read([np.ascontiguousarray(np.rot90(crop, -rotation // 90)) for crop in crops])
    score = sum(reading.score for reading in readings) / max(1, len(readings))
    return _Attempt(rotation, score, "".join(reading.text.replace(" ", "") for reading in readings))


def _probes(grey: Picture, frames: Sequence[TextFrame]) -> list[Picture]:
    """Crops of the frames whose length suits a probe best."""

    def unlike_a_probe(frame: TextFrame) -> float:
        sides = frame.width, frame.height
        return abs(max(sides) / min(sides) - PROBE_LENGTH)

    return [straightened(grey, frame) for frame in sorted(frames, key=unlike_a_probe)[:PROBES]]
