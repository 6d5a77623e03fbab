"""Words for rows that summarise others: totals, means, the largest and the smallest."""

from __future__ import annotations

import re

from automl_lib.reading.cells import is_blank, looks_numeric

LOOKED_AT = 4  # columns from the left that may hold the word
HINTS = (
    *("계", "총", "전체", "평균", "합", "최대", "최댓", "최소", "최솟"),
    *("total", "sum", "average", "mean", "max", "min"),
)
_NUMBERED = r"([(\[（].*[)\]）]|[:：]?\d[\d,.]*(건|명|개|원|행|rows?|items?|records?)?)?[:：]?"
# Without spaces, in small letters.
_WORDS = re.compile(
    rf".{{0,20}}(합계|총계|소계|누계|총합|중계|월계|일계|연계|합산)(금액|액|건수|수량)?{_NUMBERED}"
    rf"|(총계?|계|전체|전체계|합|총액|총금액|총건수|총수량|총누계|누적){_NUMBERED}"
    r"|총[\d,]+.{1,3}"
    rf"|(.{{0,20}}[^a-z]|grand|sub|sub-|overall|row|column)?totals?{_NUMBERED}|(sub-?|grand)total.{{0,20}}|sum{_NUMBERED}"
    rf"|.{{0,20}}평균(값)?{_NUMBERED}|average{_NUMBERED}|mean{_NUMBERED}"
)
# With the space that tells 서울 계 from 기계 and 시계.
_GROUP_TOTAL = re.compile(r".{1,20}\s(계|합|총)\s*[:：]?", re.DOTALL)
_MARKS = " \t[]<>【】〔〕〈〉《》「」*-=#"  # around a word: [합계], *** 합계 ***
MEAN = re.compile("평균|average|mean", re.IGNORECASE)
_EXTREMES = {
    "largest": re.compile(r"최대값?|최댓값|max(imum)?", re.IGNORECASE),
    "smallest": re.compile(r"최소값?|최솟값|min(imum)?", re.IGNORECASE),
}


def total_word(row: tuple[str | None, ...]) -> str | None:
    """The word for a total in a row of which all that follows it is a number; a count in the word itself is one too."""
    cells = [cell for cell in row if cell is not None and not is_blank(cell)]
    for place, cell in enumerate(cells[:LOOKED_AT]):
        if looks_numeric(cell) and not is_summary_word(cell):
            return None
        if is_summary_word(cell):
            rest = cells[place + 1 :]
            numbers = [c for c in rest if looks_numeric(c)]
            # Merged cells repeat the word.
            others = [c for c in rest if c not in numbers and c.strip() not in ("-", "–", cell.strip())]
            counted = any(character.isdigit() for character in cell)
            return cell.strip() if (numbers or (counted and not rest)) and not others else None
    return None


def is_summary_word(cell: str) -> bool:
    """Whether a cell is wholly a word for a total, a mean or an extreme."""
    if len(cell) > 40:
        return False
    cell = cell.strip(_MARKS)
    folded = "".join(cell.split()).casefold()
    return bool(_WORDS.fullmatch(folded) or _GROUP_TOTAL.fullmatch(cell.strip()) or extreme_of(cell))


def extreme_of(word: str) -> str | None:
    """Which extreme a word such as 최댓값 means."""
    folded = "".join(word.split())
    return next((name for name, pattern in _EXTREMES.items() if pattern.fullmatch(folded)), None)


def is_strong(word: str) -> bool:
    """Whether the word means a total in any row."""
    folded = "".join(word.split()).casefold()
    return any(w in folded for w in ("합계", "총계", "소계", "누계", "grandtotal", "subtotal", "sub-total"))
