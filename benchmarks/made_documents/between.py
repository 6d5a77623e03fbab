"""Papers between two companies: statements, tax invoices, quotations."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.made_documents.blocks import (
    COLUMNS,
    OTHER_COLUMNS,
    UNTAXED,
    WIDTH,
    amounts,
    party,
    plain,
    sums_of,
    table,
    won,
    words,
)
from benchmarks.made_documents.contents import (
    company,
    day,
    goods,
    person,
    written_date,
)
from benchmarks.made_documents.paper import Paper
from ocr_lib.fields import FieldKey


def statement_sides(paper: Paper) -> None:
    """Both parties side by side with vertical headings."""
    _statement_sides(
        paper, ("등록번호", "상 호", "성 명", "주 소", ""), "거 래 명 세 서", COLUMNS, supplier_left=True
    )


def statement_supplier_right(paper: Paper) -> None:
    """The buyer on the left, labels of other wording."""
    labels = (
        "사업자번호",
        "상호명",
        "대표자",
        "사업장 주소",
        paper.rng.choice(("전화번호", "TEL", "연락처")),
    )
    _statement_sides(
        paper,
        labels,
        paper.rng.choice(("거래명세표", "거 래 명 세 표", "거래명세표(공급받는자 보관용)")),
        OTHER_COLUMNS,
        supplier_left=False,
    )


def _statement_sides(
    paper: Paper,
    labels: Sequence[str],
    title: str,
    columns: dict[str, tuple[str, float]],
    *,
    supplier_left: bool,
) -> None:
    rng = paper.rng
    one, other, when = company(rng), company(rng), day(rng)
    paper.put(title, WIDTH / 2, 90, scale=2, align="center")
    shown = written_date(rng, when, unseen=paper.unseen)
    paper.pair(rng.choice(("거래일자", "일자", "작성일")), shown, 60, 160, width=140, colon=True)
    paper.holds(FieldKey.ISSUE_DATE, when.isoformat())
    left, right = (
        (("supplier", one), ("buyer", other)) if supplier_left else (("buyer", one), ("supplier", other))
    )
    ends = []
    for (who, details), x in ((left, 60.0), (right, 820.0)):
        ends.append(party(paper, who, details, x + 60, 220, 680, labels))
        heading = {"supplier": "공급자", "buyer": "공급받는자"}[who]
        paper.put_tall(heading, x, 215, 215 + 170)
    rows = goods(rng)
    supply, tax, total = sums_of(rows)
    y = table(paper, rows, max(ends) + 40, columns, empty=rng.randint(0, 3))
    paper.put(rng.choice(("합 계", "합계", "계")), 120, y)
    s = paper.put(plain(supply), columns["amount"][1], y, align="right")
    t = paper.put(plain(tax), columns["tax"][1], y, align="right")
    y += 60
    paper.label("합계금액", 90, y)
    if rng.random() < 0.4:
        paper.put(words(rng, total), 320, y)
        at = paper.put(f"(₩{total:,})", 1000, y)
    else:
        at = paper.put(won(rng, total), 320, y)
    amounts(paper, rows, supply=s, tax=t, total=at)
    paper.put("인수자", 1100, y + 60)
    paper.put(person(rng), 1250, y + 60)


def statement_addressed(paper: Paper) -> None:
    """The buyer addressed at the left, the supplier in a box at the right."""
    rng = paper.rng
    one, other, when = company(rng), company(rng), day(rng)
    paper.put("거래명세서", WIDTH / 2, 80, scale=1.9, align="center")
    paper.put(written_date(rng, when, unseen=paper.unseen), 80, 170)
    paper.holds(FieldKey.ISSUE_DATE, when.isoformat())
    paper.put(f"{other.name} {rng.choice(('귀하', '귀중'))}", 80, 230, scale=1.3)
    paper.holds(FieldKey.BUYER_NAME, other.name)
    paper.put("아래와 같이 계산합니다.", 80, 300)
    end = party(paper, "supplier", one, 860, 160, 680, ("등록번호", "상호", "성명", "주소", "전화"))
    paper.put_tall("공급자", 800, 160, 330)
    rows = goods(rng)
    supply, tax, total = sums_of(rows)
    y = table(paper, rows, end + 30, COLUMNS)
    paper.pair("공급가액", won(rng, supply), 90, y, width=160)
    s = len(paper.texts) - 1
    paper.pair("세액", won(rng, tax), 620, y, width=120)
    t = len(paper.texts) - 1
    paper.pair("합계", won(rng, total), 1080, y, width=120)
    amounts(paper, rows, supply=s, tax=t, total=len(paper.texts) - 1)


def statement_stacked(paper: Paper) -> None:
    """Both parties one above the other, each with a heading above."""
    rng = paper.rng
    one, other, when = company(rng), company(rng), day(rng)
    paper.put(rng.choice(("납 품 서", "거래 명세서", "납품명세서")), WIDTH / 2, 80, scale=1.9, align="center")
    paper.pair("납품일자", written_date(rng, when, unseen=True), 1050, 140, width=140, colon=True)
    paper.holds(FieldKey.ISSUE_DATE, when.isoformat())
    paper.put(rng.choice(("[공급받는 자]", "■ 공급받는자")), 80, 190)
    y = party(paper, "buyer", other, 100, 240, 900, ("등록번호", "상 호", "대표자", "주 소", ""))
    paper.put(rng.choice(("[공급자]", "■ 공급하는 자")), 80, y)
    y = party(paper, "supplier", one, 100, y + 48, 900, ("등록번호", "상 호", "대표자", "주 소", "전 화"))
    rows = goods(rng)
    supply, tax, total = sums_of(rows)
    y = table(paper, rows, y + 30, UNTAXED)
    s = paper.pair("공급가액 합계", plain(supply), 800, y, width=300)
    t = paper.pair("부가가치세", plain(tax), 800, y + 44, width=300)
    at = paper.pair(rng.choice(("총 합계", "총 금액", "합계 금액")), plain(total), 800, y + 88, width=300)
    amounts(paper, rows, supply=s, tax=t, total=at)


def invoice_electronic(paper: Paper) -> None:
    """An electronic tax invoice: parties side by side, date and amounts in a band of two rows."""
    _invoice(paper, "전자세금계산서", ("등록번호", "상호(법인명)", "성명", "사업장주소", ""), "작성일자")


def invoice_on_paper(paper: Paper) -> None:
    """A tax invoice with other wording and headings above the details."""
    labels = ("등 록 번 호", "상호(법인명)", "성명(대표자)", "사업장 소재지", "")
    _invoice(
        paper,
        paper.rng.choice(("세 금 계 산 서", "세금계산서(공급받는자 보관용)")),
        labels,
        paper.rng.choice(("작성", "작성일", "작성연월일")),
        above=True,
    )


def _invoice(paper: Paper, title: str, labels: Sequence[str], dated: str, *, above: bool = False) -> None:
    rng = paper.rng
    one, other, when = company(rng), company(rng), day(rng)
    paper.put(title, 500, 80, scale=1.8, align="center")
    if not above:
        number = f"{when:%Y%m%d}-{rng.randint(10**7, 10**8 - 1)}-{rng.randrange(16**8):08x}"
        paper.pair("승인번호", number, 950, 80, width=140)
        paper.holds(FieldKey.APPROVAL_NUMBER, number)
    ends = []
    for who, details, x in (("supplier", one, 60.0), ("buyer", other, 820.0)):
        heading = {"supplier": "공급자", "buyer": "공급받는자"}[who]
        if above:
            paper.put(heading, x + 330, 150, align="center")
            ends.append(party(paper, who, details, x, 200, 700, labels))
        else:
            paper.put_tall(heading, x, 160, 320)
            ends.append(party(paper, who, details, x + 60, 160, 690, labels))
    rows = goods(rng, 4)
    supply, tax, total = sums_of(rows)
    y = max(ends) + 20
    for text, x in ((dated, 120), ("공급가액", 480), ("세액", 860), ("비고", 1280)):
        paper.put(text, x, y, align="center")
    paper.put(written_date(rng, when, unseen=paper.unseen), 120, y + 44, align="center")
    paper.holds(FieldKey.ISSUE_DATE, when.isoformat())
    s = paper.put(plain(supply), 480, y + 44, align="center")
    t = paper.put(plain(tax), 860, y + 44, align="center")
    y = table(paper, rows, y + 110, {"no": ("월일", 60.0), **COLUMNS, "name": ("품목", 150.0)})
    for text, x in (("합계금액", 150), ("현금", 420), ("수표", 640), ("어음", 860), ("외상미수금", 1100)):
        paper.put(text, x, y, align="center")
    paper.put(f"이 금액을 ({rng.choice(('청구', '영수'))}) 함", 1360, y + 20, align="center")
    at = paper.put(plain(total), 150, y + 44, align="center")
    amounts(paper, rows, supply=s, tax=t, total=at)


def quotation_boxes(paper: Paper) -> None:
    """A quotation: addressee left, supplier right, the total in words above the goods."""
    rng = paper.rng
    one, other, when = company(rng), company(rng), day(rng)
    paper.put("견 적 서", WIDTH / 2, 90, scale=2.2, align="center")
    paper.pair("견적일자", written_date(rng, when, unseen=paper.unseen), 80, 180, width=140, colon=True)
    paper.holds(FieldKey.ISSUE_DATE, when.isoformat())
    paper.pair("수신", other.name, 80, 230, width=140, colon=True)
    paper.holds(FieldKey.BUYER_NAME, other.name)
    paper.put("아래와 같이 견적합니다.", 80, 290)
    end = party(paper, "supplier", one, 860, 180, 680, ("등록번호", "상호", "대표자", "주소", "전화번호"))
    rows = goods(rng)
    supply, tax, total = sums_of(rows)
    paper.label("합계금액", 80, end)
    paper.put(words(rng, total), 300, end)
    at = paper.put(f"(₩{total:,})", 1000, end)
    y = table(paper, rows, end + 70, COLUMNS)
    paper.put("합 계", 120, y)
    s = paper.put(plain(supply), COLUMNS["amount"][1], y, align="right")
    t = paper.put(plain(tax), COLUMNS["tax"][1], y, align="right")
    amounts(paper, rows, supply=s, tax=t, total=at)


def quotation_lines(paper: Paper) -> None:
    """A quotation with lines of label, colon and value, amounts below the goods."""
    rng = paper.rng
    one, other, when = company(rng), company(rng), day(rng)
    paper.put(
        rng.choice(("견적서", "QUOTATION / 견적서", "견  적  서")), WIDTH / 2, 90, scale=2, align="center"
    )
    number = f"Q{when:%y%m}-{rng.randint(1, 999):03d}"
    y = 190.0
    for label, value, key in (
        ("견적번호", number, FieldKey.DOCUMENT_NUMBER), ("견적일", written_date(rng, when, unseen=True), FieldKey.ISSUE_DATE), ("유효기간", "견적일로부터 30일", FieldKey.VALID_UNTIL),
    ):  # fmt: skip
        paper.pair(label, value, 80, y, width=160, colon=True)
        paper.holds(key, when.isoformat() if key is FieldKey.ISSUE_DATE else value)
        y += 46
    paper.put(f"{other.name} {rng.choice(('귀하', '귀중', '貴中'))}", 80, y + 10, scale=1.2)
    paper.holds(FieldKey.BUYER_NAME, other.name)
    end = party(
        paper,
        "supplier",
        one,
        900,
        190,
        500,
        ("사업자등록번호", "회사명", "대표이사", "주소", "TEL"),
        colon=True,
    )
    rows = goods(rng)
    supply, tax, total = sums_of(rows)
    y = table(paper, rows, max(y, end) + 60, UNTAXED)
    s = paper.pair(rng.choice(("소 계", "공급가 합계", "공급가액")), won(rng, supply), 900, y, width=240)
    t = paper.pair(rng.choice(("부가세", "부가세(10%)", "V.A.T")), won(rng, tax), 900, y + 44, width=240)
    at = paper.pair(
        rng.choice(("총 견적금액", "합계(VAT포함)", "총계", "견적 총액")),
        won(rng, total),
        900,
        y + 88,
        width=240,
    )
    amounts(paper, rows, supply=s, tax=t, total=at)
