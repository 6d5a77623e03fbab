"""Columns by which rows are better not separated at random: when a row was made, and whom or what it is about.

The rules prefer missing a column to proposing a wrong one; people may choose any column.

A column of dates is noticed where it has at least `MIN_TIMES` different dates in nearly every row, and either the rows of the
file are in its order, or its name is that of an event (신청일자, order_date). Names of a property (생년월일, 만기일) are never
noticed, nor are properties such as 입사일 unless the file is in their order. A year or month written as a number is noticed by
its whole name (연도, year, 기준년월).

A column of ids is noticed where values repeat in at least `_REPEATING` of the rows, there are at least `MIN_GROUPS` of them and
none has half of the rows; and it is a text or a whole number whose name is that of an id (고객번호, 환자ID, patient_id, subject),
a whole number of twelve digits or more, as of documents; a text of names of files; or a text whose cells look like codes (K-00123)
of which each has few rows. Names of an ordinary category (지역, 상품코드,
product_id) are never noticed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from automl_lib.profile.identifiers import are_files, are_long_numbers
from domain.columns import ColumnType
from domain.table_schema import ColumnSchema, TableSchema

if TYPE_CHECKING:
    import pandas as pd

MIN_TIMES = 10
_MIN_YEARS = 4
MIN_GROUPS = 10
_MOST_BLANK = 0.1
_IN_ORDER = 0.95
"""Share of neighbouring rows whose dates don't fall (or don't rise)."""
_REPEATING = 0.1
_LARGEST_GROUP = 0.5
_CODES = 30
"""Different values of a column that is noticed by its cells alone."""
_CODE_ROWS = 20
"""Rows a value, at most, of a column that is noticed by its cells alone."""
_SAMPLE = 500

_EVENT = re.compile(
    r"(신청|접수|신고|등록|주문|거래|결제|발생|작성|처리|측정|검사|방문|진료|입원|내원|판매|매출|출고|입고|생산|발행|청구|상담|조회|조사|관측|"
    r"기록|계약|심사|승인|요청|기준|평가|시행|사용|이용|대여|배송|수집)\s*(일자|일시|일|날짜|시각|시간|년월일)$"
    r"|^(일자|일시|날짜|기준일|년월일|연월일)$"
    r"|^(date|datetime|time|timestamp|day|ts)$"
    r"|(^|[_\s.-])(created|updated|recorded|observed|measured|ordered|order|transaction|txn|event|visit|invoice|purchase|sale|sales|"
    r"report|reported|application|applied|claim|sample|start|pickup|posted|issued?)([_\s.-]?(at|on|date|time|datetime|day|ts))$"
)
_PROPERTY = re.compile(
    r"생년|생일|출생|만기|만료|유효|마감|종료|예정|birth|\bdob\b|expir|due|valid_(to|until)|end_date|maturity"
)
_SOMEBODYS = re.compile(
    r"입사|가입|설립|개업|준공|건축|출시|제조|제작|취득|결혼|hire|join|signup|built|founded|manufactur|release"
)
_YEAR = re.compile(
    r"^(연도|년도|기준연도|기준년도|회계연도|귀속연도|귀속년도|연월|년월|기준연월|기준년월|year|yr|fiscal_year|yyyymm|year_month|ym)$"
)

_ID = re.compile(
    r"(고객|회원|환자|사원|직원|학생|거래처|업체|회사|사업자|사업자등록|법인|주민등록|계좌|카드|증권|계약|문서|접수|주문|송장|차량|차대|장비|설비|기기|"
    r"피험자|대상자|참여자|응답자|가구|세대|개체|등록|수험|차트|보험|청구|민원|의뢰|시료|검체|로트|이용자|사용자|신청인|신고인|담당자)"
    r"\s*_?(번호|id|아이디|no\.?|키|식별자|등록번호)$"
    r"|^(고객|회원|환자|피험자|대상자|참여자|응답자|거래처|업체|업체명|거래처명|고객명|환자명|회원명|사번|학번|아이디|식별자)$"
    r"|^(id|uuid|guid|idnum|pid|uid|userid|custid|hhid)$"
    r"|^(subject|patient|customer|client|user|person|participant|member|student|household|respondent|animal|individual|case)"
    r"([_\s.-]?(id|no|nr|num|number|key|code))?$"
    r"|(^|[_\s.-])(account|order|invoice|document|doc|policy|claim|ticket|session|device|employee|vehicle|machine|card|loan|contract|"
    r"sample|specimen|lot|batch)[_\s.-]?(id|no|nr|num|number|key)$"
    r"|(^|[_\s.-])(id|uuid|guid)$"
)
_CATEGORY = re.compile(
    r"상품|제품|품목|품번|메뉴|지역|지점|점포|매장|부서|카테고리|분류|유형|업종|우편|법정동|행정동|시군구|동코드|과목|노선|채널|등급|"
    r"product|item|sku|store|shop|branch|dep(t|artment)|category|type|class|group|zone|region|area|country|city|state|zip|postal|"
    r"channel|location|brand|model|plan|role|status|menu|route"
)
_CODE = re.compile(r"(?!(19|20)\d\d[-./]?\d{1,2}([-./]?\d{1,2})?$)[A-Za-z가-힣]{0,6}[-_ ]?\d{3,}([-_]\d+)*$")


def time_columns(frame: pd.DataFrame, schema: TableSchema, target: str | None) -> tuple[str, ...]:
    """Keys of the columns that tell when a row was made: those in whose order the rows are first."""
    found = []
    for column in schema.columns:
        if column.key == target:
            continue
        if column.type is ColumnType.DATE:
            moments = frame[column.key].to_numpy("datetime64[us]")
            values, fewest = moments[~np.isnat(moments)].astype("int64"), MIN_TIMES
        elif column.type is ColumnType.INTEGER and _YEAR.search(_plain(column)):
            numbers = frame[column.key].to_numpy(float)
            values, fewest = numbers[np.isfinite(numbers)], _MIN_YEARS
            if not _are_years(values):
                continue
        else:
            continue
        if len(values) < (1 - _MOST_BLANK) * len(frame) or len(np.unique(values)) < fewest:
            continue
        ordered = _is_ordered(values)
        if ordered or _is_event(column):
            found.append((not ordered, column.key))
    return tuple(
        key for _, key in sorted(found, key=lambda pair: pair[0]) if not _is_property(schema.by_key(key))
    )


def group_columns(frame: pd.DataFrame, schema: TableSchema, target: str | None) -> tuple[str, ...]:
    """Keys of the columns that tell whom or what a row is about, where that repeats; those noticed by name first."""
    by_name, by_cells = [], []
    # Those of documents come between: their labels tell less, their cells more.
    by_document = []
    for column in schema.columns:
        name = _plain(column)
        if column.key == target or column.type not in (ColumnType.TEXT, ColumnType.INTEGER):
            continue
        if _CATEGORY.search(name):
            continue
        if _ID.search(name):
            if _repeats(frame[column.key]):
                by_name.append(column.key)
        elif is_of_document(column, frame[column.key]) and _repeats(frame[column.key]):
            by_document.append(column.key)
        elif column.type is ColumnType.TEXT and _look_like_codes(frame[column.key]):
            by_cells.append(column.key)
    return (*by_name, *by_document, *by_cells)


def _plain(column: ColumnSchema) -> str:
    """The name in small letters; camelCase and brackets taken apart."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", column.label)
    return re.sub(r"\(.*?\)", "", parted).strip().casefold()


def _is_event(column: ColumnSchema) -> bool:
    name = _plain(column)
    return bool(column.type is not ColumnType.DATE or _EVENT.search(name)) and not _SOMEBODYS.search(name)


def _is_property(column: ColumnSchema) -> bool:
    return bool(_PROPERTY.search(_plain(column)))


def _is_ordered(values: np.ndarray) -> bool:
    steps = np.diff(values)
    return len(steps) > 0 and max((steps >= 0).mean(), (steps <= 0).mean()) >= _IN_ORDER


def _are_years(values: np.ndarray) -> bool:
    """Years from 1900 to 2100, or months such as 202401."""
    if not len(values):
        return False
    months = (values // 100 >= 1900) & (values // 100 <= 2100) & (values % 100 >= 1) & (values % 100 <= 12)
    return bool(((values >= 1900) & (values <= 2100)).all() or months.all())


def _repeats(cells: pd.Series) -> bool:
    """Whether there are groups, of which many have several rows and none has most."""
    counts = cells.value_counts().to_numpy()
    known = int(counts.sum())
    if len(counts) < MIN_GROUPS or known < (1 - _MOST_BLANK) * len(cells):
        return False
    return bool(counts[counts > 1].sum() >= _REPEATING * known and counts[0] <= _LARGEST_GROUP * known)


def is_of_document(column: ColumnSchema, cells: pd.Series) -> bool:
    """Whether a column has numbers of twelve digits or more, or names of files, as of documents, and several of them."""
    known = cells.dropna()
    if column.type not in (ColumnType.TEXT, ColumnType.INTEGER) or known.nunique() < 2:
        return False
    if column.type is ColumnType.INTEGER:
        return are_long_numbers(column.label, float(known.min()), float(known.max()))
    return are_files(map(str, known.iloc[:_SAMPLE]))


def _look_like_codes(cells: pd.Series) -> bool:
    known = cells.dropna()
    if known.empty or not all(_CODE.match(str(value)) for value in known.iloc[:_SAMPLE]):
        return False
    values = known.nunique()
    return values >= _CODES and len(known) <= _CODE_ROWS * values and _repeats(cells)
