"""PNG, JPEG, TIFF of many pages, BMP, WebP, GIF, HEIC and AVIF: opened frame by frame, turned as EXIF says."""

from __future__ import annotations

import contextlib
import struct
import warnings
import zlib
from pathlib import Path
from typing import BinaryIO

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError
from PIL.TiffImagePlugin import PHOTOMETRIC_INTERPRETATION

from domain.messages import Message
from ocr_lib.pages.cut_off import MOST_MISSING, in_passes, is_cut_off, rest_of
from ocr_lib.pages.kinds import HEAD_BYTES
from ocr_lib.pages.limits import PageLimits
from ocr_lib.pages.modes import DEEP_MODES, plain
from ocr_lib.pages.output import save_page
from ocr_lib.pages.refusals import in_short, refuse
from ocr_lib.pages.report import PageFile, PagesReport
from untrusted_files.signatures import is_heif

FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "DIB", "WEBP", "GIF", "MPO", "PPM", "HEIF", "AVIF")
MANY_PAGES = ("TIFF",)
ANIMATIONS = ("GIF", "PNG", "WEBP")
SMALLEST_SIDE = 8
"""Pixels; no letter is legible in less."""
OF_CAMERAS = 72
"""Dots per inch that cameras write whatever they took, and Pillow where a JPEG says nothing."""
ALIKE, FLATTEST = 1.2, 4.0
"""Between these times of the resolution down the page, that across it is meant."""
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
        FileRefused: it can't be read, or is over a limit.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # By a stream: given a path, Pillow maps plain TIFFs into memory, and those that are turned it then
        # reads with their sides the wrong way round.
        with source.open("rb") as stream, _opened(stream, name) as picture:
            return _pages(picture, out_dir, name, limits)


def _opened(stream: BinaryIO, name: str) -> Image.Image:
    Image.init()
    if is_heif(stream.read(HEAD_BYTES)):
        # Loaded for such files alone: its decoder takes time to load, and is one more parser for strangers' bytes.
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False, decode_threads=1)
    stream.seek(0)
    try:
        return Image.open(stream, formats=[form for form in FORMATS if form in Image.OPEN])
    except UnidentifiedImageError as error:
        raise refuse("broken", name, what="unreadable header") from error
    except _BROKEN as error:
        raise refuse("broken", name, what=in_short(error)) from error


def _pages(picture: Image.Image, out_dir: Path, name: str, limits: PageLimits) -> PagesReport:
    notes: list[Message] = []
    pages: list[PageFile] = []
    frames = _count(picture, name, limits)
    if picture.format in ANIMATIONS and _is_animated(picture):
        only_first = Message(
            "only the first frame of an animation was read; save the others as pictures of their own to have "
            "them read"
        )
        notes.append(only_first)
    dpi = _dpi(picture)
    for number in range(1, frames + 1):
        page = number if frames > 1 else None
        try:
            picture.seek(number - 1)
            _check_size(picture.size, name, page, limits)
            flatness = _flatness(picture)
            frame = plain(_upright(_decoded(picture, name, page, notes)))
            if _zero_is_white(picture):
                frame = ImageOps.invert(frame)
            if flatness != 1.0:
                frame = _stretched(frame, flatness, name, page, limits, notes)
        except _BROKEN as error:
            raise refuse("broken", name, page=page, what=in_short(error)) from error
        pages.append(save_page(frame, out_dir, number, dpi=dpi))
    return PagesReport(pages, dpi, notes)


def _count(picture: Image.Image, name: str, limits: PageLimits) -> int:
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


def _is_animated(picture: Image.Image) -> bool:
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


def _decoded(picture: Image.Image, name: str, page: int | None, notes: list[Message]) -> Image.Image:
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
    breaks_off = Message(
        "{picture} breaks off; what is there was read; copy the file again from its source, or scan it again",
        picture=_picture_of(page),
    )
    notes.append(breaks_off)
    return frame


def _picture_of(page: int | None) -> Message:
    return Message("the picture") if page is None else Message("the picture of page {page}", page=page)


def _zero_is_white(picture: Image.Image) -> bool:
    """Whether a TIFF's deep greys run from white to black; Pillow turns only those of 8 bits round."""
    tags = getattr(picture, "tag_v2", {})
    return picture.mode in DEEP_MODES and tags.get(PHOTOMETRIC_INTERPRETATION) == 0


def _flatness(picture: Image.Image) -> float:
    """How many times wider than high a TIFF's dots are once it is upright: faxes have half as many lines as columns."""
    if picture.format != "TIFF":
        return 1.0
    with contextlib.suppress(*_BROKEN):
        across, down = (float(found) for found in picture.info["dpi"])
        if min(across, down) > 0 and ALIKE < max(across, down) / min(across, down) < FLATTEST:
            return across / down if _orientation(picture) < 5 else down / across
    return 1.0


def _orientation(picture: Image.Image) -> int:
    """As EXIF has it; from 5 on, rows and columns change places."""
    return int(picture.getexif().get(ExifTags.Base.Orientation, 1))


def _stretched(
    frame: Image.Image, flatness: float, name: str, page: int | None, limits: PageLimits, notes: list[Message]
) -> Image.Image:
    """With as many dots across as down, the larger number of the two."""
    width, height = frame.size
    size = (width, round(height * flatness)) if flatness > 1 else (round(width / flatness), height)
    _check_size(size, name, page, limits)
    stretched = Message(
        "{picture} has another resolution across than down and was read at {width:,} × {height:,} pixels; if "
        "letters look squeezed, scan it again with the same resolution both ways",
        picture=_picture_of(page),
        width=size[0],
        height=size[1],
    )
    notes.append(stretched)
    return frame.resize(size, Image.Resampling.BICUBIC)


def _upright(frame: Image.Image) -> Image.Image:
    """As EXIF says it was held; EXIF that can't be read says nothing."""
    with contextlib.suppress(*_BROKEN):
        # In place: a copy of a large scan would be one too many.
        ImageOps.exif_transpose(frame, in_place=True)
    return frame


def _dpi(picture: Image.Image) -> int | None:
    try:
        found = max(map(float, picture.info.get("dpi", (0, 0))))
    except (TypeError, ValueError, ArithmeticError, LookupError):
        return None
    return round(found) if 30 <= found <= 2400 and found != OF_CAMERAS else None
