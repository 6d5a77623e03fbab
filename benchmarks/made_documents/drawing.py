"""Made papers as pictures, read with the shipped network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from benchmarks.made_documents.layouts import make
from benchmarks.made_documents.paper import Paper
from benchmarks.made_documents.supplier_layouts import Sheet
from benchmarks.made_documents.supplier_layouts import kind as sheet_kind
from ocr_lib.fields import CharacterReading, PageText
from ocr_lib.fields.learnt import Example, Zone
from ocr_lib.synthetic.fonts import package_fonts

Printed = tuple[str, float, float, float, float]
"""A text with its left, top, right and bottom."""
MARGIN = 60


def drawn(printed: Sequence[Printed], face_number: int = 0) -> Image.Image:
    """Texts in a face of the font package, about 150 dpi, without rules."""
    right = max(x1 for *_, x1, _ in printed) + 2 * MARGIN
    bottom = max(y1 for *_, y1 in printed) + 2 * MARGIN
    picture = Image.new("RGB", (int(right), int(bottom)), (255, 255, 255))
    draw = ImageDraw.Draw(picture)
    faces = [font for font in package_fonts() if font.covers("가나다 ₩1,000")]
    face = faces[face_number % len(faces)]
    for text, x0, y0, x1, y1 in printed:
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


def read_papers(count: int, *, unseen: bool, is_worn: bool = False) -> list[tuple[Paper, list[PageText]]]:
    """Papers with the texts that the product's reader finds in their pictures, which may be as of worn and faxed paper."""
    reader = PictureReader()
    papers = [make(number, is_unseen=unseen) for number in range(count)]
    pictures = (drawn(paper.texts, number) for number, paper in enumerate(papers))
    if is_worn:
        pictures = (_worn(picture, number) for number, picture in enumerate(pictures))
    return [(paper, reader.texts(picture)) for paper, picture in zip(papers, pictures, strict=True)]


def _worn(picture: Image.Image, seed: int) -> Image.Image:
    """As of small print that is faint, noisy and out of focus, so that digits are misread."""
    rng = np.random.default_rng(seed)
    small = picture.convert("L").resize((round(picture.width * 0.5), round(picture.height * 0.5)))
    noisy = 110 + 0.5 * np.asarray(small, float) + rng.normal(0, 8, (small.height, small.width))
    blurred = Image.fromarray(noisy.clip(0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(0.75))
    return blurred.convert("RGB")


class PictureReader:
    """Reads drawn pages with the shipped network."""

    def __init__(self) -> None:
        from benchmarks.page_readers import our_reader

        with TemporaryDirectory() as folder:
            self._reader = our_reader(Path(folder))

    def texts(self, picture: Image.Image) -> list[PageText]:
        reading = self._reader.read(np.asarray(picture))
        return [
            PageText(
                line.text,
                line.quad,
                line.score,
                characters=tuple(
                    CharacterReading(one.text, one.probability, one.alternatives) for one in line.characters
                ),
            )
            for line in reading.lines
        ]

    def example(self, made: Sheet) -> Example:
        """A document of a supplier's layout, with the read texts whose middles are in those of each field."""
        texts = self.texts(drawn(made.texts, made.template.number))
        fields = []
        for one in made.fields:
            zones = [_around(made.texts[n]) for n in one.indexes]
            indexes = tuple(n for n, text in enumerate(texts) if any(zone.holds(text) for zone in zones))
            fields.append(replace(one, indexes=indexes))
        return Example(texts, tuple(fields), sheet_kind(made.template))


def _around(printed: Printed) -> Zone:
    """Where a text is in the picture, with 5 pixels around it."""
    _, x0, y0, x1, y1 = printed
    return Zone(x0 + MARGIN - 5, y0 + MARGIN - 5, x1 + MARGIN + 5, y1 + MARGIN + 5)
