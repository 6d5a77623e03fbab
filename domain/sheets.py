"""A sheet of a workbook, or a CSV file: headings and typed cells. `spreadsheets.sheets` writes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""First characters of texts that spreadsheets take for formulas; the wide ones in East Asian settings (OWASP)."""
SheetCell = str | int | float | date | None


@dataclass(frozen=True)
class CellMark:
    """That a person should look at a cell.

    Attributes:
        is_wrong: whether its value is known to be wrong, instead of only not known to be right.
        note: what is said at the cell; empty for nothing.
    """

    is_wrong: bool
    note: str = ""


@dataclass(frozen=True)
class Sheet:
    """A sheet.

    Attributes:
        name: of at most 31 characters.
        rows: each as long as the headings.
        marks: by position of the row and of the column; a CSV file has none.
        formats: position of a column → number format of its numbers, such as "0.0%"; without one, a number is shown with the
            digits that it has on the screens. The cells hold all digits in either case.
    """

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[SheetCell]]
    formats: Mapping[int, str] = field(default_factory=dict)
    marks: Mapping[tuple[int, int], CellMark] = field(default_factory=dict)


def escaped(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def unescaped(text: str) -> str:
    """The text that `escaped` got."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_SIGNS) else text
