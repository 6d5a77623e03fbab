"""Made tables drawn on a page with titles and paragraphs, and captured: tilt, JPEG, or a photograph's perspective."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from benchmarks.made_forms.sheet import unseen_faces
from benchmarks.made_tables.contents import PARAGRAPHS, TITLES, Family
from benchmarks.made_tables.layout import MadeCell, MadeTable, make_layout
from ocr_lib.synthetic.damage import compressed, noisy

RULINGS = ("ruled", "half_ruled", "unruled")
CAPTURES = ("flat", "tilt", "jpeg", "photo")
MARGIN_OF_TEXT = 0.22
"""Around the print in a detector's box, in print heights."""


@dataclass
class MadePage:
    """A page.

    Attributes:
        picture: uint8 RGB [height, width, 3].
        texts: each with its quad, float [4, 2].
    """

    picture: NDArray[np.uint8]
    texts: list[tuple[str, NDArray[np.float64]]] = field(default_factory=list)
    tables: list[MadeTable] = field(default_factory=list)


def made_page(number: int, family: Family, ruling: str, capture: str) -> MadePage:
    """The page of a number."""
    rng = random.Random(f"{family} {ruling} {capture} {number}")
    columns = 3 + number % 10
    is_wide = columns > 7
    size = (1754, 1240) if is_wide else (1240, 1754)
    faces = unseen_faces()[0 if family == "tuned" else 1 :: 2]
    page = _Drawing(rng, family, size, faces[number % len(faces)])
    page.title()
    if rng.random() < 0.7:
        page.paragraph()
    # The unseen family also has second tables, and paragraphs beside narrow ones.
    is_beside = family == "unseen" and columns <= 4 and rng.random() < 0.4
    layout = make_layout(
        rng, family, ruling, columns=columns, rows=rng.randint(5, 14), merged_header=rng.random() < 0.5
    )
    page.table(layout, beside=is_beside)
    if rng.random() < (0.5 if family == "unseen" else 0.2) and page.room() > 300:
        page.paragraph()
        second = make_layout(
            rng, family, ruling, columns=rng.randint(3, 6), rows=rng.randint(3, 5), merged_header=False
        )
        page.table(second)
    if page.room() > 120 and rng.random() < 0.6:
        page.paragraph()
    return _captured(page.page, page.sheet, capture, rng)


class _Drawing:
    def __init__(self, rng: random.Random, family: Family, size: tuple[int, int], face) -> None:  # noqa: ANN001
        self.rng, self.family, self.face = rng, family, face
        self.sheet = Image.new("L", size, 255)
        self.draw = ImageDraw.Draw(self.sheet)
        self.size = rng.randint(19, 26) if family == "tuned" else rng.randint(17, 28)
        if size[0] > size[1]:
            self.size = min(self.size, 20)
        self.left = rng.randint(70, 110)
        self.y = float(rng.randint(60, 120))
        self.page = MadePage(np.zeros((0, 0, 3), np.uint8))

    def room(self) -> float:
        return self.sheet.height - 60 - self.y

    def font(self, size: int) -> ImageFont.FreeTypeFont:
        return ImageFont.truetype(str(self.face.path), size, index=self.face.index)

    def write(self, text: str, x: float, y: float, size: int, anchor: str = "lm") -> int:
        """Write a text about a middle line; returns its number."""
        font = self.font(size)
        self.draw.text((x, y), text, font=font, fill=20, anchor=anchor)
        x0, y0, x1, y1 = self.draw.textbbox((x, y), text, font=font, anchor=anchor)
        # A detector's box is about as high for every text of a size.
        high = max(y1 - y0, 0.8 * size)
        middle, margin = (y0 + y1) / 2, MARGIN_OF_TEXT * high
        x0, x1 = x0 - margin, x1 + margin
        y0, y1 = middle - high / 2 - margin, middle + high / 2 + margin
        quad = np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], dtype=float)
        self.page.texts.append((text, quad))
        return len(self.page.texts) - 1

    def title(self) -> None:
        size = int(self.size * self.rng.uniform(1.4, 2.0))
        self.write(self.rng.choice(TITLES[self.family]), self.sheet.width / 2, self.y + size, size, "mm")
        self.y += 3 * size

    def paragraph(self, left: float | None = None, width: float | None = None, lines: int = 3) -> None:
        x = self.left if left is None else left
        pitch = self.size * 1.6
        texts = PARAGRAPHS[self.family]
        for n in range(lines):
            text = texts[n % len(texts)]
            while width is not None and self.font(self.size).getlength(text) > width:
                text = text[:-1]
            self.write(text.strip(), x, self.y + pitch / 2, self.size)
            self.y += pitch
        self.y += self.size * self.rng.uniform(1.2, 2.5)

    def table(self, table: MadeTable, *, beside: bool = False) -> None:
        """Draw a table; `beside` a paragraph at its right."""
        rng, size = self.rng, self.size
        available = self.sheet.width - 2 * self.left
        if beside:
            available = available * 0.55
        padding = size * (rng.uniform(0.3, 0.6) if table.ruling == "ruled" else rng.uniform(0.8, 1.2))
        widths = self._widths(table, padding)
        while sum(widths) > available and size > 11:
            size -= 1
            self.size = size
            padding *= 0.93
            widths = self._widths(table, padding)
        stretch = max(1.0, available / sum(widths)) if rng.random() < 0.7 else 1.0
        xs = np.cumsum([self.left, *(w * min(stretch, 1.8) for w in widths)])
        pitch = size * (rng.uniform(1.5, 2.1) if table.ruling != "unruled" else rng.uniform(1.8, 2.3))
        heights = self._heights(table, pitch)
        while self.y + sum(heights) > self.sheet.height - 60 and table.rows > table.header_rows + 2:
            self._drop_last_row(table)
            heights = self._heights(table, pitch)
        ys = np.cumsum([self.y, *heights])
        start = self.y
        if rng.random() < 0.4:
            self.draw.rectangle((xs[0], ys[0], xs[-1], ys[table.header_rows]), fill=rng.randint(200, 235))
        self._rules(table, xs, ys)
        for cell in table.cells:
            self._cell(cell, xs, ys, padding, size)
        table.box = (float(xs[0]), float(ys[0]), float(xs[-1]), float(ys[-1]))
        self.page.tables.append(table)
        self.y = float(ys[-1])
        if beside:
            bottom, self.y = self.y, start
            left = float(xs[-1]) + 2.5 * size
            self.paragraph(left, self.sheet.width - 60 - left, 6)
            self.y = max(bottom, self.y)
        self.y += size * rng.uniform(1.5, 3)

    def _drop_last_row(self, table: MadeTable) -> None:
        table.rows -= 1
        kept = [cell for cell in table.cells if cell.row < table.rows]
        for cell in kept:
            cell.row_span = min(cell.row_span, table.rows - cell.row)
        table.cells[:] = kept

    def _widths(self, table: MadeTable, padding: float) -> list[float]:
        font = self.font(self.size)
        widths = [2 * padding + self.size] * table.columns
        for cell in sorted(table.cells, key=lambda c: c.column_span):
            wide = max(font.getlength(line) for line in cell.lines) + 2 * padding
            spanned = range(cell.column, cell.column + cell.column_span)
            missing = wide - sum(widths[n] for n in spanned)
            for n in spanned if missing > 0 else ():
                widths[n] += missing / cell.column_span
        return widths

    def _heights(self, table: MadeTable, pitch: float) -> list[float]:
        line = self.size * 1.3
        most = [1] * table.rows
        for cell in table.cells:
            if cell.row_span == 1:
                most[cell.row] = max(most[cell.row], len(cell.lines))
        return [pitch + (count - 1) * line for count in most]

    def _cell(self, cell: MadeCell, xs, ys, padding: float, size: int) -> None:  # noqa: ANN001
        x0, x1 = xs[cell.column], xs[cell.column + cell.column_span]
        middle = (ys[cell.row] + ys[cell.row + cell.row_span]) / 2
        x, anchor = {
            "left": (x0 + padding, "lm"), "centre": ((x0 + x1) / 2, "mm"), "right": (x1 - padding, "rm"),
        }[cell.align]  # fmt: skip
        for n, line in enumerate(cell.lines):
            if line:
                y = middle + (n - (len(cell.lines) - 1) / 2) * 1.3 * size
                cell.texts.append(self.write(line, x, y, size, anchor))

    def _rules(self, table: MadeTable, xs, ys) -> None:  # noqa: ANN001
        rng = self.rng
        width = rng.choice([1, 2, 3]) if self.family == "tuned" else rng.choice([1, 2, 4])
        grey = rng.choice([0, 60, 110])

        def level(y: float, x0: float, x1: float, thick: int = width) -> None:
            self.draw.line((x0, y, x1, y), fill=grey, width=thick)

        if table.ruling == "ruled":
            for cell in table.cells:
                box = (
                    xs[cell.column],
                    ys[cell.row],
                    xs[cell.column + cell.column_span],
                    ys[cell.row + cell.row_span],
                )
                x0, y0, x1, y1 = box
                for ends in ((x0, y0, x1, y0), (x1, y0, x1, y1), (x1, y1, x0, y1), (x0, y1, x0, y0)):
                    self.draw.line(ends, fill=grey, width=width)
            return
        if table.ruling == "unruled":
            return
        every_row = rng.random() < 0.5
        for row in range(table.rows + 1):
            if row in (0, table.header_rows, table.rows) or (every_row and row > table.header_rows):
                level(ys[row], xs[0], xs[-1], width + (row in (0, table.rows)))
        if table.header_rows == 2:
            for cell in table.cells:
                if cell.is_header and cell.column_span > 1:
                    inset = 0.3 * self.size
                    level(ys[1], xs[cell.column] + inset, xs[cell.column + cell.column_span] - inset, 1)


def _captured(page: MadePage, sheet: Image.Image, capture: str, rng: random.Random) -> MadePage:
    """The page as a file: as drawn, tilted by a degree, in JPEG of quality 60 with noise, or photographed askew with both."""
    grey = np.asarray(sheet)
    height, width = grey.shape
    matrix = np.eye(3)
    if capture == "tilt":
        matrix[:2] = cv2.getRotationMatrix2D((width / 2, height / 2), rng.choice([-1.0, 1.0]), 1.0)
    elif capture == "photo":
        matrix = _perspective(width, height, rng)
    if capture in ("tilt", "photo"):
        grey = cv2.warpPerspective(grey, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=255)
    if capture in ("jpeg", "photo"):
        noise = np.random.default_rng(rng.randrange(2**32))
        light = np.asarray(
            cv2.resize(noise.uniform(0.8 if capture == "photo" else 0.95, 1, (3, 3)), (width, height))
        )
        grey = np.clip(grey * light, 0, 255).astype(np.uint8)
        grey = compressed(noisy(cv2.GaussianBlur(grey, (0, 0), 0.6), 4.0, noise), 60)
    texts = [
        (text, cv2.perspectiveTransform(quad[None], matrix)[0].astype(float)) for text, quad in page.texts
    ]
    for table in page.tables:
        x0, y0, x1, y1 = table.box
        corners = np.array([[(x0, y0), (x1, y0), (x1, y1), (x0, y1)]], dtype=float)
        moved = cv2.perspectiveTransform(corners, matrix)[0]
        (low_x, low_y), (high_x, high_y) = moved.min(axis=0), moved.max(axis=0)
        table.box = (float(low_x), float(low_y), float(high_x), float(high_y))
    return MadePage(cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB), texts, page.tables)


def _perspective(width: int, height: int, rng: random.Random) -> NDArray[np.float64]:
    """A sheet on a desk, photographed by hand: each corner up to 4% of the page's sides from where it should be."""
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float32)
    moved = corners + np.array(
        [(rng.uniform(-0.04, 0.04) * width, rng.uniform(-0.04, 0.04) * height) for _ in corners], np.float32
    )
    # What moves out of the picture is lost: the sheet is shrunk about its middle.
    middle = np.array([width / 2, height / 2], np.float32)
    moved = (moved - middle) * np.float32(0.94) + middle
    return np.asarray(cv2.getPerspectiveTransform(corners, moved), dtype=float)
