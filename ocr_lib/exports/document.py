"""What is exported: pages with their texts, read or corrected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from domain.parted_numbers import numbers_beside
from domain.registration_numbers import Beside, mask_resident_numbers
from domain.sheets import Sheet
from ocr_lib.tables import FoundTables

DEFAULT_DPI = 150
"""Of pictures that don't say how large they are."""
Box = tuple[int, int, int, int]
Quad = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class ExportLine:
    """A text; box x0, y0, x1, y1 and quad (clockwise from the text's top left) in pixels of the page.

    Attributes:
        source: `ocr`, or `pdf` where the text was taken from the PDF it came in.
        recogniser: which one read it, one of `ocr_lib.recognition.reading.RECOGNISERS`; empty where none did.
        characters: of the text as it was read, each with the probability that it is right; empty where that is not
            known, where a person corrected the text, and where a number in it is masked.
    """

    text: str
    score: float
    box: Box
    quad: Quad
    corrected: bool = False
    source: str = "ocr"
    recogniser: str = ""
    characters: Sequence[tuple[str, float]] = ()

    def with_masked_numbers(self, beside: Beside | None = None) -> ExportLine:
        """The line with resident registration numbers masked. It is as long as before, so that parts of it in cells are the same."""
        masked = mask_resident_numbers(self.text, beside)
        return self if masked == self.text else replace(self, text=masked, characters=())


@dataclass(frozen=True)
class ExportPage:
    """A page: its picture as a file, its size in pixels, its lines in reading order.

    Attributes:
        tables: with the numbers of the page's lines; None where they are not known and are to be found in the picture.
    """

    picture: Path
    width: int
    height: int
    dpi: float
    lines: Sequence[ExportLine]
    tables: FoundTables | None = None

    def with_masked_numbers(self) -> ExportPage:
        """As `ExportLine.with_masked_numbers`, of all lines and of numbers that are parted between them."""
        beside = numbers_beside([(line.text, line.quad) for line in self.lines])
        lines = [line.with_masked_numbers(beside.get(n)) for n, line in enumerate(self.lines)]
        return replace(self, lines=lines)


@dataclass(frozen=True)
class ExportDocument:
    """A document.

    Attributes:
        is_pdf: whether its pages were drawn, at their dpi.
        original: the file it came in; None where it is not at hand.
        sheets: of its fields, ahead of all others in a workbook.
    """

    name: str
    pages: Sequence[ExportPage]
    is_pdf: bool = False
    original: Path | None = None
    sheets: Sequence[Sheet] = ()

    def with_masked_numbers(self) -> ExportDocument:
        """The document with resident registration numbers masked in its texts; those of its fields are already."""
        return replace(self, pages=[page.with_masked_numbers() for page in self.pages])
