"""The sentences of the ledger: what reading changed, in Korean and English. Counting happens elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from automl_lib.reading.column_types.near_type import NearType
from automl_lib.reading.column_types.options import reading_of
from automl_lib.reading.parsing.counts import ParseCounts
from automl_lib.reading.parsing.dates import FIRST_YEAR
from automl_lib.reading.parsing.units import PERCENT, POWERS
from automl_lib.reading.report import Example, LedgerEntry
from automl_lib.table import ColumnSchema, TableSchema
from domain.columns import ColumnType, Reading

NEARLY = "nearly_"
"""Begins the code of columns that stay text for a few cells; the type they nearly have follows."""
_FEATURES: dict[str, tuple[str, str]] = {
    "thousands": ("천 단위 쉼표가 든 {n}칸을 숫자로 읽었습니다{eg}", "{n} cells with thousands separators were read as numbers{eg}"),
    "scaled": ("천·만·억이 든 {n}칸을 곱해 숫자로 읽었습니다{eg}", "{n} cells with 천, 만 or 억 were multiplied out{eg}"),
    "formula_text": ("{n}칸에서 =\"…\" 표시를 떼고 읽었습니다{eg}", "the =\"…\" around {n} cells was left off{eg}"),
    "percent": ("백분율 {n}칸을 100으로 나누어 읽었습니다{eg}", "{n} percentages were divided by 100{eg}"),
    "negative_mark": ("괄호나 △, 뒤에 붙인 -로 적은 {n}칸을 음수로 읽었습니다{eg}", "{n} cells in parentheses, with △ or with a minus behind were read as negative{eg}"),
    "fullwidth": ("전각 문자로 적은 {n}칸을 숫자로 읽었습니다{eg}", "{n} cells in full-width digits were read as numbers{eg}"),
    "decimal_comma": ("쉼표를 소수점으로 쓴 {n}칸을 숫자로 읽었습니다{eg}", "in {n} cells the comma was read as the decimal mark{eg}"),
    "zero_fraction": ("소수점 아래가 0인 {n}칸을 정수로 읽었습니다{eg}", "{n} cells with a fraction of zero were read as whole numbers{eg}"),
    "date_form": ("날짜 {n}칸의 표기를 통일해 읽었습니다{eg}", "{n} dates were read from their written form{eg}"),
    "shortened": ("지수로 줄여 적힌 {n}칸은 끝자리가 잘렸을 수 있습니다{eg}", "{n} numbers are written with an exponent and may have lost their last digits{eg}"),
    "two_digit_year": ("연도를 두 자리로 적은 날짜 {n}칸을 {first}–{last}년 가운데로 읽었습니다{eg}", "in {n} dates the year has two digits and was taken to be in {first}–{last}{eg}"),
    "serial_date": ("엑셀 날짜 번호로 보이는 {n}칸을 날짜로 읽었습니다{eg}", "{n} cells were taken for serial numbers of dates, as spreadsheets keep them{eg}"),
    "far_date": ("끝이 없거나 모른다는 뜻으로 보이는 날짜가 {n}칸 있습니다{eg}", "{n} dates seem to mean no end or unknown{eg}"),
    "duration": ("시각·시간 {n}칸을 분으로 바꾸어 읽었습니다{eg}", "{n} times or durations were read as minutes{eg}"),
    "two_part_time": ("초가 없는 {n}칸은 시:분으로 보았습니다{eg}", "{n} of them have no seconds and were taken for hours and minutes{eg}"),
    "zone_changed": ("시간대가 다른 {n}칸의 시각을 {zone} 시각으로 바꾸었습니다{eg}", "{n} times of another time zone were changed to {zone}{eg}"),
    "zone_dropped": ("{n}칸의 시간대 표시를 빼고 적힌 시각 그대로 읽었습니다{eg}", "the time zone of {n} cells was left off, the time kept as written{eg}"),
    "trimmed": ("{n}칸의 앞뒤 공백을 뺐습니다{eg}", "spaces around {n} cells were left off{eg}"),
}  # fmt: skip
_KEPT: dict[str, tuple[str, str]] = {
    "ambiguous_date": ("월과 일을 가릴 수 없어 문자로 두었습니다. 2024-03-05처럼 적으면 날짜로 읽습니다.", "month and day can't be told apart. Written like 2024-03-05 they are read as dates."),
    "ambiguous_month": ("2022.10이 2022.1로 저장된 것으로 보여 1월과 10월을 가릴 수 없어 문자로 두었습니다. 2022-10처럼 적으면 월로 읽습니다.", "2022.10 seems to have been stored as 2022.1, so January and October can't be told apart. Written like 2022-10 they are read as months."),
    "ambiguous_time": ("시:분과 분:초를 가릴 수 없어 문자로 두었습니다. 모두 0:12:34처럼 적으면 시간으로 읽습니다.", "hours with minutes can't be told from minutes with seconds. Written like 0:12:34 throughout they are read as durations."),
    "mixed_zones": ("시간대가 적힌 칸과 적히지 않은 칸이 섞여 있어 문자로 두었습니다.", "some times have a time zone and some don't."),
}  # fmt: skip
_KINDS = {
    Reading.DATE: ("날짜", "날짜로", "dates"),
    Reading.MONTH: ("월", "월로", "months"),
    Reading.DURATION: ("시간", "시간으로", "times"),
    Reading.BOOL: ("참·거짓", "참·거짓으로", "true or false"),
}
_NUMBERS = ("숫자", "숫자로", "numbers")


def entry(
    code: str,
    ko: str,
    en: str,
    *,
    column: str | None = None,
    count: int = 1,
    examples: tuple[Example, ...] = (),
) -> LedgerEntry:
    """One entry; the sentences are given whole."""
    return LedgerEntry(column, code, count, examples[:3], ko, en)


def column_entries(column: ColumnSchema, counts: ParseCounts) -> list[LedgerEntry]:
    """What parsing changed in one column."""
    entries: list[LedgerEntry] = []
    for feature, number in counts.features.items():
        if feature in _FEATURES or feature.startswith("unit:"):
            entries.append(_feature(column, feature, number, tuple(counts.examples.get(feature, ()))))
    if counts.bare and counts.units:
        entries.append(_bare(column, counts))
    if counts.missing:
        entries.append(_missing(column.label, counts))
    if counts.answers:
        entries.append(_answers(column.label, counts))
    if counts.failed:
        entries.append(_failed(column, counts))
    if column.type is ColumnType.BOOL and len(counts.spellings) > 2:
        spellings = ", ".join(counts.spellings)
        entries.append(
            entry(
                "spellings_joined",
                f"'{column.label}' 열: {spellings}를 같은 뜻끼리 하나로 읽었습니다.",
                f"Column '{column.label}': the spellings {spellings} were read as two values.",
                column=column.label,
                count=sum(counts.spellings.values()),
            )
        )
    if counts.cells == 0:
        entries.append(
            entry(
                "all_blank",
                f"'{column.label}' 열: 값이 하나도 없습니다.",
                f"Column '{column.label}': there is no value in it.",
                column=column.label,
                count=0,
            )
        )
    return entries


def retyped_ledger(
    ledger: Sequence[LedgerEntry],
    schema: TableSchema,
    retyped: Collection[str],
    counts: Mapping[str, ParseCounts],
) -> tuple[LedgerEntry, ...]:
    """The ledger after people changed some columns' types: the entries of those columns are replaced.

    Args:
        ledger: as it was.
        schema: the columns as they are now.
        retyped: keys of the changed columns.
        counts: what was seen when they were read again, by key, with cells that could not be read.

    Returns:
        The entries about the whole table as they were, then those of the columns in their order.

    Raises:
        KeyError: for a key that `schema` or `counts` lacks.
    """
    changed = {schema.by_key(key).label: column_entries(schema.by_key(key), counts[key]) for key in retyped}
    entries = [e for e in ledger if e.column is None]
    for column in schema.columns:
        before = [e for e in ledger if e.column == column.label]
        entries += changed.get(column.label, before)
    return tuple(entries)


def kept_as_text(
    column: ColumnSchema, reason: str, counts: ParseCounts, near: NearType | None = None
) -> LedgerEntry:
    """Why a column of digits stays text.

    Args:
        near: where units are mixed, which cells have another unit than most.
    """
    label = column.label
    if reason == "mixed_units":
        return _mixed_units(label, counts, near)
    if reason in _KEPT:
        ko, en = _KEPT[reason]
        return entry(
            reason,
            f"'{label}' 열: {ko}",
            f"Column '{label}': kept as text because {en}",
            column=label,
            count=counts.cells,
        )
    cells = counts.identifier_examples or [raw for raw, _ in counts.examples["bare_exponent"]]
    examples = tuple((cell, cell) for cell in cells)
    shown = cells[0]
    if reason == "equal_numbers":
        return entry(
            reason,
            f"'{label}' 열: {shown}과(와) {examples[1][0]}처럼 수로 읽으면 같아지는 값이 있어 문자로 두었습니다.",
            f"Column '{label}': kept as text because values like {shown} and {examples[1][0]} would be one number.",
            column=label,
            count=counts.cells,
            examples=examples,
        )
    return entry(
        "identifier_text",
        f"'{label}' 열: 번호로 보여 문자로 두었습니다(예: '{shown}').",
        f"Column '{label}': kept as text because its digits look like an identifier (e.g. '{shown}').",
        column=label,
        count=counts.identifiers or counts.cells,
        examples=examples,
    )


def nearly(column: ColumnSchema, near: NearType) -> LedgerEntry:
    """Which cells keep a column of numbers, dates or times what it is."""
    kept_ko, kept_en = ("숫자로", "whole numbers") if column.type.is_numeric else ("문자로", "text")
    kind_ko, as_ko, kind_en = _KINDS.get(near.reading, _NUMBERS)
    read = near.present - near.unread
    return entry(
        f"{NEARLY}{near.reading.value}",
        f"'{column.label}' 열: 값 {near.present:,}칸 가운데 {read:,}칸은 {kind_ko}인데 {near.unread:,}칸을 {as_ko} 읽을 수 "
        f"없어 {kept_ko} 두었습니다({_rows(near, ko=True)}).",
        f"Column '{column.label}': kept as {kept_en}, because {read:,} of {near.present:,} cells read as {kind_en} and the "
        f"others don't ({_rows(near)}).",
        column=column.label,
        count=near.unread,
        examples=tuple((cell, None) for _, cell in near.examples),
    )


def _mixed_units(label: str, counts: ParseCounts, near: NearType | None) -> LedgerEntry:
    units = [*counts.units.items(), *([("", counts.bare)] if counts.bare else [])]
    if scaled := counts.features.get("scaled", 0):
        units.append((POWERS, scaled))
    ko = ", ".join(f"{unit or '단위 없음'} {number:,}칸" for unit, number in units)
    en = ", ".join(f"{number:,} {unit or 'without one'}" for unit, number in units)
    rows_ko = f" {near.unit or '단위 없는 수'} 외의 칸: {_rows(near, ko=True)}." if near else ""
    rows_en = f" Cells other than {near.unit or 'bare numbers'}: {_rows(near)}." if near else ""
    examples = [pair for unit in counts.units for pair in counts.examples.get(f"unit:{unit}", [])[:1]]
    return entry(
        "mixed_units",
        f"'{label}' 열: 단위가 섞여 있어({ko}) 문자로 두었습니다.{rows_ko}",
        f"Column '{label}': kept as text because its units differ ({en}).{rows_en}",
        column=label,
        count=near.unread if near else counts.cells,
        examples=tuple((raw, None) for raw, _ in examples),
    )


def _rows(near: NearType, *, ko: bool = False) -> str:
    more = near.unread > len(near.examples)
    if ko:
        return ", ".join(f"{row:,}행 '{cell}'" for row, cell in near.examples) + (" 등" if more else "")
    return ", ".join(f"'{cell}' in row {row:,}" for row, cell in near.examples) + (" …" if more else "")


def _feature(column: ColumnSchema, feature: str, number: int, examples: tuple[Example, ...]) -> LedgerEntry:
    label = column.label
    if feature.startswith("unit:"):
        unit = feature.removeprefix("unit:")
        if unit == PERCENT:
            feature, (ko, en) = "percent", _FEATURES["percent"]
        else:
            feature = "unit"
            ko = f"{{n}}칸에서 단위 '{unit}'을(를) 떼고 숫자로 읽었습니다{{eg}}"
            en = f"the unit '{unit}' was left off in {{n}} cells{{eg}}"
    else:
        ko, en = _FEATURES[feature]
    first = int(column.parsing.get("first_year", FIRST_YEAR))
    named = {"n": f"{number:,}", "first": first, "last": first + 99, "zone": column.parsing.get("zone")}
    return entry(
        feature,
        f"'{label}' 열: {ko.format(**named, eg=_eg(examples, ko=True))}.",
        f"Column '{label}': {en.format(**named, eg=_eg(examples))}.",
        column=label,
        count=number,
        examples=examples,
    )


def _bare(column: ColumnSchema, counts: ParseCounts) -> LedgerEntry:
    unit = ", ".join(counts.units)
    return entry(
        "bare_numbers",
        f"'{column.label}' 열: 단위가 없는 {counts.bare:,}칸도 단위 '{unit}'(으)로 보아 적힌 수 그대로 읽었습니다.",
        f"Column '{column.label}': {counts.bare:,} numbers without a unit were taken to be in '{unit}' too.",
        column=column.label,
        count=counts.bare,
    )


def _missing(label: str, counts: ParseCounts) -> LedgerEntry:
    words = ", ".join(f"'{w}'" for w, _ in counts.missing.most_common(5))
    number = sum(counts.missing.values())
    return entry(
        "missing_word",
        f"'{label}' 열: {words}을(를) 빈 값으로 읽었습니다({number:,}칸).",
        f"Column '{label}': {words} read as missing ({number:,} cells).",
        column=label,
        count=number,
        examples=tuple((w, None) for w, _ in counts.missing.most_common(3)),
    )


def _answers(label: str, counts: ParseCounts) -> LedgerEntry:
    words = ", ".join(f"'{w}' {n:,}칸" for w, n in counts.answers.most_common(5))
    words_en = ", ".join(f"'{w}' in {n:,} cells" for w, n in counts.answers.most_common(5))
    return entry(
        "answer_word",
        f"'{label}' 열: {words}은(는) 빈 값이 아니라 답으로 읽었습니다.",
        f"Column '{label}': {words_en} read as an answer, not as missing.",
        column=label,
        count=sum(counts.answers.values()),
        examples=tuple((w, w) for w, _ in counts.answers.most_common(3)),
    )


def _failed(column: ColumnSchema, counts: ParseCounts) -> LedgerEntry:
    examples: tuple[Example, ...] = tuple((e, None) for e in counts.failed_examples)
    _, ko, en = _KINDS.get(reading_of(column), _NUMBERS)
    return entry(
        "unparsed",
        f"'{column.label}' 열: {counts.failed:,}칸을 {ko} 읽을 수 없어 비웠습니다.",
        f"Column '{column.label}': {counts.failed:,} cells could not be read as {en} and are blank.",
        column=column.label,
        count=counts.failed,
        examples=examples,
    )


def _eg(examples: tuple[Example, ...], *, ko: bool = False) -> str:
    if not examples:
        return ""
    raw, value = examples[0]
    return f"(예: '{raw}' → {value})" if ko else f" (e.g. '{raw}' as {value})"
