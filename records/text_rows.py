"""TB_AUTOML_TEXT: every row of a document as read, header first, as JSON arrays of cells.

Rows are loaded in short transactions, so that others can write meanwhile, and belong to the
document only once its status says so; a load that was cut off is simply begun again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.messages import Message
from records.engine import is_postgresql, transaction
from records.errors import NotFound
from records.tables import Document, TableRow

# One statement takes a batch of rows apart inside the database: half the time of an insert per row, and
# Python's lock is free meanwhile.
_INSERT = """
    INSERT INTO "TB_AUTOML_TEXT" ("DOC_ID", "ROW_NO", "ROW_TEXT")
    SELECT :doc_id, :first + key, value FROM json_each(:rows)
"""
_COPY = 'COPY "TB_AUTOML_TEXT" ("DOC_ID", "ROW_NO", "ROW_TEXT") FROM STDIN'
_COPY_BYTES = 1 << 20
_ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


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
        batches: each some rows, one a line and without a line break at the end; a row is a JSON array of cells
            without blanks between them. One transaction each.
        guard: called first in every transaction; raises where this writer must stop.
        progress: called with the number of rows written so far.

    Returns:
        The number of rows, the header not counted.
    """
    _delete_rows(engine, doc_id, guard)
    with transaction(engine) as session:
        guard(session)
        _insert(session, doc_id, 0, json.dumps(list(header), ensure_ascii=False, separators=(",", ":")))
    return _write(engine, doc_id, 0, batches, guard, progress)


def append_rows(
    engine: sa.Engine,
    doc_id: str,
    after: int,
    batches: Iterable[str],
    *,
    guard: Callable[[Session], None],
    progress: Callable[[int], None],
) -> int:
    """Write the rows of `batches` after row `after` of the document, in place of those an earlier attempt left there.

    The arguments and the result are those of `replace_rows`.
    """
    _delete_rows(engine, doc_id, guard, after=after)
    return _write(engine, doc_id, after, batches, guard, progress)


def _write(
    engine: sa.Engine,
    doc_id: str,
    after: int,
    batches: Iterable[str],
    guard: Callable[[Session], None],
    progress: Callable[[int], None],
) -> int:
    written = 0
    for batch in batches:
        with transaction(engine) as session:
            guard(session)
            written += _insert(session, doc_id, after + written + 1, batch)
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


def cells_of(session: Session, doc_id: str, row_no: int) -> dict[str, str | None]:
    """The cells of one row, from 1, by header. Raises NotFound for a row that the document doesn't have."""
    header, rows = read_rows(session, doc_id, count=1), read_rows(session, doc_id, first=row_no, count=1)
    last = session.scalar(sa.select(Document.rows).where(Document.doc_id == doc_id))
    # Later rows are those of an addition that was cut off.
    if row_no < 1 or not rows or (last is not None and row_no > last):
        raise NotFound(
            Message("document {doc_id} has no row {row}; rows are numbered from 1", doc_id=doc_id, row=row_no)
        )
    return dict(zip(((label or "") for label in header[0]), rows[0], strict=True))


def _delete_rows(
    engine: sa.Engine, doc_id: str, guard: Callable[[Session], None], *, after: int = -1
) -> None:
    """Remove the rows after `after`, newest first and in batches, so that no transaction is long."""
    while True:
        with transaction(engine) as session:
            guard(session)
            last = session.scalar(sa.select(sa.func.max(TableRow.row_no)).where(TableRow.doc_id == doc_id))
            if last is None or last <= after:
                return
            first = max(after, last - 50_000)
            session.execute(sa.delete(TableRow).where(TableRow.doc_id == doc_id, TableRow.row_no > first))


def _insert(session: Session, doc_id: str, first: int, lines: str) -> int:
    if is_postgresql(session):
        return _copy(session, doc_id, first, lines)
    values = {"doc_id": doc_id, "first": first, "rows": f"[{lines.replace(chr(10), ',')}]"}
    return cast(sa.CursorResult[Any], session.execute(sa.text(_INSERT), values)).rowcount


def copy_in(connection: sa.Connection, rows: Iterable[tuple[str, int, str]]) -> int:
    """Load rows (DOC_ID, ROW_NO, ROW_TEXT) into PostgreSQL by COPY, in the connection's transaction; how many."""
    return _send(
        connection,
        "".join([f"{doc_id}\t{number}\t{text.translate(_ESCAPED)}\n" for doc_id, number, text in rows]),
    )


def _copy(session: Session, doc_id: str, first: int, lines: str) -> int:
    # JSON escapes tabs and line breaks, so backslashes are all that COPY would take for something else.
    rows = lines.replace("\\", "\\\\").split("\n")
    text = "".join([f"{doc_id}\t{number}\t{row}\n" for number, row in enumerate(rows, start=first)])
    return _send(session.connection(), text)


def _send(connection: sa.Connection, text: str) -> int:
    driver = connection.connection.driver_connection
    if driver is None:
        raise RuntimeError("the connection was closed")
    driver_error = connection.dialect.loaded_dbapi.OperationalError
    try:
        with driver.cursor() as cursor:
            cursor.copy_expert(_COPY, BytesIO(text.encode()), _COPY_BYTES)
            return int(cursor.rowcount)
    except driver_error as error:
        # As SQLAlchemy tells of a lost server or a full disk, which steps wait for and try again.
        if driver.closed:
            connection.invalidate(error)
        raise sa.exc.OperationalError(_COPY, None, error) from error
