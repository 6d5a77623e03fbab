"""The index of the search: one entry per text, file name and 상호, in step with their rows.

It is derived, and `rebuild` makes it from the rows. Its tables are therefore no part of `Base.metadata`, which is what a
move to another database copies. An entry is a row of TB_OCR_SEARCH. Its tokens are in a contentless FTS5 table on SQLite,
and in a column with a GIN index on PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import InstanceState, Session

from records.ocr.search_words import FEWEST, Field, tokens, words_of
from records.ocr.tables import OcrDocument, OcrText

_AT_ONCE = 500
"""Ids in one statement."""
_DOCUMENTS_AT_ONCE = 200
"""Documents whose texts a rebuild holds in memory."""

_tables = sa.MetaData()
ENTRY = sa.Table(
    "TB_OCR_SEARCH",
    _tables,
    sa.Column("SEARCH_ID", sa.BigInteger, primary_key=True),
    sa.Column("DOC_ID", sa.String(15)),
    sa.Column("SOURCE_ID", sa.String(40)),
    sa.Column("WORDS", sa.Text),
    sa.Column("TOKENS", ARRAY(sa.Integer)),  # on PostgreSQL only
)
TOKENS = sa.table("TB_OCR_SEARCH_TOKENS", sa.column("rowid", sa.Integer), sa.column("TOKENS", sa.Text))
"""On SQLite only. The name of the table as a column is FTS5's way to name the whole row."""

_DOC = sa.table("TB_OCR_DOC", *map(sa.column, ("DOC_ID", "FILE_NM", "COMPANY_NM")))
_TEXT = sa.table(
    "TB_OCR_DOC_TEXT",
    *map(sa.column, ("TEXT_ID", "DOC_ID", "PAGE_NO", "ORDER_NO", "TEXT_NM", "TEXT_UPDT_NM")),
)


@dataclass(frozen=True)
class Entry:
    """What is found by its words.

    Args:
        source_id: the text's id, or that of a document's name (`name_id`).
        text: as people read it.
    """

    source_id: str
    doc_id: str
    field: Field
    text: str


def name_id(doc_id: str, field: Field) -> str:
    """The id of an entry for a document's file name or 상호."""
    return f"{doc_id}/{field}"


def as_words(found: Iterable[int]) -> str:
    """Tokens as the words of an FTS5 row."""
    return " ".join(as_word(token) for token in found)


def as_word(token: int) -> str:
    """A token as FTS5 has it."""
    return f"{token + 2**31:x}"


def put(connection: sa.Connection, entries: Sequence[Entry]) -> None:
    """Write entries in place of those with the same ids, whose place in the order of results they keep."""
    _write(connection, entries, _remove(connection, [entry.source_id for entry in entries]))


def remove(connection: sa.Connection, source_ids: Sequence[str]) -> None:
    """Take entries out."""
    _remove(connection, source_ids)


def remove_document(session: Session, doc_id: str) -> None:
    """Take out all entries of a document."""
    query = sa.select(ENTRY.c.SOURCE_ID).where(ENTRY.c.DOC_ID.in_([doc_id]))
    _remove(session.connection(), session.scalars(query).all())


def rebuild(connection: sa.Connection) -> None:
    """Make the index from the rows, whatever it held."""
    if _is_sqlite(connection):
        connection.exec_driver_sql(f'INSERT INTO "{TOKENS.name}"("{TOKENS.name}") VALUES (\'delete-all\')')
    connection.execute(sa.delete(ENTRY))
    doc_ids = connection.scalars(sa.select(_DOC.c.DOC_ID).order_by(_DOC.c.DOC_ID)).all()
    for some in _parts(doc_ids, _DOCUMENTS_AT_ONCE):
        _write(connection, _entries_of(connection, some), {})
    if _is_sqlite(connection):
        connection.exec_driver_sql(f'INSERT INTO "{TOKENS.name}"("{TOKENS.name}") VALUES (\'optimize\')')


def follow(session: Session, _flush: object) -> None:
    """After each flush: the entries of what was added, changed or deleted.

    Statements on many rows are not seen here, and call `put` or `remove_document` themselves.
    """
    gone: list[str] = []
    for row in session.deleted:
        if isinstance(row, OcrText):
            gone.append(row.text_id)
        elif isinstance(row, OcrDocument):
            gone += [name_id(row.doc_id, field) for field in (Field.FILE_NAME, Field.COMPANY)]
    # Later entries come first among the results, and the texts of a page from top to bottom.
    new = [entry for row in reversed(list(session.new)) for entry in _entries(row)]
    changed = [entry for row in session.dirty if _has_other_words(row) for entry in _entries(row)]
    if gone:
        remove(session.connection(), gone)
    if new or changed:
        put(session.connection(), [*new, *changed])


sa.event.listen(Session, "after_flush", follow)


def _has_other_words(row: object) -> bool:
    if not isinstance(row, OcrText | OcrDocument):
        return False
    names = ("text", "corrected") if isinstance(row, OcrText) else ("file_name", "company")
    state: InstanceState[Any] = sa.inspect(row)
    return any(state.attrs[name].history.has_changes() for name in names)


def _entries(row: object) -> Iterator[Entry]:
    if isinstance(row, OcrText):
        yield Entry(row.text_id, row.doc_id, Field.TEXT, row.label)
    elif isinstance(row, OcrDocument):
        yield from _names(row.doc_id, row.file_name, row.company)


def _names(doc_id: str, file_name: str, company: str) -> Iterator[Entry]:
    for field, name in ((Field.FILE_NAME, file_name), (Field.COMPANY, company)):
        yield Entry(name_id(doc_id, field), doc_id, field, name)


def _entries_of(connection: sa.Connection, doc_ids: Sequence[str]) -> Iterator[Entry]:
    for doc_id, file_name, company in connection.execute(
        sa.select(_DOC).where(_DOC.c.DOC_ID.in_(doc_ids)).order_by(_DOC.c.DOC_ID)
    ):
        yield from _names(doc_id, file_name, company)
    label = sa.func.coalesce(_TEXT.c.TEXT_UPDT_NM, _TEXT.c.TEXT_NM)
    for text_id, doc_id, text in connection.execute(
        sa.select(_TEXT.c.TEXT_ID, _TEXT.c.DOC_ID, label)
        .where(_TEXT.c.DOC_ID.in_(doc_ids))
        # Newer results come first, and those of one page from top to bottom.
        .order_by(_TEXT.c.DOC_ID, _TEXT.c.PAGE_NO.desc(), _TEXT.c.ORDER_NO.desc())
    ):
        yield Entry(text_id, doc_id, Field.TEXT, text)


def _write(connection: sa.Connection, entries: Iterable[Entry], ids: dict[str, int]) -> None:
    """As `put`, where there is no entry of the same id; `ids` are numbers to take up again."""
    rows = []
    for entry in entries:
        words = words_of(entry.text)
        if len(words) >= FEWEST:
            row = {"DOC_ID": entry.doc_id, "SOURCE_ID": entry.source_id, "WORDS": words}
            rows.append(row | {"SEARCH_ID": ids.get(entry.source_id), "TOKENS": tokens(words, entry.field)})
    _insert(connection, rows)


def _remove(connection: sa.Connection, source_ids: Sequence[str]) -> dict[str, int]:
    """The numbers that the removed entries had."""
    ids: dict[str, int] = {}
    for some in _parts(source_ids, _AT_ONCE):
        found = connection.execute(
            sa.select(ENTRY.c.SEARCH_ID, ENTRY.c.SOURCE_ID, ENTRY.c.WORDS).where(ENTRY.c.SOURCE_ID.in_(some))
        ).all()
        if not found:
            continue
        if _is_sqlite(connection):
            # A contentless table needs the words of a row to find it; the entry has them.
            connection.exec_driver_sql(
                f'INSERT INTO "{TOKENS.name}"("{TOKENS.name}", rowid, "TOKENS") VALUES (\'delete\', ?, ?)',
                [(number, as_words(tokens(words, _field(source_id)))) for number, source_id, words in found],
            )
        connection.execute(sa.delete(ENTRY).where(ENTRY.c.SEARCH_ID.in_([row[0] for row in found])))
        ids |= {source_id: number for number, source_id, _ in found}
    return ids


def _insert(connection: sa.Connection, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    if not _is_sqlite(connection):
        numbered = [row for row in rows if row["SEARCH_ID"] is not None]
        others = [row for row in rows if row["SEARCH_ID"] is None]
        for row in others:
            del row["SEARCH_ID"]  # the sequence has the next one
        for some in (numbered, others):
            if some:
                connection.execute(sa.insert(ENTRY), some)
        return
    # No other connection writes until the end of this transaction.
    last = connection.scalar(sa.select(sa.func.max(ENTRY.c.SEARCH_ID))) or 0
    for row in rows:
        if row["SEARCH_ID"] is None:
            row["SEARCH_ID"] = last = last + 1
    connection.execute(
        sa.insert(TOKENS), [{"rowid": row["SEARCH_ID"], "TOKENS": as_words(row["TOKENS"])} for row in rows]
    )
    connection.execute(
        sa.insert(ENTRY), [{name: value for name, value in row.items() if name != "TOKENS"} for row in rows]
    )


def _field(source_id: str) -> Field:
    return Field(source_id.rsplit("/", 1)[1]) if "/" in source_id else Field.TEXT


def _is_sqlite(connection: sa.Connection) -> bool:
    return connection.dialect.name == "sqlite"


def _parts(values: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (values[at : at + size] for at in range(0, len(values), size))
