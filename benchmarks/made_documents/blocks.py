"""Blocks of papers between two companies: parties, tables of goods, amounts."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from benchmarks.made_documents.contents import (
    HANJA,
    MadeCompany,
    MadeItem,
    in_numerals,
)
from benchmarks.made_documents.paper import Paper
from ocr_lib.fields import FieldKey

WIDTH = 1600.0
SUMS = (FieldKey.SUPPLY_AMOUNT, FieldKey.TAX_AMOUNT, FieldKey.TOTAL_AMOUNT)
COLUMNS = {
    "name": ("품목", 90.0), "spec": ("규격", 480.0), "quantity": ("수량", 760.0), "price": ("단가", 960.0), "amount": ("공급가액", 1230.0), "tax": ("세액", 1450.0),
}  # fmt: skip
OTHER_COLUMNS = {
    "no": ("No.", 60.0), "name": ("품 명", 140.0), "spec": ("규 격", 560.0), "quantity": ("수 량", 800.0), "price": ("단 가", 1000.0), "amount": ("금 액", 1260.0), "tax": ("부가세", 1480.0),
}  # fmt: skip
UNTAXED = {name: place for name, place in OTHER_COLUMNS.items() if name != "tax"}


def won(rng: Random, amount: int) -> str:
    """An amount as printed."""
    return rng.choice(("{:,}", "{:,}", "{:,}원", "₩{:,}", "₩ {:,}")).format(amount)


def plain(amount: int) -> str:
    return f"{amount:,}"


def words(rng: Random, amount: int) -> str:
    if rng.random() < 0.25:
        return f"{rng.choice(('金', '일금 '))}{in_numerals(amount, HANJA, '拾百千', '萬億兆')}{rng.choice(('원정', '원整'))}"
    written = in_numerals(amount, ones=rng.random() < 0.7)
    return rng.choice(("일금 {}원정", "일금{}원정", "일금 {} 원정", "금 {}원정")).format(written)


def party(
    paper: Paper,
    who: str,
    one: MadeCompany,
    x: float,
    y: float,
    width: float,
    labels: Sequence[str],
    *,
    colon: bool = False,
    step: float = 44,
) -> float:
    """Rows with a company's details; returns the middle of the row after them."""
    number, name, owner, place, phone = labels
    rng = paper.rng
    key = FieldKey
    paper.pair(
        number,
        one.number if rng.random() < 0.85 else one.number.replace("-", " - "),
        x,
        y,
        width=150,
        colon=colon,
    )
    paper.holds(key(f"{who}_number"), one.number)
    y += step
    stamp = rng.choice(("", "", " (인)", "(인)"))
    if width > 560 and not colon:
        paper.pair(name, one.name, x, y, width=150)
        paper.pair(owner, one.owner + stamp, x + width * 0.62, y, width=110)
    else:
        paper.pair(name, one.name, x, y, width=150, colon=colon)
        y += step
        paper.pair(owner, one.owner + stamp, x, y, width=150, colon=colon)
    paper.holds(key(f"{who}_name"), one.name)
    paper.holds(key(f"{who}_owner"), one.owner)
    y += step
    paper.pair(place, one.address, x, y, width=150, colon=colon)
    paper.holds(key(f"{who}_address"), one.address)
    y += step
    if phone:
        paper.pair(phone, one.phone, x, y, width=150, colon=colon)
        paper.holds(key(f"{who}_phone"), one.phone)
    elif rng.random() < 0.7:
        paper.pair("업 태", one.trade, x, y, width=150, colon=colon)
        paper.pair("종 목", one.item, x + width * 0.55, y, width=100, colon=colon)
    return y + step


def table(
    paper: Paper,
    rows: list[MadeItem],
    y: float,
    columns: dict[str, tuple[str, float]],
    *,
    empty: int = 0,
) -> float:
    """Goods below a header row; `columns` name heading and right edge of each of name, spec, quantity, price, amount, tax."""
    for column, (heading, edge) in columns.items():
        if column in ("name", "spec", "no"):
            paper.put(heading, edge, y)
        else:
            paper.put(heading, edge - 0.2 * paper.size, y, align="right")
    shows_sign = paper.rng.random() < 0.1
    for n, row in enumerate(rows):
        y += 42
        shown = {
            "no": str(n + 1), "name": row.name, "spec": row.spec, "quantity": plain(row.quantity), "price": plain(row.price),
            "amount": ("₩" if shows_sign else "") + plain(row.amount), "tax": plain(row.tax),
        }  # fmt: skip
        for column, (_, edge) in columns.items():
            at = paper.put(
                shown[column], edge, y, align="left" if column in ("name", "spec", "no") else "right"
            )
            if column in ("quantity", "price", "amount", "tax"):
                paper.holds(f"item:{n}:{column}", getattr(row, column), at)
    return y + 42 * (1 + empty)


def amounts(
    paper: Paper,
    rows: list[MadeItem],
    *,
    supply: int | None = None,
    tax: int | None = None,
    total: int | None = None,
) -> tuple[int, int, int]:
    """Note the amounts; the arguments are the numbers of the texts they are printed in, None where they are not."""
    sums = sums_of(rows)
    for key, value, at in zip(SUMS, sums, (supply, tax, total), strict=True):
        if at is not None:
            paper.holds(key, value, at)
    return sums


def sums_of(rows: list[MadeItem]) -> tuple[int, int, int]:
    """The amounts of `SUMS`."""
    supply, tax = sum(row.amount for row in rows), sum(row.tax for row in rows)
    return supply, tax, supply + tax
