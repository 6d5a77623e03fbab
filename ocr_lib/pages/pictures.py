"""PNG, JPEG, TIFF of many pages, BMP, WebP, GIF: opened frame by frame, turned as EXIF says."""

from __future__ import annotations

import contextlib
import struct
import warnings
import zlib
from pathlib import Path
from typing import Any, BinaryIO

from PIL import Image, ImageOps, UnidentifiedImageError
from PIL.TiffImagePlugin import PHOTOMETRIC_INTERPRETATION

from ocr_lib.pages.cut_off import MOST_MISSING, in_passes, is_cut_off, rest_of
from ocr_lib.pages.limits import PageLimits
from ocr_lib.pages.modes import DEEP_MODES, plain
from ocr_lib.pages.output import save_page
from ocr_lib.pages.refusals import in_short, refuse
from ocr_lib.pages.report import Note, PageFile, PagesReport

FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "DIB", "WEBP", "GIF", "MPO", "PPM")
MANY_PAGES = ("TIFF",)
ANIMATIONS = ("GIF", "PNG", "WEBP")
SMALLEST_SIDE = 8
"""Pixels; no letter is legible in less."""
OF_CAMERAS = 72
"""Dots per inch that cameras write whatever they took, and Pillow where a JPEG says nothing."""
# What Pillow's decoders raise on broken files; memory that runs out is not among them.
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    EOFError,
    LookupError,
    ArithmeticError,
    AttributeError,
    RuntimeError,
    AssertionError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)


def open_picture(source: Path, out_dir: Path, name: str, limits: PageLimits) -> PagesReport:
    """Write every page of a picture into `out_dir`.

    Raises:
        PageRefused: it can't be read, or is over a limit.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # By a stream: given a path, Pillow maps plain TIFFs into memory, and those that are turned it then
        # reads with their sides the wrong way round.
        with source.open("rb") as stream, _opened(stream, name) as picture:
            return _pages(picture, out_dir, name, limits)


def _opened(stream: BinaryIO, name: str) -> Any:
    Image.init()
    try:
        return Image.open(stream, formats=[form for form in FORMATS if form in Image.OPEN])
    except UnidentifiedImageError as error:
        raise refuse("broken", name, what="unreadable header") from error
    except _BROKEN as error:
        raise refuse("broken", name, what=in_short(error)) from error


def _pages(picture: Any, out_dir: Path, name: str, limits: PageLimits) -> PagesReport:
    notes: list[Note] = []
    pages: list[PageFile] = []
    frames = _count(picture, name, limits)
    if picture.format in ANIMATIONS and _is_animated(picture):
        notes.append(
            Note("움직이는 그림의 첫 장면만 읽었습니다.", "only the first frame of an animation was read")
        )
    dpi = _dpi(picture)
    for number in range(1, frames + 1):
        page = number if frames > 1 else None
        try:
            picture.seek(number - 1)
            _check_size(picture.size, name, page, limits)
            frame = plain(_upright(_decoded(picture, name, page, notes)))
            if _zero_is_white(picture):
                frame = ImageOps.invert(frame)
        except _BROKEN as error:
            raise refuse("broken", name, page=page, what=in_short(error)) from error
        pages.append(save_page(frame, out_dir, number))
    return PagesReport(pages, dpi, notes)


def _count(picture: Any, name: str, limits: PageLimits) -> int:
    """Pages, counted no further than the limit: a file may claim millions."""
    if picture.format not in MANY_PAGES:
        return 1
    count = 1
    try:
        while True:
            try:
                picture.seek(count)
            except EOFError:
                return count
            count += 1
            if count > limits.max_pages:
                raise refuse("too_many_pages", name, limit=f"{limits.max_pages:,}")
    except _BROKEN as error:
        raise refuse("broken", name, page=count + 1, what=in_short(error)) from error


def _is_animated(picture: Any) -> bool:
    try:
        return bool(getattr(picture, "is_animated", False))
    except _BROKEN:
        # Frames after the first are broken; the first is all that is read.
        return True


def _check_size(size: tuple[int, int], name: str, page: int | None, limits: PageLimits) -> None:
    width, height = size
    found = f"{width:,} × {height:,}"
    if width * height > limits.max_pixels:
        raise refuse("too_many_pixels", name, page=page, found=found, limit=f"{limits.max_pixels:,}")
    if min(size) < SMALLEST_SIDE:
        raise refuse("tiny", name, page=page, found=found)


def _decoded(picture: Any, name: str, page: int | None, notes: list[Note]) -> Any:
    """The pixels; of a picture that breaks off, what is there on white, with a note."""
    try:
        picture.load()
    except OSError as error:
        if not is_cut_off(error) or in_passes(picture):
            raise
    else:
        return picture
    frame, missing = rest_of(picture)
    if missing > MOST_MISSING:
        raise refuse("cut_off", name, page=page, part=f"{1 - missing:.0%}")
    notes.append(
        Note(
            f"{'그림' if page is None else f'{page}쪽 그림'}이 중간에 끊겨 있어 있는 부분만 읽었습니다.",
            f"{'the picture' if page is None else f'the picture of page {page}'} breaks off; "
            "what is there was read",
        )
    )
    return frame


def _zero_is_white(picture: Any) -> bool:
    """Whether a TIFF's deep greys run from white to black; Pillow turns only those of 8 bits round."""
    tags = getattr(picture, "tag_v2", {})
    return picture.mode in DEEP_MODES and tags.get(PHOTOMETRIC_INTERPRETATION) == 0


def _upright(frame: Any) -> Any:
    """As EXIF says it was held; EXIF that can't be read says nothing."""
    with contextlib.suppress(*_BROKEN):
        # In place: a copy of a large scan would be one too many.
        ImageOps.exif_transpose(frame, in_place=True)
    return frame


def _dpi(picture: Any) -> int | None:
    try:
        found = float(picture.info.get("dpi", (0, 0))[0])
    except (TypeError, ValueError, ArithmeticError, LookupError):
        return None
    return round(found) if 30 <= found <= 2400 and found != OF_CAMERAS else None
