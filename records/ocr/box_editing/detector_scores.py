"""How well the detector found texts: its boxes against those that people left on documents they have checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.ocr import OcrStatus, TextAction, TextSource
from records.ocr.box_editing.box_shapes import shared
from records.ocr.tables import BoxEdit, OcrDocument, OcrText
from records.ocr.texts import SAME_PLACE

LOOKED_AT = 200
"""The newest checked documents; older ones say little about the detector of today."""


@dataclass(frozen=True)
class DetectorScore:
    """Boxes of one document, or of several together.

    Attributes:
        found: boxes of the detector.
        right: boxes that people left.
        matched: pairs of the two that overlap by half of their union at least.
    """

    found: int
    right: int
    matched: int

    @property
    def recall(self) -> float:
        """Share of the texts that the detector found, 0 … 1."""
        return self.matched / self.right if self.right else 1.0

    @property
    def precision(self) -> float:
        """Share of the detector's boxes that are of a text, 0 … 1."""
        return self.matched / self.found if self.found else 1.0


def of_checked(session: Session) -> list[tuple[OcrDocument, DetectorScore]]:
    """The newest documents that people have checked, with the detector's score, the newest first."""
    documents = session.scalars(
        sa.select(OcrDocument)
        .where(OcrDocument.deleted.is_(False), OcrDocument.status.in_((OcrStatus.CHECKED, OcrStatus.LEARNT)))
        .order_by(OcrDocument.doc_id.desc())
        .limit(LOOKED_AT)
    ).all()
    return [(document, _of_document(session, document.doc_id)) for document in documents]


def together(scores: Sequence[DetectorScore]) -> DetectorScore:
    """The score over all boxes."""
    return DetectorScore(
        *(sum(getattr(one, name) for one in scores) for name in ("found", "right", "matched"))
    )


def _of_document(session: Session, doc_id: str) -> DetectorScore:
    # Without its texts and their characters: a document may have thousands.
    columns = (OcrText.text_id, OcrText.page_no, OcrText.box, OcrText.box_by)
    rows = session.execute(
        sa.select(*columns).where(OcrText.source == TextSource.OCR).where(OcrText.doc_id == doc_id)
    ).all()
    left = [(page, box) for _, page, box, _ in rows]
    found = {text_id: (page, box) for text_id, page, box, by in rows if by is None}
    edits = session.scalars(
        sa.select(BoxEdit).where(
            BoxEdit.doc_id == doc_id, BoxEdit.undone.is_(False), BoxEdit.action != TextAction.REORDER
        )
    )
    of_detector = {"box_by": None, "source": TextSource.OCR}
    for row in (row for edit in edits for row in edit.before if of_detector.items() <= row.items()):
        found.setdefault(row["text_id"], (row["page_no"], row["box"]))
    return DetectorScore(len(found), len(left), _matched(list(found.values()), left))


def _matched(found: list[tuple[int, list[int]]], left: list[tuple[int, list[int]]]) -> int:
    """Pairs of equal places, each box in one pair at most, the best ones first."""
    same = {(page, *box) for page, box in found} & {(page, *box) for page, box in left}
    some = [one for one in found if (one[0], *one[1]) not in same]
    others = [one for one in left if (one[0], *one[1]) not in same]
    pairs = sorted(
        (
            (overlap, n, m)
            for n, (page, box) in enumerate(some)
            for m, (other_page, other) in enumerate(others)
            if page == other_page and (overlap := shared(box, other)) >= SAME_PLACE
        ),
        reverse=True,
    )
    taken: tuple[set[int], set[int]] = set(), set()
    for _, n, m in pairs:
        if n not in taken[0] and m not in taken[1]:
            taken[0].add(n)
            taken[1].add(m)
    return len(same) + len(taken[0])
