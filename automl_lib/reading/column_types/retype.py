"""Reading a column as people say: which parsing a reading means for its cells, and what the schema keeps of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from automl_lib.reading.column_types.options import DURATION, OPTIONS, parsing_for
from automl_lib.reading.parsing.booleans import FAMILIES, ONE_ZERO, words_of
from automl_lib.reading.parsing.counts import ParseCounts
from automl_lib.reading.parsing.dates import MONTHS
from automl_lib.reading.parsing.typed import count_only
from automl_lib.reading.parsing.units import are_mixed, choices
from automl_lib.table import ColumnSchema
from domain.columns import ColumnType, Reading

Parsings = Sequence[tuple[ColumnType, Mapping[str, Any]]]


def reading_of(column: ColumnSchema) -> Reading:
    """The reading a column has."""
    if column.parsing.get("form") == DURATION["form"]:
        return Reading.DURATION
    forms = column.parsing.get("forms")
    if column.type is ColumnType.DATE and forms and set(forms) <= set(MONTHS):
        return Reading.MONTH
    return Reading.of(column.type)


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
    cells_path: Path, column: ColumnSchema, kind: ColumnType, parsing: Mapping[str, Any]
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
        for choice in choices(counts.units, bare=counts.bare, scaled=counts.features.get("scaled", 0))
    ]
