"""What all workbooks share: strings that are never formulas, and files that are the same for the same content."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Font, PatternFill

from domain.sheets import FORMULA_SIGNS

LONGEST_TEXT = 32_767
"""Characters of a cell, by Excel's limits."""
BOLD, SHADED = Font(bold=True), PatternFill("solid", fgColor="FFEEEEEE")
# Without it the same document would give other bytes every time.
WRITTEN_AT = datetime(2000, 1, 1)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def new_workbook() -> Workbook:
    """A workbook with one empty sheet."""
    book = Workbook()
    book.properties.created = WRITTEN_AT
    book.properties.creator = "Saebyeok"
    return book


def saved(book: Workbook) -> bytes:
    """The file of a workbook."""
    data = io.BytesIO()
    book.save(data)
    return _reproducible(data.getvalue())


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


def _reproducible(book: bytes) -> bytes:
    """The archive without the times at which it was written."""
    data = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book)) as old,
        zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(
                    rb"\g<1>" + WRITTEN_AT.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), content
                )
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, content)
    return data.getvalue()
