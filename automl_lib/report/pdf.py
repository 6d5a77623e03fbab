"""A report as PDF in A4, set in Noto Sans KR, which is put into it as far as it is used.

Written by fpdf2: the PDF libraries that the project has otherwise (pikepdf, PDFium, img2pdf) don't set text.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import zip_longest
from typing import Literal

from fpdf import FPDF
from fpdf.enums import MethodReturnValue, TableBordersLayout, TextMode
from fpdf.fonts import FontFace
from PIL import Image

from automl_lib.pictures.fonts import fallback_font_path, korean_font_path
from automl_lib.report.blocks import (
    Bars,
    Block,
    Facts,
    Grid,
    Picture,
    Pictures,
    Points,
    Report,
    Section,
    Text,
)
from automl_lib.report.set_text import column_widths, legible

_MARGIN, _WIDTH = 18.0, 174.0
_INK, _QUIET, _LINE = (26, 31, 39), (88, 97, 114), (225, 228, 233)
_ACCENT, _SOFT = (36, 86, 166), (243, 246, 251)
_GAP = 6.0
_HALF = (_WIDTH - _GAP) / 2
_ROOM = 34.0
"""Millimetres that a heading needs below it, so that it isn't the last of a page."""
_BODY, _SMALL, _TABLE = 10.0, 8.5, 8.5
_LEADING = 1.55
_POINT = 25.4 / 72
_WRITTEN_AT = datetime(2000, 1, 1, tzinfo=UTC)
"""Not the time of writing: the same report has the same bytes."""
_FONT, _OTHER = "NotoSansKR", "DejaVu"
_LONGEST = 400
"""Characters of a cell or name that are set."""


def to_pdf(report: Report) -> bytes:
    """The file."""
    pdf = _Pages(report)
    pdf.add_page()
    pdf.begin()
    for section in report.sections:
        pdf.heading(section)
        for block, following in zip_longest(section.blocks, section.blocks[1:]):
            pdf.keep_together(block, following)
            pdf.block(block)
    return bytes(pdf.output())


class _Pages(FPDF):
    def __init__(self, report: Report) -> None:
        super().__init__(format="A4")
        self._report = report
        self.set_margin(_MARGIN)
        self.set_auto_page_break(True, 20)
        self.add_font(_FONT, fname=str(korean_font_path()))
        self.add_font(_OTHER, fname=str(fallback_font_path()))
        self.set_fallback_fonts([_OTHER])
        self.set_creation_date(_WRITTEN_AT)
        self.set_title(legible(f"{report.title} · {report.kind}"))
        self.set_lang(report.language)
        self.set_producer("Saebyeok")
        self.set_draw_color(*_LINE)

    def footer(self) -> None:
        self.set_y(-14)
        self._ink(_QUIET, 7.5)
        with self.local_context():
            self.cell(_WIDTH - 25, 5, self._cut(self._report.colophon, _WIDTH - 25))
            self.cell(25, 5, f"{self.page_no()} / {{nb}}", align="R")

    def begin(self) -> None:
        """The title, the summary and the figures."""
        report = self._report
        self._ink(_ACCENT, 10)
        with self._heavy():
            self._write(report.kind)
        self._ink(_INK, 21)
        with self._heavy():
            self._write(report.title)
        self._ink(_QUIET, _SMALL)
        self._write(report.subtitle)
        self.ln(4)
        self._ink(_INK, 11.5)
        self._write(report.summary)
        self.ln(4)
        self._figures()

    def heading(self, section: Section) -> None:
        first, title = section.blocks[0], section.title
        if self.will_page_break(
            _ROOM + (_picture_height(first.items[:2]) if isinstance(first, Pictures) else 0)
        ):
            self.add_page()
        self.ln(7)
        self.start_section(legible(title))
        self._ink(_INK, 14)
        with self._heavy():
            self._write(title)
        self.set_draw_color(*_INK)
        self.line(_MARGIN, self.get_y() + 1, _MARGIN + _WIDTH, self.get_y() + 1)
        self.set_draw_color(*_LINE)
        self.ln(4)

    def keep_together(self, block: Block, following: Block | None) -> None:
        """Begin a page where a paragraph would be the last of one, and the pictures it is about on the next."""
        if isinstance(block, Text) and isinstance(following, Pictures):
            row = following.items[:2]
            room = _picture_height(row) + max(map(self._sentence_height, row)) + 8
            self._ink(_INK, _SMALL if block.is_quiet else _BODY)
            if self.will_page_break(room + self._text_height(block.text, _WIDTH) + 1.5):
                self.add_page()

    def block(self, block: Block) -> None:
        match block:
            case Text(text, is_quiet):
                self._ink(_QUIET if is_quiet else _INK, _SMALL if is_quiet else _BODY)
                self._write(text)
                self.ln(1.5)
            case Points(items):
                for item in items:
                    self._ink(_INK, _BODY)
                    self.cell(5, _BODY * _POINT * _LEADING, "•")
                    self._write(item, _WIDTH - 5)
                self.ln(1.5)
            case Facts(rows):
                self._facts(rows)
            case Grid():
                self._grid(block)
            case Pictures(items):
                self._pictures(items)
            case Bars(rows):
                self._bars(rows)

    def _figures(self) -> None:
        figures = self._report.figures
        if not figures:
            return
        gap, top, height = 4.0, self.get_y(), 24.0
        width = (_WIDTH - gap * (len(figures) - 1)) / len(figures)
        for number, figure in enumerate(figures):
            left = _MARGIN + number * (width + gap)
            self.set_fill_color(*_SOFT)
            self.rect(left, top, width, height, style="F", round_corners=True, corner_radius=2)
            for y, color, size, text in (
                (2.5, _QUIET, 8, figure.label),
                (7.5, _INK, 15, figure.value),
                (16.5, _QUIET, 7, figure.note),
            ):
                self._ink(color, size)
                self.set_xy(left + 3, top + y)
                self.cell(width - 6, size * _POINT * 1.4, self._cut(text, width - 6))
        self.set_xy(_MARGIN, top + height + 2)

    def _facts(self, rows: Sequence[tuple[str, str]]) -> None:
        for name, value in rows:
            self._ink(_QUIET, _BODY)
            height = _BODY * _POINT * _LEADING
            if self.will_page_break(height):
                self.add_page()
            self.cell(42, height, self._cut(name, 40))
            self._ink(_INK, _BODY)
            self._write(value or "–", _WIDTH - 42)
        self.ln(1.5)

    def _grid(self, grid: Grid) -> None:
        if self.will_page_break(_ROOM):
            self.add_page()
        if grid.caption:
            self._ink(_INK, _BODY)
            with self._heavy():
                self._write(grid.caption)
        self._ink(_INK, _TABLE)
        head = FontFace(color=_QUIET)
        self.set_fill_color(255, 255, 255)
        aligned: tuple[Literal["LEFT", "RIGHT"], ...] = tuple(
            "RIGHT" if at in grid.numeric else "LEFT" for at in range(len(grid.headings))
        )
        with self.table(
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            headings_style=head,
            col_widths=column_widths(grid),
            text_align=aligned,
            line_height=_TABLE * _POINT * 1.5,
            padding=(0.8, 1.6, 0.8, 0),
        ) as table:
            for number, texts in enumerate([grid.headings, *grid.rows]):
                style = FontFace(fill_color=_SOFT) if grid.marked == number - 1 else None
                row = table.row(style=style)
                for text in texts:
                    row.cell(legible(text[:_LONGEST]))
        self.ln(3)

    def _pictures(self, pictures: Sequence[Picture]) -> None:
        for first in range(0, len(pictures), 2):
            pair = pictures[first : first + 2]
            height = _picture_height(pair)
            below = max(map(self._sentence_height, pair))
            if self.will_page_break(height + 8 + below):
                self.add_page()
            top = self.get_y()
            for number, one in enumerate(pair):
                left = _MARGIN + number * (_HALF + _GAP)
                self.image(io.BytesIO(one.png), left, top, w=_HALF, alt_text=one.caption)
                self.set_xy(left, top + height + 0.5)
                self._ink(_QUIET, _SMALL)
                self.cell(_HALF, 4.5, self._cut(one.caption, _HALF))
                if one.sentence:
                    self.set_xy(left, top + height + 5)
                    self._ink(_INK, _SMALL)
                    self.multi_cell(_HALF, _SMALL * _POINT * _LEADING, legible(one.sentence), align="L")
            self.set_xy(_MARGIN, top + height + 7 + below)

    def _sentence_height(self, picture: Picture) -> float:
        """In millimetres, of the sentence below a picture."""
        self._ink(_INK, _SMALL)
        return self._text_height(picture.sentence, _HALF) if picture.sentence else 0.0

    def _text_height(self, text: str, width: float) -> float:
        """In millimetres, of a paragraph in the letters that are set."""
        line = self.font_size_pt * _POINT * _LEADING
        lines = self.multi_cell(
            width, line, legible(text), align="L", dry_run=True, output=MethodReturnValue.LINES
        )
        return line * len(lines)

    def _bars(self, rows: Sequence[tuple[str, float, str]]) -> None:
        for name, share, written in rows:
            if self.will_page_break(6):
                self.add_page()
            self._ink(_INK, _SMALL)
            top = self.get_y()
            self.cell(52, 5.5, self._cut(name, 50))
            self.set_fill_color(*_ACCENT)
            if share > 0:
                self.rect(_MARGIN + 52, top + 1.2, max(0.4, 88 * share), 3, style="F")
            self.set_xy(_MARGIN + 142, top)
            self.cell(32, 5.5, legible(written), align="R")
            self.set_xy(_MARGIN, top + 5.5)
        self.ln(2)

    def _ink(self, color: tuple[int, int, int], size: float) -> None:
        self.set_text_color(*color)
        self.set_font(_FONT, size=size)

    @contextmanager
    def _heavy(self) -> Iterator[None]:
        """Bolder letters, by their outline: the font comes in one weight."""
        color = self.text_color.serialize().upper()  # stroked in the colour that they are filled with
        with self.local_context(text_mode=TextMode.FILL_STROKE, line_width=self.font_size_pt * 0.012):
            self._out(color)
            yield

    def _write(self, text: str, width: float = _WIDTH) -> None:
        """A paragraph from here on, to the next line."""
        self.multi_cell(
            width,
            self.font_size_pt * _POINT * _LEADING,
            legible(text),
            align="L",
            new_x="LMARGIN",
            new_y="NEXT",
        )

    def _cut(self, text: str, width: float) -> str:
        """A line of at most this width."""
        line = legible(text)
        if self.get_string_width(line) <= width:
            return line
        while line and self.get_string_width(line + "…") > width:
            line = line[:-1]
        return line + "…"


def _picture_height(pictures: Sequence[Picture]) -> float:
    """Of a row of pictures, in millimetres."""
    heights = []
    for one in pictures:
        with Image.open(io.BytesIO(one.png)) as image:
            heights.append(_HALF * image.height / image.width)
    return max(heights)
