"""Warnings about how the file was read: entries of the ledger, with what people can do."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from automl_lib.reading.column_ledger import NEARLY
from automl_lib.reading.layout.stray_rows import SIDE_BY_SIDE, UNSPLIT
from automl_lib.reading.table_ledger import TOTAL_ROWS
from domain.columns import Reading
from domain.messages import Joined, Message
from domain.target_check import ProfileWarning, Severity

if TYPE_CHECKING:
    from domain.read_report import LedgerEntry

_RETYPE = Message("change the column's type to {kind} (command line: --read '{column}={kind}')")
_MISSING = Message("change its words for missing (command line: --missing-words '{column}={words}')")
# code: severity, the reading to offer, and what to do
_REMEDIES: dict[str, tuple[Severity, str, Message]] = {
    "mixed_units": (
        "warning",
        Reading.NUMBER,
        Message(
            "To use the numbers of one unit and leave the others blank, {retype}; otherwise write them "
            "in one unit and upload the file again."
        ),
    ),
    "equal_numbers": (
        "warning",
        Reading.NUMBER,
        Message(
            "If they are numbers, {retype}; if they are months, write them like 2024-03 and upload the "
            "file again."
        ),
    ),
    "mixed_zones": (
        "warning",
        Reading.DATE,
        Message(
            "If the times may be taken as written, {retype}; otherwise write the time zone everywhere "
            "and upload the file again."
        ),
    ),
    "ambiguous_date": (
        "warning",
        Reading.DATE,
        Message("If they are month, day, year (year, month, day where the year has two digits), {retype}."),
    ),
    "ambiguous_month": (
        "warning",
        Reading.MONTH,
        Message("Store October as text, so that 2022.10 keeps its 0, and upload the file again."),
    ),
    "ambiguous_time": (
        "warning",
        Reading.DURATION,
        Message("If 12:34 is 12 hours and 34 minutes, {retype}."),
    ),
    "bare_numbers": (
        "warning",
        Reading.TEXT,
        Message("If they are in another unit, correct them and upload the file again, or {retype}."),
    ),
    "shortened": (
        "warning",
        Reading.TEXT,
        Message(
            "If they are ids, store them as text in the original and upload the file again; to use them "
            "as written, {retype}."
        ),
    ),
    "serial_date": ("warning", Reading.TEXT, Message("If they are no dates, {retype}.")),
    "two_part_time": (
        "warning",
        Reading.TEXT,
        Message("If they are minutes and seconds, write them like 0:12:34 and upload the file again."),
    ),
    "two_digit_year": ("info", Reading.NUMBER, Message("Check the years; if they are no dates, {retype}.")),
    "far_date": (
        "warning",
        Reading.DATE,
        Message(
            "As they are, they count as a very distant day in training. To have them count as missing, "
            "{missing}."
        ),
    ),
    "answer_word": ("info", Reading.TEXT, Message("If it means missing, {missing}.")),
}
# Cells of such columns are measurements, though text: that they all differ makes them no ids.
_MEASUREMENTS = (
    "equal_numbers", "mixed_units", "mixed_zones", "ambiguous_date", "ambiguous_month", "ambiguous_time",
)  # fmt: skip
_KEEP_NUMBERS_TEXT = (
    f"{NEARLY}{Reading.INTEGER.value}",
    f"{NEARLY}{Reading.REAL.value}",
    "mixed_units",
    "equal_numbers",
)
# Only what is measured or paid has a unit, a power of ten, or a minus in its own way.
_WRITTEN_AS_MEASUREMENT = (
    "unit",
    "scaled",
    "percent",
    "thousands",
    "negative_mark",
    "duration",
    "bare_numbers",
)
# Their sentences in the ledger include the remedy.
_OF_THE_FILE = ("doubtful_quotes", "hidden_rows", "unsaved_formulas", "sheets_alike", SIDE_BY_SIDE, UNSPLIT)
_MANY = 0.05


def reading_warnings(
    ledger: Sequence[LedgerEntry], categories: Collection[str] = (), rows: int = 0
) -> list[ProfileWarning]:
    """The doubts, in the order of the ledger.

    Args:
        ledger: of reading the table.
        categories: labels of the columns of few values, of which a word for missing may be one.
        rows: of the table.
    """
    found: list[ProfileWarning] = []
    for entry in ledger:
        if entry.code.startswith(NEARLY):
            found.append(_nearly(entry))
        elif entry.code == TOTAL_ROWS:
            found.append(_totals(entry))
        elif entry.code == "long_rows":
            found.append(_long_rows(entry))
        elif entry.code in _OF_THE_FILE:
            found.append(ProfileWarning(entry.code, entry.column, entry.message, "warning"))
        elif entry.code in _REMEDIES:
            severity, reading, remedy = _REMEDIES[entry.code]
            if entry.code == "two_digit_year" and not all(raw.strip().isdigit() for raw, _ in entry.examples):
                reading = Reading.TEXT  # 24.03.05 is no number
            found.append(_warning(entry, severity, remedy, reading))
        elif entry.code == "missing_word" and entry.column in categories:
            found.append(_missing(entry, rows))
    return found


def nearly_numeric(ledger: Sequence[LedgerEntry], label: str) -> Message | None:
    """Why a column of numbers is kept as text and what to do, in sentences; None of other columns."""
    said = [one for one in ledger if one.column == label and one.code in _KEEP_NUMBERS_TEXT]
    return reading_warnings(said)[0].message if said else None


def measured(ledger: Sequence[LedgerEntry]) -> set[str]:
    """Labels of the columns that hold amounts, measurements or times, be they read as such or kept as text."""
    return {
        entry.column
        for entry in ledger
        if entry.column
        and (entry.code.startswith(NEARLY) or entry.code in (*_MEASUREMENTS, *_WRITTEN_AS_MEASUREMENT))
    }


def _warning(
    entry: LedgerEntry, severity: Severity, remedy: Message, reading: str, words: str | None = None
) -> ProfileWarning:
    if words is None:
        words = ",".join(dict.fromkeys(raw for raw, _ in entry.examples))
    advice = remedy.filled(
        retype=_RETYPE.filled(column=entry.column, kind=str(reading)),
        missing=_MISSING.filled(column=entry.column, words=words),
    )
    return ProfileWarning(entry.code, entry.column, Joined([entry.message, advice], " "), severity)


def _nearly(entry: LedgerEntry) -> ProfileWarning:
    remedy = Message(
        "If those cells may count as missing, {retype}; otherwise correct them and upload the file again."
    )
    warning = _warning(entry, "warning", remedy, entry.code.removeprefix(NEARLY))
    return replace(warning, code="nearly_typed")


def _missing(entry: LedgerEntry, rows: int) -> ProfileWarning:
    """A word for missing among answers: an answer itself, it would vanish from the column."""
    severity: Severity = "warning" if entry.count > _MANY * rows else "info"
    remedy = Message("If it is an answer, {missing}.")
    return _warning(entry, severity, remedy, Reading.TEXT, words="")


def _long_rows(entry: LedgerEntry) -> ProfileWarning:
    return ProfileWarning(
        entry.code,
        None,
        Message(
            "{entry} If values that hold the delimiter, such as 1,234, lack their quotes, what follows "
            "them is a column too far. Correct those lines and upload the file again.",
            entry=entry.message,
        ),
        "warning",
    )


def _totals(entry: LedgerEntry) -> ProfileWarning:
    return ProfileWarning(
        TOTAL_ROWS,
        None,
        Message(
            "{entry} Left there it counts in statistics and training; remove it and upload the file again.",
            entry=entry.message,
        ),
        "warning",
    )
