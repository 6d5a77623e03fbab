"""Further unseen layouts: lines read as one text, values below their labels, boxes for year, month and day."""

from __future__ import annotations

from benchmarks.made_documents.blocks import COLUMNS, UNTAXED, amounts, plain, sums_of, table, won, words
from benchmarks.made_documents.contents import MENU, company, day, goods, person, written_date
from benchmarks.made_documents.paper import Paper
from benchmarks.made_documents.single import korean_date
from ocr_lib.fields import FieldKey

WIDTH = 1600.0


def quotation_band(paper: Paper) -> None:
    """Number, date and validity in a band of two rows; the supplier's details in one column at the right."""
    rng = paper.rng
    one, other, when = company(rng), company(rng), day(rng)
    paper.put(
        rng.choice(("見積書 (견적서)", "견적서", "가 견 적 서")), WIDTH / 2, 90, scale=2, align="center"
    )
    number = f"{when:%Y%m%d}-{rng.randint(1, 40):02d}"
    cells = (
        ("견적번호", number, FieldKey.DOCUMENT_NUMBER),
        ("견적일자", written_date(rng, when, unseen=True), FieldKey.ISSUE_DATE),
        ("유효기간", "발행 후 2주", FieldKey.VALID_UNTIL),
        ("담당자", person(rng), None),
    )
    for n, (label, value, key) in enumerate(cells):
        paper.put(label, 230 + n * 380, 180, align="center")
        paper.put(value, 230 + n * 380, 222, align="center")
        if key is not None:
            paper.holds(key, when.isoformat() if key is FieldKey.ISSUE_DATE else value)
    paper.put(f"수 신 : {other.name}", 80, 300, scale=1.2)
    paper.holds(FieldKey.BUYER_NAME, other.name)
    paper.put("귀사의 무궁한 발전을 기원하며 아래와 같이 견적합니다.", 80, 350)
    y = 290.0
    for label, value, key in (
        ("사업자번호", one.number, FieldKey.SUPPLIER_NUMBER),
        ("업체명", one.name, FieldKey.SUPPLIER_NAME),
        ("대표자명", one.owner, FieldKey.SUPPLIER_OWNER),
        ("소재지", one.address, FieldKey.SUPPLIER_ADDRESS),
        ("대표전화", one.phone, FieldKey.SUPPLIER_PHONE),
    ):
        paper.pair(label, value, 860, y, width=170)
        paper.holds(key, value)
        y += 46
    rows = goods(rng)
    supply, tax, total = sums_of(rows)
    paper.put(f"합계금액 : {words(rng, total)} (₩{total:,}) VAT포함", 80, y + 30, scale=1.1)
    y = table(paper, rows, y + 100, COLUMNS)
    paper.put("소 계", 90, y)
    s = paper.put(plain(supply), COLUMNS["amount"][1], y, align="right")
    t = paper.put(plain(tax), COLUMNS["tax"][1], y, align="right")
    at = paper.pair("총 합 계", plain(total), 90, y + 44, width=1080)
    amounts(paper, rows, supply=s, tax=t, total=at)


def quotation_letter(paper: Paper) -> None:
    """A letter: sender at the foot, amounts without the tax and with it."""
    rng = paper.rng
    one, other, when = company(rng), company(rng), day(rng)
    paper.put("견 적 서", 120, 90, scale=2)
    paper.put(f"{other.name} 귀중", 120, 170, scale=1.3)
    paper.holds(FieldKey.BUYER_NAME, other.name)
    paper.put("하기와 같이 견적하오니 검토하여 주시기 바랍니다.", 120, 230)
    rows = goods(rng, 5)
    supply, tax, total = sums_of(rows)
    y = table(paper, rows, 300, UNTAXED) + 20
    s = paper.pair("합계금액(VAT별도)", won(rng, supply), 120, y, width=340)
    t = paper.pair("부가가치세(10%)", won(rng, tax), 120, y + 46, width=340)
    at = paper.pair(
        rng.choice(("최종 견적금액", "총액(VAT포함)", "총 견적가")), won(rng, total), 120, y + 92, width=340
    )
    amounts(paper, rows, supply=s, tax=t, total=at)
    y += 200
    paper.put(written_date(rng, when, unseen=True), 900, y)
    paper.holds(FieldKey.ISSUE_DATE, when.isoformat())
    paper.put(f"상호: {one.name}   대표: {one.owner} (인)", 900, y + 50)
    paper.put(f"사업자등록번호: {one.number}", 900, y + 96)
    paper.put(f"주소: {one.address}", 900, y + 142)
    paper.put(f"TEL: {one.phone}  FAX: 02-555-{rng.randint(1000, 9999)}", 900, y + 188)
    for key, value in (
        ("supplier_name", one.name),
        ("supplier_owner", one.owner),
        ("supplier_number", one.number),
        ("supplier_address", one.address),
        ("supplier_phone", one.phone),
    ):
        paper.holds(FieldKey(key), value)


def invoice_boxes(paper: Paper) -> None:
    """A printed tax invoice with year, month and day in columns of their own."""
    rng = paper.rng
    one, other, when = company(rng), company(rng), day(rng)
    paper.put("세 금 계 산 서", 420, 80, scale=1.8)
    paper.put("(공급자 보관용)", 900, 84)
    for who, details, x in (("supplier", one, 60.0), ("buyer", other, 830.0)):
        paper.put_tall({"supplier": "공급자", "buyer": "공급받는자"}[who], x, 150, 330)
        left = x + 55
        paper.label("등록번호", left, 160, width=130)
        paper.put(details.number, left + 170, 160, scale=1.2)
        paper.put("상호", left, 202)
        paper.put("(법인명)", left, 226, scale=0.8)
        paper.put(details.name, left + 140, 212)
        paper.put("성명", left + 450, 212)
        paper.put(details.owner, left + 540, 212)
        paper.put("사업장", left, 254)
        paper.put("주소", left, 278)
        paper.put(details.address, left + 140, 266)
        paper.put("업태", left, 322)
        paper.put(details.trade, left + 140, 322)
        paper.put("종목", left + 450, 322)
        paper.put(details.item, left + 540, 322)
        for key in ("number", "name", "owner", "address"):
            paper.holds(FieldKey(f"{who}_{key}"), getattr(details, key))
    paper.put("작 성", 130, 380)
    paper.put("공 급 가 액", 560, 380)
    paper.put("세 액", 1000, 380)
    for heading, value, x in (("년", when.year, 90), ("월", when.month, 170), ("일", when.day, 240)):
        paper.put(heading, x, 415, align="center")
        paper.put(str(value), x, 455, align="center")
    paper.holds(FieldKey.ISSUE_DATE, when.isoformat())
    rows = goods(rng, 4)
    supply, tax, total = sums_of(rows)
    s = paper.put(plain(supply), 620, 455, align="center")
    t = paper.put(plain(tax), 1020, 455, align="center")
    y = table(paper, rows, 510, {"no": ("월일", 60.0), **COLUMNS, "name": ("품 목", 150.0)})
    for text, x in (("합계금액", 150), ("현 금", 420), ("수 표", 640), ("어 음", 860), ("외상미수금", 1100)):
        paper.put(text, x, y, align="center")
    at = paper.put(plain(total), 150, y + 42, align="center")
    amounts(paper, rows, supply=s, tax=t, total=at)


def till_two_lines(paper: Paper) -> None:
    """A till that prints goods in two lines; each head line is read as one text."""
    rng = paper.rng
    one, when = company(rng), day(rng)
    paper.put(one.name, 310, 60, scale=1.6, align="center")
    paper.holds(FieldKey.COMPANY_NAME, one.name)
    paper.put(one.address, 310, 110, align="center")
    paper.holds(FieldKey.ADDRESS, one.address)
    paper.put(f"사업자번호: {one.number}  대표: {one.owner}", 20, 150)
    paper.put(f"TEL: {one.phone}", 20, 186)
    paper.holds(FieldKey.BUSINESS_NUMBER, one.number)
    paper.holds(FieldKey.OWNER_NAME, one.owner)
    paper.holds(FieldKey.PHONE, one.phone)
    paper.put(
        f"[판매] {when:%Y-%m-%d} {rng.randint(9, 20)}:{rng.randint(10, 59)}  POS:{rng.randint(1, 9):02d}",
        20,
        222,
    )
    paper.holds(FieldKey.ISSUE_DATE, when.isoformat())
    y = 270.0
    rows = goods(rng, 6, names=MENU)
    for row in rows:
        paper.put(row.name, 20, y)
        paper.put(f"{row.price:,} x {row.quantity}", 200, y + 34)
        paper.put(f"{row.amount:,}", 590, y + 34, align="right")
        y += 72
    total = sum(row.amount for row in rows)
    tax = round(total / 11)
    for label, value, key in (
        (rng.choice(("과세 매출", "부가세 과세물품가액")), total - tax, FieldKey.SUPPLY_AMOUNT),
        (rng.choice(("부 가 세", "세 금")), tax, FieldKey.TAX_AMOUNT),
        (rng.choice(("합      계", "총 매출액", "결제할 금액", "판매 합계")), total, FieldKey.TOTAL_AMOUNT),
    ):
        paper.put(label, 20, y + 20)
        paper.holds(key, value, paper.put(f"{value:,}", 590, y + 20, align="right"))
        y += 40
    paper.put("신용카드", 20, y + 30)
    paper.put(f"{total:,}", 590, y + 30, align="right")
    card = f"{rng.randint(4000, 9999)}-{rng.randint(10, 99)}**-****-{rng.randint(1000, 9999)}"
    approval = f"{rng.randint(0, 99999999):08d}"
    paper.pair("카드번호", card, 20, y + 70, width=160, colon=True)
    paper.pair("승인번호", approval, 20, y + 106, width=160, colon=True)
    paper.holds(FieldKey.CARD_NUMBER, card)
    paper.holds(FieldKey.APPROVAL_NUMBER, approval)
    paper.put("교환/환불은 7일 이내 영수증 지참", 310, y + 170, align="center")


def permit_grid(paper: Paper) -> None:
    """A permit as a grid with two pairs of label and value in a row."""
    rng = paper.rng
    one, when, born = company(rng), day(rng), day(rng).replace(year=rng.randint(1950, 2000), day=15)
    number = f"제{rng.randint(2010, 2026)}-{rng.randint(1, 9999)}호"
    paper.put(
        rng.choice(("영업허가증", "통신판매업 신고증", "의료기기 판매업 신고증", "폐기물처리업 허가증")),
        600, 150, scale=2.2, align="center",
    )  # fmt: skip
    paper.put(rng.choice(("신고번호", "허가번호")) + rng.choice((" ", " : ")) + number, 100, 240)
    paper.holds(FieldKey.DOCUMENT_NUMBER, number)
    paper.pair("대표자 성명", one.owner, 100, 310, width=220)
    paper.holds(FieldKey.OWNER_NAME, one.owner)
    paper.pair("생년월일", written_date(rng, born, unseen=False), 660, 310, width=180)
    paper.holds(FieldKey.BIRTH_DATE, born.isoformat())
    paper.pair(rng.choice(("업소명", "상호", "영업소 명칭")), one.name, 100, 370, width=220)
    paper.holds(FieldKey.COMPANY_NAME, one.name)
    paper.pair("업종", one.trade, 660, 370, width=180)
    paper.holds(FieldKey.BUSINESS_TYPE, one.trade)
    half = one.address.rsplit(" ", 1)
    paper.label("소재지", 100, 440, width=200)
    paper.put(half[0], 320, 428)
    paper.put(half[1], 320, 456)
    paper.holds(FieldKey.ADDRESS, one.address)
    paper.put(
        "「전자상거래 등에서의 소비자보호에 관한 법률」에 따라 위와 같이 신고하였음을 증명합니다.",
        600,
        560,
        align="center",
    )
    paper.put("  ".join(korean_date(when).split()), 600, 660, align="center")
    paper.holds(FieldKey.ISSUE_DATE, when.isoformat())
    office = rng.choice(("성남시장", "강남구청장", "청주시장", "해남군수", "전북지방환경청장"))
    paper.put(office, 560, 750, scale=1.7, align="center")
    paper.put("직인", 760, 750)
    paper.holds(FieldKey.AUTHORITY, office)


def statement_small(paper: Paper) -> None:
    """A short statement without the buyer's number, goods with the tax in the price."""
    rng = paper.rng
    one, other, when = company(rng), company(rng), day(rng)
    paper.put(rng.choice(("거래명세표", "거 래 명 세 표", "출고명세서")), 700, 70, scale=1.7, align="center")
    paper.put(f"{other.name} 귀하", 80, 150, scale=1.2)
    paper.holds(FieldKey.BUYER_NAME, other.name)
    paper.put(korean_date(when), 80, 200)
    paper.holds(FieldKey.ISSUE_DATE, when.isoformat())
    y = 140.0
    for label, value, key in (
        ("등록번호", one.number, FieldKey.SUPPLIER_NUMBER),
        ("상 호", f"{one.name}", FieldKey.SUPPLIER_NAME),
        ("대 표", f"{one.owner} (인)", FieldKey.SUPPLIER_OWNER),
        ("주 소", one.address, FieldKey.SUPPLIER_ADDRESS),
        ("전 화", one.phone, FieldKey.SUPPLIER_PHONE),
    ):
        paper.pair(label, value, 820, y, width=140)
        paper.holds(key, one.owner if key is FieldKey.SUPPLIER_OWNER else value)
        y += 44
    rows = goods(rng)
    total = sum(row.amount for row in rows)
    y = table(paper, rows, y + 30, UNTAXED)
    paper.put(rng.choice(("합 계", "계", "총 계")), 140, y)
    paper.holds(FieldKey.TOTAL_AMOUNT, total, paper.put(plain(total), UNTAXED["amount"][1], y, align="right"))
    paper.put("위와 같이 납품합니다.", 140, y + 60)
