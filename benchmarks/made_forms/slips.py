"""Receipts with tight rows and condensed letters, and screenshots with small type."""

from __future__ import annotations

import numpy as np

from benchmarks.made_forms.contents import (
    CHOICES,
    COLUMNS,
    COMPANIES,
    FIELDS,
    GOODS,
    NOTES,
    PEOPLE,
    PLACES,
    SENTENCES,
    TITLES,
    Language,
    Writer,
)
from benchmarks.made_forms.forms import new_sheet
from benchmarks.made_forms.sheet import Colour, Sheet

WIDTH = 72.0
"""Of a receipt, in mm."""
TIGHT = 1.12
"""Distance of a receipt's rows in heights of its type."""
SQUEEZES = (0.8, 0.68, 0.9, 0.74)
"""Widths of a receipt's letters as shares of the face's own."""
SCREEN_DPI = 96.0
LABELS = {
    "ko": {
        "title": "[영수증]",
        "tax": "사업자번호",
        "bill": "영수번호",
        "header": ("상품명", "단가", "수량", "금액"),
        "sums": ("과세물품가액", "부 가 세", "합 계 금 액", "받 은 금 액"),
        "card": ("카드번호", "승인번호", "할부개월", "가맹점번호"),
        "once": "일시불",
    },
    "en": {
        "title": "TAX INVOICE",
        "tax": "GST ID",
        "bill": "BILL NO",
        "header": ("ITEM", "PRICE", "QTY", "TOTAL"),
        "sums": ("SUBTOTAL", "TAX 10%", "TOTAL DUE", "CASH"),
        "card": ("CARD", "APPROVAL", "TERMINAL", "MERCHANT"),
        "once": "CONTACTLESS",
    },
}


def receipt(
    rng: np.random.Generator, language: Language, dpi: float, variant: int = 0
) -> tuple[Sheet, list[str]]:
    """A shop's receipt.

    Args:
        variant: number of the page among those of its kind; how condensed its letters are follows from it.
    """
    writer, labels = Writer(rng, language), LABELS[language]
    squeeze, points = SQUEEZES[variant % len(SQUEEZES)], float(rng.uniform(8, 9.5))
    items = writer.number(4, 10)
    pitch = points * 0.353 * TIGHT
    long = 30 + pitch * (30 + 2 * items)
    text = "".join(text for table in (COMPANIES, GOODS, SENTENCES, PLACES) for text in table[language]) + str(
        labels
    )
    sheet = new_sheet(rng, text, (WIDTH, long), dpi, squeeze)
    left, right, y = 4.0, WIDTH - 4.0, 8.0

    def row(*cells: str, size: float = 1.0, extra: float = 0.0) -> None:
        nonlocal y
        places = {1: (left,), 2: (left, right), 4: (left, 42.0, 51.0, right)}[len(cells)]
        for n, (cell, x) in enumerate(zip(cells, places, strict=True)):
            share = min(1.0, (right - left) / sheet.text_width(cell, points * size))
            sheet.write(
                cell,
                x,
                y,
                points * size * share,
                align="left" if n == 0 else "right",
                by_words=len(cells) == 1,
            )
        y += pitch * max(1.0, size) + extra

    def dashes() -> None:
        nonlocal y
        sheet.dashes(left, right, y - pitch * 0.1, 0.25)
        y += pitch * 0.8

    sheet.write(str(labels["title"]), WIDTH / 2, y, points * 1.6, align="centre")
    y += pitch * 2
    row(writer.one(COMPANIES))
    row(f"{labels['tax']} {writer.tax_number()}", writer.telephone())
    row(writer.one(PLACES))
    row(f"{writer.date()} {writer.time()}", f"{labels['bill']} {writer.number(1, 99999):05}")
    dashes()
    row(*labels["header"])
    dashes()
    total = 0
    for name in writer.some(GOODS, items):
        price, count = writer.number(5, 300) * 100, writer.number(1, 4)
        total += price * count
        row(name)
        row(
            f"*{writer.number(8800, 8899)}{writer.number(10000, 99999)}",
            f"{price:,}",
            str(count),
            f"{price * count:,}",
        )
    dashes()
    tax = round(total / 11)
    for label, amount in zip(labels["sums"], (total - tax, tax, total, total), strict=True):
        row(label, f"{amount:,}", size=1.4 if amount == total else 1.0)
    dashes()
    values = (
        f"{writer.number(1000, 9999)}-{writer.number(10, 99)}**-****-{writer.number(100, 999)}*",
        f"{writer.number(10**7, 10**8 - 1)}",
        str(labels["once"]),
        f"{writer.number(10**8, 10**9 - 1)}",
    )
    for label, value in zip(labels["card"], values, strict=True):
        row(f"[{label}] {value}")
    dashes()
    row(writer.one(SENTENCES))
    sheet.write(f"** {writer.number(10**9, 10**10 - 1)} **", WIDTH / 2, y + 2, points, align="centre")
    return _cut(sheet, y + 9), ["receipt", "tight rows", "condensed"]


def screenshot(rng: np.random.Generator, language: Language) -> tuple[Sheet, list[str]]:
    """A program's window with type of 12 pixels."""
    writer, is_dark = Writer(rng, language), bool(rng.random() < 0.4)
    px = 25.4 / SCREEN_DPI
    text = "".join(text for table in (COMPANIES, GOODS, CHOICES, FIELDS) for text in table[language])
    sheet = new_sheet(rng, text, (1280 * px, 800 * px), SCREEN_DPI)
    back, ink, line = (
        ((32, 33, 38), (225, 227, 232), (70, 72, 80))
        if is_dark
        else ((250, 250, 252), (38, 40, 46), (208, 212, 220))
    )
    sheet.fill(0, 0, 1280 * px, 800 * px, back)
    small, large = 12 * 0.75, 18 * 0.75
    accent: Colour = (36, 98, 190)
    sheet.fill(0, 0, 1280 * px, 44 * px, accent)
    sheet.write(writer.one(TITLES), 20 * px, 22 * px, large, colour=(255, 255, 255))
    sheet.write(writer.one(PEOPLE), 1260 * px, 22 * px, small, colour=(255, 255, 255), align="right")
    for n, choice in enumerate(writer.some(CHOICES, 9)):
        sheet.write(choice, 20 * px, (76 + 32 * n) * px, small, colour=ink)
    sheet.rule(180 * px, 44 * px, 180 * px, 800 * px, 0.2, line)
    columns = (200, 260, 480, 620, 720, 840, 980)
    for n, name in enumerate(COLUMNS[language]):
        sheet.write(name, columns[n] * px, 76 * px, small, colour=ink)
    for row in range(24):
        y = (104 + 24 * row) * px
        sheet.rule(190 * px, y - 12 * px, 1260 * px, y - 12 * px, 0.2, line)
        cells = (
            str(row + 1),
            writer.one(GOODS),
            writer.code(),
            str(writer.number(1, 900)),
            writer.amount(),
            writer.amount(),
            writer.one(NOTES),
        )
        for left, cell in zip(columns, cells, strict=True):
            sheet.write(cell, left * px, y, small, colour=ink)
    for n, choice in enumerate(writer.some(CHOICES, 3)):
        wide = sheet.text_width(choice, small) + 24 * px
        x = (200 + 190 * n) * px
        sheet.fill(x, 708 * px, wide, 28 * px, accent if n == 0 else line)
        colour = (255, 255, 255) if n == 0 or is_dark else ink
        sheet.write(choice, x + 12 * px, 722 * px, small, colour=colour)
    sheet.write(writer.one(SENTENCES), 200 * px, 770 * px, small, colour=ink, by_words=True)
    return sheet, ["screenshot", "type of 12 px", *(["white on dark"] if is_dark else [])]


def _cut(sheet: Sheet, height: float) -> Sheet:
    """The sheet cut off below `height` mm."""
    sheet.height = height
    sheet.picture = sheet.picture.crop((0, 0, sheet.picture.width, sheet.pixels(height)))
    return sheet
