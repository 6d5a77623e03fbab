"""Whether numbers of added rows are in another unit than the table's, which factor brings them back, and their conversion."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from automl_lib.additions.header_units import header_unit
from automl_lib.drift import ReferenceTable
from automl_lib.drift.observed import as_number
from automl_lib.drift.units import unit_warnings
from automl_lib.profile.identifiers import names_things
from automl_lib.profile.result import ColumnProfile
from domain.columns import ColumnType
from domain.messages import Message
from domain.shown_numbers import exact_number
from domain.table_additions import AdditionChoices, ColumnDifference, DifferenceKind, shown_factor
from domain.table_schema import ColumnSchema, TableSchema

if TYPE_CHECKING:
    from automl_lib.reading import ParseCounts

_NUMBERS = (ColumnType.INTEGER, ColumnType.REAL)
_MOST_POWERS = 8
_TOLERANCE = 0.15
"""How far the ratio of two medians may be from a power of ten, in powers of ten (a factor of 1.4)."""
_DEVIATIONS = 5.0
"""Standard errors of the median by which a ratio has to differ from 1 to be no chance."""
_NEARLY_ALL = 0.9
_FEW = 5
"""Numbers of a file below which they may be single odd rows."""
_FEWEST_DISTINCT = 10
"""Different numbers of a column below which its quartiles say little; then the numbers themselves are compared."""
_ROUNDED = 1e-6
_LEAST_POWER_OF_ONE = 3
"""Power of ten from which a single new number is in another unit (thousands); a code of 10 or 100 may just be new."""
_TWICE = 2.0
_ALIKE = 3.0
"""Factor between two medians up to which they are taken to be in one unit."""


def unit_questions(
    reference: ReferenceTable,
    schema: TableSchema,
    headers: Mapping[str, str],
    counts: Mapping[str, ParseCounts],
    typed: Path,
    *,
    settled: Collection[str] = (),
) -> list[ColumnDifference]:
    """At most one question a column: by the units of the headers, by the size of the numbers, or by the units in the cells.

    Args:
        reference: the table.
        schema: its columns.
        headers: key → header of the file.
        counts: what parsing the new rows saw, by key.
        typed: Parquet of the new rows, by key.
        settled: labels of columns whose unit was recognised already.
    """
    import polars as pl

    written = {one.column: one for one in unit_warnings(reference, schema, counts)}
    found = []
    for column in schema.columns:
        if column.key not in headers or column.label in settled:
            continue
        question = None
        if column.type in _NUMBERS:
            cells = pl.read_parquet(typed, columns=[column.key])[column.key]
            values = cells.cast(pl.Float64).drop_nulls().to_numpy()
            profile = reference.profile.by_key(column.key)
            seen = counts[column.key]
            # Cells such as 712천원 are read as 712000: what their header says is done already.
            has_powers = 2 * seen.features["scaled"] > seen.present
            if len(values) and profile.present:
                header = None if has_powers else headers[column.key]
                question = _of_header(column, header, profile, values) or _of_size(column, profile, values)
        if question is None and (warning := written.get(column.label)) is not None:
            question = ColumnDifference(DifferenceKind.UNIT, column.label, warning.message, asks=True)
        if question is not None:
            form = reference.form(column.key)
            # Numbers without the sign that every cell of such a column has are not read as its own are.
            needs_sign = column.parsing.get("bare") is False or (form is not None and form.is_percent)
            found.append(replace(question, factor=None) if needs_sign else question)
    return found


def decided(question: ColumnDifference, choices: AdditionChoices) -> ColumnDifference:
    """A question about a unit, or what became of it by people's choices."""
    if question.key in choices.accepted:
        said = Message("Numbers of column '{label}' were taken as they were read.", label=question.column)
        return replace(question, message=said, asks=False)
    if question.column in choices.converted and question.factor is not None:
        said = Message(
            "Numbers of column '{label}' were converted to the unit of the table (times {factor}).",
            label=question.column,
            factor=shown_factor(question.factor),
        )
        return replace(question, message=said, asks=False)
    return question


def convert_cells(aligned: Path, typed: Path, factors: Mapping[str, float]) -> None:
    """Multiply the numbers of columns in the cells of new rows, in place.

    Args:
        aligned: Parquet of cells, by key; cells that are no numbers stay as they are.
        typed: the same cells parsed.
        factors: by key.
    """
    import polars as pl

    values = pl.read_parquet(typed, columns=list(factors))
    converted = [
        pl.Series(key, [_written(value, factor) for value in values[key].to_list()], dtype=pl.String)
        for key, factor in factors.items()
    ]
    cells = pl.read_parquet(aligned)
    cells = cells.with_columns(
        pl.coalesce(series, pl.col(series.name)).alias(series.name) for series in converted
    )
    cells.write_parquet(aligned)


def _written(value: float | None, factor: float) -> str | None:
    if value is None:
        return None
    # Twelve digits leave out what binary fractions add.
    return np.format_float_positional(float(f"{value * factor:.12g}"), trim="-")


def _of_header(
    column: ColumnSchema, header: str | None, profile: ColumnProfile, values: np.ndarray
) -> ColumnDifference | None:
    """A question where the file's header names another unit than the table's."""
    if header is None:
        return None
    table, file = header_unit(column.label), header_unit(header)
    if table == file or (table and file and file.factor_to(table) == 1):
        return None
    if table is not None and file is not None:
        return _question(
            column,
            Message(
                "Column '{label}' is in {before} in the table and in {after} in the file ('{header}').",
                label=column.label,
                before=table.name,
                after=file.name,
                header=header,
            ),
            file.factor_to(table),
        )
    # One of the two names no unit: the sizes of the numbers tell whether it means another.
    named = table or file
    if named is None:
        return None
    factor = named.size if table is None else 1 / named.size
    before, after = as_number(profile.q2), float(np.median(values))
    if is_alike(before, after):
        return None
    return _question(
        column,
        Message(
            "Only one of the headers '{label}' and '{header}' names a unit ({unit}), and the numbers differ in size (median "
            "{before} in the table, {after} in the file).",
            label=column.label,
            header=header,
            unit=named.name,
            before=_shown(before),
            after=_shown(after),
        ),
        factor if is_alike(before, after * factor) else None,
    )


def is_alike(before: float, after: float) -> bool:
    """Whether two medians may be in one unit: of one sign, and at most three times each other."""
    return before * after > 0 and 1 / _ALIKE <= before / after <= _ALIKE


def _of_size(column: ColumnSchema, profile: ColumnProfile, values: np.ndarray) -> ColumnDifference | None:
    """A question where the numbers are a power of ten larger or smaller than the table's, or nearly all outside its range."""
    if _counts_on(column, profile) or names_things(profile):
        return None
    if profile.distinct < _FEWEST_DISTINCT:
        return _of_few_values(column, profile, values)
    before, after = as_number(profile.q2), float(np.median(values))
    outside = (values < as_number(profile.min)) | (values > as_number(profile.max))
    factor = _power_of_ten(profile, values)
    if factor is not None and (outside.all() or len(values) >= _FEW):
        return _question(column, _times(column, factor, before, after), factor)
    is_near = before * after > 0 and 1 / _TWICE < before / after < _TWICE
    if len(values) < _FEW or outside.mean() < _NEARLY_ALL or is_near:
        return None
    said = Message(
        "{count:,} of {rows:,} numbers of column '{label}' lie outside the range of the table ({low} to {high}; median {after} "
        "in the file), as in another unit.",
        count=int(outside.sum()),
        rows=len(values),
        label=column.label,
        low=_shown(as_number(profile.min)),
        high=_shown(as_number(profile.max)),
        after=_shown(after),
    )
    return _question(column, said, None)


def _of_few_values(
    column: ColumnSchema, profile: ColumnProfile, values: np.ndarray
) -> ColumnDifference | None:
    """A question where numbers that the table doesn't have are its few numbers (prices, rates) in another unit.

    Codes aren't: new ones, such as 10 behind 1 to 9, are a known one times ten by chance, others aren't.
    """
    known = np.array([value for value, _ in profile.few_numbers if value != 0])
    new = values[values != 0]
    if not len(known) or not len(new):
        return None
    if ((new >= as_number(profile.min)) & (new <= as_number(profile.max))).any():
        return None
    least = 1 if len(np.unique(new)) > 1 else _LEAST_POWER_OF_ONE
    for power in (sign * size for size in range(least, _MOST_POWERS + 1) for sign in (1, -1)):
        factor = 10.0**power
        is_known = np.isclose(new[:, None] * factor, known, rtol=_ROUNDED, atol=0).any(axis=1)
        if is_known.mean() >= _NEARLY_ALL:
            before, after = as_number(profile.q2), float(np.median(values))
            return _question(column, _times(column, factor, before, after), factor)
    return None


def _times(column: ColumnSchema, factor: float, before: float, after: float) -> Message:
    return Message(
        "Numbers of column '{label}' are about {times} times those of the table (median {before} in the table, {after} in "
        "the file), as in another unit.",
        label=column.label,
        times=shown_factor(1 / factor),
        before=_shown(before),
        after=_shown(after),
    )


def _counts_on(column: ColumnSchema, profile: ColumnProfile) -> bool:
    """Whether a column is a running number: whole numbers, each once, that fill at least half of their range."""
    is_unique = column.type is ColumnType.INTEGER and profile.distinct == profile.present
    return is_unique and as_number(profile.max) - as_number(profile.min) < 2 * profile.present


def _power_of_ten(profile: ColumnProfile, values: np.ndarray) -> float | None:
    """The power of ten by which new numbers are to be multiplied to have the median of the table; None where none is clear.

    The logarithm of a median varies by about 1.25 s / √n (s: standard deviation of the logarithms), and s is estimated by the
    quartiles, which lie 1.35 s apart.
    """
    low, before, high = (as_number(one) for one in (profile.q1, profile.q2, profile.q3))
    after = float(np.median(values))
    if before * after <= 0 or low * high <= 0:
        return None
    ratio = math.log10(before / after)
    power = round(ratio)
    spread = abs(math.log10(high / low)) / 1.35
    error = 1.25 * spread * math.sqrt(1 / len(values) + 1 / profile.present)
    is_power = abs(ratio - power) <= _TOLERANCE + min(2 * error, _TOLERANCE)
    if not 1 <= abs(power) <= _MOST_POWERS or not is_power or abs(ratio) <= _DEVIATIONS * error:
        return None
    return float(10.0**power)


def _question(column: ColumnSchema, said: Message, factor: float | None) -> ColumnDifference:
    if factor is None:
        choice = Message("Take the numbers as written, or leave the rows out.")
    else:
        choice = Message(
            "Convert the numbers to the unit of the table (times {factor}), take them as written, or leave the rows out.",
            factor=shown_factor(factor),
        )
    message = Message("{difference} {choice}", difference=said, choice=choice)
    return ColumnDifference(DifferenceKind.UNIT, column.label, message, asks=True, factor=factor)


def _shown(number: float) -> str:
    return exact_number(round(number, 0) if abs(number) >= 1e6 else float(f"{number:.6g}"))
