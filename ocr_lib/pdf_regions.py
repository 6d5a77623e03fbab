"""Parts of a PDF page whose texts the PDF doesn't hold: pictures, outlined letters and doubted lines, read from the drawn page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from ocr_lib.arrays import Picture
from ocr_lib.page_texts import Line, PageReading
from ocr_lib.pages.text_layer import Box, LayerLine
from ocr_lib.reader import PageReader
from ocr_lib.remarks import PageRemark, RemarkKind, remark

FAINTEST = 24
"""Grey levels; a region with less contrast holds no text."""
MARGIN, SMALLEST = 4, 16
"""Pixels around a region, and of the smallest one that is read."""
WHOLE_PAGE = 0.5
"""Where regions cover more than this share of the page, they are read as one."""
LARGE = 0.25
"""Share of the page from which a region's print is remarked on; logos and signatures are smaller."""
OF_PRINT = (RemarkKind.BLURRED, RemarkKind.SMALL, RemarkKind.FAINT, RemarkKind.UNREADABLE)
LITTLE_OR_NOTHING = (RemarkKind.NOTHING_READ, RemarkKind.LITTLE_READ)
LITTLE = 40
"""Characters of a stamp or a mark of the program that scanned the page, such as "Scanned with …"; a page of text has more."""


def read_regions(
    reader: PageReader, picture: Picture, lines: Sequence[LayerLine], regions: Sequence[Box]
) -> tuple[list[Line], list[PageRemark]]:
    """Texts within regions that the PDF's lines lack, and what people should know of them.

    Args:
        picture: the page as drawn, uint8 RGB [height, width, 3].
        lines: those that were taken from the PDF.
        regions: in pixels.
    """
    boxes = _merged(regions, picture.shape[:2])
    if not boxes:
        return [], []
    rest = _without(picture, lines)
    crops = [(box, rest[box[1] : box[3], box[0] : box[2]]) for box in boxes]
    crops = [(box, np.ascontiguousarray(crop)) for box, crop in crops if _may_hold_text(crop)]
    readings = reader.read_many([crop for _, crop in crops]) if crops else []
    found: list[Line] = []
    remarks: dict[RemarkKind, PageRemark] = {}
    taken = sum(len(line.text.replace(" ", "")) for line in lines)
    for ((left, top, right, bottom), _), reading in zip(crops, readings, strict=True):
        for line in reading.lines:
            x0, y0, x1, y1 = line.box
            quad = tuple((x + left, y + top) for x, y in line.quad)
            found.append(replace(line, box=(x0 + left, y0 + top, x1 + left, y1 + top), quad=quad))
        share = (right - left) * (bottom - top) / (picture.shape[0] * picture.shape[1])
        remarks |= {one.kind: one for one in _remarks(reading, share, taken)}
    return found, list(remarks.values())


def _remarks(reading: PageReading, share: float, taken: int) -> list[PageRemark]:
    """Those of a region's remarks that hold for its page.

    Args:
        share: of the page that the region covers.
        taken: characters that the PDF itself holds.
    """
    if share < LARGE:
        return []
    kept = [one for one in reading.remarks if one.kind in OF_PRINT]
    if share <= WHOLE_PAGE:
        return kept
    # A scan. The sentences on little or nothing count the characters of the scan alone.
    kept = [one for one in reading.remarks if one.kind not in LITTLE_OR_NOTHING]
    if taken <= LITTLE and any(one.kind in LITTLE_OR_NOTHING for one in reading.remarks):
        kept.insert(0, remark(RemarkKind.LITTLE_READ, {"read": taken}))
    return kept


def _merged(regions: Sequence[Box], shape: tuple[int, ...]) -> list[Box]:
    """Regions with a margin, those that touch joined; the whole page where they cover most of it."""
    height, width = shape[0], shape[1]
    boxes = [
        (max(0, x0 - MARGIN), max(0, y0 - MARGIN), min(width, x1 + MARGIN), min(height, y1 + MARGIN))
        for x0, y0, x1, y1 in regions
    ]
    joined = True
    while joined:
        joined = False
        kept: list[Box] = []
        for box in boxes:
            for place, other in enumerate(kept):
                if _touch(box, other):
                    kept[place] = _around(box, other)
                    joined = True
                    break
            else:
                kept.append(box)
        boxes = kept
    if sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in boxes) > WHOLE_PAGE * height * width:
        return [(0, 0, width, height)]
    return boxes


def _touch(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _around(one: Box, other: Box) -> Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _may_hold_text(crop: Picture) -> bool:
    return min(crop.shape[:2]) >= SMALLEST and int(crop.max()) - int(crop.min()) >= FAINTEST


def _without(picture: Picture, lines: Sequence[LayerLine]) -> Picture:
    """The page with the PDF's own lines painted over in the colour around each."""
    rest = picture.copy()
    for line in lines:
        x0, y0, x1, y1 = line.box
        x0, y0, x1, y1 = max(0, x0), max(0, y0), min(picture.shape[1], x1), min(picture.shape[0], y1)
        if x1 <= x0 or y1 <= y0:
            continue
        part = picture[y0:y1, x0:x1]
        border = np.concatenate([part[0], part[-1], part[:, 0], part[:, -1]])
        corners = np.round(np.asarray(line.quad)).astype(np.int32)
        colour = tuple(int(value) for value in np.median(border, axis=0))
        cv2.fillPoly(rest, [corners.reshape(-1, 1, 2)], colour)
    return rest
