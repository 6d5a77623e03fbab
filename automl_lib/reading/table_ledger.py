"""Ledger entries about the table as a whole: rows, headers, charset, sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automl_lib.reading.cells import looks_numeric
from automl_lib.reading.column_ledger import entry, shortened
from automl_lib.reading.layout.table_start import Layout
from automl_lib.reading.raw_table import Places, RowFaults, StoredCells, generated_label
from automl_lib.reading.text_files.charset import Charset, Transcoded
from domain.messages import Message
from domain.read_report import LedgerEntry

if TYPE_CHECKING:
    from automl_lib.reading.layout.total_rows import SummaryRows

TOTAL_ROWS = "total_rows"
_SHOWN = 10
_COMMENTS = Message("{count:,} comment lines that begin with # were left out (lines: {lines}).")
_LITERAL_QUOTES = Message(
    '{count:,} quotes (") at the beginning of a cell have no partner and were read as characters, such as an inch '
    "mark (lines: {lines})."
)
_DOUBTFUL_QUOTES = Message(
    '{count:,} cells over several lines between quotes (") may be rows that were joined (lines: {lines}). Check the '
    "quotes there."
)
_TOTALS = Message(
    "{count:,} rows of totals ({rows}) were left out of the data. If they are data, reword those cells and upload the "
    "file again."
)
_NOTES = Message("{count:,} rows of notes below the table ({rows}) were left out.")
_DOUBTFUL = Message("What looks like a total was read as data: {rows}.")
_SHORT_ROWS = Message(
    "{count:,} rows have fewer cells; the rest is blank (lines: {lines}; an ordinary row has {width})."
)
_LONG_ROWS = Message(
    "{count:,} rows have more cells; the extra ones became new columns (lines: {lines}; an ordinary row has {width})."
)


def charset_entries(charset: Charset, transcoded: Transcoded | None) -> list[LedgerEntry]:
    """What was decided about the characters of a text file."""
    entries: list[LedgerEntry] = []
    if not charset.certain:
        entries.append(
            entry(
                "charset_guessed",
                Message(
                    "The charset was guessed to be {charset}. If letters look wrong, save the file as CSV UTF-8 and "
                    "upload it again.",
                    charset=charset.encoding,
                ),
            )
        )
    if transcoded and transcoded.other_lines:
        entries.append(
            entry(
                "charset_mixed",
                Message(
                    "{count:,} lines were in cp949 while the rest is UTF-8; each was read in its own (the first is "
                    "line {first}).",
                    count=transcoded.other_lines,
                    first=transcoded.first_other_line,
                ),
                count=transcoded.other_lines,
            )
        )
    if transcoded and transcoded.nul_bytes:
        count = transcoded.nul_bytes
        removed = Message("{count:,} NUL bytes, which are no characters, were left out.", count=count)
        entries.append(entry("nul_removed", removed, count=count))
    if transcoded and transcoded.end_mark:
        end_mark = Message("The mark at the end of the file (Ctrl-Z) is no data and was left out.")
        entries.append(entry("end_mark_removed", end_mark))
    return entries


def delimiter_entries(delimiter: str) -> list[LedgerEntry]:
    """What people should know about the delimiter."""
    if delimiter != " ":
        return []
    return [entry("delimiter_spaces", Message("Cells were told apart by the spaces between them."))]


def shape_entries(layout: Layout, faults: RowFaults, stored: StoredCells) -> list[LedgerEntry]:
    """What was decided about header and rows, and what was dropped."""
    return [*_header_entries(layout, stored), *_line_entries(faults), *_row_entries(faults, stored)]


def _header_entries(layout: Layout, stored: StoredCells) -> list[LedgerEntry]:
    entries: list[LedgerEntry] = []
    if layout.letters:
        letters = Message("The row of column letters (A, B, C…) is no data and was left out.")
        entries.append(entry("column_letters_dropped", letters))
    titles = layout.skipped - layout.letters
    if titles > 0:
        shown = ": " * bool(layout.above) + ", ".join(f"'{line}'" for line in layout.above)
        above = Message(
            "{count} rows above the table (titles, labels or blank rows) were passed over{shown}."
        )
        entries.append(entry("rows_above_header", above.filled(count=titles, shown=shown), count=titles))
    if layout.header is None:
        entries.append(
            entry(
                "header_generated",
                Message(
                    "The first row looks like data, so the columns were named '{label}' and so on.",
                    label=generated_label(0),
                ),
                count=len(stored.labels),
            )
        )
    elif all(cell is None or looks_numeric(cell) for cell in layout.header):
        entries.append(
            entry(
                "header_of_numbers",
                Message(
                    "The numbers of the first row ({first}, {second} …) were read as column names.",
                    first=stored.labels[0],
                    second=stored.labels[1],
                ),
                count=len(stored.labels),
            )
        )
    if layout.header_rows >= 2:
        number = layout.header_rows
        entries.append(
            entry(
                "header_rows_joined",
                Message(
                    "The {number} rows of column names were joined (e.g. '{label}').",
                    number=number,
                    label=stored.labels[-1],
                ),
                count=number,
            )
        )
    if layout.units:
        units = Message(
            "The row of units below the column names ({units}) is no data and was left out.",
            units=", ".join(layout.units[:5]),
        )
        entries.append(entry("unit_row_dropped", units, count=len(layout.units)))
    if stored.renamed:
        raw, label = stored.renamed[0]
        number = len(stored.renamed)
        entries.append(
            entry(
                "labels_renamed",
                Message(
                    "{number:,} blank or repeated column names were changed (e.g. '{raw}' to '{label}').",
                    number=number,
                    raw=raw,
                    label=label,
                ),
                count=number,
                examples=stored.renamed,
            )
        )
    return entries


def _line_entries(faults: RowFaults) -> list[LedgerEntry]:
    """Comments, and quote marks that are text or may have joined lines."""
    return [
        entry(code, message.filled(count=places.count, lines=_lines(places)), count=places.count)
        for code, places, message in (
            ("comment_lines", faults.comments, _COMMENTS),
            ("literal_quotes", faults.literal_quotes, _LITERAL_QUOTES),
            ("doubtful_quotes", faults.doubtful_quotes, _DOUBTFUL_QUOTES),
        )
        if places.count
    ]


def _lines(places: Places) -> str:
    """The first places as people write them: 7, 12–15."""
    return ", ".join(str(p) if isinstance(p, int) else f"{p[0]}–{p[1]}" for p in places.first)


def _row_entries(faults: RowFaults, stored: StoredCells) -> list[LedgerEntry]:
    entries: list[LedgerEntry] = []
    for code, message, count, seen in (
        ("short_rows", _SHORT_ROWS, faults.short, faults.short_examples),
        ("long_rows", _LONG_ROWS, faults.long, faults.long_examples),
    ):
        # Delimiters at the end of lines make blank cells only, which are left out again.
        if not count or (code == "long_rows" and max(stored.kept) < faults.width):
            continue
        lines = ", ".join(str(line) for line, _ in seen)
        examples = tuple(
            (Message("line {line}", line=line).ko, f"{cells} / {faults.width}") for line, cells in seen
        )
        found = message.filled(count=count, lines=lines, width=faults.width)
        entries.append(entry(code, found, count=count, examples=examples))
    if count := stored.blank_rows:
        blank = Message("{count:,} rows with nothing in them were left out.", count=count)
        entries.append(entry("blank_rows_dropped", blank, count=count))
    if count := stored.blank_columns:
        blank = Message("{count:,} columns without a name or a value were left out.", count=count)
        entries.append(entry("blank_columns_dropped", blank, count=count))
    if stored.row_numbers:
        numbers = Message("The first column has no name and only counts the rows; it was left out.")
        entries.append(entry("row_numbers_dropped", numbers))
    return entries


def summary_entries(found: SummaryRows) -> list[LedgerEntry]:
    """What was left out of the data as a total or a note, and what may be a total but was not."""
    return [
        entry(
            code,
            message.filled(count=len(rows), rows=_listed(rows)),
            count=len(rows),
            examples=tuple((word, None) for _, word in rows) if shows_words else (),
        )
        for code, message, rows, shows_words in (
            ("total_rows_dropped", _TOTALS, found.totals, True),
            ("notes_dropped", _NOTES, found.notes, False),
            (TOTAL_ROWS, _DOUBTFUL, found.doubtful, True),
        )
        if rows
    ]


def _listed(rows: list[tuple[int, str]]) -> Message:
    named = (Message("row {row:,} ('{word}')", row=row, word=word) for row, word in rows[:_SHOWN])
    return shortened(named, more=len(rows) > _SHOWN)
