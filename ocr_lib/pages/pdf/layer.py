"""The text layer of a page: characters and objects put together, and compared with what the picture shows.

Whether a line says what is drawn is found out later, by reading a sample (`ocr_lib.pdf_reading`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ocr_lib.arrays import Grey
from ocr_lib.pages.pdf.characters import Character, Font, read_characters
from ocr_lib.pages.pdf.geometry import Affine, Bounds, page_to_pixels
from ocr_lib.pages.pdf.lines import TextRun, lines_of
from ocr_lib.pages.pdf.objects import PageObjects
from ocr_lib.pages.text_layer import Box, LayerLine, TextLayer, bounds

if TYPE_CHECKING:
    import pypdfium2
    from PIL import Image

FAINTEST = 24
"""Grey levels between the lightest and the darkest pixel of a line; what differs less can't be read."""
MOST_UNKNOWN = 0.3
"""Where a larger share of the characters is not known, the others are chance."""
MOST_LINES = 5_000
SMALLEST_REGION = 10
"""Pixels; nothing in a smaller picture can be read."""


def read_layer(page: pypdfium2.PdfPage, objects: PageObjects, picture: Image.Image) -> TextLayer:
    """The text layer of a page.

    Args:
        page: of pypdfium2.
        picture: the page as drawn, of Pillow.
    """
    to_pixels = page_to_pixels(page, picture.size)
    read = read_characters(page, to_pixels, objects.covering(to_pixels))
    grey = np.asarray(picture.convert("L"))
    if read is None:
        return TextLayer()
    characters, fonts = read
    return _layer(characters, fonts, grey, _picture_regions(objects, to_pixels, grey))


def _layer(
    characters: Sequence[Character], fonts: Sequence[Font], grey: Grey, regions: list[Box]
) -> TextLayer:
    painted = [c for c in characters if c.painted and _is_within(c, grey.shape)]
    hidden = len(characters) - len(painted)
    runs = lines_of(painted)
    shown = [(run, _shows(run, grey)) for run in runs]
    # A font that draws nothing anywhere is missing here; where it draws elsewhere, the line itself is hidden.
    drawing = {run.font for run, shows in shown if shows}
    lines: list[LayerLine] = []
    unknown = visible = 0
    for run, shows in shown:
        missing = not shows and run.font not in drawing and not fonts[run.font].embedded and _is_wide(run)
        if not shows and not missing:
            hidden += len(run.characters)
            continue
        visible += len(run.characters)
        if all(character.known for character in run.characters):
            lines.append(LayerLine(run.text, run.quad, run.font, drawn=shows))
        else:
            unknown += sum(not character.known for character in run.characters)
            regions.append(bounds(run.quad))
    if len(lines) > MOST_LINES or unknown > MOST_UNKNOWN * visible:
        lines = []
    names = tuple(font.name for font in fonts)
    return TextLayer(tuple(lines), tuple(_within(regions, grey.shape)), hidden, unknown, names)


def _is_within(character: Character, shape: tuple[int, ...]) -> bool:
    x, y = (character.box[0] + character.box[2]) / 2, (character.box[1] + character.box[3]) / 2
    return 0 <= x < shape[1] and 0 <= y < shape[0]


def _is_wide(run: TextRun) -> bool:
    """Whether it holds Hangul or Chinese characters: of Latin fonts PDFium brings its own."""
    return any(ord(character.text[0]) >= 0x1100 for character in run.characters)


def _shows(run: TextRun, grey: Grey) -> bool:
    """Whether there is any contrast where a line stands."""
    x0, y0, x1, y1 = bounds(run.quad)
    part = grey[max(0, y0) : y1, max(0, x0) : x1]
    return part.size > 0 and int(part.max()) - int(part.min()) >= FAINTEST


def _picture_regions(objects: PageObjects, to_pixels: Affine, grey: Grey) -> list[Box]:
    """Where pictures, outlined words and annotations show something, in pixels."""
    boxes = [picture.box for picture in objects.pictures] + objects.words_in_outlines() + objects.annotations
    found = _within((_rounded(to_pixels.bounds(box)) for box in boxes), grey.shape)
    return [box for box in found if _has_contrast(grey, box)]


def _has_contrast(grey: Grey, box: Box) -> bool:
    x0, y0, x1, y1 = box
    part = grey[y0:y1, x0:x1]
    return int(part.max()) - int(part.min()) >= FAINTEST


def _within(boxes: Iterable[Box], shape: tuple[int, ...]) -> list[Box]:
    """Boxes as far as the page goes, without those too small to read."""
    cut = [(max(0, x0), max(0, y0), min(shape[1], x1), min(shape[0], y1)) for x0, y0, x1, y1 in boxes]
    return [box for box in cut if min(box[2] - box[0], box[3] - box[1]) >= SMALLEST_REGION]


def _rounded(box: Bounds) -> Box:
    return round(box[0]), round(box[1]), round(box[2]), round(box[3])
