"""Pictures of any mode and depth as 8-bit grey or RGB. Opens no files."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image, ImageFilter

from ocr_lib.arrays import Floats, Integers, Picture

DEEP_MODES = ("I", "F", "I;16", "I;16L", "I;16B", "I;16N")
_STRIP = 1024
"""Rows converted at once: a large scan in floating point would take eight times its size."""
_DOTTED = 0.02
"""Share of pixels that differ from both neighbours: print has less, dithered greys have more."""
_NARROW = 0.1
"""A range narrower than this part of its top is the noise of a blank sheet, not print."""
_VISIBLE = 32
"""Opacity, of 255, from which a pixel counts as drawn."""
_LIGHT, _DARK_SHARE = 128, 0.01
"""Grey from which a pixel is light, and the share of darker pixels below which a drawing is light all over."""
_MOSTLY_CLEAR = 0.5
"""Share of drawn pixels below which the background decides what can be seen."""


def plain(frame: Image.Image) -> Image.Image:
    """A Pillow picture as grey or RGB with 8 bits a channel: grey where it has no colours.

    What is transparent becomes white, or black around a drawing that is light all over, such as white text without
    a background. Inks (CMYK) go through the picture's own profile where it has one.
    """
    if frame.mode in DEEP_MODES:
        return Image.fromarray(eight_bits(np.asarray(frame)))
    if frame.mode == "1":
        return _smooth_dots(frame)
    if frame.mode == "L" and "transparency" not in frame.info:
        return frame.convert("L")
    if frame.mode == "CMYK":
        return grey_if_grey(_from_inks(frame))
    if frame.mode in ("La", "RGBa"):
        frame = frame.convert({"La": "LA", "RGBa": "RGBA"}[frame.mode])
    if frame.mode in ("RGBA", "LA", "PA") or "transparency" in frame.info:
        frame = _on_paper(frame.convert("RGBA"))
    return grey_if_grey(frame if frame.mode == "RGB" else frame.convert("RGB"))


def _smooth_dots(frame: Image.Image) -> Image.Image:
    """Black and white as grey; greys that a fax or scanner made of dots become greys again."""
    dots = np.asarray(frame)
    alone = (dots[:, 1:-1] != dots[:, :-2]) & (dots[:, 1:-1] != dots[:, 2:])
    grey = frame.convert("L")
    return grey.filter(ImageFilter.GaussianBlur(1.0)) if alone.mean() > _DOTTED else grey


def eight_bits(values: Floats | Integers) -> Picture:
    """Deep greys [height, width] as uint8, scaled over the range they use: scanners of 12 bits fill part of 16.

    A sheet without print uses hardly any range and is scaled from zero, so that its noise stays faint.
    What is not a number is white.
    """
    low, high = _range(values)
    if high - low < _NARROW * abs(high):
        low = min(0.0, low)
    if low >= 0 and 1 < high <= 255:
        low, high = 0.0, 255.0
    scale = 255.0 / (high - low) if high > low else 0.0
    out = np.empty(values.shape, np.uint8)
    for top in range(0, len(values), _STRIP):
        strip = values[top : top + _STRIP].astype(np.float64)
        levels = np.nan_to_num((strip - low) * scale, nan=255.0, posinf=255.0, neginf=0.0)
        out[top : top + _STRIP] = np.clip(np.round(levels), 0, 255)
    return out


def grey_if_grey(frame: Image.Image) -> Image.Image:
    """An RGB picture without colours as a grey one: a third of the size."""
    for top in range(0, frame.height, _STRIP):
        strip = np.asarray(frame.crop((0, top, frame.width, min(top + _STRIP, frame.height))))
        if (strip[..., 0] != strip[..., 1]).any() or (strip[..., 1] != strip[..., 2]).any():
            return frame
    return frame.getchannel(0)


def _on_paper(frame: Image.Image) -> Image.Image:
    """An RGBA picture on the background on which it can be seen."""
    opacity = frame.getchannel("A")
    paper = Image.new("RGB", frame.size, "black" if _is_light_drawing(frame, opacity) else "white")
    paper.paste(frame, mask=opacity)
    return paper


def _is_light_drawing(frame: Image.Image, opacity: Image.Image) -> bool:
    """Whether little of an RGBA picture is drawn, and that in light colours only."""
    drawn = opacity.point([255 if value >= _VISIBLE else 0 for value in range(256)])
    greys = frame.convert("L").histogram(drawn)
    count = sum(greys)
    is_sparse = 0 < count < _MOSTLY_CLEAR * frame.width * frame.height
    return is_sparse and sum(greys[:_LIGHT]) < _DARK_SHARE * count


def _range(values: Floats | Integers) -> tuple[float, float]:
    """The least and the greatest number; 0 and 1 where there are none."""
    if values.dtype.kind != "f":
        return float(values.min()), float(values.max())
    finite = values[np.isfinite(values)]
    return (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)


def _from_inks(frame: Image.Image) -> Image.Image:
    from PIL import ImageCms

    profile = frame.info.get("icc_profile")
    if profile:
        try:
            inks = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            screen = ImageCms.createProfile("sRGB")
            return ImageCms.buildTransform(inks, screen, frame.mode, "RGB").apply(frame)
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            # A profile that is broken, or not of inks, is no reason to lose the page.
            return frame.convert("RGB")
    return frame.convert("RGB")
