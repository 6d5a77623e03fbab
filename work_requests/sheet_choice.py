"""Whether a workbook has the sheet that a person chose, as its read report knows."""

from __future__ import annotations

import unicodedata

from domain.messages import Message
from domain.read_report import ReadReport
from records.errors import DecisionRefused


def check_sheet(name: str, report: ReadReport, sheet: str) -> None:
    """Refuse at once what reading would refuse after a run was waited for.

    Args:
        name: of the document.
        sheet: a name, however its letters are composed or cased, or a number from 1.

    Raises:
        DecisionRefused: the file has no sheets, or no such sheet.
    """
    if report.sheet is None:
        raise DecisionRefused(
            Message("the file of {name!r} has no sheets; only a workbook's sheet can be chosen", name=name)
        )
    names = [report.sheet, *(other.name for other in report.other_sheets)]
    *folded, wanted = (unicodedata.normalize("NFC", one).strip().casefold() for one in (*names, sheet))
    numbered = wanted.isascii() and wanted.isdigit() and 1 <= int(wanted) <= len(names)
    if wanted not in folded and not numbered:
        raise DecisionRefused(
            Message("there is no sheet {sheet!r}; choose one of {names}", sheet=sheet, names=", ".join(names))
        )
