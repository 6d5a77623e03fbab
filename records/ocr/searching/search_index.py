"""The index of the search, in step with the rows of texts, documents and fields; `search_entries` says what it has.

It is derived, and `rebuild` makes it from the rows. Its tables are therefore no part of `Base.metadata`, which is what a
move to another database copies. An entry is a row of TB_OCR_SEARCH. Its tokens are in a contentless FTS5 table on SQLite,
and in a column with a GIN index on PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import InstanceState, Session

from records.ocr.document_fields.field_tables import OcrField
from records.ocr.searching import search_entries
from records.ocr.searching.search_entries import NAMES, Entry, name_id, parts, source_field
from records.ocr.searching.search_words import FEWEST, tokens
from records.ocr.tables import OcrDocument, OcrText

_DOCUMENTS_AT_ONCE = 200
"""Documents whose texts a rebuild holds in memory."""
_SHOWN: dict[type, tuple[str, ...]] = {
    OcrText: ("text", "corrected"),
    OcrDocument: ("file_name", "company"),
    OcrField: ("machine", "corrected", "text_ids"),
}
"""What the words of an entry follow from."""

_tables = sa.MetaData()
ENTRY = sa.Table(
    "TB_OCR_SEARCH",
    _tables,
    sa.Column("SEARCH_ID", sa.BigInteger, primary_key=True),
    sa.Column("DOC_ID", sa.String(15)),
    sa.Column("SOURCE_ID", sa.String(80)),
    sa.Column("WORDS", sa.Text),
    sa.Column("TEXT_WORDS", sa.Text),
    sa.Column("TOKENS", ARRAY(sa.Integer)),  # on PostgreSQL only
)
TOKENS = sa.table("TB_OCR_SEARCH_TOKENS", sa.column("rowid", sa.Integer), sa.column("TOKENS", sa.Text))
"""On SQLite only. The name of the table as a column is FTS5's way to name the whole row."""


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


def put_fields(
    connection: sa.Connection, field_ids: Collection[str], *, only_corrected: bool = False
) -> None:
    """Bring the entries of fields in step with their rows; those of fields that are gone are taken out.

    Args:
        only_corrected: take out entries of values that no person wrote and no repair made.
    """
    for some in parts(sorted(field_ids)):
        wanted = search_entries.of_fields(connection, some, only_corrected=only_corrected)
        columns = ENTRY.c.SOURCE_ID, ENTRY.c.WORDS, ENTRY.c.TEXT_WORDS
        rows = connection.execute(sa.select(*columns).where(ENTRY.c.SOURCE_ID.in_(some)))
        found = {row.SOURCE_ID: (row.WORDS, row.TEXT_WORDS) for row in rows}
        changed = [one for one in wanted if found.get(one.source_id) != (one.words, one.text_words)]
        same = {one.source_id for one in wanted} - {one.source_id for one in changed}
        _write(connection, changed, _remove(connection, sorted(found.keys() - same)))


def rebuild(connection: sa.Connection) -> None:
    """Make the index from the rows, whatever it held."""
    if _is_sqlite(connection):
        connection.exec_driver_sql(f'INSERT INTO "{TOKENS.name}"("{TOKENS.name}") VALUES (\'delete-all\')')
    connection.execute(sa.delete(ENTRY))
    for some in parts(search_entries.all_documents(connection), _DOCUMENTS_AT_ONCE):
        _write(connection, search_entries.of_documents(connection, some), {})
    if _is_sqlite(connection):
        connection.exec_driver_sql(f'INSERT INTO "{TOKENS.name}"("{TOKENS.name}") VALUES (\'optimize\')')


def is_empty(connection: sa.Connection) -> bool:
    """Whether there are no entries."""
    return connection.scalar(sa.select(ENTRY.c.SEARCH_ID).limit(1)) is None


def follow(session: Session, _flush: object) -> None:
    """After each flush: the entries of what was added, changed or deleted.

    Statements on many rows are not seen here, and call `put`, `put_fields` or `remove_document` themselves.
    """
    deleted, new = list(session.deleted), list(session.new)
    dirty = [row for row in session.dirty if _has_other_words(row)]
    gone = [source_id for row in deleted for source_id in _source_ids(row)]
    # Later entries come first among the results, and the texts of a page from top to bottom.
    entries = [entry for row in (*reversed(new), *dirty) for entry in _entries(row)]
    rows = (*deleted, *new, *dirty)
    fields = {row.field_id for row in rows if isinstance(row, OcrField)}
    if not (gone or entries or fields):
        return
    connection = session.connection()
    remove(connection, gone)
    put(connection, entries)
    put_fields(connection, fields)
    others = (
        search_entries.fields_from(connection, (row for row in rows if isinstance(row, OcrText))) - fields
    )
    # What was read from the texts as they were is read again; what people wrote stays.
    put_fields(connection, others, only_corrected=True)


sa.event.listen(Session, "after_flush", follow)


def _has_other_words(row: object) -> bool:
    state: InstanceState[Any] = sa.inspect(row)
    return any(state.attrs[name].history.has_changes() for name in _SHOWN.get(type(row), ()))


def _source_ids(row: object) -> list[str]:
    if isinstance(row, OcrText):
        return [row.text_id]
    return [name_id(row.doc_id, field) for field in NAMES] if isinstance(row, OcrDocument) else []


def _entries(row: object) -> list[Entry]:
    if isinstance(row, OcrText):
        return [search_entries.of_text(row)]
    if isinstance(row, OcrDocument):
        return search_entries.of_names(row.doc_id, row.file_name, row.company)
    return []


def _write(connection: sa.Connection, entries: Iterable[Entry], ids: dict[str, int]) -> None:
    """As `put`, where there is no entry of the same id; `ids` are numbers to take up again."""
    rows = [
        {
            "SEARCH_ID": ids.get(entry.source_id),
            "DOC_ID": entry.doc_id,
            "SOURCE_ID": entry.source_id,
            "WORDS": entry.words,
            "TEXT_WORDS": entry.text_words,
            "TOKENS": tokens(entry.words, entry.field),
        }
        for entry in entries
        if len(entry.words) >= FEWEST
    ]
    _insert(connection, rows)


def _remove(connection: sa.Connection, source_ids: Sequence[str]) -> dict[str, int]:
    """The numbers that the removed entries had."""
    ids: dict[str, int] = {}
    for some in parts(source_ids):
        columns = ENTRY.c.SEARCH_ID, ENTRY.c.DOC_ID, ENTRY.c.SOURCE_ID, ENTRY.c.WORDS
        found = connection.execute(sa.select(*columns).where(ENTRY.c.SOURCE_ID.in_(some))).all()
        if not found:
            continue
        if _is_sqlite(connection):
            # A contentless table needs the words of a row to find it; the entry has them.
            connection.exec_driver_sql(
                f'INSERT INTO "{TOKENS.name}"("{TOKENS.name}", rowid, "TOKENS") VALUES (\'delete\', ?, ?)',
                [
                    (row.SEARCH_ID, as_words(tokens(row.WORDS, source_field(row.DOC_ID, row.SOURCE_ID))))
                    for row in found
                ],
            )
        connection.execute(sa.delete(ENTRY).where(ENTRY.c.SEARCH_ID.in_([row.SEARCH_ID for row in found])))
        ids |= {row.SOURCE_ID: row.SEARCH_ID for row in found}
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


def _is_sqlite(connection: sa.Connection) -> bool:
    return connection.dialect.name == "sqlite"
