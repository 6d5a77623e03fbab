"""A table of a page as the screen shows it: which texts are in which cell, and empty cells with their place."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from domain.messages import Message
from domain.misread_commas import REASON, misread_commas
from domain.ocr import TextState
from records.errors import DecisionRefused
from records.ocr.table_editing.page_tables import StoredTable
from records.ocr.table_editing.table_rows import OcrCell
from records.ocr.tables import OcrText

_AMOUNT = re.compile(r"[-−–△▲(]?\s?[₩￦]?\s?(?:\d{1,3}(?:[,.]\d{3})+|\d+(?:\.\d+)?)\s?[원%]?\)?")
"""Of a cell that is a number alone; phone and business numbers have other marks between their digits."""
MARGIN = 0.08
"""Share of an empty cell's sides that a box drawn in it leaves free, so that the rules stay outside."""


@dataclass(frozen=True)
class ShownCell:
    """A cell with its texts; one in which several cells' words were read as one text is shown in the first of them.

    Attributes:
        quad: corners of a box for a text, where the cell has none.
        is_joint: whether a text of it is of another cell too, so that its words can't be replaced here.
        offered: what is probably printed, of a doubtful amount; empty for other cells.
    """

    cell: OcrCell
    texts: list[OcrText]
    quad: list[list[float]]
    is_joint: bool
    offered: str = ""

    @property
    def doubt(self) -> Message | None:
        """Why a person should look at it."""
        return REASON if self.offered else None

    @property
    def is_amount(self) -> bool:
        """Whether it is a number, which is shown at the right of its cell."""
        return not self.cell.is_header and _AMOUNT.fullmatch(self.written) is not None

    @property
    def written(self) -> str:
        """What is written in it."""
        return " ".join(text.label for text in self.texts)


@dataclass(frozen=True)
class ShownTable:
    """A table as the screen shows it.

    Attributes:
        lines: JSON-ready, for drawing its lines on the picture: quad, rows and columns; None where it has no usable shape.
    """

    number: int
    version: int
    changed_by: str | None
    lines: dict[str, Any] | None
    rows: list[list[ShownCell]]


def shown_table(table: StoredTable, of_page: Sequence[OcrText]) -> ShownTable:
    """A table with its texts. Those of boxes that were drawn since are in the cell that their middle is in."""
    try:
        values = table.shape.as_dict()
        lines = {name: values[name] for name in ("quad", "rows", "columns")}
    except DecisionRefused:
        lines = None
    one = table.table
    return ShownTable(one.table_no, one.version, one.by, lines, _rows(table, of_page))


def _rows(table: StoredTable, of_page: Sequence[OcrText]) -> list[list[ShownCell]]:
    by_id = {text.text_id: text for text in of_page}
    named = {text_id for cell in table.cells for text_id, _, _ in cell.texts}
    later = [text for text in of_page if text.text_id not in named]
    cells_of = Counter(text_id for cell in table.cells for text_id in {part[0] for part in cell.texts})
    shown: set[str] = set()
    rows = []
    for row in table.by_row:
        cells = []
        for cell in row:
            ids = [text_id for text_id, _, _ in cell.texts if text_id in by_id and text_id not in shown]
            shown.update(ids)
            texts = [by_id[text_id] for text_id in ids]
            texts += [text for text in later if _is_in(text, cell.quad)]
            is_joint = any(cells_of[text_id] > 1 for text_id, _, _ in cell.texts)
            cells.append(ShownCell(cell, texts, _inner(cell.quad), is_joint))
        rows.append(cells)
    return _with_doubts(rows)


def _with_doubts(rows: Sequence[Sequence[ShownCell]]) -> list[list[ShownCell]]:
    """The cells with what is offered for amounts of their column, as exports mark them."""
    columns: dict[int, list[ShownCell]] = defaultdict(list)
    headings: dict[int, str] = {}
    for shown in chain.from_iterable(rows):
        if shown.cell.is_header:
            headings[shown.cell.column] = shown.written
        else:
            columns[shown.cell.column].append(shown)
    offered: dict[tuple[int, int], str] = {}
    for column, cells in columns.items():
        found = misread_commas([shown.written for shown in cells], headings.get(column, ""))
        offered.update({(cells[place].cell.row, column): text for place, text in found.items()})
    return [
        [replace(shown, offered=offered.get((shown.cell.row, shown.cell.column), "")) for shown in row]
        for row in rows
    ]


def offered_in(tables: Iterable[ShownTable]) -> dict[str, str]:
    """By the id of its unchecked text, what is offered for each doubtful cell of one text."""
    return {
        shown.texts[0].text_id: shown.offered
        for table in tables
        for shown in chain.from_iterable(table.rows)
        if shown.offered
        and not shown.is_joint
        and len(shown.texts) == 1
        and shown.texts[0].state == TextState.MACHINE
    }


def _is_in(text: OcrText, quad: list[list[float]]) -> bool:
    x, y = (text.box[0] + text.box[2]) / 2, (text.box[1] + text.box[3]) / 2
    sides = zip(quad, [*quad[1:], quad[0]], strict=True)
    return all((bx - ax) * (y - ay) - (by - ay) * (x - ax) >= 0 for (ax, ay), (bx, by) in sides)


def _inner(quad: list[list[float]]) -> list[list[float]]:
    middle = [sum(point[axis] for point in quad) / 4 for axis in (0, 1)]
    return [
        [round(value + (centre - value) * 2 * MARGIN, 1) for value, centre in zip(point, middle, strict=True)]
        for point in quad
    ]
