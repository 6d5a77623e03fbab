"""The data split 학습용 / 검증용 of documents (or pages, where documents are few) with texts to learn.

Given once and for all by the night that first learns from it. How the choice is made is `ocr_lib.datasets.splitting`,
handed in; what it is made for, and where it is kept, is here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from records.ocr import documents
from records.ocr.learning.chosen_texts import is_to_learn
from records.ocr.tables import OcrDocument, OcrPage, OcrText

FEWEST_DOCUMENTS = 5
"""With fewer documents, pages are parted instead of documents."""
Assign = Callable[[Mapping[str, int], Mapping[str, str]], dict[str, str]]
"""From the items of each group, and the parts given before, to the part of each group."""


@dataclass(frozen=True)
class PageSplit:
    """The texts to learn of one page.

    Attributes:
        given: the part the page or its document has, if any.
        group: what is parted: the document, or the page alone.
    """

    doc_id: str
    page_no: int
    items: int
    given: str | None
    group: str


def shares(session: Session) -> list[PageSplit]:
    """What is to be learnt, by page."""
    rows = session.execute(
        sa.select(OcrText.doc_id, OcrText.page_no, sa.func.count(), OcrDocument.part, OcrPage.part)
        .join(OcrDocument, OcrDocument.doc_id == OcrText.doc_id)
        .join(OcrPage, sa.and_(OcrPage.doc_id == OcrText.doc_id, OcrPage.page_no == OcrText.page_no))
        .where(is_to_learn())
        .group_by(OcrText.doc_id, OcrText.page_no, OcrDocument.part, OcrPage.part)
        .order_by(OcrText.doc_id, OcrText.page_no)
    ).all()
    found = {doc_id for doc_id, *_ in rows}
    # A document whose pages were parted one by one stays so, or it would stand on both sides.
    alone = found if len(found) < FEWEST_DOCUMENTS else documents.with_pages_given(session, list(found))
    return [_share(*row, by_page=row[0] in alone) for row in rows]


def planned(found: Sequence[PageSplit], assign: Assign) -> dict[tuple[str, int], str]:
    """The part of each page, by document and number: those given before, and those the next night will give."""
    counts: Counter[str] = Counter()
    for share in found:
        counts[share.group] += share.items
    parts = assign(counts, {share.group: share.given for share in found if share.given})
    return {(share.doc_id, share.page_no): parts[share.group] for share in found}


def give(session: Session, assign: Assign) -> dict[tuple[str, int], str]:
    """As `planned`, and kept from now on."""
    found = shares(session)
    parts = planned(found, assign)
    for share in found:
        part = parts[share.doc_id, share.page_no]
        if share.given:
            continue
        if share.group == share.doc_id:
            session.get_one(OcrDocument, share.doc_id).part = part
        else:
            session.get_one(OcrPage, (share.doc_id, share.page_no)).part = part
    return parts


def _share(
    doc_id: str, page_no: int, items: int, of_document: str | None, of_page: str | None, *, by_page: bool
) -> PageSplit:
    # A page that was parted by itself stays what it was, whatever its document becomes later.
    alone = of_page is not None or (by_page and of_document is None)
    return PageSplit(
        doc_id, page_no, items, of_page or of_document, f"{doc_id}/{page_no}" if alone else doc_id
    )
