"""What is in the columns of made tables: two families of business tables without a column in common."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "centre", "right"]
Family = Literal["tuned", "unseen"]


@dataclass(frozen=True)
class ColumnKind:
    """A column: its header, how its cells are aligned, and a cell's text."""

    header: str
    align: Align
    text: Callable[[random.Random], str]


def _of(*words: str) -> Callable[[random.Random], str]:
    return lambda rng: rng.choice(words)


def _number(low: int, high: int) -> Callable[[random.Random], str]:
    return lambda rng: f"{rng.randint(low, high):,}"


TUNED: Sequence[ColumnKind] = (
    ColumnKind("품목", "left", _of("스테인리스 볼트", "육각 너트", "베어링", "고무 패킹", "알루미늄 판")),
    ColumnKind("규격", "centre", _of("M8x20", "M10", "6204ZZ", "50mm", "1200x2400")),
    ColumnKind("수량", "right", _number(1, 900)),
    ColumnKind("단위", "centre", _of("개", "EA", "BOX", "장", "식")),
    ColumnKind("단가", "right", _number(500, 90000)),
    ColumnKind("담당자", "centre", _of("김철수", "박영희", "이민호", "최지우")),
    ColumnKind("납기일", "centre", lambda rng: f"2026-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"),
    ColumnKind("비고", "left", _of("긴급", "재고 있음", "", "", "택배", "")),
    ColumnKind("거래처", "left", _of("한빛정밀", "(주)동원테크", "가람문구", "청솔건설")),
    ColumnKind("코드", "left", lambda rng: f"{rng.randint(0, 99999):05}"),
)
TUNED_GROUPS: Sequence[tuple[str, Sequence[ColumnKind]]] = (
    (
        "금액",
        (
            ColumnKind("공급가액", "right", _number(10000, 9000000)),
            ColumnKind("세액", "right", _number(1000, 900000)),
        ),
    ),
    (
        "재고 현황",
        (
            ColumnKind("입고", "right", _number(0, 500)),
            ColumnKind("출고", "right", _number(0, 500)),
            ColumnKind("현재고", "right", _number(0, 900)),
        ),
    ),
)
UNSEEN: Sequence[ColumnKind] = (
    ColumnKind("성명", "centre", _of("정하늘", "윤서준", "한지민", "오세훈", "강다연")),
    ColumnKind("부서명", "left", _of("영업1팀", "품질관리부", "총무과", "연구소", "생산기술팀")),
    ColumnKind("연락처", "centre", lambda rng: f"010-{rng.randint(1000, 9999)}-{rng.randint(1000, 9999)}"),
    ColumnKind(
        "점검 항목", "left", _of("소화기 압력 확인", "비상구 표시등", "누전 차단기", "가스 밸브 잠금")
    ),
    ColumnKind("결과", "centre", _of("양호", "불량", "보류", "")),
    ColumnKind("증감률", "right", lambda rng: f"{rng.uniform(-30, 30):.1f}%"),
    ColumnKind("접수번호", "left", lambda rng: f"{rng.choice('ABCD')}{rng.randint(0, 9999):04}"),
    ColumnKind("조치 사항", "left", _of("교체 예정", "", "재점검", "완료", "")),
    ColumnKind("운임", "right", lambda rng: f"{rng.randint(3, 90) * 1000:,}원"),
    ColumnKind("행선지", "left", _of("부산 신항", "인천공항", "평택 물류센터", "광주")),
)
UNSEEN_GROUPS: Sequence[tuple[str, Sequence[ColumnKind]]] = (
    ("근무 시간", (ColumnKind("시작", "centre", lambda rng: f"0{rng.randint(7, 9)}:30"), ColumnKind("종료", "centre", lambda rng: f"{rng.randint(17, 22)}:00"))),
    (
        "분기별 실적",
        tuple(ColumnKind(f"{n}분기", "right", _number(100, 99000)) for n in range(1, 5)),
    ),
)  # fmt: skip
KINDS: dict[Family, tuple[Sequence[ColumnKind], Sequence[tuple[str, Sequence[ColumnKind]]]]] = {
    "tuned": (TUNED, TUNED_GROUPS),
    "unseen": (UNSEEN, UNSEEN_GROUPS),
}
PARAGRAPHS: dict[Family, Sequence[str]] = {
    "tuned": (
        "아래와 같이 견적하오니 검토하여 주시기 바랍니다. 견적 유효 기간은 발행일로부터",
        "삼십 일이며 납품 장소는 귀사 본사 창고로 합니다. 부가가치세는 별도로 계산하며",
        "운송비는 공급자가 부담합니다. 문의 사항은 담당자에게 연락하여 주십시오.",
    ),
    "unseen": (
        "본 점검은 소방시설 설치 및 관리에 관한 법률에 따라 매월 한 번 실시하고",
        "그 결과를 이 년 동안 보관합니다. 불량으로 판정된 항목은 사흘 안에 조치하고",
        "관리자의 확인을 받아 다음 점검 때 다시 살펴보아야 합니다. 조치가 늦어질 때에는",
        "사유를 적어 안전 담당 부서에 제출하여 주시기 바랍니다.",
    ),
}
SECOND_LINES: dict[Family, Sequence[str]] = {
    "tuned": ("(국산)", "특수 코팅", "도면 참조"),
    "unseen": ("담당자 입회", "추가 확인 필요", "(예비)"),
}
TITLES: dict[Family, Sequence[str]] = {
    "tuned": ("거래명세표", "견적서", "발주서"),
    "unseen": ("안전 점검표", "근무 실적 보고", "운송 일지"),
}
