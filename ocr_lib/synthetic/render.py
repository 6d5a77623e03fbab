"""A text drawn in a face, dark on light, with the tilt and the margins a detector would cut. No damage."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING

import cv2
import numpy as np

from ocr_lib.arrays import Picture
from ocr_lib.synthetic.fonts import FontFile
from ocr_lib.synthetic.style import Style

if TYPE_CHECKING:
    from PIL import ImageDraw, ImageFont


def render(
    text: str, font: FontFile, style: Style, rng: np.random.Generator, *, fallbacks: Sequence[FontFile] = ()
) -> Picture:
    """The line as grey levels.

    Args:
        fallbacks: faces that glyphs are taken from that `font` lacks, as word processors do.

    Returns:
        uint8 [height, width], 255 white.
    """
    shape, em = bent_ink(text, font, style, rng, fallbacks=fallbacks)
    return _paint(_cut(shape, em, style, rng), style, rng)


def bent_ink(
    text: str, font: FontFile, style: Style, rng: np.random.Generator, *, fallbacks: Sequence[FontFile] = ()
) -> tuple[Picture, int]:
    """The ink of a line with room around it (uint8 [height, width], 255 is ink), and its em in pixels."""
    # Small print is commoner than large.
    low, high = style.font_size
    em = round(float(np.exp(rng.uniform(np.log(low), np.log(high)))))
    track = em * rng.uniform(*style.spacing) if rng.random() < 0.3 else 0.0
    return _bent(ink_of(text, font, em, track, fallbacks=fallbacks), em, style, rng), em


def ink_of(
    text: str, font: FontFile, em: int, track: float = 0.0, *, fallbacks: Sequence[FontFile] = ()
) -> Picture:
    """A text's ink (uint8 [height, width], 255 is ink) with an em of room on each side.

    Args:
        track: extra space between letters, in pixels.
    """
    from PIL import Image, ImageDraw

    runs = _runs(text, font, fallbacks)
    if len(runs) > 1:
        return _ink_of_runs(runs, em, track)
    face = _face(runs[0][1], em)
    left, top, right, bottom = face.getbbox(text)
    wide = right - left + max(0.0, track) * len(text)
    ink = Image.new("L", (int(wide) + 2 * em, int(bottom - top) + 2 * em), 0)
    draw = ImageDraw.Draw(ink)
    if track:
        _draw_spaced(draw, text, face, (em - left, em - top), track)
    else:
        draw.text((em - left, em - top), text, fill=255, font=face)
    return np.asarray(ink)


def _runs(text: str, font: FontFile, fallbacks: Sequence[FontFile]) -> list[tuple[str, FontFile]]:
    """The text in pieces of one face each."""
    if not fallbacks or font.covers(text):
        return [(text, font)]
    runs: list[tuple[str, FontFile]] = []
    for character in text:
        face = next((one for one in (font, *fallbacks) if one.covers(character)), font)
        if runs and runs[-1][1] == face:
            runs[-1] = (runs[-1][0] + character, face)
        else:
            runs.append((character, face))
    return runs


def _ink_of_runs(runs: Sequence[tuple[str, FontFile]], em: int, track: float) -> Picture:
    """Pieces in faces of their own on one baseline."""
    from PIL import Image, ImageDraw

    faces = [_face(font, em) for _, font in runs]
    wide = sum(
        face.getlength(text) + max(0.0, track) * len(text)
        for (text, _), face in zip(runs, faces, strict=True)
    )
    ink = Image.new("L", (int(wide) + 3 * em, 4 * em), 0)
    draw, x = ImageDraw.Draw(ink), float(em)
    for (text, _), face in zip(runs, faces, strict=True):
        for character in text:
            draw.text((x, 2.5 * em), character, fill=255, font=face, anchor="ls")
            x += face.getlength(character) + track
    return np.asarray(ink)


@functools.lru_cache(maxsize=4096)
def _face(font: FontFile, em: int) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(str(font.path), em, index=font.index, layout_engine=ImageFont.Layout.BASIC)


def _draw_spaced(
    draw: ImageDraw.ImageDraw,
    text: str,
    face: ImageFont.FreeTypeFont,
    start: tuple[float, float],
    track: float,
) -> None:
    x, y = start
    for character in text:
        draw.text((x, y), character, fill=255, font=face)
        x += face.getlength(character) + track


def _bent(ink: Picture, em: int, style: Style, rng: np.random.Generator) -> Picture:
    """Turned, slanted and waved."""
    height, width = ink.shape
    angle, shear = np.deg2rad(rng.uniform(*style.skew)), rng.uniform(*style.shear)
    if rng.random() < 0.5:
        # Long lines are cut level by the detector, so a turn would carry their ends out of the crop.
        angle = 0.0
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    matrix = turn @ np.array([[1.0, shear], [0.0, 1.0]])
    center = np.array([width / 2, height / 2])
    corners = np.array([[0, 0], [width, 0], [0, height], [width, height]]) - center
    moved = corners @ matrix.T
    size = np.ceil(moved.max(axis=0) - moved.min(axis=0)).astype(int)
    shift = size / 2 - matrix @ center
    affine = np.column_stack([matrix, shift])
    bent = cv2.warpAffine(ink, affine, (int(size[0]), int(size[1])), flags=cv2.INTER_LINEAR)
    wave = em * rng.uniform(*style.distortion)
    if wave < 0.5 or rng.random() < 0.7:
        return bent
    rows, columns = bent.shape
    x = np.arange(columns, dtype=np.float32)
    period = em * rng.uniform(4, 20)
    lift = (wave * np.sin(2 * np.pi * (x / period + rng.random()))).astype(np.float32)
    map_x = np.broadcast_to(x, (rows, columns)).astype(np.float32)
    map_y = np.arange(rows, dtype=np.float32)[:, None] + lift[None, :]
    return cv2.remap(bent, map_x, map_y, cv2.INTER_LINEAR)


def _cut(ink: Picture, em: int, style: Style, rng: np.random.Generator) -> Picture:
    """The ink with margins, each side its own."""
    rows = np.flatnonzero(ink.max(axis=1) > 40)
    columns = np.flatnonzero(ink.max(axis=0) > 40)
    if not len(rows):
        return ink
    top, bottom, left, right = (max(1, round(em * rng.uniform(*style.margins))) for _ in range(4))
    core = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return cv2.copyMakeBorder(core, top, bottom, left, right, cv2.BORDER_CONSTANT, value=0)


def _paint(ink: Picture, style: Style, rng: np.random.Generator) -> Picture:
    dark, light = rng.uniform(*style.ink), rng.uniform(*style.paper)
    if rng.random() < style.inverted:
        dark, light = light, dark
    table = (light + (dark - light) * np.arange(256) / 255).astype(np.uint8)
    return cv2.LUT(ink, table)
