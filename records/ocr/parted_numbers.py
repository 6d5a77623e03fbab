"""NUMBER_BESIDE of texts: resident registration numbers that are parted between neighbours, in step with what is on the page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.util import identity_key

from domain.parted_numbers import numbers_beside
from records.ocr.tables import OcrText

_SHOWN = ("text", "corrected", "quad", "doc_id")
"""What numbers follow from."""
_TABLE = cast("sa.Table", OcrText.__table__)
_COLUMNS = [
    _TABLE.c[name]
    for name in ("DOC_ID", "PAGE_NO", "TEXT_ID", "TEXT_NM", "TEXT_UPDT_NM", "QUAD", "NUMBER_BESIDE")
]
_DOCUMENTS_AT_ONCE = 200


def follow(session: Session, _flush: object) -> None:
    """After each flush: the numbers of the pages on which texts were added, changed or removed."""
    changed = [row for row in session.dirty if isinstance(row, OcrText) and _has_changed(row)]
    rows = [row for row in (*session.new, *session.deleted) if isinstance(row, OcrText)]
    pages = {(row.doc_id, row.page_no) for row in (*changed, *rows)}
    for doc_id, page_no in sorted(pages):
        query = sa.select(*_COLUMNS).where(OcrText.doc_id == doc_id, OcrText.page_no == page_no)
        for text_id, beside in _changes(session.execute(query).all()):
            _write(session.connection(), text_id, beside)
            loaded = session.identity_map.get(identity_key(OcrText, text_id))
            if loaded is not None:
                set_committed_value(loaded, "beside", beside)


sa.event.listen(Session, "after_flush", follow)


def rebuild(connection: sa.Connection) -> None:
    """Find the numbers of all pages again."""
    ids = connection.scalars(sa.select(_TABLE.c.DOC_ID).distinct().order_by(_TABLE.c.DOC_ID)).all()
    for start in range(0, len(ids), _DOCUMENTS_AT_ONCE):
        some = ids[start : start + _DOCUMENTS_AT_ONCE]
        pages: dict[tuple[str, int], list[Any]] = defaultdict(list)
        for row in connection.execute(sa.select(*_COLUMNS).where(_TABLE.c.DOC_ID.in_(some))):
            pages[row.DOC_ID, row.PAGE_NO].append(row)
        for rows in pages.values():
            for text_id, beside in _changes(rows):
                _write(connection, text_id, beside)


def _changes(rows: Sequence[Any]) -> Iterator[tuple[str, list[str] | None]]:
    """Of texts of a page that have another value now, the value."""
    labels = [row.TEXT_NM if row.TEXT_UPDT_NM is None else row.TEXT_UPDT_NM for row in rows]
    found = numbers_beside([(label, row.QUAD) for label, row in zip(labels, rows, strict=True)])
    for number, row in enumerate(rows):
        beside = list(found[number]) if number in found else None
        if beside != row.NUMBER_BESIDE:
            yield row.TEXT_ID, beside


def _write(connection: sa.Connection, text_id: str, beside: list[str] | None) -> None:
    connection.execute(
        sa.update(_TABLE).where(OcrText.text_id == text_id).values({_TABLE.c.NUMBER_BESIDE: beside})
    )


def _has_changed(row: OcrText) -> bool:
    state = sa.inspect(row)
    return any(state.attrs[name].history.has_changes() for name in _SHOWN)


def of_texts(session: Session, text_ids: Iterable[str]) -> dict[str, list[str]]:
    """Of those of the texts that have a part of such a number, what is beside them."""
    query = sa.select(OcrText.text_id, OcrText.beside).where(OcrText.text_id.in_(list(text_ids)))
    return {text_id: beside for text_id, beside in session.execute(query) if beside is not None}
