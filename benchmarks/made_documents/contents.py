"""What is written on made papers: companies, people, numbers with right check digits, goods, amounts in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

SYLLABLES = "가나다라마바사아자차카타파하거너더러머버서어저처고노도로모보소오조초구누두루무부수우주추그느드르므브스으즈기니디리미비시이지치강남동방상성신영정진천한호경광금대명문산석선송안양연용원유윤은인일임장재전제종준중창철청태평현형혜홍화환황"
TRADES = ("정밀", "테크", "식품", "물산", "문구", "에너지", "건설", "유통", "상사", "산업", "전자", "화학", "기계", "디자인", "인쇄", "포장", "철강", "전기")  # fmt: skip
SURNAMES = "김이박최정강조윤장임한오서신권황안송류전"
CITIES = ("서울특별시", "부산광역시", "대구광역시", "인천광역시", "경기도 성남시", "경기도 화성시", "충청북도 청주시", "경상남도 창원시", "서울", "전북특별자치도 전주시", "강원특별자치도 원주시")  # fmt: skip
DISTRICTS = ("중구", "남구", "동구", "서구", "북구", "강남구", "영통구", "덕진구", "흥덕구", "성산구")
ROADS = ("중앙로", "번영로", "산업로", "테헤란로", "공단1로", "새마을로", "강변북로", "문화로", "시청로", "디지털로33길")  # fmt: skip
GOODS = ("육각볼트 M8", "스테인리스 너트", "토너 카트리지", "복사용지 A4", "절연 장갑", "베어링 6204ZZ", "LED 전구 12W", "산업용 필터", "알루미늄 판재", "PVC 파이프", "안전모(백색)", "케이블 타이", "멀티탭 4구", "우유식빵", "생수 2L", "커피 원두", "용접봉 3.2mm", "포장 박스 5호", "윤활유 20L", "사무용 의자")  # fmt: skip
SPECS = ("EA", "BOX", "100*50", "M8x40", "2.0t", "SUS304", "20L", "3호", "대", "220V")
MENU = ("아메리카노", "카페라떼", "김치찌개", "된장찌개", "공기밥", "돈까스", "비빔밥", "콜라", "삼각김밥", "바나나우유", "물티슈", "종이컵", "떡볶이", "칼국수", "생맥주")  # fmt: skip
BANKS = ("국민은행", "신한은행", "우리은행", "하나은행", "기업은행", "농협은행", "부산은행", "카카오뱅크", "새마을금고")  # fmt: skip
NUMERALS = "영일이삼사오육칠팔구"
HANJA = "零壹貳參四五六七八九"


@dataclass(frozen=True)
class MadeCompany:
    """A made company with a business number whose check digit is right."""

    name: str
    number: str
    owner: str
    address: str
    phone: str
    trade: str
    item: str


@dataclass(frozen=True)
class MadeItem:
    """A row of goods."""

    name: str
    spec: str
    quantity: int
    price: int

    @property
    def amount(self) -> int:
        return self.quantity * self.price

    @property
    def tax(self) -> int:
        return self.amount // 10


def company(rng: Random) -> MadeCompany:
    stem = "".join(rng.choice(SYLLABLES) for _ in range(rng.choice((2, 2, 3)))) + rng.choice(TRADES)
    form = rng.choice(("{}", "{}", "(주){}", "주식회사 {}", "{}(주)", "㈜{}"))
    return MadeCompany(
        form.format(stem), business_number(rng), person(rng), address(rng), phone(rng), rng.choice(("제조업", "도매 및 소매업", "서비스업", "건설업", "음식점업")), rng.choice(("철물", "사무용품", "전자부품", "한식", "기계부품", "식자재"))
    )  # fmt: skip


def person(rng: Random) -> str:
    return rng.choice(SURNAMES) + "".join(rng.choice(SYLLABLES) for _ in range(2))


def address(rng: Random) -> str:
    base = f"{rng.choice(CITIES)} {rng.choice(DISTRICTS)} {rng.choice(ROADS)} {rng.randint(1, 300)}"
    return base + rng.choice(
        ("", "", f", {rng.randint(1, 12)}층", f" {rng.randint(101, 1205)}호", f"-{rng.randint(1, 30)}")
    )


def phone(rng: Random) -> str:
    area = rng.choice(("02", "031", "032", "051", "053", "043", "010"))
    return f"{area}-{rng.randint(200, 9999)}-{rng.randint(0, 9999):04d}" if area != "010" else f"010-{rng.randint(2000, 9999)}-{rng.randint(0, 9999):04d}"  # fmt: skip


def business_number(rng: Random) -> str:
    """A number of ten digits whose last is computed as 국세청 describes it."""
    digits = [
        rng.randint(1, 6),
        rng.randint(0, 9),
        rng.randint(1, 9),
        rng.choice((0, 8, 8, 1, 2)),
        rng.randint(1, 9),
    ]
    digits += [rng.randint(0, 9) for _ in range(3)] + [rng.randint(1, 9)]
    total = sum(d * w for d, w in zip(digits[:8], (1, 3, 7, 1, 3, 7, 1, 3), strict=True))
    last = digits[8] * 5
    check = (10 - (total + last // 10 + last % 10) % 10) % 10
    written = "".join(map(str, [*digits, check]))
    return f"{written[:3]}-{written[3:5]}-{written[5:]}"


def day(rng: Random) -> date:
    return date(2024, 1, 1) + timedelta(days=rng.randint(0, 1050))


def goods(rng: Random, most: int = 8, *, names: tuple[str, ...] = GOODS) -> list[MadeItem]:
    step = rng.choice((10, 50, 100, 100, 500))
    return [
        MadeItem(name, rng.choice(SPECS), rng.choice((1, 2, 3, 4, 5, 10, 12, 20, 25, 48, 100, 150)), step * rng.randint(3, 900))
        for name in rng.sample(names, rng.randint(1, most))
    ]  # fmt: skip


def in_numerals(
    amount: int, digits: str = NUMERALS, units: str = "십백천", myriads: str = "만억조", *, ones: bool = True
) -> str:
    """The amount in words, built from groups of four digits.

    Args:
        ones: whether 일 is written before 십, 백, 천, as banks do.
    """
    groups = []
    place = 0
    while amount:
        amount, group = divmod(amount, 10_000)
        if group:
            written = ""
            for n, digit in enumerate(reversed(str(group))):
                if digit != "0":
                    shown = "" if digit == "1" and n and not ones else digits[int(digit)]
                    written = shown + (units[n - 1] if n else "") + written
            groups.append(written + (myriads[place - 1] if place else ""))
        place += 1
    return "".join(reversed(groups))


def written_date(rng: Random, when: date, *, unseen: bool) -> str:
    forms = ("{y}-{m:02}-{d:02}", "{y}.{m:02}.{d:02}", "{y}년 {m}월 {d}일")
    more = ("{y}/{m:02}/{d:02}", "{y}. {m}. {d}.", "{yy:02}.{m:02}.{d:02}", "{y}년{m:02}월{d:02}일", "{y}{m:02}{d:02}", "{yy:02}-{m:02}-{d:02}")  # fmt: skip
    return rng.choice(forms + more if unseen else forms).format(y=when.year, yy=when.year % 100, m=when.month, d=when.day)  # fmt: skip
