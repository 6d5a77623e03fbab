"""Blocks of random supplier layouts: heads, parties, goods and amounts; some for tuning, the others unseen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from random import Random

from benchmarks.made_documents import contents
from benchmarks.made_documents.blocks import SUMS, sums_of
from benchmarks.made_documents.supplier_layouts import DRIVER, DUE, PLACE, Sheet
from ocr_lib.fields import FieldKey, FieldType

Block = Callable[[Sheet], None]
KEY, TYPE = FieldKey, FieldType
DEPOTS = ("평택 물류센터", "김해 2창고", "이천 집하장", "대전 허브", "군산항 보세창고")


def blocks(rng: Random, *, unseen: bool) -> tuple[Block, ...]:
    """The blocks of a layout, from the top."""
    heads, parties, totals = UNSEEN if unseen else TUNING
    total = rng.choice(totals)
    above = total in (totals_band, totals_sentence)
    middle = (total, goods) if above else (goods, total)
    return (title, rng.choice(heads), rng.choice(parties), *middle, foot)


def title(sheet: Sheet) -> None:
    at = sheet.template.places
    x = 200 + 900 * at["left"]
    sheet.put(sheet.template.words["title"], x, sheet.y, scale=1.8)
    sheet.y += 70


def _meta(sheet: Sheet) -> list[tuple[str, FieldType, str, str]]:
    """Name, type, value and print of each field of the head; the driver is not on every document."""
    rng = sheet.rng
    when = contents.day(rng)
    due = when + timedelta(days=rng.randint(1, 40))
    number = sheet.template.numbering.format(y=when.year, m=when.month, n=rng.randint(1, 9999))
    depot = rng.choice(DEPOTS)
    found = [
        (KEY.ISSUE_DATE.value, TYPE.DATE, when.isoformat(), sheet.date(when)),
        (KEY.DOCUMENT_NUMBER.value, TYPE.TEXT, number, number),
        (PLACE, TYPE.TEXT, depot, depot),
        (DUE, TYPE.DATE, due.isoformat(), sheet.date(due)),
    ]
    if rng.random() < 0.8:
        driver = contents.person(rng)
        found.append((DRIVER, TYPE.NAME, driver, driver))
    return found


def head_rows(sheet: Sheet) -> None:
    """Rows of label and value at one side."""
    x = 80 + 800 * round(sheet.template.places["right"])
    for name, kind, value, shown in _meta(sheet):
        sheet.labelled(name, kind, value, shown, x, sheet.y)
        sheet.y += 40 + 12 * sheet.template.places["step"]
    sheet.y += 20


def head_cells(sheet: Sheet) -> None:
    """Cells with the label above the value."""
    for n, (name, kind, value, shown) in enumerate(_meta(sheet)):
        x = 180 + 290 * n
        sheet.put(sheet.template.words[name], x, sheet.y, align="center")
        sheet.holds(name, kind, value, sheet.put(shown, x, sheet.y + 38, align="center"))
    sheet.y += 100


def head_captions(sheet: Sheet) -> None:
    """Values with a small caption below each, in two rows."""
    for n, (name, kind, value, shown) in enumerate(_meta(sheet)):
        x, y = 120 + 470 * (n % 3), sheet.y + 96 * (n // 3)
        sheet.holds(name, kind, value, sheet.put(shown, x, y, scale=1.2))
        sheet.put(sheet.template.words[name], x, y + 34, scale=0.75)
    sheet.y += 200


def head_bare(sheet: Sheet) -> None:
    """Date and number without labels in the corners, the rest in one line with labels."""
    meta = _meta(sheet)
    for (name, kind, value, shown), x, align in zip(meta[:2], (1500.0, 90.0), ("right", "left"), strict=True):
        sheet.holds(name, kind, value, sheet.put(shown, x, sheet.y, align=align))
    sheet.y += 52
    for n, (name, kind, value, shown) in enumerate(meta[2:]):
        sheet.labelled(name, kind, value, shown, 90 + 500 * n, sheet.y, gap=170)
    sheet.y += 70


def _supplier(sheet: Sheet) -> list[tuple[str, FieldType, str]]:
    one = sheet.template.supplier
    return [
        (KEY.SUPPLIER_NUMBER.value, TYPE.BUSINESS_NUMBER, one.number),
        (KEY.SUPPLIER_OWNER.value, TYPE.NAME, one.owner),
        (KEY.SUPPLIER_ADDRESS.value, TYPE.TEXT, one.address),
        (KEY.SUPPLIER_PHONE.value, TYPE.PHONE, one.phone),
    ]


def _named_supplier(sheet: Sheet, x: float, y: float, scale: float = 1.3) -> None:
    name = sheet.template.supplier.name
    sheet.holds(KEY.SUPPLIER_NAME.value, TYPE.NAME, name, sheet.put(name, x, y, scale=scale))


def party_columns(sheet: Sheet) -> None:
    """The buyer at the left with a label, the supplier's details at the right with labels."""
    sheet.labelled(KEY.BUYER_NAME.value, TYPE.NAME, sheet.buyer.name, sheet.buyer.name, 80, sheet.y, gap=210)
    top = sheet.y
    _named_supplier(sheet, 860, top)
    for n, (name, kind, value) in enumerate(_supplier(sheet)):
        sheet.labelled(name, kind, value, value, 860, top + 48 * (n + 1), gap=190)
    sheet.y = top + 48 * 5 + 20


def party_letterhead(sheet: Sheet) -> None:
    """The supplier in a letterhead without labels; the buyer with a word after the name."""
    x = 80 + 700 * sheet.template.places["right"]
    _named_supplier(sheet, x, sheet.y)
    for n, (name, kind, value) in enumerate(_supplier(sheet)):
        sheet.holds(name, kind, value, sheet.put(value, x, sheet.y + 42 * (n + 1), scale=0.9))
    sheet.y += 42 * 5 + 20
    _addressed(sheet, 80, sheet.y)
    sheet.y += 60


def party_slashes(sheet: Sheet) -> None:
    """The supplier's owner, number and phone in one text, parted by slashes, below the name; the buyer addressed."""
    _named_supplier(sheet, 860, sheet.y)
    number, owner, address, phone = _supplier(sheet)
    at = sheet.put(f"{owner[2]} / {number[2]} / {phone[2]}", 860, sheet.y + 44)
    for name, kind, value in (owner, number, phone):
        sheet.holds(name, kind, value, at)
    sheet.holds(address[0], address[1], address[2], sheet.put(address[2], 860, sheet.y + 84, scale=0.9))
    _addressed(sheet, 90, sheet.y + 30)
    sheet.y += 140


def _addressed(sheet: Sheet, x: float, y: float) -> None:
    shown = sheet.buyer.name + sheet.template.suffix
    at = sheet.put(shown, x, y, scale=1.2)
    sheet.holds(KEY.BUYER_NAME.value, TYPE.NAME, sheet.buyer.name, at)


def party_boxes(sheet: Sheet) -> None:
    """The supplier's details below their labels in two rows of boxes, the buyer below a label at the right."""
    _named_supplier(sheet, 90, sheet.y)
    sheet.put(sheet.template.words[KEY.BUYER_NAME], 1010, sheet.y)
    at = sheet.put(sheet.buyer.name, 1010, sheet.y + 44, scale=1.1)
    sheet.holds(KEY.BUYER_NAME.value, TYPE.NAME, sheet.buyer.name, at)
    for n, (name, kind, value) in enumerate(_supplier(sheet)):
        x, y = 90 + 330 * (n % 2), sheet.y + 54 + 92 * (n // 2)
        sheet.put(sheet.template.words[name], x, y, scale=0.8)
        sheet.holds(name, kind, value, sheet.put(value, x, y + 36))
    sheet.y += 260


def party_line(sheet: Sheet) -> None:
    """The buyer addressed; the supplier's details in one line, parted by bars, with the name at its left."""
    _addressed(sheet, 100 + 500 * sheet.template.places["left"], sheet.y)
    sheet.y += 64
    _named_supplier(sheet, 90, sheet.y, 1.1)
    details = _supplier(sheet)
    at = sheet.put(" | ".join(value for _, _, value in details), 520, sheet.y, scale=0.9)
    for name, kind, value in details:
        sheet.holds(name, kind, value, at)
    sheet.y += 60


def goods(sheet: Sheet) -> None:
    """Goods below headings; further lines make the page longer."""
    left = 80 + 100 * sheet.template.places["table"]
    edges = (left, left + 700, left + 980, left + 1330)
    for heading, x, align in zip(
        sheet.template.headings, edges, ("left", "right", "right", "right"), strict=True
    ):
        sheet.put(heading, x, sheet.y, align=align)
    for row in sheet.rows:
        sheet.y += 42
        for shown, x, align in (
            (row.name, edges[0], "left"), (f"{row.quantity:,}", edges[1], "right"), (f"{row.price:,}", edges[2], "right"), (f"{row.amount:,}", edges[3], "right"),
        ):  # fmt: skip
            sheet.put(shown, x, sheet.y, align=align)
    sheet.y += 64


def _sums(sheet: Sheet) -> list[tuple[str, int]]:
    return [(key.value, value) for key, value in zip(SUMS, sums_of(sheet.rows), strict=True)]


def _put_sum(sheet: Sheet, name: str, value: int, x: float, y: float, *, scale: float = 1.0) -> None:
    at = sheet.put(sheet.won(value), x, y, align="right", scale=scale)
    sheet.holds(name, TYPE.WON, value, at)


def totals_rows(sheet: Sheet) -> None:
    """Amounts below the goods, each with its label."""
    for name, value in _sums(sheet):
        sheet.put(sheet.template.words[name], 900, sheet.y)
        _put_sum(sheet, name, value, 1500, sheet.y)
        sheet.y += 44


def totals_band(sheet: Sheet) -> None:
    """Amounts above the goods, below their labels."""
    for n, (name, value) in enumerate(_sums(sheet)):
        x = 420 + 480 * n
        sheet.put(sheet.template.words[name], x, sheet.y, align="right")
        _put_sum(sheet, name, value, x, sheet.y + 40, scale=1.1)
    sheet.y += 110


def totals_bare(sheet: Sheet) -> None:
    """Amounts below the goods without labels, one below the other."""
    for name, value in _sums(sheet):
        _put_sum(sheet, name, value, 1500, sheet.y)
        sheet.y += 44


def totals_left(sheet: Sheet) -> None:
    """The total large at the left with its label after it, the parts small at the right of it."""
    (supply, supply_won), (tax, tax_won), (total, total_won) = _sums(sheet)
    _put_sum(sheet, total, total_won, 560, sheet.y, scale=1.4)
    sheet.put(sheet.template.words[total], 580, sheet.y)
    for n, (name, value) in enumerate(((supply, supply_won), (tax, tax_won))):
        y = sheet.y - 20 + 40 * n
        _put_sum(sheet, name, value, 1180, y)
        sheet.put(sheet.template.words[name], 1200, y)
    sheet.y += 80


def totals_sentence(sheet: Sheet) -> None:
    """The total in a sentence above the goods, the parts in one line with labels."""
    (supply, supply_won), (tax, tax_won), (total, total_won) = _sums(sheet)
    sentence = f"{sheet.template.words[total]} {sheet.won(total_won)} 을 아래 내용으로 알려 드립니다."
    sheet.holds(total, TYPE.WON, total_won, sheet.put(sentence, 90, sheet.y))
    sheet.y += 50
    for name, value, x in ((supply, supply_won, 90.0), (tax, tax_won, 800.0)):
        sheet.labelled(name, TYPE.WON, value, sheet.won(value), x, sheet.y, gap=230)
    sheet.y += 70


def foot(sheet: Sheet) -> None:
    sheet.put(sheet.template.note, 90 + 400 * sheet.template.places["foot"], sheet.y + 40)


TUNING = (
    (head_rows, head_cells),
    (party_columns, party_letterhead, party_slashes),
    (totals_rows, totals_band),
)
UNSEEN = (
    (head_captions, head_bare),
    (party_boxes, party_line),
    (totals_bare, totals_left, totals_sentence),
)
