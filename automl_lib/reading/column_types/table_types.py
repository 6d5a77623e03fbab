"""The types of a table's columns: `infer.py` judges a sample of each, the whole column confirms; people may choose others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from automl_lib.reading.choices import ReadChoices
from automl_lib.reading.column_types.infer import REPORTED_REASONS, Verdict, next_type, rules_out
from automl_lib.reading.column_types.near_type import NearType, near_type
from automl_lib.reading.column_types.options import (
    DURATION,
    OPTIONS,
    names_day_or_month,
    parsing_for,
    reading_of,
)
from automl_lib.reading.parsing.counts import ParseCounts
from automl_lib.reading.parsing.dates import MONTHS
from automl_lib.reading.parsing.parse import FAMILIES, ONE_ZERO, count_only, words_of, write_typed
from automl_lib.reading.parsing.units import are_mixed, unit_choices
from domain.columns import ColumnType, Reading
from domain.table_schema import ColumnSchema, Parsing, TableSchema, column_key

if TYPE_CHECKING:
    import polars as pl

_SLICES = 8
_SLICE_ROWS = 500
_DAY = r"^(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$"
_MOSTLY_DAYS = 0.9
_TEXT_PLACE = len(OPTIONS) - 1
Parsings = Sequence[tuple[ColumnType, Parsing]]


@dataclass(frozen=True)
class Inferred:
    """What the columns of a table turned out to be.

    Attributes:
        schema: their types.
        counts: what was seen in each, by key.
        kept: verdicts on columns that look like numbers or dates but stay text, by key.
        nearly: what columns of text are but for some cells, and whole numbers that are named like dates, by key.
    """

    schema: TableSchema
    counts: dict[str, ParseCounts]
    kept: dict[str, Verdict]
    nearly: dict[str, NearType]


def infer_and_write(
    cells_path: Path, labels: tuple[str, ...], out_path: Path, choices: ReadChoices | None = None
) -> Inferred:
    """Finds each column's type, and writes `out_path` by it.

    Args:
        choices: what people decided; every label in it must be in `labels`.
    """
    choices = choices or ReadChoices()
    sample = _sample(cells_path)
    keys = [column_key(i) for i in range(len(labels))]
    missing = {k: choices.missing_in(label) for k, label in zip(keys, labels, strict=True)}
    verdicts = {
        k: next_type(label, k, sample[k], missing=missing[k]) for k, label in zip(keys, labels, strict=True)
    }
    asked = {k: r for k, label in zip(keys, labels, strict=True) if (r := choices.readings.get(label))}
    for key, reading in asked.items():
        verdicts[key] = Verdict(_TEXT_PLACE, read_as(cells_path, verdicts[key].column, reading))
    counts = write_typed(cells_path, _schema(verdicts), out_path)
    open_keys = [k for k in keys if k not in asked]
    if _settle(cells_path, verdicts, counts, open_keys, sample, missing):
        counts = write_typed(cells_path, _schema(verdicts), out_path)
    schema = TableSchema(tuple(finished(v.column, counts[k]) for k, v in verdicts.items()))
    texts = {k: v for k, v in verdicts.items() if v.column.type is ColumnType.TEXT and k not in asked}
    kept = {k: v for k, v in texts.items() if v.against}
    digits = {k: v for k, v in verdicts.items() if k not in asked and _may_be_dates(v.column, sample[k])}
    near = {k: near_type(cells_path, v, sample[k]) for k, v in (texts | digits).items()}
    return Inferred(schema, counts, kept, {k: found for k, found in near.items() if found is not None})


def retype(
    cells_path: Path,
    schema: TableSchema,
    readings: Mapping[str, Reading],
    missing: Mapping[str, Sequence[str]] | None = None,
) -> TableSchema:
    """The schema after a person's decisions about some columns; cells that don't fit will be null.

    Args:
        cells_path: the table's cells as read.
        schema: the columns as they are.
        readings: how to read a column, by key.
        missing: the words that mean missing in a column, by key. Its type is found again where no reading is given.

    Raises:
        KeyError: for a key the table doesn't have.
    """
    words = missing or {}
    for key in {*readings, *words}:
        schema.by_key(key)
    changed = []
    for column in schema.columns:
        reading = readings.get(column.key)
        if column.key in words:
            column = _with_missing(cells_path, column, words[column.key])
        if reading is not None and reading is not reading_of(column):
            column = read_as(cells_path, column, reading)
        changed.append(column)
    return TableSchema(tuple(changed))


def _with_missing(cells_path: Path, column: ColumnSchema, missing: Sequence[str]) -> ColumnSchema:
    """The column as its cells have it where these words mean missing."""
    sample = _sample(cells_path, column.key)
    verdicts = {column.key: next_type(column.label, column.key, sample[column.key], missing=missing)}
    counts = count_only(cells_path, _schema(verdicts).columns)
    _settle(cells_path, verdicts, counts, [column.key], sample, {column.key: missing})
    return finished(verdicts[column.key].column, counts[column.key])


def _settle(
    cells_path: Path,
    verdicts: dict[str, Verdict],
    counts: dict[str, ParseCounts],
    keys: Sequence[str],
    sample: pl.DataFrame,
    missing: Mapping[str, Sequence[str] | None],
) -> bool:
    """Gives the columns whose whole content contradicts their verdict the next one; whether there were any."""
    unfit = _unfit({k: verdicts[k] for k in keys}, counts)
    any_unfit = bool(unfit)
    while unfit:
        for key, reason in unfit.items():
            old = verdicts[key]
            new = next_type(old.column.label, key, sample[key], old.place + 1, missing=missing[key])
            reported = reason in REPORTED_REASONS
            verdicts[key] = replace(
                new,
                against=reason if reported else new.against or old.against,
                seen=counts[key] if reported else new.seen if new.against else old.seen,
            )
        changed = {k: verdicts[k] for k in unfit}
        counts.update(count_only(cells_path, _schema(changed).columns))
        unfit = _unfit(changed, counts)
    return any_unfit


def _may_be_dates(column: ColumnSchema, sample: pl.Series) -> bool:
    """Whether whole numbers may be dates like 20240305, some of which are none: by their name, or by how most look."""
    if column.type is not ColumnType.INTEGER:
        return False
    if names_day_or_month(column.label):
        return True
    days = sample.drop_nulls().str.contains(_DAY).mean()
    return isinstance(days, float) and days >= _MOSTLY_DAYS


def _schema(verdicts: Mapping[str, Verdict]) -> TableSchema:
    return TableSchema(tuple(v.column for v in verdicts.values()))


def _unfit(verdicts: Mapping[str, Verdict], counts: Mapping[str, ParseCounts]) -> dict[str, str]:
    """Columns whose whole content contradicts their type, and why."""
    reasons = {k: rules_out(v.column, counts[k]) for k, v in verdicts.items()}
    return {k: reason for k, reason in reasons.items() if reason is not None}


def _sample(cells_path: Path, *keys: str) -> pl.DataFrame:
    """Up to 4,000 rows of some columns (of all without `keys`), in eight slices from the beginning to the end."""
    import polars as pl

    frame = pl.scan_parquet(cells_path)
    if keys:
        frame = frame.select(keys)
    rows = int(frame.select(pl.len()).collect().item())
    if rows <= _SLICES * _SLICE_ROWS:
        return frame.collect()
    starts = [(rows - _SLICE_ROWS) * i // (_SLICES - 1) for i in range(_SLICES)]
    return pl.concat([frame.slice(s, _SLICE_ROWS).collect() for s in starts])


def read_as(cells_path: Path, column: ColumnSchema, reading: Reading) -> ColumnSchema:
    """The column under a reading: of the ways it allows, the one under which most cells parse.

    Cells that don't fit will be null; where units are mixed, those of all units but one.
    """
    names = ("missing", "answers") if reading is Reading.TEXT else ("missing",)
    kept = {name: column.parsing[name] for name in names if name in column.parsing}
    best: tuple[int, ColumnSchema, ParseCounts] | None = None
    for kind, parsing in _parsings(reading):
        for candidate in _in_one_unit(cells_path, column, kind, parsing_for(parsing, column.label) | kept):
            counts = count_only(cells_path, (candidate,))[column.key]
            if best is None or counts.failed < best[0]:
                best = (counts.failed, candidate, counts)
        if best is not None and not best[0]:
            break
    if best is None:
        raise ValueError(f"no way to read a column as {reading}")
    return finished(best[1], best[2])


def finished(column: ColumnSchema, counts: ParseCounts) -> ColumnSchema:
    """The column with what new rows have to keep to: its unit, its time zone, its words for true and false.

    Args:
        column: as it was parsed.
        counts: what was seen in all of its cells.
    """
    added: dict[str, Any] = {}
    if column.type is ColumnType.BOOL:
        for side, words in zip(("true", "false"), words_of(str(column.parsing["family"])), strict=True):
            spellings = [(n, w) for w, n in counts.spellings.items() if w.lower() in words]
            added[side] = max(spellings)[1] if spellings else words[0]
    if len(counts.units) == 1:
        added["unit"] = next(iter(counts.units))
    if counts.features.get("scaled"):
        added["bare"] = False  # 70 in a column of 70만원 is not 70원
    if len(counts.zones) == 1 and "zone" not in column.parsing:
        added["zone"] = next(iter(counts.zones))
    parsing = {**column.parsing, **added}
    if "answers" in parsing:
        parsing["answers"] = [word for word in parsing["answers"] if word in counts.answers]
    return ColumnSchema(column.key, column.label, column.type, parsing)


def _parsings(reading: Reading) -> Parsings:
    if reading is Reading.BOOL:
        return [(ColumnType.BOOL, {"family": family}) for family in (*FAMILIES, ONE_ZERO)]
    if reading is Reading.DURATION:
        return [(ColumnType.REAL, DURATION)]
    if reading is Reading.MONTH:
        return [(ColumnType.DATE, {"forms": list(MONTHS)})]
    kinds = (
        (ColumnType.INTEGER, ColumnType.REAL) if reading is Reading.NUMBER else (ColumnType(reading.value),)
    )
    return [(kind, parsing) for kind, parsing in OPTIONS if kind in kinds and parsing != DURATION]


def _in_one_unit(
    cells_path: Path, column: ColumnSchema, kind: ColumnType, parsing: Parsing
) -> list[ColumnSchema]:
    """The ways to read the column so that its numbers can be compared: all of them, or those of one unit."""
    whole = ColumnSchema(column.key, column.label, kind, parsing)
    if not kind.is_numeric or parsing.get("form"):
        return [whole]
    counts = count_only(cells_path, (whole,))[column.key]
    if not are_mixed(counts.units, bare=counts.bare, scaled=counts.features.get("scaled", 0)):
        return [whole]
    return [
        ColumnSchema(column.key, column.label, kind, {**parsing, **choice})
        for choice in unit_choices(counts.units, bare=counts.bare, scaled=counts.features.get("scaled", 0))
    ]
