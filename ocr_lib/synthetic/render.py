"""A text drawn in a face, dark on light, with the tilt and the margins a detector would cut. No damage."""

from __future__ import annotations

import functools
from typing import Any

import cv2
import numpy as np

from ocr_lib.synthetic.fonts import FontFile
from ocr_lib.synthetic.style import Style


def render(text: str, font: FontFile, style: Style, rng: np.random.Generator) -> np.ndarray[Any, Any]:
    """The line as grey levels.

    Returns:
        uint8 [height, width], 255 white.
    """
    from PIL import Image, ImageDraw

    # Small print is commoner than large.
    low, high = style.font_size
    em = round(float(np.exp(rng.uniform(np.log(low), np.log(high)))))
    face = _face(font, em)
    track = em * rng.uniform(*style.spacing) if rng.random() < 0.3 else 0.0
    left, top, right, bottom = face.getbbox(text)
    wide = right - left + max(0.0, track) * len(text)
    pad = em
    ink = Image.new("L", (int(wide) + 2 * pad, int(bottom - top) + 2 * pad), 0)
    draw = ImageDraw.Draw(ink)
    if track:
        _draw_spaced(draw, text, face, (pad - left, pad - top), track)
    else:
        draw.text((pad - left, pad - top), text, fill=255, font=face)
    shape = _bent(np.asarray(ink), em, style, rng)
    return _paint(_cut(shape, em, style, rng), style, rng)


@functools.lru_cache(maxsize=4096)
def _face(font: FontFile, em: int) -> Any:
    from PIL import ImageFont

    return ImageFont.truetype(str(font.path), em, index=font.index, layout_engine=ImageFont.Layout.BASIC)


def _draw_spaced(draw: Any, text: str, face: Any, start: tuple[float, float], track: float) -> None:
    x, y = start
    for character in text:
        draw.text((x, y), character, fill=255, font=face)
        x += face.getlength(character) + track


def _bent(ink: np.ndarray[Any, Any], em: int, style: Style, rng: np.random.Generator) -> np.ndarray[Any, Any]:
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


def _cut(ink: np.ndarray[Any, Any], em: int, style: Style, rng: np.random.Generator) -> np.ndarray[Any, Any]:
    """The ink with margins, each side its own."""
    rows = np.flatnonzero(ink.max(axis=1) > 40)
    columns = np.flatnonzero(ink.max(axis=0) > 40)
    if not len(rows):
        return ink
    top, bottom, left, right = (max(1, round(em * rng.uniform(*style.margins))) for _ in range(4))
    core = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return cv2.copyMakeBorder(core, top, bottom, left, right, cv2.BORDER_CONSTANT, value=0)


def _paint(ink: np.ndarray[Any, Any], style: Style, rng: np.random.Generator) -> np.ndarray[Any, Any]:
    dark, light = rng.uniform(*style.ink), rng.uniform(*style.paper)
    if rng.random() < style.inverted:
        dark, light = light, dark
    table = (light + (dark - light) * np.arange(256) / 255).astype(np.uint8)
    return cv2.LUT(ink, table)
