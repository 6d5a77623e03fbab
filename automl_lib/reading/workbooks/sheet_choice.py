"""Which sheet of a workbook holds the table: the one that was asked for, or the first that looks like one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from automl_lib.reading.cells import is_blank
from automl_lib.reading.column_ledger import entry
from automl_lib.reading.layout.header_rows import column, is_numeric_column
from automl_lib.reading.layout.table_start import find_layout
from automl_lib.reading.refusals import refuse
from domain.messages import Joined, Message, verbatim
from domain.read_report import LedgerEntry, SheetInfo

_LEAST_SHARE = 0.1
_MOST_CELLS = 5_000_000
_MOST_NAMED = 20
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}.*")
# Lists of codes and texts are tables too, but no match for one with numbers; a single column is a note.
_WITHOUT_NUMBERS, _ONE_COLUMN = 0.1, 0.1


@dataclass(frozen=True)
class SheetHead:
    """A sheet as far as it must be known to choose one.

    Attributes:
        rows: its first rows as text.
        height: rows in all.
        width: columns in all.
    """

    rows: list[list[str]]
    height: int
    width: int


@dataclass(frozen=True)
class Choice:
    """The sheet to read.

    Attributes:
        name: of the sheet.
        others: the workbook's other sheets.
        alike: sheets with the same header, the chosen one among them, in the order of the workbook.
        passed_over: visible sheets before it that hold no table.
        asked: whether the caller named it.
        matching: how many of the columns that are looked for it has; 0 where none are.
    """

    name: str
    others: tuple[SheetInfo, ...]
    alike: tuple[str, ...] = ()
    passed_over: tuple[str, ...] = ()
    asked: bool = False
    matching: int = 0


def choose_sheet(
    sheets: tuple[SheetInfo, ...],
    head_of: Callable[[str], SheetHead | None],
    wanted: str | None,
    name: str,
    looked_for: Sequence[str] = (),
) -> Choice:
    """The sheet to read.

    Args:
        sheets: of the workbook, in order.
        head_of: the beginning of a sheet, None where it is empty.
        wanted: a sheet's name, or its number from 1; None leaves the choice to us.
        name: of the file, for refusals.
        looked_for: headers of the table that the rows are for; the sheets with most of them are preferred.

    Raises:
        FileRefused: there is no such sheet, or no visible sheet with anything in it.
    """
    if wanted is not None:
        return Choice(found := _asked(sheets, wanted, name), _others(sheets, found), asked=True)
    visible = [sheet.name for sheet in sheets if not sheet.hidden]
    if len(visible) == 1:
        return Choice(visible[0], _others(sheets, visible[0]))
    weights: dict[str, float] = {}
    headers: dict[str, tuple[str | None, ...] | None] = {}
    cells = 0
    for sheet in visible:
        # The rest of a large workbook is not gone through only to be compared.
        head = head_of(sheet) if cells < _MOST_CELLS else None
        if head is not None:
            weights[sheet], headers[sheet] = _weigh(head)
            cells += head.height * head.width
    if not weights:
        raise refuse("no_sheet", name, sheets=names_of(sheets))
    sought = {_without_blanks(label) for label in looked_for}
    matching = {tab: len(sought & {_without_blanks(h) for h in headers[tab] or () if h}) for tab in weights}
    best = max(matching.values())
    fitting = {tab: weight for tab, weight in weights.items() if matching[tab] == best}
    most = max(fitting.values())
    found = next(sheet for sheet, weight in fitting.items() if weight >= _LEAST_SHARE * most)
    alike = tuple(s for s, header in headers.items() if header is not None and header == headers[found])
    before = tuple(sheet for sheet in weights if visible.index(sheet) < visible.index(found))
    return Choice(found, _others(sheets, found), alike if len(alike) > 1 else (), before, matching=best)


def sheet_entries(choice: Choice) -> list[LedgerEntry]:
    """Which sheet was read, which were not, and how to read another."""
    if not choice.others:
        return []
    read = Message("Sheet '{name}' was read.", name=choice.name)
    others = Message(
        "Sheets not read: {others}. To read another, choose the sheet and read again.",
        others=_named(choice.others),
    )
    why = []
    if choice.alike:
        alike = ", ".join(choice.alike[:_MOST_NAMED])
        why = [Message("It is one of {count} sheets alike ({alike}).", count=len(choice.alike), alike=alike)]
    elif choice.matching:
        why = [Message("It has {count} of the columns that are looked for.", count=choice.matching)]
    elif choice.passed_over:
        before = ", ".join(choice.passed_over[:_MOST_NAMED])
        why = [Message("The sheets before it ({before}) hold little or nothing of a table.", before=before)]
    code = "sheets_alike" if choice.alike else "other_sheets"
    return [entry(code, Joined([read, *why, others], " "), count=len(choice.others))]


def _weigh(head: SheetHead) -> tuple[float, tuple[str | None, ...] | None]:
    """About how many filled cells of a table a sheet has, fewer for what is hardly a table; and its header."""
    layout = find_layout(head.rows)
    body = head.rows[layout.body_row :]
    places = {i for row in body for i, cell in enumerate(row) if not is_blank(cell)}
    if not places:
        return 0.0, layout.header
    filled = sum(1 for row in body for cell in row if not is_blank(cell))
    weight = filled / len(body) * (head.height - layout.body_row)
    if not any(_measures(column(body, place)) for place in places):
        weight *= _WITHOUT_NUMBERS
    return weight * (_ONE_COLUMN if len(places) == 1 else 1), layout.header


def _measures(values: list[str]) -> bool:
    return is_numeric_column(values) or sum(1 for v in values if _DATE.fullmatch(v)) >= 0.6 * len(values)


def _asked(sheets: tuple[SheetInfo, ...], wanted: str, name: str) -> str:
    key = _folded(wanted)
    for sheet in sheets:
        if _folded(sheet.name) == key:
            return sheet.name
    if key.isascii() and key.isdigit() and 1 <= int(key) <= len(sheets):
        return sheets[int(key) - 1].name
    raise refuse("unknown_sheet", name, sheet=wanted, sheets=names_of(sheets))


def names_of(sheets: tuple[SheetInfo, ...]) -> str:
    """The sheets' names as a sentence lists them."""
    return ", ".join(sheet.name for sheet in sheets) or "-"


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).strip().casefold()


def _without_blanks(label: str) -> str:
    return "".join(unicodedata.normalize("NFC", label).split())


def _others(sheets: tuple[SheetInfo, ...], chosen: str) -> tuple[SheetInfo, ...]:
    return tuple(sheet for sheet in sheets if sheet.name != chosen)


def _named(sheets: tuple[SheetInfo, ...]) -> Message:
    more = len(sheets) - _MOST_NAMED
    named = Joined(
        Message("{name} (hidden)", name=sheet.name) if sheet.hidden else verbatim(sheet.name)
        for sheet in sheets[:_MOST_NAMED]
    )
    return Message("{named} and {more} more", named=named, more=more) if more > 0 else named
