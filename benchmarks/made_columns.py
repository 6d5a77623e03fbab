"""Made tables whose target depends on prose, or on the Korean calendar. Nothing is measured here."""

from __future__ import annotations

import numpy as np
import pandas as pd

_OPENINGS = ("안녕하세요", "수고하십니다", "급합니다", "문의드려요", "저기요", "오랜 고객입니다", "")
_THINGS = (
    "요금제",
    "정수기 렌탈",
    "인터넷",
    "배송",
    "앱 로그인",
    "카드 결제",
    "필터 교체",
    "설치 기사님",
    "포인트",
    "세금계산서",
)
_LEAVING = (
    "{thing} 해지하고 싶은데 어떻게 하나요",
    "{thing} 위약금 얼마인지 알려주세요",
    "다른 회사로 옮기려고 합니다 {thing} 정리해 주세요",
    "{thing} 때문에 환불 요청합니다",
    "{thing} 벌써 세 번째 고장이라 더는 못 쓰겠습니다",
    "약속한 날짜가 지났는데 {thing} 연락이 없어 화가 납니다",
)
_STAYING = (
    "{thing} 친절하게 안내해 주셔서 감사합니다",
    "{thing} 추가로 신청하려고 합니다",
    "{thing} 사용 방법을 알고 싶어요",
    "가족도 {thing} 가입하려는데 할인되나요",
    "{thing} 주소를 바꾸고 싶습니다",
    "{thing} 영수증을 메일로 받을 수 있을까요",
)
_ENDINGS = (
    "",
    "!",
    "..",
    " ㅠㅠ",
    " ^^",
    " 😊",
    " 빠른 답변 부탁드립니다",
    " please",
    " 010-{number:04d}-{other:04d}",
)
_NAMES = ("김", "이", "박", "최", "정", "강", "조", "윤")


def inquiries(rows: int, seed: int = 0, *, telling: float = 0.8) -> pd.DataFrame:
    """고객 문의 and 이탈: most customers write before they leave, few without a reason.

    Args:
        telling: how often the text is of the kind that the outcome is; 0.5 says nothing.
    """
    random = np.random.default_rng(seed)
    months, fee = random.integers(1, 72, rows), random.normal(45_000, 12_000, rows).round(-2)
    leaves = random.random(rows) < 1 / (1 + np.exp(0.6 + months / 24 - fee / 45_000))
    of_leaving = np.where(random.random(rows) < telling, leaves, ~leaves)
    texts = [_inquiry(random, leaving) for leaving in of_leaving]
    customers = [f"{random.choice(_NAMES)}{random.integers(10_000, 99_999)}" for _ in range(rows)]
    return pd.DataFrame(
        {
            "고객명": customers,
            "가입개월": months,
            "월요금": fee,
            "문의내용": texts,
            "이탈": np.where(leaves, "예", "아니오"),
        }
    )


def _inquiry(random: np.random.Generator, leaving: bool) -> str:
    ending = str(random.choice(_ENDINGS)).format(
        number=random.integers(10_000), other=random.integers(10_000)
    )
    said = str(random.choice(_LEAVING if leaving else _STAYING)).format(thing=random.choice(_THINGS))
    date = f"{random.integers(1, 13)}월 {random.integers(1, 29)}일 "
    text = f"{random.choice(_OPENINGS)} {date}{said}{ending}".strip()
    if random.random() < 0.2:  # a syllable is missing, or a blank
        at = int(random.integers(1, len(text)))
        text = text[: at - 1] + text[at:]
    return text


_DEPARTMENTS = {
    "시설": (
        "엘리베이터가 또 멈췄어요",
        "3층 화장실 물이 샙니다",
        "주차장 전등이 나갔습니다",
        "난방이 들어오지 않아요",
    ),
    "회계": (
        "계산서 금액이 다릅니다",
        "입금 확인 부탁드려요",
        "법인카드 한도를 올려 주세요",
        "부가세 신고 자료가 필요해요",
    ),
    "인사": (
        "연차가 며칠 남았나요",
        "재직증명서를 떼고 싶어요",
        "급여 명세서가 안 보여요",
        "교육 신청은 어디서 하나요",
    ),
    "전산": (
        "노트북이 켜지지 않아요",
        "메일이 안 열립니다",
        "프린터가 연결되지 않네요",
        "공유 폴더 권한을 주세요",
    ),
}
_GOODS = {"책상": 120, "의자": 60, "책장": 90, "서랍장": 80, "소파": 250, "식탁": 200, "침대": 300}
_QUALITIES = {"원목": 80, "중고": -40, "수입": 60, "조립식": -20, "가죽": 90, "새 제품": 30, "흠집 있음": -30}


def sorted_inquiries(rows: int, seed: int = 0, *, wrong: float = 0.04) -> pd.DataFrame:
    """내용 of inquiries at work and the 부서 they go to; `wrong` of them went to any."""
    random = np.random.default_rng(seed)
    names = list(_DEPARTMENTS)
    truth = random.choice(names, rows)
    went = np.where(random.random(rows) < wrong, random.choice(names, rows), truth)
    texts = [
        f"{random.choice(_OPENINGS)} {random.choice(_DEPARTMENTS[name])}{random.choice(_ENDINGS[:8])} "
        f"{random.integers(1, 13)}월 {random.integers(1, 29)}일"
        for name in truth
    ]
    floors = random.integers(1, 12, rows)
    return pd.DataFrame({"층": floors, "내용": texts, "부서": went})


def described_goods(rows: int, seed: int = 0) -> pd.DataFrame:
    """설명 of second-hand goods and their 가격: a sum of what its words are worth."""
    random = np.random.default_rng(seed)
    goods = random.choice(list(_GOODS), rows)
    picked = [random.choice(list(_QUALITIES), 2, replace=False) for _ in range(rows)]
    texts = [
        f"{a} {b} {good} {random.choice(['팝니다', '내놓아요', '드려요'])} {random.integers(2015, 2025)}년 구입 "
        f"{random.choice(_ENDINGS[:8])}".strip()
        for good, (a, b) in zip(goods, picked, strict=True)
    ]
    worth = [_GOODS[good] + _QUALITIES[a] + _QUALITIES[b] for good, (a, b) in zip(goods, picked, strict=True)]
    price = np.array(worth) + random.normal(scale=15, size=rows)
    return pd.DataFrame({"사진 수": random.integers(0, 9, rows), "설명": texts, "가격": price.round(1)})


def daily_sales(years: int = 3, seed: int = 0) -> pd.DataFrame:
    """매출 of a shop by day: a week, gifts before 설날 and 추석, closed on their day, busy before other holidays, pay at the month's end."""
    import holidays

    random = np.random.default_rng(seed)
    days = pd.date_range("2022-01-01", periods=365 * years, freq="D")
    named = holidays.country_holidays("KR", years=range(2022, 2023 + years), language="ko")
    level = 1_000_000 * (1 + 0.0002 * np.arange(len(days))) * (1 + 0.3 * (days.weekday >= 5))
    level = np.asarray(level) * np.where(days.is_month_end, 1.25, 1.0)
    festivals = [pd.Timestamp(day) for day, name in named.items() if set(name.split("; ")) & {"설날", "추석"}]
    off = {pd.Timestamp(day) for day in named}
    for place, day in enumerate(days):
        until = min((festival - day).days for festival in festivals if festival >= day)
        if 0 < until <= 12:
            level[place] *= 1 + 0.09 * (13 - until)
        if until == 0:
            level[place] *= 0.1
        elif day + pd.Timedelta(days=1) in off:
            level[place] *= 1.3
        elif day in off:
            level[place] *= 0.7
    sales = level * np.exp(random.normal(scale=0.08, size=len(days)))
    return pd.DataFrame(
        {
            "일자": days,
            "기온": random.normal(14, 9, len(days)).round(1),
            "매출": sales.round(-3),
        }
    )
