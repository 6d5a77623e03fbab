"""TB_OCR_BOX_EDIT: each change of boxes with the rows as they were, so that it can be undone and isn't lost to another reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.ocr import TextAction
from records.ocr.box_editing.box_shapes import covered
from records.ocr.tables import BoxEdit, OcrText

HIDING = (TextAction.RESHAPE, TextAction.SPLIT, TextAction.MERGE, TextAction.REMOVE)
"""Changes after which the detector's box of before is not taken up again when the page is read again."""

COVERED = 0.5
"""Share of the smaller of two boxes from which they are around the same print; boxes of neighbouring lines overlap by less."""


@dataclass(frozen=True)
class Edited:
    """A change of boxes.

    Attributes:
        texts: those that were changed or made, in reading order.
        removed: ids of those that are gone.
    """

    edit_id: int
    texts: list[OcrText]
    removed: list[str]

    @property
    def unread(self) -> list[str]:
        return [text.text_id for text in self.texts if not text.is_read]


def hidden(session: Session, doc_id: str, page_no: int) -> list[list[int]]:
    """Boxes that people moved, split, merged or removed: another reading doesn't bring them back."""
    edits = session.scalars(
        sa.select(BoxEdit).where(
            BoxEdit.doc_id == doc_id,
            BoxEdit.page_no == page_no,
            BoxEdit.undone.is_(False),
            BoxEdit.action.in_(HIDING),
        )
    )
    return [row["box"] for edit in edits for row in edit.before]


def is_followed(session: Session, edit: BoxEdit) -> bool:
    """Whether a later change, which was not undone, is of one of the same texts."""
    own = _ids(edit)
    reordering = edit.action == TextAction.REORDER
    return any(
        own & _ids(one) for one in _later(session, edit) if (one.action == TextAction.REORDER) == reordering
    )


def in_its_place(session: Session, edit: BoxEdit) -> BoxEdit | None:
    """A later change, which was not undone, by which another box is where a text was before the change; the newest.

    With that text put back two boxes would be around the same print.
    """
    if edit.action == TextAction.REORDER:
        return None
    own = _ids(edit)
    for one in reversed(_later(session, edit)):
        if one.action == TextAction.REORDER:
            continue
        query = sa.select(OcrText.box).where(OcrText.text_id.in_([i for i in one.after if i not in own]))
        for box in session.scalars(query):
            if any(covered(row["box"], box) >= COVERED for row in edit.before):
                return one
    return None


def _later(session: Session, edit: BoxEdit) -> Sequence[BoxEdit]:
    """Later changes of the same page that were not undone, oldest first."""
    return session.scalars(
        sa.select(BoxEdit)
        .where(
            BoxEdit.doc_id == edit.doc_id,
            BoxEdit.page_no == edit.page_no,
            BoxEdit.edit_id > edit.edit_id,
            BoxEdit.undone.is_(False),
        )
        .order_by(BoxEdit.edit_id)
    ).all()


def _ids(edit: BoxEdit) -> set[str]:
    """Of the texts that a change took, made or moved."""
    return {*edit.after, *(row["text_id"] for row in edit.before)}


def is_reordered(session: Session, doc_id: str, page_no: int) -> bool:
    """Whether people changed the reading order of a page."""
    query = sa.select(BoxEdit.edit_id).where(
        BoxEdit.doc_id == doc_id,
        BoxEdit.page_no == page_no,
        BoxEdit.undone.is_(False),
        BoxEdit.action == TextAction.REORDER,
    )
    return session.scalar(query.limit(1)) is not None


def changed_at(session: Session, doc_id: str, page_no: int) -> datetime | None:
    """When the boxes of a page were changed last; an undoing is one too. None without one."""
    return session.scalar(
        sa.select(sa.func.max(BoxEdit.at)).where(BoxEdit.doc_id == doc_id, BoxEdit.page_no == page_no)
    )


def highest_number(session: Session, doc_id: str, page_no: int) -> int:
    """The highest number of a text that a change made or took away; 0 without one."""
    edits = session.scalars(sa.select(BoxEdit).where(BoxEdit.doc_id == doc_id, BoxEdit.page_no == page_no))
    ids = [text_id for edit in edits for text_id in (*edit.after, *(row["text_id"] for row in edit.before))]
    return max((int(text_id.rsplit("_", 1)[1]) for text_id in ids), default=0)


def editions(session: Session, doc_id: str) -> str:
    """Another text after each change of a document's boxes, and after its undoing."""
    made, undone = session.execute(
        sa.select(sa.func.count(), sa.func.sum(sa.cast(BoxEdit.undone, sa.Integer))).where(
            BoxEdit.doc_id == doc_id
        )
    ).one()
    return f"{made}-{undone or 0}"


def row_of(text: OcrText) -> dict[str, Any]:
    """The row's values by attribute, JSON-ready."""
    row = {name: getattr(text, name) for name in OcrText.__mapper__.column_attrs.keys()}  # noqa: SIM118 - no mapping
    return row | {"updated_at": text.updated_at.isoformat()}


SHAPE = ("box", "quad", "box_by", "crop_path", "crop_sha256")
READING = ("text", "score", "source", "recogniser", "characters", "alternatives", "network_id")


def put_back(session: Session, row: dict[str, Any], text: OcrText | None, now: datetime) -> OcrText:
    """The text with the shape and the reading of `row`, and what people decided since; a new row where it is gone."""
    version = (text.version if text is not None else row["version"]) + 1
    names = [*SHAPE, *READING] if text is not None else list(row)
    if text is None:
        text = OcrText()
        session.add(text)
    for name in names:
        setattr(text, name, row.get(name))  # rows kept by earlier revisions lack some
    text.version, text.updated_at = version, now
    return text
