"""The sentences of the ledger: what reading changed, in Korean and English. Counting happens elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from automl_lib.reading.counts import ParseCounts
from automl_lib.reading.near_type import NearType
from automl_lib.reading.report import Example, LedgerEntry
from automl_lib.table import ColumnSchema, ColumnType, TableSchema

NEARLY = "nearly_"
"""Begins the code of columns that stay text for a few cells; the type they nearly have follows."""
_FEATURES: dict[str, tuple[str, str]] = {
    "thousands": ("천 단위 쉼표가 든 {n}칸을 숫자로 읽었습니다{eg}", "{n} cells with thousands separators were read as numbers{eg}"),
    "currency": ("금액 {n}칸에서 통화 표시를 떼고 숫자로 읽었습니다{eg}", "the currency sign was left off in {n} cells{eg}"),
    "percent": ("백분율 {n}칸을 100으로 나누어 읽었습니다{eg}", "{n} percentages were divided by 100{eg}"),
    "negative_mark": ("괄호나 △로 적은 {n}칸을 음수로 읽었습니다{eg}", "{n} cells in parentheses or with △ were read as negative{eg}"),
    "fullwidth": ("전각 문자로 적은 {n}칸을 숫자로 읽었습니다{eg}", "{n} cells in full-width digits were read as numbers{eg}"),
    "decimal_comma": ("쉼표를 소수점으로 쓴 {n}칸을 숫자로 읽었습니다{eg}", "in {n} cells the comma was read as the decimal mark{eg}"),
    "zero_fraction": ("소수점 아래가 0인 {n}칸을 정수로 읽었습니다{eg}", "{n} cells with a fraction of zero were read as whole numbers{eg}"),
    "date_form": ("날짜 {n}칸의 표기를 통일해 읽었습니다{eg}", "{n} dates were read from their written form{eg}"),
    "zone_dropped": ("{n}칸의 시간대 표시를 빼고 적힌 시각 그대로 읽었습니다{eg}", "the time zone of {n} cells was left off, the time kept as written{eg}"),
    "trimmed": ("{n}칸의 앞뒤 공백을 뺐습니다{eg}", "spaces around {n} cells were left off{eg}"),
}  # fmt: skip


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
        examples = tuple(counts.examples.get(feature, ()))[:3]
        entries.append(_feature(column.label, feature, number, examples))
    percent = counts.features.get("percent", 0)
    if percent and percent < counts.present:
        entries.append(_mixed_percent(column.label, counts.cells - percent))
    if counts.missing:
        entries.append(_missing(column.label, counts))
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
    """The ledger after people changed some columns' types: what was told of those columns is told anew.

    Args:
        ledger: as it was.
        schema: the columns as they are now.
        retyped: keys of the changed columns.
        counts: what was seen in them on reading anew, by key; cells that could not be read are among it.

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


def kept_as_text(column: ColumnSchema, reason: str, counts: ParseCounts) -> LedgerEntry:
    """Why a column of digits stays text."""
    if reason == "mixed_units":
        units = ", ".join(f.removeprefix("unit:") for f in counts.features if f.startswith("unit:"))
        return entry(
            "mixed_units",
            f"'{column.label}' 열: 단위가 섞여 있어({units}) 문자로 두었습니다.",
            f"Column '{column.label}': kept as text because its units differ ({units}).",
            column=column.label,
            count=counts.cells,
        )
    if reason == "ambiguous_date":
        return entry(
            "ambiguous_date",
            f"'{column.label}' 열: 월과 일을 가릴 수 없어 문자로 두었습니다. 2024-03-05처럼 적으면 날짜로 읽습니다.",
            f"Column '{column.label}': kept as text because month and day can't be told apart. "
            "Written like 2024-03-05 they are read as dates.",
            column=column.label,
            count=counts.cells,
        )
    examples = tuple((e, e) for e in counts.identifier_examples)
    shown = counts.identifier_examples[0]
    return entry(
        "identifier_text",
        f"'{column.label}' 열: 번호로 보여 문자로 두었습니다(예: '{shown}').",
        f"Column '{column.label}': kept as text because its digits look like an identifier (e.g. '{shown}').",
        column=column.label,
        count=counts.identifiers or counts.cells,
        examples=examples,
    )


def nearly(column: ColumnSchema, near: NearType) -> LedgerEntry:
    """Which few cells keep a column of numbers or dates text."""
    kind_ko, kind_en = ("날짜", "dates") if near.type is ColumnType.DATE else ("숫자", "numbers")
    read = near.present - near.unread
    shown_ko = ", ".join(f"{row:,}행 '{cell}'" for row, cell in near.examples)
    shown_en = ", ".join(f"'{cell}' in row {row:,}" for row, cell in near.examples)
    more = near.unread > len(near.examples)
    return entry(
        f"{NEARLY}{near.type.value}",
        f"'{column.label}' 열: 값 {near.present:,}칸 가운데 {read:,}칸은 {kind_ko}인데 {near.unread:,}칸을 {kind_ko}로 읽을 수 "
        f"없어 문자로 두었습니다({shown_ko}{' 등' if more else ''}).",
        f"Column '{column.label}': kept as text, because {read:,} of {near.present:,} cells read as {kind_en} and the "
        f"others don't ({shown_en}{' …' if more else ''}).",
        column=column.label,
        count=near.unread,
        examples=tuple((cell, None) for _, cell in near.examples),
    )


def _feature(label: str, feature: str, number: int, examples: tuple[Example, ...]) -> LedgerEntry:
    if feature.startswith("unit:"):
        unit = feature.removeprefix("unit:")
        ko = f"{number:,}칸에서 단위 '{unit}'를 떼고 숫자로 읽었습니다{_eg(examples, ko=True)}"
        en = f"the unit '{unit}' was left off in {number:,} cells{_eg(examples)}"
        feature = "unit"
    else:
        template_ko, template_en = _FEATURES[feature]
        ko = template_ko.format(n=f"{number:,}", eg=_eg(examples, ko=True))
        en = template_en.format(n=f"{number:,}", eg=_eg(examples))
    return entry(
        feature,
        f"'{label}' 열: {ko}.",
        f"Column '{label}': {en}.",
        column=label,
        count=number,
        examples=examples,
    )


def _mixed_percent(label: str, plain: int) -> LedgerEntry:
    return entry(
        "percent_mixed",
        f"'{label}' 열: %가 붙은 칸과 없는 칸({plain:,}칸)이 섞여 있습니다. 없는 칸은 적힌 값 그대로 두었으니 확인해 주세요.",
        f"Column '{label}': cells with and without % ({plain:,}) are mixed; those without are kept as written. Please check.",
        column=label,
        count=plain,
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


def _failed(column: ColumnSchema, counts: ParseCounts) -> LedgerEntry:
    examples: tuple[Example, ...] = tuple((e, None) for e in counts.failed_examples)
    return entry(
        "unparsed",
        f"'{column.label}' 열: {counts.failed:,}칸을 {column.type.value} 값으로 읽을 수 없어 비웠습니다.",
        f"Column '{column.label}': {counts.failed:,} cells could not be read as {column.type.value} and are blank.",
        column=column.label,
        count=counts.failed,
        examples=examples,
    )


def _eg(examples: tuple[Example, ...], *, ko: bool = False) -> str:
    if not examples:
        return ""
    raw, value = examples[0]
    return f"(예: '{raw}' → {value})" if ko else f" (e.g. '{raw}' as {value})"
