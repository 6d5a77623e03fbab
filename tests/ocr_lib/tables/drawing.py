"""Small pages with tables drawn by OpenCV, whose texts are grey bars with a margin, as a detector's boxes have."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np


@dataclass(frozen=True)
class Text:
    text: str
    quad: tuple[tuple[float, float], ...]


@dataclass
class Page:
    """A white page [900, 700]; texts of 14 pixels in boxes of 20."""

    picture: np.ndarray = field(default_factory=lambda: np.full((900, 700), 255, np.uint8))
    texts: list[Text] = field(default_factory=list)

    def write(self, text, x, y, width=None):
        """A text whose box begins at x and has its middle at y; 10 pixels a character."""
        width = 10 * len(text) + 6 if width is None else width
        for n, character in enumerate(text):
            if character == " ":
                continue
            left = int(x + 3 + n * (width - 6) / max(1, len(text)))
            cv2.rectangle(self.picture, (left, int(y - 6)), (left + 8, int(y + 6)), 60, 1)
        box = ((x, y - 10), (x + width, y - 10), (x + width, y + 10), (x, y + 10))
        self.texts.append(Text(text, tuple((float(a), float(b)) for a, b in box)))
        return len(self.texts) - 1

    def rule(self, x0, y0, x1, y1, grey=0, width=2):
        cv2.line(self.picture, (int(x0), int(y0)), (int(x1), int(y1)), grey, width)

    def grid(self, xs, ys):
        for x in xs:
            self.rule(x, ys[0], x, ys[-1])
        for y in ys:
            self.rule(xs[0], y, xs[-1], y)

    def warped(self, matrix):
        """The page and its texts after a homography."""
        height, width = self.picture.shape
        picture = cv2.warpPerspective(self.picture, matrix, (width, height), borderValue=255)
        texts = [
            Text(
                t.text,
                tuple(
                    map(tuple, cv2.perspectiveTransform(np.array([t.quad], np.float64), matrix)[0].tolist())
                ),
            )
            for t in self.texts
        ]
        return Page(picture, texts)

    def turned(self, degrees):
        height, width = self.picture.shape
        matrix = np.eye(3)
        matrix[:2] = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
        return self.warped(matrix)


ROWS = [
    ("품목", "수량", "단가"),
    ("볼트", "12", "1,200"),
    ("너트", "7", "900"),
    ("패킹", "", "3,000"),
    ("베어링", "40", "15,000"),
]


def filled(page, xs, ys, rows=ROWS):
    """Write rows of texts into the places between edges."""
    for n, row in enumerate(rows):
        for column, text in enumerate(row):
            if text:
                page.write(text, xs[column] + 10, (ys[n] + ys[n + 1]) / 2)
    return page


def shape(table):
    """Row, column and spans of each cell that is not of one place, and the size."""
    spans = [
        (c.row, c.column, c.row_span, c.column_span)
        for c in table.cells
        if (c.row_span, c.column_span) != (1, 1)
    ]
    return table.rows, table.columns, spans


def words(page, table):
    """The texts of the table by row and column."""
    found = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        found[cell.row][cell.column] = " ".join(page.texts[p.text].text[p.start : p.stop] for p in cell.texts)
    return found
