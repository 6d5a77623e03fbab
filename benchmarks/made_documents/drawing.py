"""Made papers as pictures, read with the shipped network."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from benchmarks.made_documents.layouts import make
from benchmarks.made_documents.paper import Paper
from ocr_lib.fields import CharacterReading, PageText
from ocr_lib.synthetic.fonts import package_fonts

MARGIN = 60


def drawn(paper: Paper) -> Image.Image:
    """The paper in a face of the font package, about 150 dpi, without rules."""
    right = max(x1 for *_, x1, _ in paper.texts) + 2 * MARGIN
    bottom = max(y1 for *_, y1 in paper.texts) + 2 * MARGIN
    picture = Image.new("RGB", (int(right), int(bottom)), (255, 255, 255))
    draw = ImageDraw.Draw(picture)
    face = next(font for font in package_fonts() if font.covers("가나다 ₩1,000"))
    for text, x0, y0, x1, y1 in paper.texts:
        high = min(y1 - y0, 48)
        if y1 - y0 > 2 * (x1 - x0) and len(text) > 1:
            step = (y1 - y0) / len(text)
            font = ImageFont.truetype(str(face.path), int(x1 - x0), index=face.index)
            for n, letter in enumerate(text):
                draw.text((x0 + MARGIN, y0 + n * step + MARGIN), letter, (20, 20, 20), font)
            continue
        font = ImageFont.truetype(str(face.path), int(high), index=face.index)
        # Widths of the layout are estimates; what is wider than its place is set smaller.
        wide = draw.textlength(text, font)
        if wide > (x1 - x0) * 1.05:
            font = ImageFont.truetype(str(face.path), int(high * (x1 - x0) * 1.05 / wide), index=face.index)
        draw.text((x0 + MARGIN, y0 + MARGIN), text, (20, 20, 20), font)
    return picture


def read_papers(count: int, *, unseen: bool) -> list[tuple[Paper, list[PageText]]]:
    """Papers with the texts that the product's reader finds in their pictures."""
    from benchmarks.page_readers import our_reader

    found = []
    with TemporaryDirectory() as folder:
        reader = our_reader(Path(folder))
    for number in range(count):
        paper = make(number, is_unseen=unseen)
        reading = reader.read(np.asarray(drawn(paper)))
        texts = [
            PageText(
                line.text,
                line.quad,
                line.score,
                characters=tuple(CharacterReading(one.text, one.probability) for one in line.characters),
            )
            for line in reading.lines
        ]
        found.append((paper, texts))
    return found
