"""Frames that an upright rule runs through, parted: a detector takes the heads of two narrow columns for one text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import cv2
import numpy as np

from ocr_lib.arrays import Grey, Mask, Picture
from ocr_lib.detection.detected import TextFrame

LEAST_WIDTH = 2.0
"""Width over height of a frame that may hold the texts of two cells."""
BEYOND = 0.1
"""A rule goes on above and below a frame, by this share of its height; no stroke of a letter does."""
CORE = 0.25
"""Share of a frame's height above and below its middle that letters always cross, and level rules of a cell never do."""
INKED = 0.95
"""Share of the column that is dark where a rule is: rules are printed with breaks, and lean a little."""
CONTRAST = 40
"""Greys between ink and what it is printed on; print may be white on a dark ground."""
THICKEST = 0.15
"""Of a rule, in the frame's height."""
WHITE = 0.08
"""Least white beside a rule, in the frame's height: an upright stroke that touches a neighbouring row is within its letter."""


def part_at_rules(frames: Iterable[TextFrame], grey: Picture) -> list[TextFrame]:
    """The frames with those that rules run through in parts, one for each side with print.

    Args:
        grey: uint8 [height, width], the upright picture they were found in.
    """
    return [part for frame in frames for part in _parts(frame, grey)]


def _parts(frame: TextFrame, grey: Picture) -> Iterator[TextFrame]:
    if frame.midline is not None or frame.width < LEAST_WIDTH * frame.height:
        yield frame
        return
    ink = _ink(frame, grey)
    rules = _rules(ink, frame.height)
    if not rules:
        yield frame
        return
    printed: Mask = np.any(_core(ink, frame.height), axis=0)
    sides = [0, *(edge for rule in rules for edge in rule), ink.shape[1]]
    for start, stop in zip(sides[::2], sides[1::2], strict=True):
        if printed[start:stop].any():
            yield _part(frame, start / ink.shape[1], stop / ink.shape[1])


def _ink(frame: TextFrame, grey: Picture) -> Mask:
    """Where ink is in the frame and in what is right above and below it, the frame laid level."""
    down = (frame.corners[3] - frame.corners[0]) * BEYOND
    corners = frame.corners + np.array([-down, -down, down, down], dtype=np.float32)
    width, height = max(1, round(frame.width)), max(1, round((1 + 2 * BEYOND) * frame.height))
    level = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), level)
    crop: Grey = cv2.warpPerspective(grey, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(np.abs(crop - np.median(crop)) > CONTRAST)


def _rules(ink: Mask, height: float) -> list[tuple[int, int]]:
    """First column and first column after each rule that has white at both sides and print farther off."""
    core = _core(ink, height)
    # A rule that leans is in two columns, each in part of its height.
    full = (ink | np.roll(ink, 1, axis=1)).mean(axis=0) >= INKED
    white, found = max(1, round(WHITE * height)), []
    for start, stop in _runs(full):
        start = max(0, start - 1)
        left, right = core[:, max(0, start - white) : start], core[:, stop : stop + white]
        is_free = not left.any() and not right.any()
        has_print = core[:, : max(0, start - white)].any() and core[:, stop + white :].any()
        if stop - start <= max(3, THICKEST * height) and is_free and has_print:
            found.append((start, stop))
    return found


def _core(ink: Mask, height: float) -> Mask:
    edge = round((BEYOND + 0.5 - CORE) * height)
    return ink[edge : ink.shape[0] - edge]


def _runs(columns: Mask) -> Iterator[tuple[int, int]]:
    steps = np.flatnonzero(np.diff(np.concatenate([[0], columns.astype(np.int8), [0]])))
    yield from zip(steps[::2].tolist(), steps[1::2].tolist(), strict=True)


def _part(frame: TextFrame, start: float, stop: float) -> TextFrame:
    """The part of a frame between two shares of its width."""
    top_left, top_right, bottom_right, bottom_left = frame.corners
    top, bottom = top_right - top_left, bottom_right - bottom_left
    corners = [
        top_left + start * top,
        top_left + stop * top,
        bottom_left + stop * bottom,
        bottom_left + start * bottom,
    ]
    return replace(frame, corners=np.array(corners, dtype=np.float32))
