"""Columns that say which thing a row is about, such as the number or the file of a document.

Their values are new with each new thing, so new ones are no sign that rows differ, and what a model learns of them it
can't use for others. The rules prefer missing a column to taking a measurement for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from automl_lib.profile.result import ColumnProfile
from domain.columns import ColumnType

MIN_DIFFERENT = 10
"""A column with fewer different values is taken for a category whatever its label."""
LONG_DIGITS = 12
"""Digits of a whole number from which it is a name, if all of a column have as many: amounts of a column don't."""
MEASUREMENT_LABEL = re.compile(
    r"금액|가격|단가|매출|비용|급여|연봉|잔액|요금|보증금|수량|점수|시간$|시각$|거리|온도|무게|중량|길이|면적"
    r"|amount|price|cost|salary|balance|score|quantity|duration|weight|length|distance",
    re.IGNORECASE,
)
_AMOUNT_LABEL = re.compile(
    r"가액|합계|총액|자산|자본|부채|수익|이익|손실|예산|세액|소득|액$|total|sum|asset|revenue|profit|budget",
    re.IGNORECASE,
)
_NUMBER_LABEL = re.compile(
    r"(고객|회원|환자|사원|직원|학생|사업자|사업자등록|법인|주민등록|계좌|카드|증권|계약|문서|접수|주문|송장|전표|영수증|차대|수험|보험|청구|"
    r"민원|의뢰|시료|검체|등록|일련)\s*_?(번호|id|아이디|no\.?|키|식별자|등록번호)$"
    r"|^(사번|학번|아이디|식별자|id|uuid|guid|파일명|파일\s*이름|filename)$"
    r"|(^|[_\s.-])(file)[_\s.-]?name$"
    r"|(^|[_\s.-])(id|uuid|guid)$",
    re.IGNORECASE,
)
_FILE = re.compile(
    r".+\.(pdf|jpe?g|png|tiff?|bmp|gif|heic|webp|hwpx?|docx?|xlsx?|csv|txt|zip)", re.IGNORECASE
)


def names_things(column: ColumnProfile) -> bool:
    """Whether the values of a column are numbers or names of things, each in one row or in several.

    By a label such as 고객번호 where there are at least `MIN_DIFFERENT`, by whole numbers of twelve digits or more, or by names
    of files.
    """
    if column.distinct < 2 or column.type not in (ColumnType.TEXT, ColumnType.INTEGER):
        return False
    if column.distinct >= MIN_DIFFERENT and _NUMBER_LABEL.search(column.label.strip()):
        return True
    if column.type is ColumnType.INTEGER:
        low, high = column.min, column.max
        assert isinstance(low, int | float)
        assert isinstance(high, int | float)
        return are_long_numbers(column.label, low, high)
    return are_files(value for value, _ in column.top_values)


def are_long_numbers(label: str, low: float, high: float) -> bool:
    """Whether whole numbers from `low` to `high` are names: all of twelve digits or more, and as many.

    Args:
        label: of the column; numbers that it calls amounts are none.
    """
    if not 10 ** (LONG_DIGITS - 1) <= low <= high:
        return False
    is_amount = MEASUREMENT_LABEL.search(label) or _AMOUNT_LABEL.search(label)
    return len(f"{low:.0f}") == len(f"{high:.0f}") and not is_amount


def are_files(values: Iterable[str]) -> bool:
    """Whether all of these texts, of which there has to be one, are names of files."""
    seen = [_FILE.fullmatch(value.strip()) is not None for value in values]
    return bool(seen) and all(seen)
