"""Rows of goods under a header row such as 품목, 규격, 수량, 단가, 공급가액, 세액.

Rows that another recogniser of tables found can be given instead, as `LineItem` objects.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from ocr_lib.fields.hangul import compact
from ocr_lib.fields.labels import Labels
from ocr_lib.fields.normal_forms import quantity, won
from ocr_lib.fields.texts import Layout, Placed, joined


class Column(StrEnum):
    """What a column of goods holds."""

    NAME = "name"
    SPEC = "spec"
    QUANTITY = "quantity"
    PRICE = "price"
    AMOUNT = "amount"
    TAX = "tax"
    OTHER = "other"


_COLUMNS = {
    Column.NAME: ("품목", "품명", "품목명", "상품명", "내역", "품명및규격", "품목및규격", "품목/규격", "품명/규격", "메뉴", "메뉴명", "상품", "항목", "제품명", "물품명", "내용", "품명(규격)"),
    Column.SPEC: ("규격", "사양", "모델", "모델명"),
    Column.QUANTITY: ("수량", "수", "QTY", "수량(EA)"),
    Column.PRICE: ("단가", "단가(원)", "판매단가"),
    Column.AMOUNT: ("공급가액", "금액", "공급가", "공급가액(원)", "금액(원)", "공급금액", "판매금액"),
    Column.TAX: ("세액", "부가세", "VAT", "부가가치세", "세액(원)"),
    Column.OTHER: ("번호", "NO", "NO.", "순번", "월일", "월/일", "월", "일", "일자", "비고", "단위", "날짜", "코드", "품번"),
}  # fmt: skip
_COLUMN_OF = {compact(label): column for column, labels in _COLUMNS.items() for label in labels}
MOST_COLUMNS = 20
EMPTY_HEIGHTS = 8.0
"""Heights of a line without a text below which a table ends."""


@dataclass(frozen=True)
class Amount:
    """A number of a row and where it was read.

    Attributes:
        value: in won, or how many.
        text: as read.
        indexes: of the document's texts.
    """

    value: Decimal
    text: str
    indexes: tuple[int, ...]


@dataclass(frozen=True)
class LineItem:
    """A row of goods; what could not be read as a number is None."""

    name: str
    quantity: Amount | None = None
    price: Amount | None = None
    amount: Amount | None = None
    tax: Amount | None = None
    indexes: tuple[int, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is in it: people say so of lines that the document hasn't."""
        return not self.name and not any((self.quantity, self.price, self.amount, self.tax))


@dataclass(frozen=True)
class ItemTable:
    """The goods of a document.

    Attributes:
        header: indexes of the texts of the header row.
        texts: indexes of all texts of header and rows.
        columns: horizontal extent of each column of the header.
        is_cut: whether there are more rows than were looked at.
    """

    items: tuple[LineItem, ...] = ()
    header: frozenset[int] = frozenset()
    texts: frozenset[int] = frozenset()
    columns: tuple[tuple[Column, Placed], ...] = ()
    is_cut: bool = False

    def column_of(self, text: Placed) -> Column | None:
        """The column that a text is in, as by the totals below the rows."""
        return _column_of(text, self.columns) if self.columns else None


def find_items(labels: Labels, max_rows: int) -> ItemTable:
    """The goods below the first header row with an amount and two more columns, down to a row that begins with a label.

    Args:
        max_rows: as of `FieldLimits.max_item_rows`.
    """
    layout = labels.layout
    for number in range(len(layout.lines)):
        header = _header(layout, number)
        if header:
            return _rows(labels, number, header, max_rows)
    return ItemTable()


def _header(layout: Layout, number: int) -> tuple[tuple[Column, Placed], ...]:
    found = [
        (column, text) for text in layout.lines[number] if (column := column_named(text.text)) is not None
    ]
    enough = is_header({column for column, _ in found})
    return tuple(found) if enough and len(found) <= MOST_COLUMNS else ()


def column_named(heading: str) -> Column | None:
    """What the column with a heading holds; None for other texts."""
    return _COLUMN_OF.get(compact(heading))


def is_header(columns: Set[Column]) -> bool:
    """Whether a row with the headings of these columns is the header of goods: an amount and two more columns."""
    has_goods = Column.NAME in columns or Column.SPEC in columns
    return Column.AMOUNT in columns and has_goods and bool(columns & {Column.QUANTITY, Column.PRICE})


def _rows(labels: Labels, number: int, header: tuple[tuple[Column, Placed], ...], max_rows: int) -> ItemTable:
    layout = labels.layout
    items: list[LineItem] = []
    used = {n for _, text in header for n in text.indexes}
    first = frozenset(used)
    bottom = max(text.y1 for _, text in header)
    left = min(text.x0 for _, text in header) - 4 * layout.line_height
    right = max(text.x1 for _, text in header) + 4 * layout.line_height
    is_cut = False
    for place, line in enumerate(layout.lines[number + 1 :]):
        texts = [text for text in line if text.x1 > left and text.x0 < right]
        if not texts:
            continue
        if min(text.y0 for text in texts) - bottom > EMPTY_HEIGHTS * layout.line_height:
            break
        if labels.label(texts[0]) is not None:
            break
        if place >= max_rows:
            is_cut = True
            break
        item = _item(texts, header)
        if item is not None:
            items.append(item)
            used.update(n for text in texts for n in text.indexes)
        bottom = max(text.y1 for text in texts)
    return ItemTable(tuple(items), first, frozenset(used), header, is_cut)


def _item(texts: Sequence[Placed], header: tuple[tuple[Column, Placed], ...]) -> LineItem | None:
    cells: dict[Column, list[Placed]] = {}
    for text in texts:
        cells.setdefault(_column_of(text, header), []).append(text)
    amount = _amount(cells.get(Column.AMOUNT, ()))
    if amount is None and not cells.get(Column.PRICE):
        return None
    return LineItem(
        " ".join(text.text for text in cells.get(Column.NAME, ())),
        _amount(cells.get(Column.QUANTITY, ()), is_count=True),
        _amount(cells.get(Column.PRICE, ())),
        amount,
        _amount(cells.get(Column.TAX, ())),
        tuple(n for text in texts for n in text.indexes),
    )


def _amount(texts: Sequence[Placed], *, is_count: bool = False) -> Amount | None:
    if not texts:
        return None
    whole = joined(texts)
    value = quantity(whole.text) if is_count else won(whole.text)
    return None if value is None else Amount(Decimal(value), whole.text, whole.indexes)


def _column_of(text: Placed, header: tuple[tuple[Column, Placed], ...]) -> Column:
    """The column whose heading is nearest, measured between their spans and then between their middles."""
    return min(
        header,
        key=lambda pair: (max(0.0, -pair[1].overlap_x(text)), abs(pair[1].x - text.x)),
    )[0]
