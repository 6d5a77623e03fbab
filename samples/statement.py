"""A made statement of goods (거래명세서) as companies hand it over: parties, items, sums, and the total in words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from ocr_lib.synthetic.fonts import FontFile
from ocr_lib.synthetic.pages import MadePage, Sheet

# No tax office has the codes 997 and 998, so that no company has these numbers; their check digits are right.
SUPPLIER = (
    ("등록번호", "997-81-00135"),
    ("상호", "새벽상사"),
    ("성명", "한가람"),
    ("주소", "대전광역시 유성구 문화로 15"),
    ("업태", "도매 및 소매업"),
    ("전화", "042-555-0135"),
)
BUYER = (
    ("등록번호", "998-86-00259"),
    ("상호", "주식회사 늘봄식품"),
    ("성명", "조아라"),
    ("주소", "청주시 흥덕구 산업로 204"),
    ("업태", "제조업"),
    ("전화", "043-555-0259"),
)
ITEMS = (
    ("포장 비닐", "600*900", 85, 5_100),
    ("나무 상자", "3호", 69, 18_700),
    ("프린터 토너", "검정", 6, 75_900),
    ("종이컵", "1000EA", 16, 24_500),
    ("스테인리스 볼트", "M8x40", 210, 350),
    ("유리병", "500ml", 480, 720),
    ("절연 장갑", "300mm", 24, 12_800),
    ("커피 원두", "1kg", 18, 21_400),
)
HEADS = ("품목", "규격", "수량", "단가", "공급가액", "세액")
WIDTHS = (0.27, 0.15, 0.1, 0.14, 0.19, 0.15)
NUMERALS, PLACES, FOURS = "영일이삼사오육칠팔구", ("", "십", "백", "천"), ("", "만", "억")


def statement(font: FontFile, point_size: float, dpi: int = 150) -> MadePage:
    """The page, always the same."""
    sheet = Sheet(font, point_size, dpi)
    sheet.text(sheet.size[0] / 2, sheet.y, "거래명세서", scale=2.0, align="center")
    sheet.y += round(sheet.em * 3.6)
    sheet.text(sheet.left, sheet.y, "거래일자  2026년 11월 20일")
    sheet.y += sheet.leading
    _parties(sheet)
    sheet.y += sheet.leading
    amounts = [count * price for *_, count, price in ITEMS]
    supply = sum(amounts)
    taxes = [amount // 10 for amount in amounts]
    total = supply + sum(taxes)
    sheet.text(sheet.left, sheet.y, f"합계금액  일금 {in_words(total)}원정  (₩{total:,})")
    sheet.y += sheet.leading
    rows = [HEADS]
    for (name, spec, count, price), amount, tax in zip(ITEMS, amounts, taxes, strict=True):
        rows.append((name, spec, f"{count:,}", f"{price:,}", f"{amount:,}", f"{tax:,}"))
    rows.append(("합계", "", "", "", f"{supply:,}", f"{sum(taxes):,}"))
    _table(sheet, rows)
    sheet.y += sheet.leading
    sheet.text(sheet.left, sheet.y, "위와 같이 거래하였음을 확인합니다.")
    return MadePage(sheet.picture(), sheet.lines)


def _parties(sheet: Sheet) -> None:
    """Both parties side by side, each label in a cell of its own."""
    middle = (sheet.left + sheet.right) // 2
    top, height = sheet.y, round(sheet.em * 2.1)
    for left, right, title, party in (
        (sheet.left, middle, "공급자", SUPPLIER),
        (middle, sheet.right, "공급받는자", BUYER),
    ):
        labels = left + round(0.27 * (right - left))
        sheet.text((left + right) / 2, top + round(sheet.em * 0.45), title, align="center")
        for number, (label, value) in enumerate(party, 1):
            y = top + number * height
            sheet.rule(left, y, right, y)
            sheet.text(left + sheet.em // 2, y + round(sheet.em * 0.45), label)
            sheet.text(labels + sheet.em // 2, y + round(sheet.em * 0.45), value)
        bottom = top + (len(party) + 1) * height
        sheet.rule(labels, top + height, labels, bottom)
        for y in (top, bottom):
            sheet.rule(left, y, right, y)
        for x in (left, right):
            sheet.rule(x, top, x, bottom)
        sheet.y = bottom


def _table(sheet: Sheet, rows: Sequence[Sequence[str]]) -> None:
    width, height, top = sheet.right - sheet.left, round(sheet.em * 2.1), sheet.y
    edges = [sheet.left + round(width * part) for part in accumulate(WIDTHS, initial=0.0)]
    sheet.rule(edges[0], sheet.y, edges[-1], sheet.y)
    for row in rows:
        for place, cell in enumerate(row):
            y = sheet.y + round(sheet.em * 0.45)
            if cell and (place < 2 or row is HEADS):
                sheet.text(edges[place] + sheet.em // 2, y, cell)
            elif cell:
                sheet.text(edges[place + 1] - sheet.em // 2, y, cell, align="right")
        sheet.y += height
        sheet.rule(edges[0], sheet.y, edges[-1], sheet.y)
    for x in edges:
        sheet.rule(x, top, x, sheet.y)


def in_words(number: int) -> str:
    """A number of won, 1 to 999,999,999,999, as papers write it beside the digits."""
    said = ""
    for four, name in reversed(list(enumerate(FOURS))):
        part = number // 10_000**four % 10_000
        digits = ((place, part // 10**place % 10) for place in (3, 2, 1, 0))
        words = "".join(NUMERALS[digit] + PLACES[place] for place, digit in digits if digit)
        said += words + name if words else ""
    return said
