"""The sentences of the ledger: what reading changed. Counting happens elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from automl_lib.reading.column_types.near_type import NearType
from automl_lib.reading.column_types.options import reading_of
from automl_lib.reading.parsing.counts import ParseCounts
from automl_lib.reading.parsing.dates import FIRST_YEAR
from automl_lib.reading.parsing.units import PERCENT, POWERS
from domain.columns import ColumnType, Reading
from domain.messages import Joined, Message, in_context
from domain.read_report import Example, LedgerEntry
from domain.table_schema import ColumnSchema, TableSchema

NEARLY = "nearly_"
"""Begins the code of columns that stay text for a few cells; the type they nearly have follows."""
_FEATURES = {
    "thousands": Message("{n:,} cells with thousands separators were read as numbers{eg}."),
    "scaled": Message("{n:,} cells with powers of ten such as {powers} were multiplied out{eg}."),
    "formula_text": Message('the ="…" around {n:,} cells was left off{eg}.'),
    "percent": Message("{n:,} percentages were divided by 100{eg}."),
    "negative_mark": Message("{n:,} cells in parentheses, with △ or with a minus behind were read as negative{eg}."),
    "fullwidth": Message("{n:,} cells in full-width digits were read as numbers{eg}."),
    "decimal_comma": Message("in {n:,} cells the comma was read as the decimal mark{eg}."),
    "zero_fraction": Message("{n:,} cells with a fraction of zero were read as whole numbers{eg}."),
    "date_form": Message("{n:,} dates were read from their written form{eg}."),
    "shortened": Message("{n:,} numbers are written with an exponent and may have lost their last digits{eg}."),
    "two_digit_year": Message("in {n:,} dates the year has two digits and was taken to be in {first}–{last}{eg}."),
    "serial_date": Message("{n:,} cells were taken for serial numbers of dates, as spreadsheets keep them{eg}."),
    "far_date": Message("{n:,} dates seem to mean no end or unknown{eg}."),
    "duration": Message("{n:,} times or durations were read as minutes{eg}."),
    "two_part_time": Message("{n:,} of them have no seconds and were taken for hours and minutes{eg}."),
    "zone_changed": Message("{n:,} times of another time zone were changed to {zone}{eg}."),
    "zone_dropped": Message("the time zone of {n:,} cells was left off, the time kept as written{eg}."),
    "trimmed": Message("spaces around {n:,} cells were left off{eg}."),
    "unit": Message("the unit '{unit}' was left off in {n:,} cells{eg}."),
}  # fmt: skip
_KEPT = {
    "ambiguous_date": Message("kept as text because month and day can't be told apart. Written like 2024-03-05 they are read as dates."),
    "ambiguous_month": Message("kept as text because 2022.10 seems to have been stored as 2022.1, so January and October can't be told apart. Written like 2022-10 they are read as months."),
    "ambiguous_time": Message("kept as text because hours with minutes can't be told from minutes with seconds. Written like 0:12:34 throughout they are read as durations."),
    "mixed_zones": Message("kept as text because some times have a time zone and some don't."),
}  # fmt: skip
_EQUAL_NUMBERS = Message("kept as text because values like {one} and {other} would be one number.")
_KINDS = {
    Reading.DATE: in_context("read as", "dates"),
    Reading.MONTH: in_context("read as", "months"),
    Reading.DURATION: in_context("read as", "times"),
    Reading.BOOL: in_context("read as", "true or false"),
}
_NUMBERS = in_context("read as", "numbers")
_WHOLE_NUMBERS, _TEXT = in_context("read as", "whole numbers"), in_context("read as", "text")


def entry(
    code: str,
    message: Message,
    *,
    column: str | None = None,
    count: int = 1,
    examples: tuple[Example, ...] = (),
) -> LedgerEntry:
    """One entry with at most three examples; the sentence on a column begins with its label."""
    if column is not None:
        message = Message("Column '{column}': {sentence}", column=column, sentence=message)
    return LedgerEntry(column, code, count, examples[:3], message)


def shortened(messages: Iterable[Message], *, more: bool) -> Message:
    """A list for a sentence; it ends in "…" where there are `more` than it names."""
    return Message("{listed} …", listed=Joined(messages)) if more else Joined(messages)


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
                Message("the spellings {spellings} were read as two values.", spellings=spellings),
                column=column.label,
                count=sum(counts.spellings.values()),
            )
        )
    if counts.cells == 0:
        nothing = Message("there is no value in it.")
        entries.append(entry("all_blank", nothing, column=column.label, count=0))
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
        return entry(reason, _KEPT[reason], column=label, count=counts.cells)
    cells = counts.identifier_examples or [raw for raw, _ in counts.examples["bare_exponent"]]
    examples = tuple((cell, cell) for cell in cells)
    shown = cells[0]
    if reason == "equal_numbers":
        return entry(
            reason,
            _EQUAL_NUMBERS.filled(one=shown, other=examples[1][0]),
            column=label,
            count=counts.cells,
            examples=examples,
        )
    return entry(
        "identifier_text",
        Message("kept as text because its digits look like an identifier (e.g. '{shown}').", shown=shown),
        column=label,
        count=counts.identifiers or counts.cells,
        examples=examples,
    )


def nearly(column: ColumnSchema, near: NearType) -> LedgerEntry:
    """Which cells keep a column of numbers, dates or times what it is."""
    return entry(
        f"{NEARLY}{near.reading.value}",
        Message(
            "kept as {kept}, because {read:,} of {present:,} cells read as {kind} and the other {unread:,} don't "
            "({rows}).",
            kept=_WHOLE_NUMBERS if column.type.is_numeric else _TEXT,
            read=near.present - near.unread,
            present=near.present,
            kind=_KINDS.get(near.reading, _NUMBERS),
            unread=near.unread,
            rows=_rows(near),
        ),
        column=column.label,
        count=near.unread,
        examples=tuple((cell, None) for _, cell in near.examples),
    )


def _mixed_units(label: str, counts: ParseCounts, near: NearType | None) -> LedgerEntry:
    units: list[tuple[str | Message, int]] = [*counts.units.items()]
    if counts.bare:
        units.append((Message("without one"), counts.bare))
    if scaled := counts.features.get("scaled", 0):
        units.append((POWERS, scaled))
    listed = Joined(Message("{number:,} {unit}", number=number, unit=unit) for unit, number in units)
    message = Message("kept as text because its units differ ({units}).", units=listed)
    if near:
        other = near.unit or Message("bare numbers")
        others = Message("Cells other than {unit}: {rows}.", unit=other, rows=_rows(near))
        message = Joined((message, others), " ")
    examples = [pair for unit in counts.units for pair in counts.examples.get(f"unit:{unit}", [])[:1]]
    return entry(
        "mixed_units",
        message,
        column=label,
        count=near.unread if near else counts.cells,
        examples=tuple((raw, None) for raw, _ in examples),
    )


def _rows(near: NearType) -> Message:
    rows = (Message("'{cell}' in row {row:,}", cell=cell, row=row) for row, cell in near.examples)
    return shortened(rows, more=near.unread > len(near.examples))


def _feature(column: ColumnSchema, feature: str, number: int, examples: tuple[Example, ...]) -> LedgerEntry:
    unit = feature.removeprefix("unit:")
    if unit != feature:
        feature = "percent" if unit == PERCENT else "unit"
    first = int(column.parsing.get("first_year", FIRST_YEAR))
    change = _FEATURES[feature].filled(
        n=number,
        unit=unit,
        powers=POWERS,
        first=first,
        last=first + 99,
        zone=column.parsing.get("zone"),
        eg=_eg(examples),
    )
    return entry(feature, change, column=column.label, count=number, examples=examples)


def _bare(column: ColumnSchema, counts: ParseCounts) -> LedgerEntry:
    message = Message("{count:,} numbers without a unit were taken to be in '{unit}' too.")
    message = message.filled(count=counts.bare, unit=", ".join(counts.units))
    return entry("bare_numbers", message, column=column.label, count=counts.bare)


def _missing(label: str, counts: ParseCounts) -> LedgerEntry:
    number = sum(counts.missing.values())
    words = [word for word, _ in counts.missing.most_common(5)]
    quoted = ", ".join(f"'{word}'" for word in words)
    message = Message("{words} read as missing ({count:,} cells).", words=quoted, count=number)
    examples = tuple((word, None) for word in words)
    return entry("missing_word", message, column=label, count=number, examples=examples)


def _answers(label: str, counts: ParseCounts) -> LedgerEntry:
    common = counts.answers.most_common(5)
    words = Joined(Message("'{word}' in {count:,} cells", word=word, count=count) for word, count in common)
    return entry(
        "answer_word",
        Message("{words} read as an answer, not as missing.", words=words),
        column=label,
        count=sum(counts.answers.values()),
        examples=tuple((word, word) for word, _ in common),
    )


def _failed(column: ColumnSchema, counts: ParseCounts) -> LedgerEntry:
    return entry(
        "unparsed",
        Message(
            "{count:,} cells could not be read as {kind} and are blank.",
            count=counts.failed,
            kind=_KINDS.get(reading_of(column), _NUMBERS),
        ),
        column=column.label,
        count=counts.failed,
        examples=tuple((cell, None) for cell in counts.failed_examples),
    )


def _eg(examples: tuple[Example, ...]) -> Message:
    if not examples:
        return Joined(())
    raw, value = examples[0]
    return Message(" (e.g. '{raw}' as {value})", raw=raw, value=value)
