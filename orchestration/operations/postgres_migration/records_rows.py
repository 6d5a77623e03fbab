"""The TB_* tables: schema by our migrations, rows in the order of their references."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import sqlalchemy as sa

import records.access.tables
import records.ocr.document_fields.field_tables
import records.ocr.document_fields.layout_tables
import records.ocr.proofreading.check_tables
import records.ocr.table_editing.table_rows
import records.ocr.tables
import records.tables  # noqa: F401 - all six: so that Base knows every table
from orchestration.operations.postgres_migration.copying import Moved, Row, move_table, read
from records import migrate, text_rows
from records.base import Base
from records.engine import open_engine
from records.ocr.searching import search_index
from records.tables import TableRow

DATABASE = "records"


def move(source_url: str, target: sa.Engine, on_progress: Callable[[str], None]) -> Iterator[Moved]:
    """Copy every table; those who would write to the source meanwhile wait, and are told."""
    source = open_engine(source_url)
    migrate.upgrade(source)
    migrate.upgrade(target)
    with source.connect() as connection:  # of SQLite: BEGIN IMMEDIATE
        for table in Base.metadata.sorted_tables:
            write = _copy if table is TableRow.__table__ else None
            yield move_table(
                DATABASE, table, read(connection, table), target, write=write, on_progress=on_progress
            )
    source.dispose()
    with target.begin() as connection:
        search_index.rebuild(connection)


def _copy(connection: sa.Connection, batch: list[Row]) -> None:
    text_rows.copy_in(connection, [(row["DOC_ID"], row["ROW_NO"], row["ROW_TEXT"]) for row in batch])
