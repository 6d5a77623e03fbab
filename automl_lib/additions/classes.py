"""Classes of the target that the table doesn't have, in rows that are added to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from automl_lib.reading.parsing.parse import unread_places
from domain.columns import ColumnType
from domain.messages import Message
from domain.table_additions import AdditionChoices, ColumnDifference, DifferenceKind
from domain.table_schema import TableSchema
from domain.tasks import MIN_CLASS_ROWS

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

_SHOWN = 5


@dataclass(frozen=True)
class TargetClasses:
    """The classes of a table's target.

    Attributes:
        key, label: of its column.
        known: the classes, as text.
    """

    key: str
    label: str
    known: frozenset[str]


@dataclass(frozen=True)
class NewClasses:
    """Rows whose target is a class that the table doesn't have.

    Attributes:
        key, label: of the target.
        counts: rows by class, the most frequent first; not empty.
        where: which rows, bool, shape (rows,).
        unheld: whether the target's type can't hold them, as yes and no can't hold a third answer. They are blank then, or the target
            becomes text.
    """

    key: str
    label: str
    counts: Mapping[str, int]
    where: np.ndarray
    unheld: bool = False

    def is_taken(self, choices: AdditionChoices) -> bool:
        """Whether people chose to take the rows with their classes."""
        return f"{DifferenceKind.CLASSES}:{self.label}" in choices.accepted and not choices.known_classes

    def is_blank(self, choices: AdditionChoices) -> bool:
        """Whether people chose to take the rows as if their classes weren't known."""
        chosen = f"{DifferenceKind.UNREADABLE}:{self.label}" in choices.accepted
        return self.unheld and chosen and not choices.known_classes and not self.is_taken(choices)

    def difference(self, choices: AdditionChoices) -> ColumnDifference:
        """The question, or what became of it by people's choices."""
        shown = ", ".join(f"'{name}' {count:,}" for name, count in list(self.counts.items())[:_SHOWN])
        values = {"rows": int(self.where.sum()), "label": self.label, "classes": shown}
        is_settled = True
        if choices.known_classes:
            said = Message(
                "{rows:,} rows were left out: the target '{label}' has classes in them that the table doesn't have "
                "({classes}).",
                **values,
            )
        elif self.is_blank(choices):
            said = Message(
                "{rows:,} rows were taken without a value of the target '{label}', in place of {classes}.",
                **values,
            )
        elif self.is_taken(choices):
            said = Message(
                "{rows:,} rows were taken with classes of the target '{label}' that the table didn't have ({classes}). The confirmed "
                "model is trained again and compared without them; models trained after the next preparation predict them too.{rare}",
                rare=self._rare,
                **values,
            )
        else:
            is_settled = False
            said = Message(
                "{rows:,} rows have classes of the target '{label}' that the table doesn't have ({classes}). Take them with the "
                "new class, which models trained after the next preparation predict too, take only the rows of known classes, or leave "
                "all rows out.{rare}",
                rare=self._rare,
                **values,
            )
        return ColumnDifference(
            DifferenceKind.CLASSES, self.label, said, asks=not is_settled, as_blank=self.unheld
        )

    @property
    def _rare(self) -> Message | str:
        """That a class can't be learned yet."""
        rare = [name for name, count in self.counts.items() if count < MIN_CLASS_ROWS]
        if not rare:
            return ""
        return Message(
            " A class is learned from {minimum} rows on, which {names} doesn't have yet; before it does, the preparation can't be "
            "applied again.",
            minimum=MIN_CLASS_ROWS,
            names=", ".join(f"'{name}'" for name in rare[:_SHOWN]),
        )


def target_classes(typed: Path, key: str, label: str) -> TargetClasses:
    """The classes of column `key` of a typed table."""
    import polars as pl

    values = pl.scan_parquet(typed).select(_as_text(typed, key)).unique().collect()[key]
    return TargetClasses(key, label, frozenset(values.drop_nulls().to_list()))


def unread_classes(target: TargetClasses, aligned: Path, schema: TableSchema) -> NewClasses | None:
    """The rows whose target is a word that its column can't hold, such as a third answer beside yes and no; None without any.

    Args:
        aligned: cells of the rows, by key.
        schema: by which they are read.
    """
    import numpy as np
    import polars as pl

    column = schema.by_key(target.key)
    if column.type is ColumnType.TEXT:
        return None
    cells = pl.read_parquet(aligned, columns=[target.key])[target.key]
    places = unread_places(cells, column)
    if not len(places):
        return None
    where = np.zeros(len(cells), dtype=bool)
    where[places.to_numpy()] = True
    counted = cells.gather(places).str.strip_chars().alias("word").value_counts(sort=True)
    return NewClasses(target.key, target.label, dict(counted.iter_rows()), where, unheld=True)


def new_classes(target: TargetClasses, typed: Path) -> NewClasses | None:
    """The rows of a typed file whose target is none of the table's classes; None where there are none. Blanks are no class."""
    import polars as pl

    values = pl.scan_parquet(typed).select(_as_text(typed, target.key)).collect()[target.key]
    where = values.is_not_null() & ~values.is_in(list(target.known))
    if not where.any():
        return None
    counted = values.filter(where).value_counts(sort=True)
    return NewClasses(target.key, target.label, dict(counted.iter_rows()), where.fill_null(False).to_numpy())


def _as_text(typed: Path, key: str) -> pl.Expr:
    import polars as pl

    column = pl.col(key)
    kind = pl.read_parquet_schema(typed)[key]
    if kind.is_numeric():
        # Whole numbers may have fractions in one of the two files only.
        return column.cast(pl.Float64).cast(pl.String)
    text = column.cast(pl.String)
    return text.str.normalize("NFC").str.strip_chars() if kind == pl.String else text
