"""Layouts that were written after the last change of a rule, so that no rule was made with them in view."""

from __future__ import annotations

from benchmarks.made_documents.blocks import amounts, plain, sums_of, table
from benchmarks.made_documents.contents import MENU, company, day, goods, written_date
from benchmarks.made_documents.paper import Paper
from benchmarks.made_documents.single import korean_date
from ocr_lib.fields import FieldKey


def certificate_letter(paper: Paper) -> None:
    """A certificate with numbered rows and the date in the middle."""
    rng = paper.rng
    one, when = company(rng), day(rng)
    number = f"제 {rng.randint(100, 999)}-{rng.randint(10000, 99999)}호"
    paper.put(f"등록번호 : {number}", 90, 70)
    paper.holds(FieldKey.DOCUMENT_NUMBER, number)
    paper.put(rng.choice(("공장등록증명서", "소독업 신고증", "특정공사 사전신고증명서", "비산먼지 발생사업 신고증명서")), 600, 160, scale=1.9, align="center")  # fmt: skip
    y = 260.0
    rows = (
        ("1. 상호(명칭)", one.name, FieldKey.COMPANY_NAME),
        ("2. 성명(대표자)", one.owner, FieldKey.OWNER_NAME),
        ("3. 사업장 소재지", one.address, FieldKey.ADDRESS),
        ("4. 업종", one.trade, FieldKey.BUSINESS_TYPE),
    )
    for label, value, key in rows:
        paper.put(label, 100, y)
        paper.put(": " + value if rng.random() < 0.5 else value, 370, y)
        paper.holds(key, value)
        y += 58
    paper.put("위와 같이 신고하였음을 증명합니다.", 600, y + 60, align="center")
    paper.put(written_date(rng, when, unseen=True) if rng.random() < 0.4 else korean_date(when), 600, y + 130, align="center")  # fmt: skip
    paper.holds(FieldKey.ISSUE_DATE, when.isoformat())
    office = rng.choice(("전주시 덕진구청장", "원주시장", "화성시장", "금강유역환경청장"))
    paper.put(office, 600, y + 200, scale=1.6, align="center")
    paper.holds(FieldKey.AUTHORITY, "".join(office.split()))


def till_plain(paper: Paper) -> None:
    """A till without a title or headings of columns."""
    rng = paper.rng
    one, when = company(rng), day(rng)
    paper.put(one.name, 30, 50, scale=1.4)
    paper.holds(FieldKey.COMPANY_NAME, one.name)
    paper.put(f"{one.number} ({one.owner})", 30, 95)
    paper.holds(FieldKey.BUSINESS_NUMBER, one.number)
    paper.put(one.address, 30, 131)
    paper.holds(FieldKey.ADDRESS, one.address)
    paper.put(f"전화 {one.phone}", 30, 167)
    paper.holds(FieldKey.PHONE, one.phone)
    paper.put(f"{when:%Y.%m.%d} {rng.randint(9, 20)}:{rng.randint(10, 59)}:{rng.randint(10, 59)}", 30, 203)
    paper.put(f"No.{rng.randint(1, 9999):04d}", 590, 203, align="right")
    paper.holds(FieldKey.ISSUE_DATE, when.isoformat())
    y = 260.0
    rows = goods(rng, 6, names=MENU)
    for row in rows:
        paper.put(row.name, 30, y)
        paper.put(str(row.quantity), 400, y, align="right")
        paper.put(plain(row.amount), 590, y, align="right")
        y += 40
    total = sum(row.amount for row in rows)
    tax = round(total / 11)
    y += 20
    for label, value, key in (
        (rng.choice(("총합계", "합계", "총액")), total, FieldKey.TOTAL_AMOUNT),
        (rng.choice(("공급가액", "과세금액", "과세")), total - tax, FieldKey.SUPPLY_AMOUNT),
        (rng.choice(("부가세", "부가가치세")), tax, FieldKey.TAX_AMOUNT),
    ):
        paper.put(label, 30, y)
        paper.holds(key, value, paper.put(plain(value) + rng.choice(("", " 원")), 590, y, align="right"))
        y += 40
    paper.put("현금", 30, y + 20)
    paper.put(plain(total), 590, y + 20, align="right")
    paper.put("감사합니다. 또 오세요!", 310, y + 90, align="center")


def invoice_portal(paper: Paper) -> None:
    """A tax invoice as a portal prints it: labels and values in two columns, the total first."""
    rng = paper.rng
    one, other, when = company(rng), company(rng), day(rng)
    paper.put(rng.choice(("전자세금계산서(영수)", "전자 세금계산서", "전자세금계산서 (공급받는자 보관용)")), 700, 70, scale=1.6, align="center")  # fmt: skip
    number = f"{when:%Y%m%d}-{rng.randint(10**7, 10**8 - 1)}-{rng.randint(10**7, 10**8 - 1)}"
    paper.put("승인번호", 900, 130)
    paper.put(number, 1030, 130)
    paper.holds(FieldKey.APPROVAL_NUMBER, number)
    for who, details, x in (("supplier", one, 60.0), ("buyer", other, 800.0)):
        paper.put({"supplier": "공급자", "buyer": "공급받는자"}[who], x, 180, scale=1.1)
        y = 230.0
        for label, value, key in (
            ("등록번호", details.number, "number"),
            ("상호", details.name, "name"),
            ("성명", details.owner, "owner"),
            ("사업장", details.address, "address"),
        ):
            paper.put(label, x, y)
            paper.put(value, x + 130, y)
            paper.holds(FieldKey(f"{who}_{key}"), value)
            y += 42
        paper.put("업태", x, y)
        paper.put(details.trade, x + 130, y)
        paper.put("이메일", x, y + 42)
        paper.put("tax@example.kr", x + 130, y + 42)
    y += 100
    rows = goods(rng, 4)
    supply, tax, total = sums_of(rows)
    at = paper.pair("합계금액", plain(total), 60, y, width=150)
    s = paper.pair("공급가액", plain(supply), 480, y, width=150)
    t = paper.pair("세액", plain(tax), 900, y, width=100)
    paper.pair("작성일자", written_date(rng, when, unseen=True), 60, y + 46, width=150)
    paper.holds(FieldKey.ISSUE_DATE, when.isoformat())
    amounts(paper, rows, supply=s, tax=t, total=at)
    columns = {"name": ("품목", 120.0), "quantity": ("수량", 620.0), "price": ("단가", 860.0), "amount": ("공급가액", 1110.0), "tax": ("세액", 1350.0)}  # fmt: skip
    table(paper, rows, y + 120, columns)


def till_market(paper: Paper) -> None:
    """A supermarket: numbered goods with bar codes, goods with and without tax."""
    rng = paper.rng
    one, when = company(rng), day(rng)
    paper.put(rng.choice(("** 영수증 **", "[구매 영수증]")), 330, 50, align="center")
    for y, label, value, key in (
        (100, "매장명", one.name, FieldKey.COMPANY_NAME),
        (136, "사업자번호", one.number, FieldKey.BUSINESS_NUMBER),
        (172, "주소", one.address, FieldKey.ADDRESS),
        (208, "대표자", one.owner, FieldKey.OWNER_NAME),
    ):
        paper.put(f"{label} : {value}", 20, y)
        paper.holds(key, value)
    paper.put(
        f"{when:%Y-%m-%d} ({'월화수목금토일'[when.weekday()]}) {rng.randint(9, 20)}:{rng.randint(10, 59)}",
        20,
        244,
    )
    paper.holds(FieldKey.ISSUE_DATE, when.isoformat())
    for text, x in (("상 품 명", 20), ("단 가", 300), ("수 량", 420), ("금 액", 560)):
        paper.put(text, x, 290)
    y = 290.0
    rows = goods(rng, 6, names=MENU)
    for n, row in enumerate(rows):
        y += 40
        paper.put(f"{n + 1:02d} {row.name}", 20, y)
        y += 34
        paper.put(f"880{rng.randint(10**9, 10**10 - 1)}", 20, y)
        paper.put(plain(row.price), 370, y, align="right")
        paper.put(str(row.quantity), 460, y, align="right")
        paper.put(plain(row.amount), 620, y, align="right")
    total = sum(row.amount for row in rows)
    exempt = rng.choice((0, rows[0].amount)) if len(rows) > 1 else 0
    tax = round((total - exempt) / 11)
    for label, value, key in (
        ("면 세 물 품", exempt, FieldKey.EXEMPT_AMOUNT),
        ("과 세 물 품", total - exempt - tax, FieldKey.SUPPLY_AMOUNT),
        ("부  가  세", tax, FieldKey.TAX_AMOUNT),
        ("합       계", total, FieldKey.TOTAL_AMOUNT),
    ):
        y += 40
        paper.put(label, 20, y + 20)
        paper.holds(key, value, paper.put(plain(value), 620, y + 20, align="right"))
    paper.put("신용카드 결제", 20, y + 80)
    paper.put(plain(total), 620, y + 80, align="right")
