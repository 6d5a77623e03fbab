"""Papers of one company or person: registrations, accounts, certificates, and papers of no known kind."""

from __future__ import annotations

from random import Random

from benchmarks.made_documents.contents import (
    BANKS,
    SYLLABLES,
    address,
    company,
    day,
    person,
    written_date,
)
from benchmarks.made_documents.paper import Paper
from ocr_lib.fields import FieldKey

WIDTH = 1200.0


def korean_date(when: object) -> str:
    return f"{when:%Y}년 {when:%m}월 {when:%d}일"


def registration(paper: Paper) -> None:
    """A business registration certificate with labels and colons."""
    _registration(
        paper, ("등록번호", "상 호", "성 명", "개업연월일", "사업장소재지", "업태", "종목"), corporate=False
    )


def registration_of_company(paper: Paper) -> None:
    """That of a company, other wording."""
    _registration(
        paper,
        ("등 록 번 호", "법인명(단체명)", "대 표 자", "개 업 연 월 일", "사업장 소재지", "업태", "종목"),
        corporate=True,
    )


def _registration(paper: Paper, labels: tuple[str, ...], *, corporate: bool) -> None:
    rng = paper.rng
    one, opened, issued = company(rng), day(rng), day(rng)
    paper.put(rng.choice(("사 업 자 등 록 증", "사업자등록증")), WIDTH / 2, 110, scale=2.2, align="center")
    paper.put(
        "( 법인사업자 )" if corporate else rng.choice(("(일반과세자)", "(간이과세자)")),
        WIDTH / 2,
        180,
        align="center",
    )
    paper.put(f"{labels[0]} : {one.number}", WIDTH / 2, 250, scale=1.2, align="center")
    paper.holds(FieldKey.BUSINESS_NUMBER, one.number)
    y, step = 330.0, rng.uniform(52, 70)
    rows = [(labels[1], one.name, FieldKey.COMPANY_NAME), (labels[2], one.owner, FieldKey.OWNER_NAME)]
    rows.append((labels[3], korean_date(opened), FieldKey.OPENING_DATE))
    if corporate:
        stem = [int(c) for c in f"{rng.randint(1101, 2850)}11{rng.randint(0, 999999):06d}"]
        check = (10 - sum(d * w for d, w in zip(stem, (1, 2) * 6, strict=True)) % 10) % 10
        number = "".join(map(str, [*stem, check]))
        rows.append(("법인등록번호", f"{number[:6]}-{number[6:]}", FieldKey.CORPORATE_NUMBER))
    rows.append((labels[4], one.address, FieldKey.ADDRESS))
    for label, value, key in rows:
        paper.pair(label, value, 120, y, width=240, colon=True)
        kept = {FieldKey.OPENING_DATE: opened.isoformat()}.get(key, value)
        paper.holds(key, kept)
        y += step
    paper.label("사업의 종류", 120, y, colon=True)
    paper.pair(labels[5], one.trade, 380, y, width=90)
    paper.pair(labels[6], one.item, 760, y, width=90)
    paper.holds(FieldKey.BUSINESS_TYPE, one.trade)
    paper.holds(FieldKey.BUSINESS_ITEM, one.item)
    paper.put(korean_date(issued), WIDTH / 2, y + 200, align="center", scale=1.2)
    paper.holds(FieldKey.ISSUE_DATE, issued.isoformat())
    office = "".join(rng.choice(SYLLABLES) for _ in range(2)) + "세무서장"
    paper.put(office, WIDTH / 2, y + 280, align="center", scale=1.6)
    paper.holds(FieldKey.AUTHORITY, office)


def account(paper: Paper) -> None:
    """The first page of a bank book."""
    _account(
        paper,
        ("계좌번호", "예금주", "신규일"),
        rng_title(paper.rng, ("통장사본", "보통예금")),
        bank_label="은행명",
    )


def account_confirmed(paper: Paper) -> None:
    """A confirmation of an account."""
    _account(
        paper,
        ("계좌번호", paper.rng.choice(("성명", "예금주명", "예금주")), "계좌개설일"),
        rng_title(paper.rng, ("계좌개설확인서", "예금계좌 확인서", "저축예금 통장")),
        bank_label="",
    )


def rng_title(rng: Random, titles: tuple[str, ...]) -> str:
    return rng.choice(titles)


def _account(paper: Paper, labels: tuple[str, ...], title: str, *, bank_label: str) -> None:
    rng = paper.rng
    bank, opened = rng.choice(BANKS), day(rng)
    holder = rng.choice((person(rng), company(rng).name))
    number = rng.choice(
        (
            "{:03d}-{:02d}-{:06d}-{}",
            "{:06d}-{:02d}-{:06d}",
            "{:03d}-{:04d}-{:04d}-{:02d}",
            "{:03d}-{:06d}-{:02d}-{:03d}",
        )
    )
    number = number.format(*(rng.randint(1, 9) * 10 + rng.randint(0, 9) for _ in range(4)))
    paper.put(title, WIDTH / 2, 100, scale=1.9, align="center")
    y = 220.0
    if bank_label:
        paper.pair(bank_label, bank, 120, y, width=220, colon=True)
    else:
        paper.put(bank, 120, y, scale=1.4)
    paper.holds(FieldKey.BANK_NAME, bank)
    rows = [
        (labels[0], number, FieldKey.ACCOUNT_NUMBER),
        (labels[1], holder + rng.choice(("", "", " 귀하", " 님")), FieldKey.ACCOUNT_HOLDER),
        (labels[2], written_date(rng, opened, unseen=paper.unseen), FieldKey.OPENING_DATE),
    ]
    for label, value, key in rows:
        y += 64
        paper.pair(label, value, 120, y, width=220, colon=rng.random() < 0.5)
        paper.holds(
            key, {FieldKey.OPENING_DATE: opened.isoformat(), FieldKey.ACCOUNT_HOLDER: holder}.get(key, value)
        )
    paper.put("이 예금은 예금자보호법에 따라 보호됩니다.", 120, y + 100)


def certificate(paper: Paper) -> None:
    """A certificate of a report, numbered at its head."""
    _certificate(
        paper,
        rng_title(paper.rng, ("영업신고증", "사업장폐기물배출자 신고증명서")),
        ("상호", "대표자", "소재지", "업종"),
        numbered=True,
    )


def certificate_table(paper: Paper) -> None:
    """A permit with its number in a row."""
    _certificate(
        paper,
        rng_title(
            paper.rng,
            ("식품제조업 허가증", "건설업 등록증", "대기배출시설 설치신고증명서", "옥외광고업 등록증"),
        ),
        ("명칭(상호)", "성명", "사업장 소재지", "영업의 종류"),
        numbered=False,
    )


def _certificate(paper: Paper, title: str, labels: tuple[str, ...], *, numbered: bool) -> None:
    rng = paper.rng
    one, when = company(rng), day(rng)
    number = f"{when.year}-{rng.randint(1, 9999):04d}"
    if numbered:
        paper.put(f"제 {number} 호", 100, 80)
        paper.holds(FieldKey.DOCUMENT_NUMBER, f"제{number}호")
    paper.put(title, WIDTH / 2, 160, scale=2, align="center")
    y = 280.0
    if not numbered:
        paper.pair(rng.choice(("신고번호", "허가번호", "등록번호")), number, 120, y, width=240)
        paper.holds(FieldKey.DOCUMENT_NUMBER, number)
        y += 60
    for label, value, key in (
        (labels[0], one.name, FieldKey.COMPANY_NAME),
        (labels[1], one.owner, FieldKey.OWNER_NAME),
        (labels[2], address(rng), FieldKey.ADDRESS),
        (labels[3], one.trade, FieldKey.BUSINESS_TYPE),
    ):
        paper.pair(label, value, 120, y, width=240, colon=numbered)
        paper.holds(key, value)
        y += 60
    paper.put(
        "「식품위생법」 제37조 제4항에 따라 신고하였음을 증명합니다."
        if numbered
        else "관계 법령에 따라 위와 같이 허가합니다.",
        WIDTH / 2,
        y + 80,
        align="center",
    )
    paper.put(korean_date(when), WIDTH / 2, y + 180, align="center")
    paper.holds(FieldKey.ISSUE_DATE, when.isoformat())
    office = "".join(rng.choice(SYLLABLES) for _ in range(2)) + rng.choice(("시장", "구청장", "군수"))
    paper.put(rng.choice((office, " ".join(office))), WIDTH / 2, y + 270, scale=1.7, align="center")
    paper.holds(FieldKey.AUTHORITY, office)


def notice(paper: Paper) -> None:
    """A paper of no known kind: sentences, a date, a phone number."""
    rng = paper.rng
    paper.put(
        rng.choice(("회의록", "공지사항", "업무협조 요청", "출장 보고서", "안내문")),
        WIDTH / 2,
        100,
        scale=1.8,
        align="center",
    )
    y = 200.0
    for _ in range(rng.randint(6, 14)):
        paper.put(
            rng.choice(
                (
                    "전기 설비 점검으로 승강기가 멈춥니다.",
                    "휴가는 사흘 전까지 부서장의 승인을 받아야 합니다.",
                    "회의실은 3층 동쪽 끝이며 주차는 지하 2층을 이용하십시오.",
                    "품질 보증 기간은 설치일로부터 24개월로 한다.",
                    "문의: 총무부 02-123-4567",
                    "세금계산서는 매월 말일에 일괄하여 발행하겠습니다.",
                )
            ),
            100,
            y,
        )
        y += 50
