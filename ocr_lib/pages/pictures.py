"""PNG, JPEG, TIFF of many pages, BMP, WebP: every mode and depth as 8-bit grey or RGB, turned as EXIF says."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from ocr_lib.pages.limits import PageLimits
from ocr_lib.pages.refusals import refuse
from ocr_lib.pages.report import Note, PageFile, PagesReport

FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP", "GIF", "MPO", "PPM")
MANY_PAGES = ("TIFF",)
SMALLEST_SIDE = 8
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    Image.DecompressionBombError,
)


def open_picture(source: Path, out_dir: Path, name: str, limits: PageLimits) -> PagesReport:
    """Write every page of a picture. Raises PageRefused."""
    Image.MAX_IMAGE_PIXELS = None  # the limit is ours, and tells people which setting to raise
    warnings.simplefilter("ignore")
    Image.init()
    try:
        picture = Image.open(source, formats=[form for form in FORMATS if form in Image.OPEN])
    except UnidentifiedImageError:
        raise refuse("no_picture", name, what=_kind(source)) from None
    except _BROKEN as error:
        raise refuse("broken", name, what=_short(error)) from error
    with picture:
        frames = getattr(picture, "n_frames", 1) if picture.format in MANY_PAGES else 1
        if frames > limits.max_pages:
            what = f"{frames:,} pages"
            raise refuse("too_large", name, what=what, setting="SAEBYEOK_OCR_MAX_PAGES")
        notes: list[Note] = []
        if picture.format not in MANY_PAGES and getattr(picture, "n_frames", 1) > 1:
            notes.append(
                Note("움직이는 그림의 첫 장면만 읽었습니다.", "only the first frame of an animation was read")
            )
        dpi = _dpi(picture)
        pages = []
        for number in range(1, frames + 1):
            frame = _loaded(picture, number, name, limits, notes)
            file_name = f"page-{number:04d}.png"
            frame.save(out_dir / file_name, compress_level=1)
            pages.append(PageFile(number, file_name, frame.width, frame.height))
    return PagesReport(pages, dpi, notes)


def _loaded(picture: Any, number: int, name: str, limits: PageLimits, notes: list[Note]) -> Any:
    """One page, 8-bit grey or RGB, as people look at it."""
    where = f"{number}쪽: " if number > 1 else ""
    try:
        picture.seek(number - 1)
        width, height = picture.size
        if width * height > limits.max_pixels:
            what = f"{width:,} × {height:,}"
            raise refuse("too_large", name, what=what, setting="SAEBYEOK_OCR_MAX_PIXELS")
        if min(width, height) < SMALLEST_SIDE:
            raise refuse("tiny", name, what=f"{width}×{height}")
        frame = _decoded(picture, notes)
        return _plain(ImageOps.exif_transpose(frame))
    except _BROKEN as error:
        raise refuse("broken", name, what=where + _short(error)) from error


def _decoded(picture: Any, notes: list[Note]) -> Any:
    """The pixels; of a file that breaks off, what is there, with a note."""
    try:
        picture.load()
    except OSError as error:
        if "truncated" not in str(error) and "broken data stream" not in str(error):
            raise
        ImageFile.LOAD_TRUNCATED_IMAGES = True
        picture.load()
        notes.append(
            Note(
                "그림 파일이 중간에 끊겨 있어 있는 부분만 읽었습니다.",
                "the picture breaks off; what is there was read",
            )
        )
    return picture


def _plain(frame: Any) -> Any:
    """Grey or RGB with 8 bits; what shines through is white."""
    if frame.mode in ("I;16", "I;16B", "I;16L", "I", "F", "I;16N"):
        return Image.fromarray(_eight_bits(np.asarray(frame, dtype=np.float64)))
    if frame.mode in ("P", "PA") or "transparency" in frame.info:
        frame = frame.convert("RGBA")
    if frame.mode in ("RGBA", "LA", "La", "RGBa"):
        frame = frame.convert("RGBA")
        white = Image.new("RGBA", frame.size, "white")
        return grey_if_grey(Image.alpha_composite(white, frame).convert("RGB"))
    if frame.mode in ("1", "L"):
        return frame.convert("L")
    return grey_if_grey(frame.convert("RGB"))


def _eight_bits(values: Any) -> Any:
    """Deep greys over the range they use: scanners of 12 bits fill a part of 16."""
    finite = values[np.isfinite(values)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
    if high <= 255 and low >= 0 and high > 1:
        low, high = 0.0, 255.0
    scaled = (np.nan_to_num(values, nan=high, posinf=high, neginf=low) - low) / max(high - low, 1e-9)
    return np.round(scaled * 255).astype(np.uint8)


def grey_if_grey(frame: Any) -> Any:
    """An RGB picture without colours as a grey one: a third of the size."""
    pixels = np.asarray(frame)
    same = (pixels[..., 0] == pixels[..., 1]).all() and (pixels[..., 1] == pixels[..., 2]).all()
    return frame.convert("L") if same else frame


def _dpi(picture: Any) -> int | None:
    try:
        found = float(picture.info.get("dpi", (0, 0))[0])
    except (TypeError, ValueError, ZeroDivisionError, IndexError):
        return None
    return round(found) if 30 <= found <= 2400 else None


def _kind(source: Path) -> str:
    head = source.open("rb").read(64).lstrip().lower()
    if head.startswith((b"<!doctype", b"<html", b"<?xml", b"<svg")):
        return "HTML/XML"
    if head.startswith(b"pk\x03\x04"):
        return "ZIP"
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "Office/HWP"
    return "알 수 없는 형식, unknown format"


def _short(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:120] or type(error).__name__
