"""Copying tables from one database to another, and reading them back to compare. Knows no table."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

import sqlalchemy as sa

from domain.messages import Message
from domain.refusal import Refusal

BATCH_ROWS = 1_000
Row = dict[str, Any]


class MoveRefused(Refusal):
    """Why nothing was moved, or no further, in Korean and in English."""


@dataclass
class Digest:
    """Number and content of rows, whatever their order: databases sort texts differently."""

    rows: int = 0
    _sum: int = field(default=0, repr=False)

    def add(self, row: Mapping[str, Any]) -> None:
        content = json.dumps(list(row.values()), ensure_ascii=False, default=_plain).encode()
        self._sum = (self._sum + int.from_bytes(hashlib.sha256(content).digest(), "big")) % 2**256
        self.rows += 1

    @property
    def sha256(self) -> str:
        """The sum of the rows' SHA-256, modulo 2 to the 256th, in hexadecimal."""
        return f"{self._sum:064x}"


@dataclass(frozen=True)
class Moved:
    """A table that was moved and compared."""

    database: str
    table: str
    rows: int
    sha256: str


def move_table(
    database: str,
    table: sa.Table,
    source: Iterable[Row],
    target: sa.Engine,
    *,
    write: Callable[[sa.Connection, list[Row]], None] | None = None,
    on_progress: Callable[[str], None] = lambda _: None,
) -> Moved:
    """Write the rows, read them back, and compare the two.

    Args:
        source: rows by the names of the table's columns, as `read` gives them.
        write: instead of INSERT; takes a batch.

    Raises:
        MoveRefused: PostgreSQL can't hold a row, or what was read back is something else.
    """
    sent = Digest()
    columns = moved_columns(table)
    insert = sa.insert(_plain_table(table, columns))
    rows = iter(source)
    while batch := list(islice(rows, BATCH_ROWS)):
        for row in batch:
            _refuse_nul(database, table, row)
            sent.add(row)
        with target.begin() as connection:
            if write is not None:
                write(connection, batch)
            else:
                _insert(connection, insert, database, table, batch)
        if sent.rows % (100 * BATCH_ROWS) == 0:
            on_progress(f"{database}: {table.name} {sent.rows:,}")
    reset_sequence(target, table)
    found = Digest()
    with target.connect() as connection:
        for row in read(connection, table):
            found.add(row)
    if (sent.rows, sent.sha256) != (found.rows, found.sha256):
        raise MoveRefused(
            Message(
                "table {name} of {database} differs after the move ({rows:,} rows, then {found_rows:,}); see "
                "that nothing else uses the target databases, and run the same command again",
                name=table.name,
                database=database,
                rows=sent.rows,
                found_rows=found.rows,
            )
        )
    return Moved(database, table.name, sent.rows, sent.sha256)


def read(connection: sa.Connection, table: sa.Table, *, only: set[str] | None = None) -> Iterator[Row]:
    """The rows of a table, a batch at a time; JSON as the text it is stored as.

    Args:
        only: columns that are there; others are None (a database made by an earlier version has fewer).
    """
    columns = moved_columns(table)
    plain = _plain_table(table, columns)
    is_postgresql = connection.dialect.name == "postgresql"
    there = [c for c in columns if only is None or c.name in only]
    chosen = [
        # The driver would take JSON apart by itself, and null as a value could not be told from none.
        sa.cast(plain.c[c.name], sa.Text).label(c.name)
        if is_postgresql and _is_json(c.type)
        else plain.c[c.name]
        for c in there
    ]
    absent = {c.name: None for c in columns if c not in there}
    result = connection.execution_options(yield_per=BATCH_ROWS).execute(sa.select(*chosen))
    names = [c.name for c in columns]
    for row in result.mappings():
        found = {**absent, **row}
        yield {name: found[name] for name in names}


def has_rows(connection: sa.Connection, name: str) -> bool:
    """Whether anything is in the table of this name."""
    return (
        connection.execute(sa.select(sa.literal(1)).select_from(sa.table(name)).limit(1)).first() is not None
    )


def moved_columns(table: sa.Table) -> list[sa.Column[Any]]:
    """All but those a database computes by itself."""
    return [c for c in table.columns if c.computed is None]


def reset_sequence(target: sa.Engine, table: sa.Table) -> None:
    """Let counted keys go on after the largest one that was moved."""
    column = table.autoincrement_column
    if column is None:
        return
    with target.begin() as connection:
        quoted = connection.dialect.identifier_preparer.quote_identifier
        sequence = connection.scalar(
            sa.select(sa.func.pg_get_serial_sequence(quoted(table.name), column.name))
        )
        if sequence is not None:
            last = connection.scalar(sa.select(sa.func.max(column)))
            connection.execute(sa.select(sa.func.setval(sequence, last or 1, last is not None)))


def _insert(
    connection: sa.Connection, insert: sa.Insert, database: str, table: sa.Table, batch: list[Row]
) -> None:
    try:
        with connection.begin_nested():
            connection.execute(insert, batch)
    except sa.exc.DBAPIError:
        for row in batch:  # one of them; which, people have to be told
            try:
                with connection.begin_nested():
                    connection.execute(insert, [row])
            except sa.exc.DBAPIError as error:
                why = str(error.orig).strip().splitlines()[0]
                raise MoveRefused(
                    Message(
                        "{database}: the row {key} of {name} can't be written to PostgreSQL ({why}); mend or delete "
                        "it and run the command again",
                        database=database,
                        key=_key(table, row),
                        name=table.name,
                        why=why,
                    )
                ) from error


def _refuse_nul(database: str, table: sa.Table, row: Row) -> None:
    for name, value in row.items():
        if isinstance(value, str) and "\x00" in value:
            raise MoveRefused(
                Message(
                    "{database}: {name} of the row {key} of {table_name} holds a NUL character (\\x00), which "
                    "PostgreSQL can't keep; take it out and run the command again",
                    database=database,
                    name=name,
                    key=_key(table, row),
                    table_name=table.name,
                )
            )


def _key(table: sa.Table, row: Row) -> str:
    return ", ".join(f"{c.name}={row.get(c.name)!r}" for c in table.primary_key)


def _plain_table(table: sa.Table, columns: Iterable[sa.Column[Any]]) -> sa.TableClause:
    """The table with its columns as they are stored, without what Python makes of them."""
    return sa.table(table.name, *[sa.column(c.name, _stored_type(c.type)) for c in columns])


def _is_json(kind: sa.types.TypeEngine[Any]) -> bool:
    stored = kind.impl_instance if isinstance(kind, sa.types.TypeDecorator) else kind
    return isinstance(stored, sa.JSON)


def _stored_type(kind: sa.types.TypeEngine[Any]) -> sa.types.TypeEngine[Any]:
    if _is_json(kind):
        return sa.Text()
    if isinstance(kind, sa.types.TypeDecorator) and isinstance(kind.impl_instance, sa.String):
        return kind.impl_instance  # an encrypted text, say: moved as it is
    return kind


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return (value.astimezone(UTC) if value.tzinfo else value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return str(value)
