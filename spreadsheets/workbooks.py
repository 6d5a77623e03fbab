"""What all workbooks share: strings that are never formulas, and files that are the same for the same content."""

from __future__ import annotations

import io
import math
import re
import shutil
import zipfile
from datetime import date, datetime, time
from typing import IO

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from domain.sheets import FORMULA_SIGNS, SheetCell

EXACT = 10**15
"""Whole numbers from here on lose digits in a spreadsheet, and are written as text."""
LONGEST_TEXT = 32_767
"""Characters of a cell, by Excel's limits."""
BOLD, SHADED = Font(bold=True), PatternFill("solid", fgColor="FFEEEEEE")
# Without it the same document would give other bytes every time.
WRITTEN_AT = datetime(2000, 1, 1)
_FIRST_YEAR = 1901
"""Of dates that spreadsheets agree on: Excel's calendar begins in 1900, and has a 29th of February in it."""
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def new_workbook() -> Workbook:
    """A workbook with one empty sheet."""
    book = Workbook()
    book.properties.created = WRITTEN_AT
    book.properties.creator = "Saebyeok"
    return book


def saved(book: Workbook) -> bytes:
    """The file of a workbook, whose sheets are one page wide when they are printed."""
    for sheet in book.worksheets:
        print_one_page_wide(sheet)
    data = io.BytesIO()
    book.save(data)
    return _reproducible(data.getvalue())


def print_one_page_wide(sheet: Worksheet) -> None:
    """Shrink the columns of a sheet to the paper when it is printed, over as many pages as its rows need."""
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0


def write_string(cell: Cell, text: str) -> None:
    """Write what XML can carry of a text, as a string."""
    legal = ILLEGAL_CHARACTERS_RE.sub("", text).encode("utf-8", "ignore").decode()
    if not legal:
        return
    cell.value = legal[:LONGEST_TEXT]
    # openpyxl takes what begins with = for a formula, and #N/A for an error.
    cell.data_type = "s"
    cell.number_format = "@"
    if legal.startswith(FORMULA_SIGNS):
        # As if typed after an apostrophe: it stays a string when a person edits it.
        cell.quotePrefix = True


def write_value(cell: Cell, value: SheetCell) -> None:
    """Write numbers as numbers, dates as dates, and all else as a string; nothing for None and for what is no number."""
    if isinstance(value, datetime | date):
        if value.year < _FIRST_YEAR:
            write_string(cell, value.isoformat(*[" "] if isinstance(value, datetime) else []))
            return
        has_time = isinstance(value, datetime) and value.time() != time()
        cell.value, cell.number_format = value, "yyyy-mm-dd hh:mm:ss" if has_time else "yyyy-mm-dd"
    elif isinstance(value, int | float):
        if isinstance(value, int) and abs(value) >= EXACT:
            write_string(cell, str(value))
        elif math.isfinite(value):
            cell.value = value
    elif value:
        write_string(cell, value)


def _reproducible(book: bytes) -> bytes:
    """The archive without the times at which it was written."""
    data = io.BytesIO()
    make_reproducible(io.BytesIO(book), data)
    return data.getvalue()


def make_reproducible(book: IO[bytes], into: IO[bytes]) -> None:
    """Copy the archive of a workbook without the times at which it was written."""
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            if name == "docProps/core.xml":
                written = WRITTEN_AT.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
                new.writestr(info, _MODIFIED.sub(rb"\g<1>" + written, old.read(name)))
                continue
            with old.open(name) as content, new.open(info, "w", force_zip64=True) as copy:
                shutil.copyfileobj(content, copy)
