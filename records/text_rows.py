"""TB_AUTOML_TEXT: every row of a document as read, header first, as JSON arrays of cells.

Rows are loaded in short transactions, so that others can write meanwhile, and belong to the
document only once its status says so; a load that was cut off is simply begun again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from records.engine import transaction
from records.tables import TableRow

# One statement takes a batch of rows apart inside the database: half the time of an insert per row, and
# Python's lock is free meanwhile.
_INSERT = {
    "sqlite": """
        INSERT INTO "TB_AUTOML_TEXT" ("DOC_ID", "ROW_NO", "ROW_TEXT")
        SELECT :doc_id, :first + key, value FROM json_each(:rows)
    """,
    "postgresql": """
        INSERT INTO "TB_AUTOML_TEXT" ("DOC_ID", "ROW_NO", "ROW_TEXT")
        SELECT :doc_id, :first + position - 1, value::text
        FROM json_array_elements(CAST(:rows AS json)) WITH ORDINALITY AS batch(value, position)
    """,
}


def replace_rows(
    engine: sa.Engine,
    doc_id: str,
    header: Sequence[str],
    batches: Iterable[str],
    *,
    guard: Callable[[Session], None],
    progress: Callable[[int], None],
) -> int:
    """Make `header` and then the rows of `batches` the text of the document.

    Args:
        batches: each a JSON array of rows, which are arrays of cells; one transaction each.
        guard: called first in every transaction; raises where this writer must stop.
        progress: called with the number of rows written so far.

    Returns:
        The number of rows, the header not counted.
    """
    _delete_rows(engine, doc_id, guard)
    with transaction(engine) as session:
        guard(session)
        _insert(session, doc_id, 0, json.dumps([list(header)], ensure_ascii=False))
    written = 0
    for batch in batches:
        with transaction(engine) as session:
            guard(session)
            written += _insert(session, doc_id, written + 1, batch)
        progress(written)
    return written


def read_rows(session: Session, doc_id: str, *, first: int = 0, count: int = 100) -> list[list[str | None]]:
    """Rows `first` … `first + count - 1`; row 0 is the header."""
    texts = session.scalars(
        sa.select(TableRow.text)
        .where(TableRow.doc_id == doc_id, TableRow.row_no >= first, TableRow.row_no < first + count)
        .order_by(TableRow.row_no)
    )
    return [json.loads(text) for text in texts]


def _delete_rows(engine: sa.Engine, doc_id: str, guard: Callable[[Session], None]) -> None:
    """Remove an earlier load, newest rows first and in bites, so that nobody waits long."""
    while True:
        with transaction(engine) as session:
            guard(session)
            last = session.scalar(sa.select(sa.func.max(TableRow.row_no)).where(TableRow.doc_id == doc_id))
            if last is None:
                return
            session.execute(
                sa.delete(TableRow).where(TableRow.doc_id == doc_id, TableRow.row_no > last - 50_000)
            )


def _insert(session: Session, doc_id: str, first: int, rows: str) -> int:
    statement = sa.text(_INSERT[session.get_bind().dialect.name])
    result = session.execute(statement, {"doc_id": doc_id, "first": first, "rows": rows})
    return cast(sa.CursorResult[Any], result).rowcount
