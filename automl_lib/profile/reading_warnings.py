"""Warnings about how the file was read: entries of the ledger, with what people can do."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from automl_lib.profile.result import ProfileWarning, Severity
from automl_lib.reading.column_ledger import NEARLY
from automl_lib.reading.layout.stray_rows import SIDE_BY_SIDE, UNSPLIT
from automl_lib.reading.table_ledger import TOTAL_ROWS
from domain.columns import Reading

if TYPE_CHECKING:
    from automl_lib.reading import LedgerEntry

_RETYPE_KO = "칼럼 유형을 {kind}(으)로 바꾸세요(명령줄: --read '{column}={kind}')"
_RETYPE_EN = "change the column's type to {kind} (command line: --read '{column}={kind}')"
_MISSING_KO = "빈 값으로 볼 말을 바꾸세요(명령줄: --missing-words '{column}={words}')"
_MISSING_EN = "change its words for missing (command line: --missing-words '{column}={words}')"
# code: severity, the reading to offer, and what to do in Korean and English
_REMEDIES: dict[str, tuple[Severity, str, str, str]] = {
    "mixed_units": (
        "warning", Reading.NUMBER,
        f"한 단위의 칸만 숫자로 쓰고 나머지를 빈 값으로 두려면 {_RETYPE_KO}. 아니면 한 단위로 맞추어 다시 올려 주세요.",
        f"To use the numbers of one unit and leave the others blank, {_RETYPE_EN}; otherwise write them in one unit and upload the file again.",
    ),
    "equal_numbers": (
        "warning", Reading.NUMBER,
        f"수가 맞으면 {_RETYPE_KO}. 연도와 월이면 2024-03처럼 적어 다시 올려 주세요.",
        f"If they are numbers, {_RETYPE_EN}; if they are months, write them like 2024-03 and upload the file again.",
    ),
    "mixed_zones": (
        "warning", Reading.DATE,
        f"적힌 시각 그대로 써도 되면 {_RETYPE_KO}. 아니면 시간대를 모두 적어 다시 올려 주세요.",
        f"If the times may be taken as written, {_RETYPE_EN}; otherwise write the time zone everywhere and upload the file again.",
    ),
    "ambiguous_date": (
        "warning", Reading.DATE,
        f"월/일/연도(연도가 두 자리면 연/월/일) 순서가 맞으면 {_RETYPE_KO}.",
        f"If they are month, day, year (year, month, day where the year has two digits), {_RETYPE_EN}.",
    ),
    "ambiguous_month": (
        "warning", Reading.MONTH,
        "10월을 2022.10이 남도록 문자로 저장해 다시 올려 주세요.",
        "Store October as text, so that 2022.10 keeps its 0, and upload the file again.",
    ),
    "ambiguous_time": (
        "warning", Reading.DURATION,
        f"12:34가 12시간 34분이면 {_RETYPE_KO}.",
        f"If 12:34 is 12 hours and 34 minutes, {_RETYPE_EN}.",
    ),
    "bare_numbers": (
        "warning", Reading.TEXT,
        f"단위가 다르면 고쳐 다시 올리거나, {_RETYPE_KO}.",
        f"If they are in another unit, correct them and upload the file again, or {_RETYPE_EN}.",
    ),
    "shortened": (
        "warning", Reading.TEXT,
        f"번호라면 원래 파일에서 문자로 저장해 다시 올려 주세요. 지금 적힌 그대로 쓰려면 {_RETYPE_KO}.",
        f"If they are ids, store them as text in the original and upload the file again; to use them as written, {_RETYPE_EN}.",
    ),
    "serial_date": (
        "warning", Reading.TEXT,
        f"날짜가 아니면 {_RETYPE_KO}.",
        f"If they are no dates, {_RETYPE_EN}.",
    ),
    "two_part_time": (
        "warning", Reading.TEXT,
        "분:초라면 0:12:34처럼 적어 다시 올려 주세요.",
        "If they are minutes and seconds, write them like 0:12:34 and upload the file again.",
    ),
    "two_digit_year": (
        "info", Reading.NUMBER,
        f"연도가 맞는지 확인하고, 날짜가 아니면 {_RETYPE_KO}.",
        f"Check the years; if they are no dates, {_RETYPE_EN}.",
    ),
    "far_date": (
        "warning", Reading.DATE,
        f"그대로 두면 아주 먼 날짜로 학습에 쓰입니다. 빈 값으로 보려면 {_MISSING_KO}.",
        f"As they are, they count as a very distant day in training. To have them count as missing, {_MISSING_EN}.",
    ),
    "answer_word": (
        "info", Reading.TEXT,
        f"빈 값이라는 뜻이면 {_MISSING_KO}.",
        f"If it means missing, {_MISSING_EN}.",
    ),
}  # fmt: skip
# Cells of such columns are measurements, though text: that they all differ makes them no ids.
_MEASUREMENTS = (
    "equal_numbers", "mixed_units", "mixed_zones", "ambiguous_date", "ambiguous_month", "ambiguous_time",
)  # fmt: skip
# Only what is measured or paid has a unit, a power of ten, or a minus in its own way.
_WRITTEN_AS_MEASUREMENT = (
    "unit",
    "scaled",
    "percent",
    "thousands",
    "negative_mark",
    "duration",
    "bare_numbers",
)
# Their sentences in the ledger include the remedy.
_OF_THE_FILE = ("doubtful_quotes", "hidden_rows", "unsaved_formulas", "sheets_alike", SIDE_BY_SIDE, UNSPLIT)
_MANY = 0.05


def reading_warnings(
    ledger: Sequence[LedgerEntry], categories: Collection[str] = (), rows: int = 0
) -> list[ProfileWarning]:
    """The doubts, in the order of the ledger.

    Args:
        ledger: of reading the table.
        categories: labels of the columns of few values, of which a word for missing may be one.
        rows: of the table.
    """
    found: list[ProfileWarning] = []
    for entry in ledger:
        if entry.code.startswith(NEARLY):
            found.append(_nearly(entry))
        elif entry.code == TOTAL_ROWS:
            found.append(_totals(entry))
        elif entry.code == "long_rows":
            found.append(_long_rows(entry))
        elif entry.code in _OF_THE_FILE:
            found.append(ProfileWarning(entry.code, entry.column, entry.ko, entry.en, "warning"))
        elif entry.code in _REMEDIES:
            severity, reading, ko, en = _REMEDIES[entry.code]
            if entry.code == "two_digit_year" and not all(raw.strip().isdigit() for raw, _ in entry.examples):
                reading = Reading.TEXT  # 24.03.05 is no number
            found.append(_warning(entry, severity, ko, en, reading))
        elif entry.code == "missing_word" and entry.column in categories:
            found.append(_missing(entry, rows))
    return found


def measured(ledger: Sequence[LedgerEntry]) -> set[str]:
    """Labels of the columns that hold amounts, measurements or times, be they read as such or kept as text."""
    return {
        entry.column
        for entry in ledger
        if entry.column
        and (entry.code.startswith(NEARLY) or entry.code in (*_MEASUREMENTS, *_WRITTEN_AS_MEASUREMENT))
    }


def _warning(
    entry: LedgerEntry, severity: Severity, ko: str, en: str, reading: str, words: str | None = None
) -> ProfileWarning:
    if words is None:
        words = ",".join(dict.fromkeys(raw for raw, _ in entry.examples))
    named = {"column": entry.column, "kind": str(reading), "words": words}
    return ProfileWarning(
        entry.code,
        entry.column,
        f"{entry.ko} {ko.format(**named)}",
        f"{entry.en} {en.format(**named)}",
        severity,
    )


def _nearly(entry: LedgerEntry) -> ProfileWarning:
    kind = entry.code.removeprefix(NEARLY)
    ko = f"그 칸을 빈 값으로 보아도 되면 {_RETYPE_KO}. 아니면 그 칸을 고쳐 다시 올려 주세요."
    en = f"If those cells may count as missing, {_RETYPE_EN}; otherwise correct them and upload the file again."
    warning = _warning(entry, "warning", ko, en, kind)
    return ProfileWarning("nearly_typed", warning.column, warning.ko, warning.en, warning.severity)


def _missing(entry: LedgerEntry, rows: int) -> ProfileWarning:
    """A word for missing among answers: an answer itself, it would vanish from the column."""
    ko = f"빈 값이 아니라 답이면 {_MISSING_KO}."
    en = f"If it is an answer, {_MISSING_EN}."
    severity: Severity = "warning" if entry.count > _MANY * rows else "info"
    return _warning(entry, severity, ko, en, Reading.TEXT, words="")


def _long_rows(entry: LedgerEntry) -> ProfileWarning:
    return ProfileWarning(
        entry.code,
        None,
        f"{entry.ko} 구분 기호가 든 값(쉼표 파일의 1,234 등)을 따옴표 없이 적었다면 그 뒤의 값이 한 열씩 밀려 있습니다. 그 줄을 고쳐 다시 올려 주세요.",
        f"{entry.en} If values that hold the delimiter, such as 1,234, lack their quotes, what follows them is a column too far. "
        "Correct those lines and upload the file again.",
        "warning",
    )


def _totals(entry: LedgerEntry) -> ProfileWarning:
    return ProfileWarning(
        TOTAL_ROWS,
        None,
        f"{entry.ko} 그대로 두면 통계와 학습에 섞입니다. 그 행을 지우고 다시 올려 주세요.",
        f"{entry.en} Left there it counts in statistics and training; remove it and upload the file again.",
        "warning",
    )
