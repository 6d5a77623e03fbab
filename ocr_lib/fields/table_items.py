"""Rows of goods from the tables of a page: cells say which column a number is in where the text alone does not.

Headings at the left of wide cells and numbers at their right are nearer to the next heading than to their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field, replace
from decimal import Decimal

from ocr_lib.fields.hangul import compact
from ocr_lib.fields.line_items import (
    Amount,
    Column,
    ItemTable,
    LineItem,
    column_named,
    is_header,
    is_row_number,
    without_row_number,
)
from ocr_lib.fields.normal_forms import quantity, won

_TOTALS = frozenset(
    compact(word)
    for word in ("합계", "계", "소계", "총계", "총합계", "합계금액", "공급가액", "세액", "부가세", "TOTAL")
)
"""First cells of rows that are no goods."""


@dataclass(frozen=True)
class ItemCell:
    """A cell of a table.

    Attributes:
        indexes: of the document's texts in it.
    """

    row: int
    column: int
    text: str = field(repr=False)
    indexes: tuple[int, ...]


def with_tables(found: ItemTable, tables: Iterable[Sequence[ItemCell]], max_rows: int) -> ItemTable:
    """The rows of goods of the tables, where they agree with each other better than those that were found in the texts.

    Args:
        max_rows: of each table, as of `FieldLimits.max_item_rows`.
    """
    read = [one for cells in tables if (one := _items(cells, max_rows)) is not None]
    items = tuple(item for one in read for item in one.items)
    if _agreement(items) <= _agreement(found.items):
        return found
    texts = frozenset().union(found.texts, *(one.texts for one in read))
    header = frozenset().union(found.header, *(one.header for one in read))
    is_cut = any(one.is_cut for one in read)
    return replace(found, items=items, header=header, texts=texts, is_cut=is_cut)


def _agreement(items: Sequence[LineItem]) -> tuple[int, int, int]:
    """How many rows multiply to their amounts, and how many amounts and names there are."""
    products = sum(
        item.quantity is not None
        and item.price is not None
        and item.amount is not None
        and item.quantity.value * item.price.value == item.amount.value
        for item in items
    )
    return products, sum(item.amount is not None for item in items), sum(bool(item.name) for item in items)


def _items(cells: Sequence[ItemCell], max_rows: int) -> ItemTable | None:
    rows: dict[int, list[ItemCell]] = {}
    for cell in sorted(cells, key=lambda one: (one.row, one.column)):
        if cell.text.strip():
            rows.setdefault(cell.row, []).append(cell)
    numbers = list(rows)
    for place, number in enumerate(numbers):
        columns = {
            cell.column: column for cell in rows[number] if (column := column_named(cell.text)) is not None
        }
        if is_header(set(columns.values())):
            below = [rows[other] for other in numbers[place + 1 :]]
            numbering = {cell.column for cell in rows[number] if is_row_number(cell.text)}
            return _rows(rows[number], below, columns, numbering, max_rows)
    return None


def _rows(
    header: Sequence[ItemCell],
    below: Iterable[Sequence[ItemCell]],
    columns: dict[int, Column],
    numbering: Set[int],
    max_rows: int,
) -> ItemTable:
    items = []
    used = {n for cell in header for n in cell.indexes}
    first = frozenset(used)
    is_cut = False
    for place, cells in enumerate(below):
        if compact(cells[0].text) in _TOTALS:
            break
        if place >= max_rows:
            is_cut = True
            break
        item = _item(cells, columns, numbering)
        if item is not None:
            items.append(item)
            used.update(item.indexes)
    return ItemTable(tuple(items), first, frozenset(used), is_cut=is_cut)


def _item(cells: Sequence[ItemCell], columns: dict[int, Column], numbering: Set[int]) -> LineItem | None:
    of_column: dict[Column, list[ItemCell]] = {}
    for cell in cells:
        of_column.setdefault(columns.get(cell.column, Column.OTHER), []).append(cell)

    def amount(column: Column) -> Amount | None:
        members = of_column.get(column, [])
        text = " ".join(cell.text for cell in members)
        value = quantity(text) if column is Column.QUANTITY else won(text)
        if value is None:
            return None
        return Amount(Decimal(value), text, tuple(n for cell in members for n in cell.indexes))

    price, total = amount(Column.PRICE), amount(Column.AMOUNT)
    if price is None and total is None:
        return None

    def text_of(column: Column) -> str:
        return " ".join(" ".join(cell.text.split()) for cell in of_column.get(column, ()))

    name = text_of(Column.NAME)
    if not name:
        first = " ".join(" ".join(cell.text.split()) for cell in cells if cell.column in numbering)
        name = without_row_number(first) if any(one.isalpha() for one in first) else ""
    indexes = tuple(dict.fromkeys(n for cell in cells for n in cell.indexes))
    spec = text_of(Column.SPEC)
    return LineItem(name, amount(Column.QUANTITY), price, total, amount(Column.TAX), indexes, spec)
