"""Lines as real papers have them: condensed, thermal and dot-matrix print, rules, rows cut too tight or too loose.

Most parts work on the ink of a line: uint8 [height, width], 255 where there is ink.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from ocr_lib.arrays import Floats, Grey
from ocr_lib.synthetic.capture import Capture, captured

Range = tuple[float, float]


@dataclass(frozen=True)
class Wear(Capture):
    """Shares of lines that go through each kind of wear, and its ranges; those of the camera are `Capture`'s.

    Args:
        stretched: set wider or narrower by a factor of `stretch`.
        doubled: set as wide as `doubled_by` times, as point-of-sale printers set totals.
        dotted: printed in cells, by needles or by the elements of a thermal head.
        weighted: with lighter or heavier strokes.
        thermal: faint, banded, with broken strokes.
        underlined: with a rule below the letters; a tenth of these through them.
        neighbours: with parts of the rows above or below.
        bars: with pieces of a table's rules at the edges.
        fill: height of the letters in parts of the crop's, as detectors cut lines.
        tight: cut so close that letters may lose their edges.
        sides: space left and right, in parts of the em.
        perspective: seen at an angle.
        shaded: under uneven light.
        hatched: on a coloured or hatched ground.
        inverted: light on dark.
    """

    stretched: float = 0.5
    stretch: Range = (0.55, 1.25)
    doubled: float = 0.12
    doubled_by: Range = (1.35, 2.3)
    dotted: float = 0.15
    weighted: float = 0.35
    thermal: float = 0.16
    underlined: float = 0.06
    neighbours: float = 0.25
    bars: float = 0.2
    fill: Range = (0.5, 0.98)
    tight: float = 0.07
    sides: Range = (0.0, 0.5)
    perspective: float = 0.25
    shaded: float = 0.35
    hatched: float = 0.07
    inverted: float = 0.06


def worn(ink: Grey, em: int, other: Grey, wear: Wear, rng: np.random.Generator) -> Grey:
    """The picture of a line.

    Args:
        ink: of the line, with room around it.
        em: its size, in pixels.
        other: the ink of another line, of which neighbouring rows are cut.
    """
    width = rng.random()
    if width < wear.stretched + wear.doubled:
        factor = rng.uniform(*(wear.stretch if width < wear.stretched else wear.doubled_by))
        ink, other = _stretched(ink, factor), _stretched(other, factor)
    if rng.random() < wear.dotted:
        ink, em = _dotted(ink, em, rng)
    if rng.random() < wear.weighted:
        ink = _weighted(ink, em, rng)
    if rng.random() < wear.underlined:
        ink = _underlined(ink, em, rng)
    ink = _cut(ink, em, other, wear, rng)
    if rng.random() < wear.perspective:
        ink = _slanting(ink, rng)
    if rng.random() < wear.bars:
        ink = _barred(ink, rng)
    image = _painted(ink, wear, rng)
    return captured(image, em, wear, rng)


def _stretched(ink: Grey, factor: float) -> Grey:
    size = (max(1, round(ink.shape[1] * factor)), ink.shape[0])
    return cv2.resize(ink, size, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR)


def _dotted(ink: Grey, em: int, rng: np.random.Generator) -> tuple[Grey, int]:
    """As printers of needles and thermal heads set it: the ink in cells, each a dot, apart or merged with the next."""
    cells, pitch = int(rng.integers(13, 31)), int(rng.integers(2, 5))
    scale = cells / em
    size = (max(1, round(ink.shape[1] * scale)), max(1, round(ink.shape[0] * scale)))
    small = cv2.resize(ink, size, interpolation=cv2.INTER_AREA)
    small = np.where(small > rng.uniform(60, 130), 255, 0).astype(np.uint8)
    small[rng.random(small.shape) < rng.uniform(0, 0.06)] = 0
    large = cv2.resize(small, (size[0] * pitch, size[1] * pitch), interpolation=cv2.INTER_NEAREST)
    place = (np.arange(pitch) + 0.5) / pitch - 0.5
    radius = rng.uniform(0.42, 0.85)
    dot = np.clip((radius - np.hypot(place[:, None], place[None, :])) * pitch + 0.5, 0, 1)
    grid = np.tile(dot, size[::-1])
    return (large * grid).astype(np.uint8), cells * pitch


def _weighted(ink: Grey, em: int, rng: np.random.Generator) -> Grey:
    """Strokes up to a fifteenth of an em lighter or heavier."""
    amount = rng.uniform(-0.035, 0.06) * em
    side = 1 + 2 * int(np.ceil(abs(amount) / 2))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    changed = cv2.dilate(ink, kernel) if amount > 0 else cv2.erode(ink, kernel)
    part = min(0.75 if amount < 0 else 1.0, abs(amount) / (side - 1))
    return cv2.addWeighted(ink, 1 - part, changed, part, 0)


def _box(ink: Grey) -> tuple[int, int, int, int] | None:
    rows, columns = np.flatnonzero(ink.max(axis=1) > 60), np.flatnonzero(ink.max(axis=0) > 60)
    if not len(rows):
        return None
    return int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1


def _underlined(ink: Grey, em: int, rng: np.random.Generator) -> Grey:
    box = _box(ink)
    if box is None:
        return ink
    ink, thick = ink.copy(), max(1, round(em * rng.uniform(0.03, 0.09)))
    through = rng.random() < 0.1
    y = (
        (box[0] + box[1]) // 2
        if through
        else min(ink.shape[0] - thick, box[1] + round(em * rng.uniform(-0.02, 0.15)))
    )
    left, right = max(0, box[2] - em // 3), min(ink.shape[1], box[3] + em // 3)
    ink[y : y + thick, left:right] = int(rng.uniform(140, 255))
    return ink


def _cut(ink: Grey, em: int, other: Grey, wear: Wear, rng: np.random.Generator) -> Grey:
    """The line as a detector cuts it, with what its neighbours reach into the crop."""
    box = _box(ink)
    if box is None:
        return ink
    core = ink[box[0] : box[1], box[2] : box[3]]
    line = max(core.shape[0], round(em * rng.uniform(0.35, 0.85)))
    fill = rng.uniform(0.98, 1.08) if rng.random() < wear.tight else rng.uniform(*wear.fill)
    height = max(8, round(line / fill))
    left, right = (round(em * rng.uniform(*wear.sides) ** 1.3) for _ in range(2))
    canvas = np.zeros((height, core.shape[1] + left + right), np.uint8)
    spare = height - core.shape[0]
    top = round(spare * rng.uniform(0.25, 0.75))
    from_row = max(0, -top)
    seen = core[from_row : from_row + height - max(0, top)]
    canvas[max(0, top) : max(0, top) + seen.shape[0], left : left + core.shape[1]] = seen
    if rng.random() < wear.neighbours:
        for above in (True, False):
            if rng.random() < 0.65:
                _intrude(canvas, other, top if above else spare - top, above, rng)
    return canvas


def _intrude(canvas: Grey, other: Grey, margin: int, above: bool, rng: np.random.Generator) -> None:
    """Part of another row at an edge of the crop; changes `canvas`."""
    box = _box(other)
    rows = round(min(margin * rng.uniform(0.3, 0.95), canvas.shape[0] * 0.2))
    if box is None or rows < 1:
        return
    core = other[box[0] : box[1], box[2] : box[3]]
    strip = core[-rows:] if above else core[:rows]
    start = int(rng.integers(-strip.shape[1] // 2, max(1, canvas.shape[1] - strip.shape[1] // 3)))
    strip = strip[:, max(0, -start) :][:, : canvas.shape[1] - max(0, start)]
    place = slice(0, strip.shape[0]) if above else slice(canvas.shape[0] - strip.shape[0], None)
    target = canvas[place, max(0, start) : max(0, start) + strip.shape[1]]
    np.maximum(target, strip, out=target)


def _slanting(ink: Grey, rng: np.random.Generator) -> Grey:
    """Seen at an angle: one end lower or smaller than the other."""
    height, width = ink.shape
    reach = min(height * 0.09, width * 0.04)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    moved = corners + rng.uniform(-reach, reach, (4, 2)).astype(np.float32)
    return cv2.warpPerspective(ink, cv2.getPerspectiveTransform(corners, moved), (width, height))


def _barred(ink: Grey, rng: np.random.Generator) -> Grey:
    """Pieces of a table's rules at the crop's edges, 1 to 4 pixels thick."""
    ink, height = ink.copy(), ink.shape[0]
    for edge in rng.permutation(4)[: rng.integers(1, 3)]:
        thick, grey = int(rng.integers(1, max(2, min(5, height // 12)))), int(rng.uniform(100, 255))
        if edge < 2:
            inset = int(rng.integers(0, max(1, height // 14)))
            y = inset if edge == 0 else height - thick - inset
            ink[y : y + thick] = np.maximum(ink[y : y + thick], grey)
        else:
            inset = int(rng.integers(0, max(1, height // 10)))
            # Where letters reach the end a rule would touch them and read as a letter.
            pad = inset + thick + int(rng.integers(1, max(2, height // 5)))
            side = np.zeros((height, pad), np.uint8)
            x = inset if edge == 2 else pad - thick - inset
            first, last = (0, height) if rng.random() < 0.7 else sorted(rng.integers(0, height + 1, 2))
            side[first:last, x : x + thick] = grey
            ink = np.hstack([side, ink] if edge == 2 else [ink, side])
    return ink


def _field(
    shape: tuple[int, int], low: float, high: float, cells: tuple[int, int], rng: np.random.Generator
) -> Floats:
    """Values between two bounds that change slowly over a picture; float32."""
    coarse = rng.uniform(low, high, cells).astype(np.float32)
    return cv2.resize(coarse, shape[::-1], interpolation=cv2.INTER_CUBIC)


def _painted(ink: Grey, wear: Wear, rng: np.random.Generator) -> Grey:
    """The ink on paper, under some light."""
    shape, share = ink.shape, ink.astype(np.float32) / 255
    paper, dark = rng.uniform(150, 255), rng.uniform(0, 95)
    if rng.random() < wear.thermal:
        paper = rng.uniform(170, 255)
        dark = paper - rng.uniform(50, 150)
        share *= np.clip(
            _field(shape, 0.45, 1.15, (int(rng.integers(1, 6)), int(rng.integers(1, 9))), rng), 0.2, 1
        )
        if rng.random() < 0.6:
            grain = cv2.GaussianBlur(rng.random(shape, np.float32), (0, 0), rng.uniform(0.6, 1.6))
            share *= np.clip(
                (grain - np.quantile(grain[::3, ::3], rng.uniform(0.02, 0.22))) * 12 + 0.6, 0.15, 1
            )
        if rng.random() < 0.35:
            strength = rng.uniform(0.2, 0.7)
            faint = rng.random(shape[0]) < rng.uniform(0.03, 0.2)
            share *= np.where(faint, 1 - strength, 1)[:, None].astype(np.float32)
    elif rng.random() < 0.15:
        # Print of which only a little differs from its paper.
        dark = paper - rng.uniform(45, 95)
    ground = np.full(shape, paper, np.float32)
    if rng.random() < wear.hatched:
        ground = _hatched(ground, paper - dark, rng)
    if rng.random() < wear.inverted:
        dark, ground = paper, np.full(shape, max(0.0, min(dark, paper - 70)), np.float32)
    image = ground + (dark - ground) * share
    if rng.random() < wear.shaded:
        image = image * _light(shape, rng)
    if rng.random() < 0.3:
        image += _field(shape, -6, 6, (max(2, shape[0] // 4), max(2, shape[1] // 4)), rng)
    return np.clip(image, 0, 255).astype(np.uint8)


def _hatched(ground: Floats, contrast: float, rng: np.random.Generator) -> Floats:
    """Stripes, dots or a grid of less than half the letters' contrast."""
    rows, columns = np.indices(ground.shape, dtype=np.float32)
    period, angle = rng.uniform(3, 12), rng.uniform(0, np.pi)
    wave = np.sin(2 * np.pi * (rows * np.cos(angle) + columns * np.sin(angle)) / period)
    if rng.random() < 0.4:
        wave = wave * np.sin(2 * np.pi * (columns * np.cos(angle) - rows * np.sin(angle)) / period)
    depth = abs(contrast) * rng.uniform(0.08, 0.3)
    return ground - depth * (wave > rng.uniform(-0.2, 0.7))


def _light(shape: tuple[int, int], rng: np.random.Generator) -> Floats:
    """The share of light that reaches each pixel; float32."""
    light = _field(shape, rng.uniform(0.45, 0.9), 1.0, (2, int(rng.integers(2, 5))), rng)
    if rng.random() < 0.25:
        edge, soft = rng.uniform(0, shape[1]), rng.uniform(2, 40)
        ramp = 1 / (1 + np.exp(np.clip(-(np.arange(shape[1]) - edge) / soft, -30, 30)))
        light = light * (1 - rng.uniform(0.1, 0.5) * (ramp if rng.random() < 0.5 else 1 - ramp)).astype(
            np.float32
        )
    return np.clip(light, 0.35, 1.1)
