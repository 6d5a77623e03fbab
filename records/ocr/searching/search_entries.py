"""What the search finds: an entry per text, file name, 상호, and value of a field that is in none of the field's texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa

from records.ocr.searching.search_words import FEWEST, Field, words_of
from records.ocr.tables import OcrText

AT_ONCE = 500
"""Ids in one statement."""
NAMES = (Field.FILE_NAME, Field.COMPANY)
_Value = TypeVar("_Value")

# As of the migrations that make the index, not as of today's classes.
_DOC = sa.table("TB_OCR_DOC", *map(sa.column, ("DOC_ID", "FILE_NM", "COMPANY_NM")))
_TEXT = sa.table(
    "TB_OCR_DOC_TEXT",
    *map(sa.column, ("TEXT_ID", "DOC_ID", "PAGE_NO", "ORDER_NO", "TEXT_NM", "TEXT_UPDT_NM")),
)
_FIELD = sa.table(
    "TB_OCR_FIELD",
    *map(sa.column, ("FIELD_ID", "DOC_ID", "LINE_NO", "ORDER_NO", "MACHINE_VALUE", "CORRECTED_VALUE")),
    sa.column("TEXT_IDS", sa.JSON),
)
_LABEL = sa.func.coalesce(_TEXT.c.TEXT_UPDT_NM, _TEXT.c.TEXT_NM)
_FIELD_VALUE = sa.func.coalesce(_FIELD.c.CORRECTED_VALUE, _FIELD.c.MACHINE_VALUE)


@dataclass(frozen=True)
class Entry:
    """What is found by its words.

    Attributes:
        source_id: the id of the text or field, or that of a document's name (`name_id`).
        words: normal form of the text, name or value.
        text_words: of a field, the normal forms of the texts that it was read from, a line each; None without any. Where the
            search is in these too, they are the results and the field is none.
    """

    source_id: str
    doc_id: str
    field: Field
    words: str
    text_words: str | None = None


def name_id(doc_id: str, field: Field) -> str:
    """The id of an entry for a document's file name or 상호."""
    return f"{doc_id}/{field}"


def source_field(doc_id: str, source_id: str) -> Field:
    """What an entry is of, by its id."""
    return next((field for field in NAMES if source_id == name_id(doc_id, field)), Field.TEXT)


def of_text(text: OcrText) -> Entry:
    """The entry of a text."""
    return Entry(text.text_id, text.doc_id, Field.TEXT, words_of(text.label))


def of_names(doc_id: str, file_name: str, company: str) -> list[Entry]:
    """The entries of a document's names."""
    names = zip(NAMES, (file_name, company), strict=True)
    return [Entry(name_id(doc_id, field), doc_id, field, words_of(name)) for field, name in names]


def of_documents(connection: sa.Connection, doc_ids: Sequence[str]) -> Iterator[Entry]:
    """All entries of some documents, in the order of these.

    Newer results come first, and those of one page from top to bottom: what is listed first is written last.
    """
    entries: dict[str, list[Entry]] = {doc_id: [] for doc_id in doc_ids}
    for row in connection.execute(sa.select(_DOC).where(_DOC.c.DOC_ID.in_(doc_ids))):
        entries[row.DOC_ID] += of_names(row.DOC_ID, row.FILE_NM, row.COMPANY_NM)
    for row in connection.execute(
        sa.select(_TEXT.c.TEXT_ID, _TEXT.c.DOC_ID, _LABEL.label("label"))
        .where(_TEXT.c.DOC_ID.in_(doc_ids))
        .order_by(_TEXT.c.PAGE_NO.desc(), _TEXT.c.ORDER_NO.desc())
    ):
        entries[row.DOC_ID].append(Entry(row.TEXT_ID, row.DOC_ID, Field.TEXT, words_of(row.label)))
    for entry in _of_fields(connection, _FIELD.c.DOC_ID.in_(doc_ids)):
        entries[entry.doc_id].append(entry)
    return (entry for of_document in entries.values() for entry in of_document)


def of_fields(
    connection: sa.Connection, field_ids: Sequence[str], *, only_corrected: bool = False
) -> list[Entry]:
    """The entries of fields. One whose value is in one of its texts has none, as each part of it is found there.

    Args:
        only_corrected: leave out values that no person wrote and no repair made.
    """
    among: sa.ColumnElement[bool] = _FIELD.c.FIELD_ID.in_(field_ids)
    if only_corrected:
        among &= _FIELD.c.CORRECTED_VALUE.is_not(None)
    return list(_of_fields(connection, among))


def fields_from(connection: sa.Connection, texts: Iterable[OcrText]) -> set[str]:
    """Ids of the fields that were read from these texts, which may be gone."""
    by_document: dict[str, set[str]] = defaultdict(set)
    for text in texts:
        by_document[text.doc_id].add(text.text_id)
    columns = _FIELD.c.FIELD_ID, _FIELD.c.DOC_ID, _FIELD.c.TEXT_IDS
    return {
        row.FIELD_ID
        for some in parts(sorted(by_document))
        for row in connection.execute(sa.select(*columns).where(_FIELD.c.DOC_ID.in_(some)))
        if not by_document[row.DOC_ID].isdisjoint(row.TEXT_IDS)
    }


def all_documents(connection: sa.Connection) -> Sequence[str]:
    """Their ids, from the first to the last."""
    return connection.scalars(sa.select(_DOC.c.DOC_ID).order_by(_DOC.c.DOC_ID)).all()


def all_fields(connection: sa.Connection) -> Sequence[str]:
    """Their ids, by document."""
    return connection.scalars(sa.select(_FIELD.c.FIELD_ID).order_by(_FIELD.c.FIELD_ID)).all()


def parts(values: Sequence[_Value], size: int = AT_ONCE) -> Iterator[Sequence[_Value]]:
    """The values in slices of this size."""
    return (values[at : at + size] for at in range(0, len(values), size))


def _of_fields(connection: sa.Connection, among: sa.ColumnElement[bool]) -> Iterator[Entry]:
    rows = connection.execute(
        sa.select(_FIELD.c.FIELD_ID, _FIELD.c.DOC_ID, _FIELD.c.TEXT_IDS, _FIELD_VALUE.label("value"))
        .where(among, _FIELD_VALUE != "")
        .order_by(_FIELD.c.DOC_ID, _FIELD.c.LINE_NO.desc(), _FIELD.c.ORDER_NO.desc(), _FIELD.c.FIELD_ID)
    ).all()
    of_text = _words_of_texts(connection, {text_id for row in rows for text_id in row.TEXT_IDS})
    for row in rows:
        words = words_of(row.value)
        texts = [of_text[text_id] for text_id in row.TEXT_IDS if text_id in of_text]
        if len(words) >= FEWEST and not any(words in text for text in texts):
            yield Entry(row.FIELD_ID, row.DOC_ID, Field.TEXT, words, "\n".join(texts) or None)


def _words_of_texts(connection: sa.Connection, text_ids: Iterable[str]) -> dict[str, str]:
    found: dict[str, Any] = {}
    for some in parts(sorted(text_ids)):
        query = sa.select(_TEXT.c.TEXT_ID, _LABEL).where(_TEXT.c.TEXT_ID.in_(some))
        found |= {text_id: words_of(label) for text_id, label in connection.execute(query)}
    return found
