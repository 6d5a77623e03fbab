"""What is written on made pages: sentences, names, goods, amounts and codes of Korean and English business papers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np

Language = Literal["ko", "en"]
Texts = Mapping[str, tuple[str, ...]]
"""By language."""

SENTENCES = {
    "ko": (
        "위 금액을 정히 영수하였으므로 이 증서를 교부합니다.",
        "본 신청서에 기재한 내용이 사실과 다름없음을 확인합니다.",
        "납품 기한은 발주일로부터 14일 이내이며, 지연될 때에는 미리 알려 주시기 바랍니다.",
        "운송 중 파손된 물품은 받으신 날부터 7일 안에 교환해 드립니다.",
        "회의실은 3층 동쪽 끝이며 주차는 지하 2층을 이용하십시오.",
        "귀사의 무궁한 발전을 기원하며 아래와 같이 견적합니다.",
        "개인정보는 계약이 끝난 뒤 5년간 보관하고 지체 없이 파기합니다.",
        "전기 설비 점검으로 9월 21일 오전 2시부터 4시까지 승강기가 멈춥니다.",
        "계약을 해지하려면 한 달 전에 서면으로 통지하여야 합니다.",
        "첨부한 도면의 치수는 밀리미터이며 허용 오차는 0.05입니다.",
        "휴가는 사용하기 사흘 전까지 부서장의 승인을 받아야 합니다.",
        "이 영수증은 현금영수증 발급 내역을 포함하고 있습니다.",
        "품질 보증 기간은 설치일로부터 24개월로 한다.",
        "세금계산서는 매월 말일에 일괄하여 발행하겠습니다.",
    ),
    "en": (
        "Please return the signed copy within ten working days of receipt.",
        "The quantities below were counted in the presence of both parties.",
        "Goods remain the property of the seller until they are paid in full.",
        "All measurements are given in millimetres unless stated otherwise.",
        "Late deliveries must be announced by telephone before noon.",
        "Our office will be closed from 24 December to 2 January.",
        "The warranty covers material and workmanship for 36 months.",
        "Complaints can only be considered together with the original slip.",
        "Parking is available behind the building, next to gate 4.",
        "This form replaces all earlier versions and is valid until revoked.",
        "Keep the container upright and away from direct sunlight.",
        "Travel expenses are refunded against the original tickets only.",
    ),
}
TITLES = {
    "ko": (
        "거래명세표",
        "구매 신청서",
        "납품 확인서",
        "출장비 정산서",
        "설비 점검표",
        "공급 계약서",
        "재고 실사표",
    ),
    "en": (
        "DELIVERY NOTE",
        "PURCHASE REQUEST",
        "INSPECTION SHEET",
        "EXPENSE CLAIM",
        "STOCK COUNT",
        "WORK ORDER",
    ),
}
COMPANIES = {
    "ko": (
        "한빛정밀",
        "(주)동원테크",
        "늘푸른식품",
        "(주)서해물산",
        "가람문구",
        "미래에너지",
        "청솔건설",
        "하늘유통",
    ),
    "en": (
        "Harper & Sons Ltd",
        "Northgate Tools",
        "Bluewater Foods",
        "Kestrel Supplies",
        "Oakfield Printing",
    ),
}
PEOPLE = {
    "ko": ("김도현", "박서연", "이준호", "최은지", "정하늘", "윤태식", "한지민", "오세훈"),
    "en": ("J. Whitaker", "M. Okafor", "S. Lindqvist", "P. Romano", "A. Novak", "D. Fraser"),
}
GOODS = {
    "ko": (
        "복사용지 A4",
        "스테인리스 볼트",
        "절연 장갑",
        "토너 카트리지",
        "생수 2L",
        "안전모(백색)",
        "케이블 타이",
        "LED 전구 12W",
        "우유식빵",
        "참치김밥",
        "아이스커피",
        "손세정제 500ml",
        "산업용 필터",
        "베어링 6204ZZ",
        "멀티탭 4구",
        "물티슈",
    ),
    "en": (
        "Copy paper A4",
        "Hex bolt M8x40",
        "Work gloves",
        "Toner, black",
        "Spring water",
        "LED bulb 12W",
        "Cable ties",
        "Bearing 6204ZZ",
        "Hand soap",
        "Filter unit",
        "Packing tape",
        "White bread",
        "Green tea",
        "Steel hinge",
    ),
}
FIELDS = {
    "ko": (
        "상호",
        "대표자",
        "사업자등록번호",
        "주소",
        "전화번호",
        "담당자",
        "부서",
        "신청일자",
        "이메일",
        "계좌번호",
        "업태",
        "종목",
    ),
    "en": (
        "Company",
        "Manager",
        "Tax number",
        "Address",
        "Telephone",
        "Contact",
        "Department",
        "Date",
        "E-mail",
        "Account",
    ),
}
FIELD_KINDS = (
    "company",
    "person",
    "tax",
    "place",
    "phone",
    "person",
    "department",
    "date",
    "mail",
    "account",
    "trade",
    "good",
)
"""What stands beside each of FIELDS."""
COLUMNS = {
    "ko": ("번호", "품목", "규격", "수량", "단가", "금액", "비고"),
    "en": ("No.", "Item", "Code", "Qty", "Price", "Amount", "Note"),
}
CHOICES = {
    "ko": (
        "신규",
        "변경",
        "해지",
        "택배",
        "직접 수령",
        "동의함",
        "동의하지 않음",
        "카드",
        "현금",
        "계좌이체",
    ),
    "en": ("New", "Change", "Cancel", "Courier", "Pick up", "Agreed", "Not agreed", "Card", "Cash"),
}
NOTES = {
    "ko": ("완료", "재고 없음", "확인 요망", "반품", "분할 납품"),
    "en": ("done", "back order", "check", "returned"),
}
PLACES = {
    "ko": (
        "서울 마포구 월드컵로 112",
        "경기 수원시 영통구 광교로 45",
        "부산 해운대구 센텀중앙로 78",
        "대전 유성구 테크노2로 9",
    ),
    "en": (
        "14 Mill Lane, Leeds",
        "220 Harbour Street, Cork",
        "9 Station Road, Dover",
        "61 Kings Avenue, Hull",
    ),
}


class Writer:
    """Draws texts for one page from its own random numbers."""

    def __init__(self, rng: np.random.Generator, language: Language) -> None:
        self._rng = rng
        self.language = language

    def one(self, choices: Texts) -> str:
        """One of the texts of the page's language."""
        texts = choices[self.language]
        return texts[int(self._rng.integers(len(texts)))]

    def some(self, choices: Texts, count: int) -> list[str]:
        """Different texts of the page's language in random order, at most as many as there are."""
        texts = choices[self.language]
        return [texts[n] for n in self._rng.permutation(len(texts))[:count]]

    def number(self, low: int, high: int) -> int:
        return int(self._rng.integers(low, high + 1))

    def amount(self) -> str:
        return f"{self.number(1, 9999) * 10:,}"

    def code(self) -> str:
        letters = "".join("ABCDEFGHKLMNPRSTUVWXY"[self.number(0, 20)] for _ in range(2))
        return f"{letters}-{self.number(100, 9999)}"

    def date(self) -> str:
        return f"20{self.number(24, 29)}-{self.number(1, 12):02}-{self.number(1, 28):02}"

    def time(self) -> str:
        return f"{self.number(7, 22):02}:{self.number(0, 59):02}"

    def tax_number(self) -> str:
        return f"{self.number(101, 899)}-{self.number(10, 99)}-{self.number(10000, 99999)}"

    def telephone(self) -> str:
        return f"0{self.number(2, 64)}-{self.number(200, 9999)}-{self.number(1000, 9999)}"

    def value_of(self, field: str) -> str:
        """What stands beside a field's label."""
        return self._value(FIELD_KINDS[FIELDS[self.language].index(field)])

    def _value(self, kind: str) -> str:
        if kind == "mail":
            return f"{('office', 'sales', 'help')[self.number(0, 2)]}{self.number(1, 99)}@example.co.kr"
        if kind == "account":
            return f"{self.number(100, 999)}-{self.number(10, 99)}-{self.number(100000, 999999)}"
        if kind == "department":
            return (
                ("구매팀", "총무과", "생산 2부")[self.number(0, 2)] if self.language == "ko" else "Purchasing"
            )
        if kind == "trade":
            return ("도매", "제조업", "서비스")[self.number(0, 2)]
        texts: dict[str, Texts] = {
            "company": COMPANIES,
            "person": PEOPLE,
            "place": PLACES,
            "good": GOODS,
        }
        if kind in texts:
            return self.one(texts[kind])
        return {"tax": self.tax_number, "phone": self.telephone, "date": self.date}[kind]()
