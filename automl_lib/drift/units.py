"""Whether numbers of new rows carry the signs and units that the training table's did: `70,000원`, `12%`, `3kg`.

How a cell is parsed lives in `automl_lib.reading`, where units don't change a number. Here the units of two tables are compared.
"""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import TYPE_CHECKING

from automl_lib.drift.observed import as_number, shown_value
from automl_lib.drift.reference import ReferenceTable
from automl_lib.drift.report import DriftWarning
from automl_lib.drift.written import TWO_PART_TIME
from automl_lib.reading.parsing.units import PERCENT
from domain.messages import Joined, Message
from domain.table_schema import ColumnSchema, TableSchema

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from automl_lib.reading import ParseCounts

BARE_NUMBER = r"^\s*[+\-−–△▲]?\s*(\d[\d,]*(\.\d*)?|\.\d+)\s*$"
"""A cell that holds a number and neither a sign nor a unit."""
_POWER_WORDS = {"백": 100, "천": 1_000, "만": 10_000, "억": 100_000_000}
_WITH_POWER = re.compile(r"^[^\d]*[\d.,]+\s*(?P<unit>(?P<power>[백천만억]+)\D*)$")
"""A cell of one number with a power of ten in words, such as 712천원 or 3백만원."""
_PERCENT_FEATURE = f"unit:{PERCENT}"
_HUNDRED = 100.0
_FITTING_SHARE = 0.9


def percent_columns(
    reference: ReferenceTable, wanted: TableSchema, aligned: Path, counts: Mapping[str, ParseCounts]
) -> tuple[set[str], list[DriftWarning]]:
    """Columns that training had in percent and new rows have in bare numbers.

    Training divided every cell by 100. A bare 12 means 12% where 12 is outside the range of training and 0.12 is near
    it; a bare 0.12 is what a spreadsheet stores for 12%.

    Args:
        reference: of the training table.
        wanted: the columns as new rows are parsed.
        aligned: Parquet of the new rows' cells, by key.
        counts: what parsing saw, by key.

    Returns:
        Keys of the columns whose bare numbers are percentages, and a warning for each column with bare numbers.
    """
    found: set[str] = set()
    warnings = []
    for column in wanted.columns:
        form, seen = reference.form(column.key), counts[column.key]
        if form is None or not form.is_percent or seen.units[PERCENT] >= seen.present:
            continue
        bare = _bare_numbers(aligned, column.key)
        if not len(bare):
            continue
        profile = reference.profile.by_key(column.key)
        outside = _share_of_percentages(bare["value"], as_number(profile.min), as_number(profile.max))
        if outside:
            found.add(column.key)
        span = f"{shown_value(as_number(profile.min), profile.type)} ~ {shown_value(as_number(profile.max), profile.type)}"
        warnings.append(_percent_warning(column, len(bare), str(bare["cell"][0]), span, outside))
    return found, warnings


def _bare_numbers(aligned: Path, key: str) -> pl.DataFrame:
    """The cells of a column that are bare numbers, and their values as written."""
    import polars as pl

    plain = pl.col("cell").str.replace_all(r"[,\s+]", "").str.replace(r"[−–△▲]", "-")
    return (
        pl.scan_parquet(aligned)
        .select(pl.col(key).alias("cell"))
        .filter(pl.col("cell").str.contains(BARE_NUMBER))
        .select("cell", plain.cast(pl.Float64, strict=False).alias("value"))
        .drop_nulls()
        .collect()
    )


def _share_of_percentages(values: pl.Series, low: float, high: float) -> float:
    """The share of values outside the range of training; 0 where they are not percentages without their sign."""
    outside = int(((values < low) | (values > high)).sum()) / len(values)
    divided, reach = values / _HUNDRED, high - low
    fitting = int(divided.is_between(low - reach, high + reach).sum()) / len(values)
    return outside if fitting >= _FITTING_SHARE else 0.0


def _percent_warning(
    column: ColumnSchema, count: int, example: str, span: str, outside: float
) -> DriftWarning:
    name, shown = column.label, example.strip()
    if outside:
        return DriftWarning(
            "out_of_range",
            name,
            Message(
                "{count:,} cells of column '{name}' lack the % that training had, and as written lie outside "
                "the range of training ({span}). They were read as percentages, as in training ('{shown}' as "
                "{shown}%). If they are none, correct them.",
                count=count,
                name=name,
                span=span,
                shown=shown,
            ),
            "warning",
            outside,
            0.0,
        )
    return DriftWarning(
        "percent_missing",
        name,
        Message(
            "{count:,} cells of column '{name}' lack the % that training had and were read as written "
            "(0.12 is 12%; here e.g. '{shown}').",
            count=count,
            name=name,
            shown=shown,
        ),
        "info",
        1.0,
        0.0,
    )


def unit_warnings(
    reference: ReferenceTable, wanted: TableSchema, counts: Mapping[str, ParseCounts]
) -> list[DriftWarning]:
    """Columns of numbers with a unit or a percent sign where training had none, and of times without seconds.

    Where training had a unit, cells in another one don't parse, and are refused or blank.
    """
    found = []
    for column in wanted.columns:
        form, seen = reference.form(column.key), counts[column.key]
        if form is None:
            continue
        units = {unit: count for unit, count in seen.units.items() if unit != PERCENT}
        if units and not form.has_unit:
            found.append(_new_unit(column, units, seen))
        if form.has_seconds and (short := seen.features.get(TWO_PART_TIME)):
            found.append(_without_seconds(column, short, seen))
        percent = seen.units[PERCENT]
        # A training table of fractions (0 … 1) holds the same values as percentages.
        if percent and not form.percent and as_number(reference.profile.by_key(column.key).max) > 1:
            found.append(_new_percent(column, percent, seen))
    return found


def _new_unit(column: ColumnSchema, units: Mapping[str, int], seen: ParseCounts) -> DriftWarning:
    if (scaled := seen.features["scaled"]) and (example := _power_of(seen)) is not None:
        raw, value, unit, times = example
        said = Message(
            "{count:,} cells of column '{label}' have a unit that training didn't have: {unit}. They were read times {times:,} "
            "('{raw}' as {value}); check that this is the unit of training.",
            count=scaled,
            label=column.label,
            unit=unit,
            times=times,
            raw=raw,
            value=value,
        )
        return DriftWarning("unit_added", column.label, said, "warning", 1.0, 0.0)
    named = [Message("{unit} in {count:,} cells", unit=unit, count=count) for unit, count in units.items()]
    return DriftWarning(
        "unit_added",
        column.label,
        Message(
            "Column '{label}' has a unit that training didn't have ({units}). The numbers are read as they are; check that "
            "they are in the unit of training.",
            label=column.label,
            units=Joined(named),
        ),
        "warning",
        1.0,
        0.0,
    )


def _power_of(seen: ParseCounts) -> tuple[str, str, str, int] | None:
    """Of cells such as 712천원 one as written and as read, its unit and what its digits were multiplied by."""
    for raw, value in seen.examples.get("scaled", []):
        if found := _WITH_POWER.match(raw.strip()):
            times = math.prod(_POWER_WORDS[word] for word in found["power"])
            read = float(value.replace(",", ""))
            return raw, f"{read:,.0f}" if read.is_integer() else f"{read:,}", found["unit"], times
    return None


def _without_seconds(column: ColumnSchema, count: int, seen: ParseCounts) -> DriftWarning:
    raw, _ = seen.examples[TWO_PART_TIME][0]
    return DriftWarning(
        "seconds_missing",
        column.label,
        Message(
            "{count:,} cells of column '{label}' have two numbers only, unlike training, and were taken "
            "for hours and minutes (e.g. '{raw}'). If they are minutes and seconds, write them like "
            "0:12:34.",
            count=count,
            label=column.label,
            raw=raw,
        ),
        "warning",
        1.0,
        0.0,
    )


def _new_percent(column: ColumnSchema, count: int, seen: ParseCounts) -> DriftWarning:
    raw, value = seen.examples[_PERCENT_FEATURE][0]
    return DriftWarning(
        "unit_changed",
        column.label,
        Message(
            "{count:,} cells of column '{label}' have a % that training didn't have and were divided by "
            "100 ('{raw}' as {value}). Write them without it, as in training.",
            count=count,
            label=column.label,
            raw=raw,
            value=value,
        ),
        "serious",
        1.0,
        0.0,
    )
