"""Rows of goods under a header row such as 품목, 규격, 수량, 단가, 공급가액, 세액.

Rows that another recogniser of tables found can be given instead, as `LineItem` objects.
"""

from __future__ import annotations

import re
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
_COUNTED = frozenset(compact(label) for label in ("번호", "NO", "NO.", "순번"))
"""Headings of columns that number the rows."""
_NUMERIC = frozenset((Column.QUANTITY, Column.PRICE, Column.AMOUNT, Column.TAX))
_COLUMN_OF = {compact(label): column for column, labels in _COLUMNS.items() for label in labels}
MOST_COLUMNS, MOST_CELLS = 20, 60
"""Headings, and texts of a row that are placed together: more are in no real table."""
CELL_GAP, MISPLACED = 1.0, 8.0
"""Heights of a line between two cells, and what a text in the column of another or of another type costs: headings in the
middle of wide columns are as far from texts at their sides."""
_NUMBER_BEFORE = re.compile(r"^\d{1,4}(?:[.)]?\s+|[.)]|(?=[가-힣]))")
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
    """A row of goods; what could not be read as a number is None.

    Attributes:
        spec: 규격, as "A4 80g"; empty where the paper has no such column.
    """

    name: str
    quantity: Amount | None = None
    price: Amount | None = None
    amount: Amount | None = None
    tax: Amount | None = None
    indexes: tuple[int, ...] = ()
    spec: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is in it: people say so of lines that the document hasn't."""
        return not self.name and not self.spec and not any((self.quantity, self.price, self.amount, self.tax))


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
        item = _item(texts, header, layout.line_height)
        if item is not None:
            items.append(item)
            used.update(n for text in texts for n in text.indexes)
        bottom = max(text.y1 for text in texts)
    return ItemTable(tuple(items), first, frozenset(used), header, is_cut)


def _item(
    texts: Sequence[Placed], header: tuple[tuple[Column, Placed], ...], line_height: float
) -> LineItem | None:
    cells: dict[Column, list[Placed]] = {}
    for text, column in zip(texts, _columns_of_row(texts, header, line_height), strict=True):
        cells.setdefault(column, []).append(text)
    name = " ".join(text.text for text in cells.get(Column.NAME, ()))
    if texts[0] in cells.get(Column.NAME, ()) and any(
        is_row_number(heading.text) and heading.overlap_x(texts[0]) > 0 for _, heading in header
    ):
        name = without_row_number(name)
    amount = _amount(cells.get(Column.AMOUNT, ()))
    if amount is None and not cells.get(Column.PRICE):
        return None
    return LineItem(
        name,
        _amount(cells.get(Column.QUANTITY, ()), is_count=True),
        _amount(cells.get(Column.PRICE, ())),
        amount,
        _amount(cells.get(Column.TAX, ())),
        tuple(n for text in texts for n in text.indexes),
        " ".join(text.text for text in cells.get(Column.SPEC, ())),
    )


def is_row_number(heading: str) -> bool:
    """Whether the column with a heading numbers the rows."""
    return compact(heading) in _COUNTED


def without_row_number(text: str) -> str:
    """A name without the number of its row, with which it is one text where the border between the two is overlooked."""
    return _NUMBER_BEFORE.sub("", text.strip(), count=1)


def _columns_of_row(
    texts: Sequence[Placed], header: tuple[tuple[Column, Placed], ...], line_height: float
) -> list[Column]:
    """The column of each text of a row: those that are nearest together, in the order of the headings.

    A text by itself may be nearer to the heading of its neighbour, as a name at the left of its cell below a heading in
    the middle. Found by dynamic programming over the texts.
    """
    if len(texts) > MOST_CELLS:
        return [_column_of(text, header) for text in texts]
    ordered = sorted(header, key=lambda pair: pair[1].x)
    best: list[tuple[float, float, list[int]]] = []
    for place, text in enumerate(texts):
        before = texts[place - 1] if place else None
        is_apart = before is not None and _is_apart(before, text, line_height)
        row: list[tuple[float, float, list[int]]] = []
        for number, (column, heading) in enumerate(ordered):
            distance = max(0.0, -heading.overlap_x(text))
            if _is_of_other_type(text, column, heading):
                distance += MISPLACED * line_height
            ways = [(0.0, 0.0, list[int]())] if before is None else best[:number]
            if before is not None:
                shared = MISPLACED * line_height if is_apart else 0.0
                ways = [*ways, (best[number][0] + shared, best[number][1], best[number][2])]
            cost, middles, path = min(ways, key=lambda way: way[:2])
            row.append((cost + distance, middles + abs(heading.x - text.x), [*path, number]))
        best = row
    return [ordered[number][0] for number in min(best, key=lambda way: way[:2])[2]]


def _is_apart(before: Placed, text: Placed, line_height: float) -> bool:
    """Whether two neighbouring texts are in cells of their own; a sign of won is not."""
    signs = {"₩", "￦", "\\", "원"}
    is_sign = before.text.strip() in signs or text.text.strip() in signs
    return not is_sign and text.x0 - before.x1 > CELL_GAP * line_height


def _is_of_other_type(text: Placed, column: Column, heading: Placed) -> bool:
    has_digit = any(character.isdecimal() for character in text.text)
    has_letter = any(character.isalpha() for character in text.text)
    if is_row_number(heading.text):
        return has_letter
    return column in _NUMERIC and has_letter and not has_digit


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
