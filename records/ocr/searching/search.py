"""Finding texts, fields and documents by words: first exact matches, then those with one misread jamo, each newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.registration_numbers import mask_resident_numbers
from records.ocr.document_fields.field_tables import OcrField
from records.ocr.searching import search_candidates as candidates
from records.ocr.searching.search_candidates import Scope, SearchFilter
from records.ocr.searching.search_words import FEWEST, MOST, find, words_of
from records.ocr.tables import OcrDocument, OcrText

__all__ = ["FIRST_DOCUMENTS", "MOST_RESULTS", "Found", "FoundField", "SearchFilter", "search"]
MOST_RESULTS = 600
"""Texts and fields that a search lists, and likewise documents. With more, people add words or conditions."""
FIRST_DOCUMENTS = 5
"""Documents that are listed before the texts and fields."""


@dataclass(frozen=True)
class FoundField:
    """A field whose value has the words, and whose texts have them not.

    Attributes:
        texts: that it was read from, as far as they are still there; none where people wrote what is on no text.
    """

    field: OcrField
    document: OcrDocument
    texts: Sequence[OcrText]


@dataclass(frozen=True)
class Found:
    """Results of one page.

    Attributes:
        words: the normal form of the search, which `search_words.marked` takes; empty where it is too short.
        texts: each with its document.
        documents: documents with these words in their file name or 상호.
        has_next: whether there are more texts or fields.
        has_more_documents: whether there are more documents.
    """

    words: str
    texts: Sequence[tuple[OcrText, OcrDocument]]
    fields: Sequence[FoundField] = ()
    documents: Sequence[OcrDocument] = ()
    has_next: bool = False
    has_more_documents: bool = False


def search(
    session: Session,
    wanted: str,
    within: SearchFilter = SearchFilter(),  # noqa: B008 - frozen
    *,
    start: int = 0,
    size: int = 30,
    first_document: int = 0,
    documents: int = FIRST_DOCUMENTS,
    sees_numbers: bool = True,
) -> Found:
    """Texts and fields with `wanted` in them, spaces, commas and upper case ignored.

    A field is found where its texts are not: one that was read as it is printed is one result, the text.

    Args:
        wanted: at least `FEWEST` characters without spaces and commas; with fewer nothing is found.
        start: texts and fields to pass over.
        size: most texts and fields together; with 0 there are none.
        first_document: documents to pass over.
        documents: most documents; with 0 there are none. A search in one state of texts has none either.
        sees_numbers: whether who asks sees resident registration numbers whole. Else nothing is found by digits that are masked.
    """
    words = words_of(wanted)[:MOST]
    if len(words) < FEWEST:
        return Found("", [])
    end, last_document = min(start + size, MOST_RESULTS), min(first_document + documents, MOST_RESULTS)
    with candidates.index_preferred(session):
        among = candidates.scope(session, within)
        hides = not sees_numbers and any(character.isdecimal() for character in words)
        ids: Sequence[str] = []
        if size:
            ids = (_visible_source_ids if hides else _source_ids)(session, words, among, end + 1)
        named: Sequence[OcrDocument] = []
        if documents and within.state is None:
            of_names = candidates.scope_of_names(session, among)
            named = (_visible_documents if hides else _documents)(session, words, of_names, last_document + 1)
    shown = ids[start:end]
    return Found(
        words,
        _texts(session, shown),
        _fields(session, shown),
        named[first_document:last_document],
        has_next=len(ids) > end and end < MOST_RESULTS,
        has_more_documents=len(named) > last_document and last_document < MOST_RESULTS,
    )


def _source_ids(session: Session, words: str, among: Scope, most: int) -> list[str]:
    rows = list(candidates.exact(session, words, among, most))
    if len(rows) < most:
        rows += candidates.misread(session, words, among, most - len(rows))
    return [row.SOURCE_ID for row in rows]


def _visible_source_ids(session: Session, words: str, among: Scope, most: int) -> list[str]:
    """As `_source_ids`, without those whose match is in masked digits."""
    shown: list[str] = []
    # Where some are left out, as many as a search lists are looked through for others.
    for looked_at in (most, MOST_RESULTS + 1):
        ids = _source_ids(session, words, among, looked_at)
        label = sa.func.coalesce(OcrText.corrected, OcrText.text)
        rows = session.execute(
            sa.select(OcrText.text_id, label, OcrText.beside).where(OcrText.text_id.in_(ids))
        )
        labels = {text_id: (text, beside) for text_id, text, beside in rows}
        # Values of fields are masked before they are written.
        shown = [one for one in ids if one not in labels or _shows(words, *labels[one])]
        if len(shown) == len(ids):
            break
    return shown[:most]


def _shows(words: str, text: str, beside: Sequence[str] | None = None) -> bool:
    """Whether words are found in a text with masked resident registration numbers."""
    return find(words_of(mask_resident_numbers(text, beside)), words) is not None


def _texts(session: Session, source_ids: Sequence[str]) -> list[tuple[OcrText, OcrDocument]]:
    rows = session.execute(
        sa.select(OcrText, OcrDocument)
        .join(OcrDocument, OcrDocument.doc_id == OcrText.doc_id)
        .where(OcrText.text_id.in_(source_ids))
    )
    by_id = {text.text_id: (text, document) for text, document in rows}
    # A text may have been removed since its entry was found.
    return [by_id[i] for i in source_ids if i in by_id]


def _fields(session: Session, source_ids: Sequence[str]) -> list[FoundField]:
    rows = session.execute(
        sa.select(OcrField, OcrDocument)
        .join(OcrDocument, OcrDocument.doc_id == OcrField.doc_id)
        .where(OcrField.field_id.in_(source_ids))
    ).all()
    if not rows:
        return []
    text_ids = {text_id for field, _ in rows for text_id in field.text_ids}
    texts = session.scalars(sa.select(OcrText).where(OcrText.text_id.in_(text_ids)))
    of_id = {text.text_id: text for text in texts}
    by_id = {
        field.field_id: FoundField(field, document, [of_id[i] for i in field.text_ids if i in of_id])
        for field, document in rows
    }
    return [by_id[i] for i in source_ids if i in by_id]


def _documents(session: Session, words: str, among: Scope, most: int) -> list[OcrDocument]:
    most_names = 2 * most  # both names of a document may match
    found = list(candidates.exact(session, words, among, most_names))
    if len(found) < most_names:
        found += candidates.misread(session, words, among, most_names - len(found))
    ids = list(dict.fromkeys(row.DOC_ID for row in found))[:most]
    rows = session.scalars(sa.select(OcrDocument).where(OcrDocument.doc_id.in_(ids)))
    by_id = {row.doc_id: row for row in rows}
    return [by_id[doc_id] for doc_id in ids if doc_id in by_id]


def _visible_documents(session: Session, words: str, among: Scope, most: int) -> list[OcrDocument]:
    """As `_documents`, without those whose match is in masked digits."""
    shown: list[OcrDocument] = []
    for looked_at in (most, MOST_RESULTS + 1):
        found = _documents(session, words, among, looked_at)
        shown = [one for one in found if _shows(words, one.file_name) or _shows(words, one.company)]
        if len(shown) == len(found):
            break
    return shown[:most]
