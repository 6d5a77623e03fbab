"""The rows of an addition, read as the table's are, and the table with them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from automl_lib.additions.classes import TargetClasses, new_classes, unread_classes
from automl_lib.additions.columns import ColumnMatch
from automl_lib.additions.repeated import repeated_rows, repetition_question
from automl_lib.additions.units import convert_cells, decided, unit_questions
from automl_lib.drift import LATER_DATES, DriftWarning, ReferenceTable, drift_report
from automl_lib.drift.units import percent_columns
from automl_lib.errors import FileRefused
from automl_lib.new_rows import NewRows, align_cells
from automl_lib.reading import typed_classes, with_any_class, write_typed, write_typed_dates
from domain.columns import ColumnType
from domain.messages import Message
from domain.table_additions import AdditionChoices, ColumnDifference, DifferenceKind
from domain.table_schema import ColumnSchema, TableSchema

if TYPE_CHECKING:
    from automl_lib.reading import ParseCounts

CELLS, TYPED, ADDED = "cells.parquet", "typed.parquet", "added.parquet"
_MOST_WORDS = 5
"""Words for missing that are quoted."""
_MANY_UNREAD = 0.02
"""Share of a column's cells from which people are asked; fewer are only told of."""


class NoNewRows(FileRefused):
    """All rows of an addition are left out by what people chose; `differences` ask again."""

    def __init__(self, rows: int, differences: Sequence[ColumnDifference]) -> None:
        super().__init__(
            Message(
                "there are no new rows: all {rows:,} rows are left out by what was chosen. Choose otherwise, or leave the file "
                "out",
                rows=rows,
            ),
            code="no_new_rows",
        )
        said = ColumnDifference(DifferenceKind.REPEATED, None, self.message, asks=False)
        self.differences = (*differences, said)


@dataclass(frozen=True)
class Addition:
    """An addition compared with its table, and put to it where nothing is to be decided.

    Attributes:
        rows: that are added; 0 while something is to be decided.
        schema: of the table with them.
        differences: all of them, those that ask first.
        drift: how its values differ from the table's.
        is_added: whether `folder` has the table with the rows.
    """

    rows: int
    schema: TableSchema
    differences: tuple[ColumnDifference, ...]
    drift: tuple[DriftWarning, ...]
    is_added: bool


def add_rows(
    cells: Path,
    schema: TableSchema,
    rows: NewRows,
    match: ColumnMatch,
    choices: AdditionChoices,
    reference: ReferenceTable,
    folder: Path,
    target: TargetClasses | None = None,
) -> Addition:
    """Put rows to a table, where they are alike enough or people decided.

    Args:
        cells: of the table as read; string columns by key.
        schema: of the table.
        rows: that are brought.
        match: of their columns, without an open question.
        choices: what people decided.
        reference: the table as it is, to compare with.
        folder: gets `cells.parquet` and `typed.parquet` of the table with the rows, and `added.parquet`, the cells of
            the added ones.
        target: classes of the table's target; None where it has none.

    Raises:
        NoNewRows: people chose to leave out rows, and these are all.
    """
    aligned, typed = folder / "aligned.parquet", folder / "new.parquet"
    align_cells(rows, schema, match.headers, aligned)
    dated, counts, dates = write_typed_dates(aligned, schema, typed)
    percent, compared = percent_columns(reference, schema, aligned, counts)
    if percent:
        align_cells(rows, schema, match.headers, aligned, as_percent=percent)
        counts = write_typed(aligned, dated, typed)
    told = [ColumnDifference(DifferenceKind.UNIT, one.column, one.message, asks=False) for one in compared]
    told += [ColumnDifference(DifferenceKind.DATES, one.label, one.message, asks=False) for one in dates]
    widened, counts = _with_fractions(aligned, dated, counts, typed)
    settled = {one.column for one in compared if one.column is not None}
    units = unit_questions(reference, widened, match.headers, counts, typed, settled=settled)
    factors = {
        schema.by_label(one.column).key: one.factor
        for one in units
        if one.column is not None
        and one.column in choices.converted
        and one.factor is not None
        and one.key not in choices.accepted
    }
    if factors:
        convert_cells(aligned, typed, factors)
        widened, counts = _with_fractions(aligned, dated, write_typed(aligned, dated, typed), typed)
    repeated = repeated_rows(cells, aligned, widened)
    unread = unread_classes(target, aligned, widened) if target else None
    unknown = unread or (new_classes(target, typed) if target else None)

    def found(choices: AdditionChoices) -> list[ColumnDifference]:
        differences = [
            *match.differences,
            *([unknown.difference(choices)] if unknown else []),
            *repetition_question(repeated, choices),
            *_unreadable(widened, counts, choices, settled=target.key if target and unread else None),
            *_as_missing(widened, counts),
            *(decided(one, choices) for one in units),
            *told,
            *_fractions(schema, widened),
        ]
        return sorted(differences, key=lambda one: not one.asks)

    differences = found(choices)
    if any(one.asks for one in differences):
        return Addition(0, schema, tuple(differences), _drift(reference, typed, widened), is_added=False)
    is_repeated = repeated.is_repeated
    kept = ~is_repeated if choices.only_new else np.ones(len(is_repeated), dtype=bool)
    if unknown is not None and choices.known_classes:
        kept &= ~unknown.where
    if not kept.any():
        raise NoNewRows(len(kept), found(replace(choices, only_new=False, known_classes=False)))
    _put_together(cells, aligned, kept, folder / CELLS)
    write_typed(folder / ADDED, widened, typed)
    drift = _drift(reference, typed, widened)
    takes_classes = unknown is not None and unknown.is_taken(choices)
    if unknown is not None and takes_classes and unknown.unheld:
        drift = tuple(one for one in drift if one.column != unknown.label)  # the classes are no blanks
        widened = _replaced(widened, {unknown.key: with_any_class(widened.by_key(unknown.key))})
    write_typed(folder / CELLS, widened, folder / TYPED)
    return Addition(int(kept.sum()), widened, tuple(differences), drift, is_added=True)


def _drift(reference: ReferenceTable, typed: Path, schema: TableSchema) -> tuple[DriftWarning, ...]:
    """How the values differ from the table's; that its dates go on is what adding rows is for."""
    found = drift_report(reference.profile, typed, schema)
    return tuple(one for one in found if one.code != LATER_DATES)


def _with_fractions(
    aligned: Path, schema: TableSchema, counts: Mapping[str, ParseCounts], typed: Path
) -> tuple[TableSchema, Mapping[str, ParseCounts]]:
    """Columns of whole numbers with fractions allowed where that reads more cells: models compute with real numbers anyway."""
    failed = {
        column.key
        for column in schema.columns
        if column.type is ColumnType.INTEGER and counts[column.key].failed
    }
    if not failed:
        return schema, counts
    tried = write_typed(aligned, _as_real(schema, failed), typed)
    widened = _as_real(schema, {key for key in failed if tried[key].failed < counts[key].failed})
    return widened, write_typed(aligned, widened, typed)


def _as_real(schema: TableSchema, keys: Collection[str]) -> TableSchema:
    return _replaced(schema, {key: replace(schema.by_key(key), type=ColumnType.REAL) for key in keys})


def _replaced(schema: TableSchema, columns: Mapping[str, ColumnSchema]) -> TableSchema:
    return TableSchema(tuple(columns.get(column.key, column) for column in schema.columns))


def _fractions(schema: TableSchema, widened: TableSchema) -> Iterator[ColumnDifference]:
    for before, after in zip(schema.columns, widened.columns, strict=True):
        if before.type is not after.type:
            said = Message(
                "Column '{label}' had whole numbers only; now it has fractions.", label=before.label
            )
            yield ColumnDifference(DifferenceKind.FRACTIONS, before.label, said, asks=False)


def _unreadable(
    schema: TableSchema, counts: Mapping[str, ParseCounts], choices: AdditionChoices, *, settled: str | None
) -> Iterator[ColumnDifference]:
    for column in schema.columns:
        seen = counts[column.key]
        if not seen.failed or column.key == settled:
            continue
        values = {"cells": seen.failed, "label": column.label, "example": seen.failed_examples[0]}
        said = Message(
            "{cells:,} cells of column '{label}' can't be read as the table's are (e.g. '{example}'). Correct the file, or "
            "take them as blank.",
            **values,
        )
        asks = seen.failed > _MANY_UNREAD * seen.present
        question = ColumnDifference(DifferenceKind.UNREADABLE, column.label, said, asks=asks, as_blank=True)
        if asks and question.key not in choices.accepted:
            yield question
            continue
        said = Message(
            "{cells:,} cells of column '{label}' can't be read as the table's are (e.g. '{example}') and are taken as blank.",
            **values,
        )
        yield replace(question, message=said, asks=False)


def _as_missing(schema: TableSchema, counts: Mapping[str, ParseCounts]) -> Iterator[ColumnDifference]:
    for column in schema.columns:
        if missing := counts[column.key].missing:
            said = Message(
                "Column '{label}': {words} read as missing ({count:,} cells).",
                label=column.label,
                words=", ".join(f"'{word}'" for word, _ in missing.most_common(_MOST_WORDS)),
                count=missing.total(),
            )
            yield ColumnDifference(DifferenceKind.AS_MISSING, column.label, said, asks=False)


def _put_together(cells: Path, aligned: Path, kept: np.ndarray, out: Path) -> None:
    import polars as pl

    names = list(pl.read_parquet_schema(cells))
    pl.scan_parquet(aligned).filter(pl.Series(kept)).select(names).sink_parquet(out.with_name(ADDED))
    pl.concat([pl.scan_parquet(cells), pl.scan_parquet(out.with_name(ADDED))]).sink_parquet(out)


def first_rows(
    cells: Path,
    schema: TableSchema,
    rows: int,
    whole: Collection[str],
    folder: Path,
    classes: Collection[str] = (),
) -> TableSchema:
    """The table without the rows that were added last.

    Args:
        cells: of the table as read.
        schema: of the table.
        rows: that are left, the first ones.
        whole: labels of columns that had whole numbers only before.
        folder: gets `cells.parquet` and `typed.parquet`.
        classes: labels of columns that got their first class that their type couldn't hold.

    Returns:
        The schema of the table as it was: with whole numbers, and classes of a type, where these are read as such.
    """
    import polars as pl

    pl.scan_parquet(cells).head(rows).sink_parquet(folder / CELLS)
    counts = write_typed(folder / CELLS, schema, folder / TYPED)
    columns = tuple(
        replace(column, type=ColumnType.INTEGER)
        if column.label in whole and column.type is ColumnType.REAL
        else typed_classes(column)
        if column.label in classes
        else column
        for column in schema.columns
    )
    narrowed = TableSchema(columns)
    if narrowed == schema:
        return schema
    tried = write_typed(folder / CELLS, narrowed, folder / TYPED)
    if all(tried[key].failed <= counts[key].failed for key in counts):
        return narrowed
    write_typed(folder / CELLS, schema, folder / TYPED)
    return schema
