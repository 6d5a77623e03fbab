"""Rows brought to be predicted or scored: their columns found, their cells parsed and checked against the training table.

Files (`automl_lib.scoring`), frames of a model server (`automl_lib.raw_rows`) and the test file of the one-shot
(`automl_lib.fit`) all come through `prepare_rows`, so that a row means the same wherever it comes from.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import normalize

from automl_lib.drift import DriftWarning, ReferenceTable, drift_report
from automl_lib.drift.units import BARE_NUMBER, percent_columns, unit_warnings
from automl_lib.errors import PredictionRefused
from automl_lib.plan.effects import Note
from automl_lib.prediction import columns_missing, folded_label, match_labels, place_of
from automl_lib.reading import write_typed, write_typed_dates
from automl_lib.reading.table_ledger import TOTAL_ROWS
from domain.columns import ColumnType
from domain.messages import Joined, Message
from domain.table_schema import ColumnSchema, TableSchema

if TYPE_CHECKING:
    from automl_lib.reading import ParseCounts
    from domain.read_report import LedgerEntry, ReadReport

UNREAD = "cells_unread"
"""Code of notes on cells that don't read as the training table's did."""
OTHER_DATES = "dates_written_otherwise"
"""Code of notes on dates in another written form than the training table's."""
_MOST_UNREAD = 0.9
_ANSWERS = ("x",)
_SHOWN = 10
_ADVICE = {TOTAL_ROWS: Message(" Disregard what is predicted for totals.")}
"""What to add to an entry of the ledger where rows are predicted."""


@dataclass(frozen=True)
class NewRows:
    """Rows as they were brought.

    Attributes:
        cells: Parquet of string columns, null = blank.
        labels: column of the Parquet → people's header, in the order of the columns.
        name: of the file, for sentences; None where they come from elsewhere.
        ledger: what reading noticed.
    """

    cells: Path
    labels: Mapping[str, str]
    name: str | None = None
    ledger: Sequence[LedgerEntry] = ()

    @classmethod
    def of_report(cls, report: ReadReport, cells: Path) -> NewRows:
        """The rows of a file that was read."""
        labels = {column.key: column.label for column in report.schema.columns}
        return cls(cells, labels, report.name, report.ledger)


@dataclass(frozen=True)
class PreparedRows:
    """Rows as a model takes them.

    Attributes:
        typed: Parquet of typed columns by the training table's keys, with the rows of the cells.
        schema: of `typed`.
        notes: what is doubtful in them: as `Note`, or with a measure as `DriftWarning`.
    """

    typed: Path
    schema: TableSchema
    notes: tuple[Note | DriftWarning, ...]


def prepare_rows(
    rows: NewRows,
    schema: TableSchema,
    keys: Sequence[str],
    reference: ReferenceTable | None,
    folder: Path,
    *,
    exact: Collection[str] = (),
) -> PreparedRows:
    """Find the columns `keys` of a training table among new rows, parse and check them.

    Args:
        rows: the new rows. Headers match regardless of Unicode composition and white space; the order of columns
            doesn't matter, other columns are ignored.
        schema: of the training table.
        keys: the columns to find.
        reference: the training table; without it nothing is compared with it.
        folder: to write into.
        exact: as of `TableSchema.for_new_rows`.

    Raises:
        PredictionRefused: columns_missing, or columns_unreadable where a column can hardly be read at all.
    """
    wanted = TableSchema(tuple(schema.by_key(key) for key in keys)).for_new_rows(exact=exact)
    aligned, typed = folder / "aligned.parquet", folder / "new.parquet"
    _align(rows, wanted, aligned)
    wanted, counts, dates = write_typed_dates(aligned, wanted, typed)
    used = TableSchema(tuple(column for column in wanted.columns if column.key not in exact))
    compared: list[DriftWarning] = []
    if reference is not None:
        percent, compared = percent_columns(reference, used, aligned, counts)
        if percent:
            _align(rows, wanted, aligned, as_percent=percent)
            counts = write_typed(aligned, wanted, typed)
    _refuse_unreadable(used, counts, rows.name)
    if reference is not None:
        compared += unit_warnings(reference, used, counts)
        compared += drift_report(reference.profile, typed, used)
    notes = [
        *_ledger_notes(rows.ledger),
        *_renamed(list(rows.labels.values()), wanted),
        *_ignored(list(rows.labels.values()), schema, wanted),
        *(Note(OTHER_DATES, one.message, column=one.label) for one in dates),
        *_unread_notes(wanted, counts),
        *_missing_words(wanted, counts),
    ]
    return PreparedRows(typed, wanted, (*notes, *compared))


def _align(rows: NewRows, wanted: TableSchema, out: Path, *, as_percent: Collection[str] = ()) -> None:
    """As `align_cells`; raises PredictionRefused where a column is missing."""
    found = match_labels([column.label for column in wanted.columns], list(rows.labels.values()))
    missing = [column.label for column in wanted.columns if column.label not in found]
    if missing:
        raise columns_missing(missing, rows.name)
    headers = {column.key: found[column.label] for column in wanted.columns}
    align_cells(rows, wanted, headers, out, as_percent=as_percent)


def align_cells(
    rows: NewRows,
    wanted: TableSchema,
    headers: Mapping[str, str],
    out: Path,
    *,
    as_percent: Collection[str] = (),
) -> None:
    """Writes the cells of the wanted columns, named by key.

    Letters are composed (NFC), as those of the training table are: macOS writes Hangul as separate letters.

    Args:
        headers: key → header among the rows; columns that are not in it are blank.
        as_percent: keys of columns whose bare numbers get a percent sign.
    """
    import polars as pl

    names = {label: name for name, label in reversed(list(rows.labels.items()))}
    chosen = []
    for column in wanted.columns:
        if column.key not in headers:
            chosen.append(pl.lit(None, dtype=pl.String).alias(column.key))
            continue
        cell = pl.col(names[headers[column.key]]).str.normalize("NFC")
        if column.key in as_percent:
            cell = pl.when(cell.str.contains(BARE_NUMBER)).then(cell + "%").otherwise(cell)
        chosen.append(cell.alias(column.key))
    pl.scan_parquet(rows.cells).select(chosen).sink_parquet(out)


def _refuse_unreadable(wanted: TableSchema, counts: Mapping[str, ParseCounts], file: str | None) -> None:
    """Refuses rows of which a column can hardly be read at all: predictions would be of blanks."""
    unread = [_Unread.of(column, counts[column.key]) for column in wanted.columns]
    bad = [one for one in unread if one.cells and one.cells >= _MOST_UNREAD * one.present]
    if bad:
        named = ", ".join(f"'{one.label}' ({', '.join(one.examples[:2])})" for one in bad[:5])
        raise PredictionRefused(
            Message(
                "{place} has columns that can't be read as the training table's were: {named}. Write them as they were "
                "there.",
                place=place_of(file),
                named=named,
            ),
            code="columns_unreadable",
        )


@dataclass(frozen=True)
class _Unread:
    """Cells of one column that don't read as in training; `present` counts all cells but those without a value."""

    label: str
    cells: int
    present: int
    examples: Sequence[str]

    @classmethod
    def of(cls, column: ColumnSchema, seen: ParseCounts) -> _Unread:
        answers = _answers(column, seen)
        examples = list(dict.fromkeys([*seen.failed_examples, *answers]))
        number = sum(answers.values())
        return cls(column.label, seen.failed + number, seen.present + number, examples)


def _answers(column: ColumnSchema, seen: ParseCounts) -> dict[str, int]:
    """Words for a missing value that answer a yes/no column: X is no where O is yes."""
    if column.type is not ColumnType.BOOL:
        return {}
    return {word: count for word, count in seen.missing.items() if word.casefold() in _ANSWERS}


def _unread_notes(wanted: TableSchema, counts: Mapping[str, ParseCounts]) -> list[Note]:
    found = [_Unread.of(column, counts[column.key]) for column in wanted.columns]
    return [
        Note(
            UNREAD,
            Message(
                "{cells:,} cells of column '{label}' don't read as in training and were taken as blank (e.g. "
                "'{example}').",
                cells=one.cells,
                label=one.label,
                example=one.examples[0],
            ),
            column=one.label,
        )
        for one in found
        if one.cells
    ]


def _missing_words(wanted: TableSchema, counts: Mapping[str, ParseCounts]) -> list[Note]:
    """One note on all cells whose words were taken as blank, as the ledger of a training table has them."""
    shown = []
    for column in wanted.columns:
        seen, answers = counts[column.key].missing, _answers(column, counts[column.key])
        words = sorted((word for word in seen if word not in answers), key=lambda word: (-seen[word], word))
        if words:
            shown.append(
                Message(
                    "{count:,} of column '{label}' ({words})",
                    count=sum(seen[word] for word in words),
                    label=column.label,
                    words=", ".join(f"'{word}'" for word in words[:3]),
                )
            )
    if not shown:
        return []
    blank = Message(
        "Cells taken as blank: {columns}{more}.",
        columns=Joined(shown[:_SHOWN], "; "),
        more=" …" if len(shown) > _SHOWN else "",
    )
    return [Note("missing_word", blank)]


def _ledger_notes(ledger: Sequence[LedgerEntry]) -> list[Note]:
    """What reading noticed of the table as a whole; columns are compared with the training table instead."""
    notes = []
    for entry in ledger:
        if entry.column is None:
            advice = [_ADVICE[entry.code]] if entry.code in _ADVICE else []
            notes.append(Note(entry.code, Joined([entry.message, *advice], "")))
    return notes


def _renamed(headers: Sequence[str], wanted: TableSchema) -> list[Note]:
    """Notes on headers that were taken for columns although white space differs."""
    found = match_labels([column.label for column in wanted.columns], headers)
    return [
        Note(
            "header_taken",
            Message("Column '{header}' of the file was taken as '{label}'.", header=header, label=label),
            column=label,
        )
        for label, header in found.items()
        if normalize("NFC", header) != normalize("NFC", label)
    ]


def _ignored(headers: Sequence[str], schema: TableSchema, wanted: TableSchema) -> list[Note]:
    """A note on columns that training didn't have."""
    known = {folded_label(column.label) for column in (*schema.columns, *wanted.columns)}
    extra = [header for header in headers if folded_label(header) not in known]
    if not extra:
        return []
    named = ", ".join(f"'{header}'" for header in extra[:_SHOWN]) + (" …" if len(extra) > _SHOWN else "")
    return [
        Note(
            "columns_ignored",
            Message("Columns that training didn't have were ignored: {named}.", named=named),
        )
    ]
