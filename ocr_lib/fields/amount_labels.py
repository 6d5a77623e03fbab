"""Labels of amounts that are put together from common words, such as 총 견적금액, 공급가 합계 or 부가세(10%)."""

from __future__ import annotations

import re

SUPPLY, TAX, EXEMPT, TOTAL = "공급가액", "세액", "면세", "합계금액"
"""The spelling of the vocabulary that each such label is read as."""
_WORDS = (
    "부가가치세", "공급가액", "공급대가", "부가세", "공급가", "과세", "면세", "비과세", "세액", "소계", "합계", "총계", "총액", "견적", "청구", "결제", "납품",
    "거래", "판매", "매출", "물품", "상품", "대금", "금액", "가액", "포함", "별도", "제외", "세금", "주문", "받을", "지불", "최종", "실", "총", "계", "액", "VAT", "10%",
)  # fmt: skip
_COMPOSED = re.compile("(?:" + "|".join(sorted(map(re.escape, _WORDS), key=len, reverse=True)) + r"|[()/+])+")
_TAX = re.compile(r"부가가치세|부가세|세액|세금|VAT")
_WITH_TAX = re.compile(r"\(?(?:부가가치세|부가세|세액|세금|VAT)\)?(?:포함|\+)")
_WITHOUT_TAX = re.compile(r"\(?(?:부가가치세|부가세|세액|세금|VAT)\)?(?:별도|제외)")


def amount_label(written: str) -> str | None:
    """The spelling that a label of an amount is read as; None for what is none, or too general to say which.

    Args:
        written: compact, at least three characters long for words that are put together.
    """
    if len(written) < 3 or not _COMPOSED.fullmatch(written):
        return None
    if "합계" in written and _TAX.search(written) and "공급" in written:
        return TOTAL  # 공급가액+부가세 합계
    if _WITHOUT_TAX.search(written):
        return SUPPLY
    if _WITH_TAX.search(written):
        return TOTAL
    if "비과세" in written or "면세" in written:
        return EXEMPT
    if "과세" in written:
        return SUPPLY  # 부가세 과세물품가액
    is_tax, is_supply = bool(_TAX.search(written)), bool(re.search("공급가|소계", written))
    if is_tax or is_supply:
        return None if is_tax and is_supply else TAX if is_tax else SUPPLY
    return TOTAL if re.search("합계|총|견적|청구|결제|받을|지불|최종|공급대가", written) else None
