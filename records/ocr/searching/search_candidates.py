"""Which entries of the index have the words of a search, or words with one misread jamo, newest first.

There are three ways to them. Where the filter leaves few entries, these are compared. On PostgreSQL frequent words are looked
for among the newest entries: its index of tokens has no order, so it would collect and sort all their entries. Rare words are
found by the index of tokens.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session, aliased

from domain.characters import is_syllable
from domain.ocr import TextState
from records.engine import is_postgresql
from records.ocr.document_fields.field_tables import OcrField
from records.ocr.document_lists import ListFilter
from records.ocr.searching.search_entries import NAMES, name_id
from records.ocr.searching.search_index import ENTRY, TOKENS, as_word
from records.ocr.searching.search_words import AllOf, Field, find, misread_tokens, misreadings, tokens
from records.ocr.tables import OcrDocument, OcrText

Condition = sa.ColumnElement[bool]
Rows = Sequence[sa.Row[Any]]
MOST_CANDIDATES = 2_000
"""Entries that are compared jamo by jamo, the newest."""
PROBED, FREQUENT = 2_000, 3
"""Words that so many of the newest entries have are frequent."""
RECENT = 20_000
"""The newest entries, where PostgreSQL looks for frequent words first."""
FEW_DOCUMENTS = 2_000
"""Up to this many documents that pass the filter, their entries are compared one by one."""
FEW_TEXTS = 5_000
"""Likewise, texts and fields in the state of the filter."""
PRECISE = 4
"""Up to this length a pattern of misread words lists the misreadings; in a longer one any character is precise enough."""
_COLUMNS = (ENTRY.c.SEARCH_ID, ENTRY.c.DOC_ID, ENTRY.c.SOURCE_ID, ENTRY.c.WORDS, ENTRY.c.TEXT_WORDS)
_TEXT_WORDS = sa.func.coalesce(ENTRY.c.TEXT_WORDS, "")


@dataclass(frozen=True)
class SearchFilter:
    """Which texts and fields are searched.

    Args:
        documents: of which documents; its name and status are not used.
        state: None for all. What people decided on a field counts as on a text.
    """

    documents: ListFilter = ListFilter()  # noqa: RUF009 - frozen
    state: TextState | None = None


@dataclass(frozen=True)
class Scope:
    """The entries among which a search looks.

    Attributes:
        fields: texts and values, or names.
        few: a condition that leaves few entries; None where the filter leaves many.
        doc_ids: the documents that pass the filter, if they are few.
    """

    within: SearchFilter
    fields: Sequence[Field]
    few: Condition | None
    doc_ids: Sequence[str] | None = None

    @property
    def conditions(self) -> list[Condition]:
        """On the entry alone, where its tokens don't say of which field it is."""
        is_name = ENTRY.c.SOURCE_ID.in_([ENTRY.c.DOC_ID + f"/{field}" for field in NAMES])
        return [~is_name if Field.TEXT in self.fields else is_name]

    def unless(self, texts_match: Condition) -> list[Condition]:
        """A field is no result where one of its texts is; these are none where they are in another state."""
        return [~texts_match] if self.within.state is None else []


def scope(session: Session, within: SearchFilter) -> Scope:
    """The scope of a search of texts with a filter; counts what the filter leaves, as far as it is few."""
    if within.documents != ListFilter():
        query = sa.select(OcrDocument.doc_id).where(*within.documents.conditions())
        doc_ids = session.scalars(query.limit(FEW_DOCUMENTS + 1)).all()
        if len(doc_ids) <= FEW_DOCUMENTS:
            return Scope(within, [Field.TEXT], _is_one_of(session, ENTRY.c.DOC_ID, doc_ids), doc_ids)
    if within.state is not None:
        texts = sa.select(OcrText.text_id).where(OcrText.state == within.state)
        fields = sa.select(OcrField.field_id).where(_is_field_in(within.state))
        ids = [one for query in (texts, fields) for one in session.scalars(query.limit(FEW_TEXTS + 1))]
        if len(ids) <= FEW_TEXTS:
            return Scope(within, [Field.TEXT], _is_one_of(session, ENTRY.c.SOURCE_ID, ids))
    return Scope(within, [Field.TEXT], None)


def scope_of_names(session: Session, of_texts: Scope) -> Scope:
    """The scope of the same search over file names and companies."""
    few = None
    if of_texts.doc_ids is not None:
        ids = [name_id(doc_id, field) for doc_id in of_texts.doc_ids for field in NAMES]
        few = _is_one_of(session, ENTRY.c.SOURCE_ID, ids)
    return Scope(of_texts.within, NAMES, few, of_texts.doc_ids)


def exact(session: Session, words: str, among: Scope, most: int) -> Rows:
    """Entries with these words."""
    conditions = [_has(ENTRY.c.WORDS, words), *among.unless(_has(_TEXT_WORDS, words))]
    either = [[[token] for token in tokens(words, field)] for field in among.fields]
    return _ordered(session, conditions, either, among, most)


def misread(session: Session, words: str, among: Scope, most: int) -> Rows:
    """Entries without these words, but with some that differ in one jamo."""
    either = [conditions for field in among.fields for conditions in misread_tokens(words, field)]
    if not either:
        return []
    is_exact = _has(ENTRY.c.WORDS, words)
    if is_postgresql(session):
        near = "|".join(_patterns(words))
        texts_match = sa.or_(_TEXT_WORDS.regexp_match(near), _has(_TEXT_WORDS, words))
        conditions = [ENTRY.c.WORDS.regexp_match(near), ~is_exact, *among.unless(texts_match)]
        return _ordered(session, conditions, either, among, most)
    if among.few is not None:
        rows: Iterable[sa.Row[Any]] = _of_few(
            session, [_looks_near(words), ~is_exact], among, MOST_CANDIDATES
        )
        return _near(rows, words, among, most)
    # SQLite finds a row when it is asked for: the rest of the candidates are left alone.
    with _by_tokens(session, either, among, MOST_CANDIDATES) as candidates:
        return _near(candidates, words, among, most)


def _ordered(
    session: Session, conditions: Sequence[Condition], either: Sequence[AllOf], among: Scope, most: int
) -> Rows:
    if among.few is not None:
        return _of_few(session, conditions, among, most)
    # Of names there are too few among the newest entries.
    if is_postgresql(session) and Field.TEXT in among.fields:
        last = session.scalar(sa.select(sa.func.max(ENTRY.c.SEARCH_ID))) or 0
        for window, enough in ((PROBED, FREQUENT), (RECENT, most)):
            is_recent = last - window < ENTRY.c.SEARCH_ID
            rows = _compared(session, [is_recent, *conditions], among, most)
            if len(rows) >= most:
                return rows
            if len(rows) < enough:
                break
    return _by_tokens(session, either, among, most, conditions).all()


def _near(rows: Iterable[sa.Row[Any]], words: str, among: Scope, most: int) -> Rows:
    near = (row for row in rows if (place := find(row.WORDS, words)) and not place[1])
    if among.within.state is None:
        near = (row for row in near if find(row.TEXT_WORDS or "", words) is None)
    return list(islice(near, most))


def _of_few(session: Session, conditions: Sequence[Condition], among: Scope, most: int) -> Rows:
    assert among.few is not None
    # Not by the index of the order: PostgreSQL would read all entries, down to the last that passes.
    newest = (ENTRY.c.SEARCH_ID + 0).desc()
    return _compared(session, [among.few, *conditions], among, most, newest)


def _compared(
    session: Session,
    conditions: Sequence[Condition],
    among: Scope,
    most: int,
    newest: sa.ColumnElement[Any] = ENTRY.c.SEARCH_ID.desc(),  # noqa: B008 - an expression
) -> Rows:
    """Entries that meet the conditions, without the index of tokens."""
    query: sa.Select[Any] = sa.select(*_COLUMNS).where(*among.conditions, *conditions)
    query = _filtered(query, ENTRY.c, among.within)
    return session.execute(query.order_by(newest).limit(most)).all()


def _by_tokens(
    session: Session,
    either: Sequence[AllOf],
    among: Scope,
    most: int,
    conditions: Sequence[Condition] = (),
) -> sa.Result[Any]:
    """Entries with the tokens of one of `either` that meet the conditions."""
    query: sa.Select[Any] = sa.select(*_COLUMNS).where(*conditions)
    found: Any = ENTRY.c
    newest: sa.ColumnElement[Any] = TOKENS.c.rowid.desc()
    if is_postgresql(session):
        # By themselves, so that the planner has no other way to them than the index of the tokens.
        query = query.where(sa.or_(*map(_array_condition, either)))
        entries = query.cte().prefix_with("MATERIALIZED", dialect="postgresql")
        query, found, newest = sa.select(entries), entries.c, entries.c.SEARCH_ID.desc()
    else:
        # The full-text table gives its rows newest first, so that few of many are read.
        is_match = sa.literal_column(f'"{TOKENS.name}"').op("MATCH")(_fts_query(either))
        query = query.select_from(TOKENS.join(ENTRY, TOKENS.c.rowid == ENTRY.c.SEARCH_ID)).where(is_match)
    return session.execute(_filtered(query, found, among.within).order_by(newest).limit(most))


def _filtered(query: sa.Select[Any], entry: Any, within: SearchFilter) -> sa.Select[Any]:
    """Of documents outside the trash that match the filter, and of texts and fields in its state."""
    query = query.join(OcrDocument, OcrDocument.doc_id == entry.DOC_ID)
    if within.state is not None:
        field = aliased(OcrField)  # the filter of documents has fields of its own
        query = query.outerjoin(OcrText, OcrText.text_id == entry.SOURCE_ID)
        query = query.outerjoin(field, field.field_id == entry.SOURCE_ID)
        query = query.where(sa.or_(OcrText.state == within.state, _is_field_in(within.state, field)))
    return query.where(*within.documents.conditions())


def _is_field_in(state: TextState, field: type[OcrField] = OcrField) -> Condition:
    """Whether people decided on a field what makes a text of this state."""
    if state is TextState.CORRECTED:
        return sa.and_(field.corrected.is_not(None), ~field.repaired)
    if state is TextState.CONFIRMED:
        return sa.and_(field.confirmed, field.corrected.is_(None))
    if state is TextState.MACHINE:
        return sa.and_(sa.or_(field.corrected.is_(None), field.repaired), ~field.confirmed)
    return sa.false()


def _has(words_of_entry: sa.ColumnElement[str], words: str) -> Condition:
    return words_of_entry.contains(words, autoescape=True)


def _is_one_of(session: Session, column: sa.Column[Any], ids: Sequence[str]) -> Condition:
    """Whether the column is one of these ids, which are one parameter."""
    if is_postgresql(session):
        return column == sa.any_(sa.literal(ids, ARRAY(sa.String)))
    listed = sa.func.json_each(json.dumps(ids)).table_valued("value")
    return column.in_(sa.select(listed.c.value))


@contextmanager
def index_preferred(session: Session) -> Iterator[None]:
    """Let PostgreSQL use the index of the tokens: it takes many rare tokens for frequent ones and reads all rows.

    Compiling such a query, which it also does for its cost, takes longer than answering it.
    """
    settings = ("enable_seqscan", "jit") if is_postgresql(session) else ()
    for name in settings:
        session.execute(sa.text(f"SET LOCAL {name} = off"))
    yield
    for name in settings:
        session.execute(sa.text(f"SET LOCAL {name} TO DEFAULT"))


def _patterns(words: str) -> Iterator[str]:
    """Regular expressions, one of which matches where one jamo is misread."""
    for at, character in enumerate(words):
        if is_syllable(character):
            instead = f"[{''.join(misreadings(character))}]" if len(words) <= PRECISE else "."
            yield re.escape(words[:at]) + instead + re.escape(words[at + 1 :])


def _looks_near(words: str) -> Condition:
    escaped = [re.sub(r"([%_/])", r"/\1", one) for one in words]
    patterns = (
        f"%{''.join(escaped[:at])}_{''.join(escaped[at + 1 :])}%"
        for at, character in enumerate(words)
        if is_syllable(character)
    )
    return sa.or_(sa.false(), *(ENTRY.c.WORDS.like(pattern, escape="/") for pattern in patterns))


def _fts_query(either: Sequence[AllOf]) -> str:
    alternatives = (
        " AND ".join("(" + " OR ".join(map(as_word, any_of)) + ")" for any_of in all_of) for all_of in either
    )
    return " OR ".join(f"({one})" for one in alternatives)


def _array_condition(all_of: AllOf) -> Condition:
    alone = [any_of[0] for any_of in all_of if len(any_of) == 1]
    conditions = [ENTRY.c.TOKENS.overlap(any_of) for any_of in all_of if len(any_of) > 1]
    if alone:
        conditions.append(ENTRY.c.TOKENS.contains(alone))
    return reduce(sa.and_, conditions)
