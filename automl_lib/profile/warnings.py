"""What a profile makes one doubt: ids, constants, holes, crowded texts, mixed spellings, repeated rows.

Each check is a pure function of one `ColumnProfile`. What reading left is in `reading_warnings`, what needs the
data and a target in `leakage`; deciding what to do is for people.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from automl_lib.profile.identifiers import MEASUREMENT_LABEL, names_things
from automl_lib.profile.reading_warnings import measured, reading_warnings
from automl_lib.profile.result import ColumnProfile, TableProfile
from domain.columns import ColumnType
from domain.messages import Message
from domain.table_schema import TableSchema
from domain.target_check import ProfileWarning

if TYPE_CHECKING:
    from domain.read_report import LedgerEntry

_HIGH_MISSING = 0.5
_PROSE_WORDS = 3
_MOSTLY_ONE = 0.95
_MANY_CATEGORIES = 100
_FEWEST_ROWS = 20
_EXPECTED_COLLISIONS = 8
_SPELLINGS_SHOWN = 3
_FEW_VALUES = 20


def profile_warnings(profile: TableProfile, ledger: Sequence[LedgerEntry] = ()) -> list[ProfileWarning]:
    """All doubts about a table: those about the whole table first, then what reading left, then in column order.

    Args:
        ledger: of reading the table.
    """
    measurements = measured(ledger)
    found = [
        warning
        for column in profile.columns
        for check in _CHECKS
        # Amounts and times may all differ, and are no ids for that.
        if not (check is id_like and column.label in measurements) and (warning := check(column))
    ]
    repeated = duplicate_rows(profile)
    categories = {column.label for column in profile.columns if _has_categories(column)}
    return [*([repeated] if repeated else []), *reading_warnings(ledger, categories, profile.rows), *found]


def _has_categories(column: ColumnProfile) -> bool:
    few = column.type is ColumnType.INTEGER and column.distinct <= _FEW_VALUES
    return few or column.type in (ColumnType.TEXT, ColumnType.BOOL)


def duplicate_rows(profile: TableProfile) -> ProfileWarning | None:
    """Rows that repeat an earlier row in every column."""
    count = profile.duplicate_rows
    if count == 0:
        return None
    share = count / profile.rows
    return ProfileWarning(
        "duplicate_rows",
        None,
        Message(
            "{count:,} rows ({share:.1%}) repeat an earlier row; consider removing duplicates when "
            "preparing.",
            count=count,
            share=share,
        ),
        "warning" if share > 0.01 else "info",
    )


def all_missing(column: ColumnProfile) -> ProfileWarning | None:
    """No value at all."""
    if column.present or not column.rows:
        return None
    return ProfileWarning(
        "all_missing",
        column.label,
        Message("Column '{label}' has no value at all; better leave it out.", label=column.label),
        "warning",
    )


def high_missing(column: ColumnProfile) -> ProfileWarning | None:
    """More than half of the cells are missing, but not all."""
    share = column.missing / column.rows if column.rows else 0.0
    if not column.present or share <= _HIGH_MISSING:
        return None
    return ProfileWarning(
        "high_missing",
        column.label,
        Message(
            "{share:.0%} of column '{label}' is missing; check whether and how to use it.",
            share=share,
            label=column.label,
        ),
        "warning",
    )


def constant(column: ColumnProfile) -> ProfileWarning | None:
    """The same value in every row, none missing: it distinguishes rows no more than an empty column."""
    if column.distinct != 1 or column.missing or column.rows < 2:
        return None
    return ProfileWarning(
        "constant",
        column.label,
        Message(
            "Column '{label}' has the same value in every row and can't help a model.", label=column.label
        ),
        "warning",
    )


def mostly_one_value(column: ColumnProfile) -> ProfileWarning | None:
    """One of several values makes up 95% or more of those present."""
    if column.distinct < 2 or not column.top_values or column.present < _FEWEST_ROWS:
        return None
    value, count = column.top_values[0]
    share = count / column.present
    if share < _MOSTLY_ONE:
        return None
    return ProfileWarning(
        "mostly_one_value",
        column.label,
        Message(
            "{share:.1%} of column '{label}' is the one value '{value}'.",
            share=share,
            label=column.label,
            value=value,
        ),
        "info",
    )


def id_like(column: ColumnProfile) -> ProfileWarning | None:
    """Values name things: practically every row has its own, as in a customer number or in prose, or several share one.

    What is named as an amount is none.
    """
    if MEASUREMENT_LABEL.search(column.label):
        return None
    if not _all_differ(column):
        return _repeated_id(column)
    if _is_prose(column):
        return ProfileWarning(
            "prose",
            column.label,
            Message(
                "Column '{label}' has texts of several words. The preparation looks whether they help to predict the target.",
                label=column.label,
            ),
            "info",
        )
    return ProfileWarning(
        "id_like",
        column.label,
        Message(
            "Column '{label}' has its own value in practically every row, like an id; better leave it out.",
            label=column.label,
        ),
        "warning",
    )


def _repeated_id(column: ColumnProfile) -> ProfileWarning | None:
    if column.present < _FEWEST_ROWS or not names_things(column):
        return None
    return ProfileWarning(
        "id_like",
        column.label,
        Message(
            "Column '{label}' says which thing a row is about, such as a document, and new rows are about new ones; better leave "
            "it out.",
            label=column.label,
        ),
        "warning",
    )


def _is_prose(column: ColumnProfile) -> bool:
    """Whether most of the values that are kept have several words, which ids and names don't."""
    values = [value for value, _ in column.top_values]
    prose = [value for value in values if len(value.split()) >= _PROSE_WORDS]
    return column.type is ColumnType.TEXT and len(prose) * 2 > len(values)


def _all_differ(column: ColumnProfile) -> bool:
    """Whether the column's values distinguish nearly all rows.

    Measurements in whole numbers can be all different by chance, so an integer column counts only if
    values drawn at random from its middle half would have collided (expected collisions n² / 2·range).
    """
    if column.present < _FEWEST_ROWS:
        return False
    if column.type is ColumnType.TEXT:
        return column.distinct >= 0.99 * column.present
    if column.type is not ColumnType.INTEGER:
        return False
    q1, q3 = column.q1, column.q3
    assert isinstance(q1, (int, float)) and isinstance(q3, (int, float))
    half = column.present / 2
    collisions = half * half / (2 * max(1.0, q3 - q1))
    return column.distinct == column.present and collisions * 2 >= _EXPECTED_COLLISIONS


def many_categories(column: ColumnProfile) -> ProfileWarning | None:
    """A text column with more than a hundred values that is no id."""
    if column.type is not ColumnType.TEXT or column.distinct <= _MANY_CATEGORIES:
        return None
    if _all_differ(column) or names_things(column):
        return None
    return ProfileWarning(
        "many_categories",
        column.label,
        Message(
            "Column '{label}' has {distinct:,} different values; rare ones are learned as one.",
            label=column.label,
            distinct=column.distinct,
        ),
        "info",
    )


def spellings(column: ColumnProfile) -> ProfileWarning | None:
    """Texts that differ only in case, width or spaces: "Yes", "yes", "YES"; "서울 시", "서울시".

    Looks at the values the profile keeps: all of them up to a hundred, else the most frequent ones.
    """
    if column.type is not ColumnType.TEXT or column.categories is None or _all_differ(column):
        return None
    alike: dict[str, list[str]] = {}
    for value in column.categories.values:
        alike.setdefault(_same_answer(value), []).append(value)
    groups = [values for values in alike.values() if len(values) > 1]
    if not groups:
        return None
    example = ", ".join(f"'{value}'" for value in groups[0][:_SPELLINGS_SHOWN])
    return ProfileWarning(
        "spellings",
        column.label,
        Message(
            "Column '{label}' has {groups:,} value(s) written in several ways, differing only in case or "
            "spaces (e.g. {example}). Each is learned as a value of its own; if they mean the same, "
            "write them alike and upload the file again.",
            label=column.label,
            groups=len(groups),
            example=example,
        ),
        "warning",
    )


def _same_answer(value: str) -> str:
    return "".join(unicodedata.normalize("NFKC", value).casefold().split())


def count_duplicate_rows(typed_parquet: Path, schema: TableSchema) -> int:
    """Rows of the file that repeat an earlier row in the columns of `schema`.

    `profile_table` counts the same for all columns on its way; this is for a choice of columns.
    """
    from automl_lib.profile.duplicates import RowFingerprints
    from automl_lib.profile.reading import OpenParquet, read_column

    if not schema.columns:
        return 0
    with OpenParquet(typed_parquet) as typed:
        fingerprints = RowFingerprints(typed.rows)
        for place, column in enumerate(schema.columns):
            fingerprints.add(read_column(typed, column.key, column.type), place)
    return fingerprints.duplicates()


_CHECKS: tuple[Callable[[ColumnProfile], ProfileWarning | None], ...] = (
    all_missing,
    high_missing,
    constant,
    mostly_one_value,
    id_like,
    many_categories,
    spellings,
)
