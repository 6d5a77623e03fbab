"""Finding texts and documents by words: first exact matches, then those with one misread jamo, each newest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.ocr import TextState
from records.ocr.documents import ListFilter
from records.ocr.search_index import ENTRY, TOKENS, as_word
from records.ocr.search_words import FEWEST, MOST, AllOf, Field, find, misread_tokens, tokens, words_of
from records.ocr.tables import OcrDocument, OcrText

MOST_RESULTS = 600
"""Texts that a search lists. With more, people add words or conditions."""
MOST_CANDIDATES = 2_000
"""Texts that are compared jamo by jamo, the newest."""
MOST_DOCUMENTS = 5
RECENT = 20_000
"""The newest entries, where PostgreSQL looks first: it would else collect and sort all entries with a frequent word."""
_NAMES = (Field.FILE_NAME, Field.COMPANY)


@dataclass(frozen=True)
class SearchFilter:
    """Which texts are searched.

    Args:
        documents: of which documents; its name and status are not used.
        state: None for all.
    """

    documents: ListFilter = ListFilter()  # noqa: RUF009 - frozen
    state: TextState | None = None


@dataclass(frozen=True)
class Found:
    """Results of one page.

    Attributes:
        words: the normal form of the search, which `search_words.marked` takes; empty where it is too short.
        texts: each with its document.
        documents: documents with these words in their file name or 상호, at most `MOST_DOCUMENTS`; on the first page only.
        has_next: whether there are more texts.
    """

    words: str
    texts: Sequence[tuple[OcrText, OcrDocument]]
    documents: Sequence[OcrDocument] = ()
    has_next: bool = False


def search(
    session: Session,
    wanted: str,
    within: SearchFilter = SearchFilter(),  # noqa: B008 - frozen
    *,
    start: int = 0,
    size: int = 30,
) -> Found:
    """Texts with `wanted` in them, spaces, commas and upper case ignored.

    Args:
        wanted: at least `FEWEST` characters without spaces and commas; with fewer nothing is found.
        start: results to pass over.
        size: most results.
    """
    words = words_of(wanted)[:MOST]
    if len(words) < FEWEST:
        return Found("", [])
    end = min(start + size, MOST_RESULTS)
    with _by_index(session):
        ids = _text_ids(session, words, within, end + 1)
        named = _documents(session, words, within) if start == 0 and within.state is None else []
    shown = ids[start:end]
    rows = session.execute(
        sa.select(OcrText, OcrDocument)
        .join(OcrDocument, OcrDocument.doc_id == OcrText.doc_id)
        .where(OcrText.text_id.in_(shown))
    )
    by_id = {text.text_id: (text, document) for text, document in rows}
    # A text may have been removed since its entry was found.
    return Found(
        words, [by_id[i] for i in shown if i in by_id], named, has_next=len(ids) > end and end < MOST_RESULTS
    )


def _text_ids(session: Session, words: str, within: SearchFilter, most: int) -> list[str]:
    ids = [row.SOURCE_ID for row in _exact(session, words, [Field.TEXT], within, most)]
    if len(ids) < most:
        ids += [row.SOURCE_ID for row in _misread(session, words, [Field.TEXT], within, most - len(ids))]
    return ids


def _documents(session: Session, words: str, within: SearchFilter) -> Sequence[OcrDocument]:
    # Both names of a document may match.
    most = 2 * MOST_DOCUMENTS
    found = list(_exact(session, words, _NAMES, within, most))
    if len(found) < most:
        found += _misread(session, words, _NAMES, within, most - len(found))
    ids = list(dict.fromkeys(row.DOC_ID for row in found))[:MOST_DOCUMENTS]
    rows = session.scalars(sa.select(OcrDocument).where(OcrDocument.doc_id.in_(ids)))
    by_id = {row.doc_id: row for row in rows}
    return [by_id[doc_id] for doc_id in ids if doc_id in by_id]


def _exact(
    session: Session, words: str, fields: Iterable[Field], within: SearchFilter, most: int
) -> Sequence[sa.Row[Any]]:
    either = [[[token] for token in tokens(words, field)] for field in fields]
    has_words = ENTRY.c.WORDS.contains(words, autoescape=True)
    if session.get_bind().dialect.name == "postgresql":
        last = session.scalar(sa.select(sa.func.max(ENTRY.c.SEARCH_ID))) or 0
        is_recent = last - RECENT < ENTRY.c.SEARCH_ID
        rows = _entries(session, either, within, most, [has_words, is_recent]).all()
        if len(rows) >= most:
            return rows
    return _entries(session, either, within, most, [has_words]).all()


def _misread(
    session: Session, words: str, fields: Iterable[Field], within: SearchFilter, most: int
) -> Iterator[sa.Row[Any]]:
    either = [conditions for field in fields for conditions in misread_tokens(words, field)]
    if not either:
        return
    # SQLite finds a row when it is asked for: the rest of the candidates are left alone.
    with _entries(session, either, within, MOST_CANDIDATES) as candidates:
        misread = (row for row in candidates if (place := find(row.WORDS, words)) and not place[1])
        yield from islice(misread, most)


def _entries(
    session: Session,
    either: Sequence[AllOf],
    within: SearchFilter,
    most: int,
    conditions: Sequence[sa.ColumnElement[bool]] = (),
) -> sa.Result[Any]:
    """Entries with the tokens of one of `either`, of documents outside the trash that match the filter; newest first."""
    columns = (ENTRY.c.SEARCH_ID, ENTRY.c.DOC_ID, ENTRY.c.SOURCE_ID, ENTRY.c.WORDS)
    query: sa.Select[Any] = sa.select(*columns).where(*conditions)
    found: Any = ENTRY.c
    newest: sa.ColumnElement[Any] = TOKENS.c.rowid.desc()
    if session.get_bind().dialect.name == "sqlite":
        # The full-text table gives its rows newest first, so that few of many are read.
        is_match = sa.literal_column(f'"{TOKENS.name}"').op("MATCH")(_fts_query(either))
        query = query.select_from(TOKENS.join(ENTRY, TOKENS.c.rowid == ENTRY.c.SEARCH_ID)).where(is_match)
    else:
        # By themselves, so that the planner has no other way to them than the index of the tokens.
        query = query.where(sa.or_(*map(_array_condition, either)))
        entries = query.cte().prefix_with("MATERIALIZED", dialect="postgresql")
        query, found, newest = sa.select(entries), entries.c, entries.c.SEARCH_ID.desc()
    query = query.join(OcrDocument, OcrDocument.doc_id == found.DOC_ID)
    if within.state is not None:
        query = query.join(OcrText, OcrText.text_id == found.SOURCE_ID).where(OcrText.state == within.state)
    return session.execute(query.where(*within.documents.conditions()).order_by(newest).limit(most))


@contextmanager
def _by_index(session: Session) -> Iterator[None]:
    """Let PostgreSQL use the index of the tokens: it takes many rare tokens for frequent ones and reads all rows.

    Compiling such a query, which it also does for its cost, takes longer than answering it.
    """
    settings = ("enable_seqscan", "jit") if session.get_bind().dialect.name == "postgresql" else ()
    for name in settings:
        session.execute(sa.text(f"SET LOCAL {name} = off"))
    yield
    for name in settings:
        session.execute(sa.text(f"SET LOCAL {name} TO DEFAULT"))


def _fts_query(either: Sequence[AllOf]) -> str:
    alternatives = (
        " AND ".join("(" + " OR ".join(map(as_word, any_of)) + ")" for any_of in all_of) for all_of in either
    )
    return " OR ".join(f"({one})" for one in alternatives)


def _array_condition(all_of: AllOf) -> sa.ColumnElement[bool]:
    alone = [any_of[0] for any_of in all_of if len(any_of) == 1]
    conditions = [ENTRY.c.TOKENS.overlap(any_of) for any_of in all_of if len(any_of) > 1]
    if alone:
        conditions.append(ENTRY.c.TOKENS.contains(alone))
    return reduce(sa.and_, conditions)
