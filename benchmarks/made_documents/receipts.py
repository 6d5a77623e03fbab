"""Receipts: of tills, and card slips."""

from __future__ import annotations

from benchmarks.made_documents.contents import (
    MENU,
    company,
    day,
    goods,
)
from benchmarks.made_documents.paper import Paper
from ocr_lib.fields import FieldKey


def till(paper: Paper) -> None:
    """A receipt of a till."""
    _till(
        paper,
        "영 수 증",
        ("사업자번호", "대표자", "TEL", "판매일시"),
        ("과세물품가액", "부가세", "합계"),
        below=False,
    )


def till_other(paper: Paper) -> None:
    """Another till: the shop's name first, prices in other columns."""
    rng = paper.rng
    _till(
        paper, rng.choice(("[영수증]", "신용카드 영수증", "")), ("사업자등록번호", "대표", "전화번호", rng.choice(("거래일시", "결제일시", "주문일시"))),
        (rng.choice(("공급가액", "과세금액")), rng.choice(("부가세", "부가가치세")), rng.choice(("합계금액", "총 합계", "결제금액", "받을금액"))), below=True,
    )  # fmt: skip


def _till(paper: Paper, title: str, labels: tuple[str, ...], sums: tuple[str, ...], *, below: bool) -> None:
    rng = paper.rng
    one, when = company(rng), day(rng)
    width, y = 620.0, 60.0
    if title and not below:
        paper.put(title, width / 2, y, scale=1.8, align="center")
        y += 60
    if below:
        paper.put(one.name, width / 2, y, scale=1.5, align="center")
        y += 50
        if title:
            paper.put(title, width / 2, y, align="center")
            y += 40
    else:
        paper.pair("상호", one.name, 20, y, width=130, colon=True)
        y += 36
    paper.holds(FieldKey.COMPANY_NAME, one.name)
    paper.pair(labels[0], one.number, 20, y, width=200, colon=True)
    paper.holds(FieldKey.BUSINESS_NUMBER, one.number)
    y += 36
    paper.pair(labels[1], one.owner, 20, y, width=130, colon=True)
    paper.holds(FieldKey.OWNER_NAME, one.owner)
    paper.pair(labels[2], one.phone, 300, y, width=130, colon=True)
    paper.holds(FieldKey.PHONE, one.phone)
    y += 36
    place = one.address
    if below:
        paper.put(place, 20, y)
    else:
        paper.pair("주소", place, 20, y, width=130, colon=True)
    paper.holds(FieldKey.ADDRESS, place)
    y += 36
    stamp = f"{when:%Y-%m-%d} {rng.randint(8, 21):02}:{rng.randint(0, 59):02}" + rng.choice(
        ("", f":{rng.randint(0, 59):02}")
    )
    paper.pair(labels[3], stamp, 20, y, width=150, colon=True)
    paper.holds(FieldKey.ISSUE_DATE, when.isoformat())
    y += 50
    for heading, x in (
        ("상품명" if not below else "메뉴", 20.0),
        ("단가", 360.0),
        ("수량", 450.0),
        ("금액", 590.0),
    ):
        paper.put(heading, x, y, align="left" if x == 20 else "right")
    rows = goods(rng, 7, names=MENU)
    for n, row in enumerate(rows):
        y += 38
        paper.put(row.name, 20, y)
        for column, x in (("price", 360.0), ("quantity", 450.0), ("amount", 590.0)):
            value = getattr(row, column)
            paper.holds(f"item:{n}:{column}", value, paper.put(f"{value:,}", x, y, align="right"))
    total = sum(row.amount for row in rows)
    tax = round(total / 11)
    y += 60
    for label, value, key in zip(
        sums,
        (total - tax, tax, total),
        (FieldKey.SUPPLY_AMOUNT, FieldKey.TAX_AMOUNT, FieldKey.TOTAL_AMOUNT),
        strict=True,
    ):
        paper.label(label, 20, y)
        paper.holds(key, value, paper.put(f"{value:,}", 590, y, align="right"))
        y += 40
    if rng.random() < 0.6:
        paper.put("받은금액", 20, y)
        paper.put(f"{-(-total // 10000) * 10000:,}", 590, y, align="right")
        paper.put("거스름돈", 20, y + 40)
        paper.put(f"{-(-total // 10000) * 10000 - total:,}", 590, y + 40, align="right")
    paper.put("이용해 주셔서 감사합니다", width / 2, y + 110, align="center")


def card_slip(paper: Paper) -> None:
    """A card slip with label and value in each line."""
    _slip(
        paper,
        "신용카드 매출전표",
        ("카드번호", "승인번호", "거래일시", "가맹점명", "사업자번호"),
        ("공급가액", "부가세", "합계"),
    )


def card_slip_other(paper: Paper) -> None:
    """Another card slip."""
    rng = paper.rng
    _slip(
        paper, rng.choice(("카드매출전표", "신용승인(고객용)", "신용카드매출전표(고객용)")), ("카드번호", "승인번호", rng.choice(("승인일시", "결제일시", "거래일시")), "상호", "사업자등록번호"),
        (rng.choice(("금액", "판매금액", "공급가액")), rng.choice(("부가가치세", "세금", "VAT")), rng.choice(("합계금액", "승인금액", "총금액", "결제금액"))),
    )  # fmt: skip


def _slip(paper: Paper, title: str, labels: tuple[str, ...], sums: tuple[str, ...]) -> None:
    rng = paper.rng
    one, when = company(rng), day(rng)
    paper.put(title, 310, 70, scale=1.5, align="center")
    card = f"{rng.randint(4000, 9999)}-{rng.randint(1000, 9999)}-****-{rng.randint(100, 9999):04d}"
    approval = f"{rng.randint(0, 99999999):08d}"
    stamp = f"{when:%Y/%m/%d} {rng.randint(8, 21):02}:{rng.randint(0, 59):02}:{rng.randint(0, 59):02}"
    total = 110 * rng.randint(20, 9000)
    y = 140.0
    colon = rng.random() < 0.5
    rows = [
        (labels[0], card, FieldKey.CARD_NUMBER), (labels[1], approval, FieldKey.APPROVAL_NUMBER), (labels[2], stamp, FieldKey.ISSUE_DATE),
    ]  # fmt: skip
    if paper.unseen:
        rng.shuffle(rows)
    for label, value, key in rows:
        paper.pair(label, value, 20, y, width=220, colon=colon)
        paper.holds(key, when.isoformat() if key is FieldKey.ISSUE_DATE else value)
        y += 40
    for label, value, key in zip(
        sums,
        (total // 11 * 10, total // 11, total),
        (FieldKey.SUPPLY_AMOUNT, FieldKey.TAX_AMOUNT, FieldKey.TOTAL_AMOUNT),
        strict=True,
    ):
        paper.label(label, 20, y)
        paper.holds(key, value, paper.put(f"{value:,}" + rng.choice(("", "원")), 590, y, align="right"))
        y += 40
    y += 30
    for label, value, key in (
        (labels[3], one.name, FieldKey.COMPANY_NAME),
        (labels[4], one.number, FieldKey.BUSINESS_NUMBER),
        ("대표자", one.owner, FieldKey.OWNER_NAME),
        ("주소", one.address, FieldKey.ADDRESS),
    ):
        paper.pair(label, value, 20, y, width=220, colon=colon)
        paper.holds(key, value)
        y += 40
