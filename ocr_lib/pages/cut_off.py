"""Pictures whose file breaks off: what was decoded, on white. Whether that is enough is the caller's business."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageFile

from ocr_lib.arrays import Integers, Mask

MOST_MISSING = 0.5
"""A picture of which more than this part is missing is not worth reading."""
_WHITE: dict[str, int] = {"1": 1, "L": 255, "RGB": 255, "CMYK": 0, "I;16": 65_535}


def is_cut_off(error: OSError) -> bool:
    """Whether this is Pillow's error for a file that ends too early."""
    return "truncated" in str(error) or "broken data stream" in str(error)


def in_passes(picture: Image.Image) -> bool:
    """Whether the rows come in several passes, so that what is missing is missing all over the page."""
    return picture.format == "GIF" or bool(picture.info.get("interlace"))


def rest_of(picture: Image.Image) -> tuple[Image.Image, float]:
    """What can be decoded, with white for the rows that can't, and their part of the height, 0 … 1.

    Args:
        picture: an open Pillow picture whose `load` has failed by `is_cut_off`.
    """
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        picture.load()
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False
    missing = _undecoded_rows(picture)
    part = float(missing.mean())
    frame = picture.convert("RGB") if picture.mode == "P" else picture
    if not part or frame.mode not in _WHITE:
        # Where there is transparency, undecoded rows are transparent: white in the end.
        return frame, part
    pixels = np.array(frame)
    white = _WHITE[frame.mode]
    # Deep greys are scaled by their range later; a white above all others would darken them.
    pixels[missing] = min(white, int(pixels.max())) if frame.mode == "I;16" else white
    mended = Image.fromarray(pixels, frame.mode) if frame.mode == "CMYK" else Image.fromarray(pixels)
    mended.info = dict(picture.info)
    mended.getexif().update(picture.getexif())
    return mended, part


def _undecoded_rows(picture: Image.Image) -> Mask:
    """Bool [height]: the last rows (a BMP's first) that are all 0, or in a JPEG all of its middle grey.

    So decoders leave what they don't reach: memory of zeros, or coefficients of zeros.
    """
    pixels = np.asarray(picture)
    rows = pixels.reshape(len(pixels), -1)
    if picture.format in ("BMP", "DIB"):
        return _leading(rows)
    if picture.format in ("JPEG", "MPO") and 126 <= int(rows[-1, 0]) <= 130:
        return _leading(rows[::-1], like=int(rows[-1, 0]))[::-1]
    return _leading(rows[::-1])[::-1]


def _leading(rows: Integers, like: int = 0) -> Mask:
    """Bool [height]: the rows at the beginning in which every value is `like`."""
    return np.logical_and.accumulate((rows == like).all(axis=1))
