"""The reading order of a page's texts after another reading of it: the network's, with what people made of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from records.ocr.box_editing import box_edits
from records.ocr.box_editing.box_shapes import place_in_order, shared, upright_box
from records.ocr.tables import OcrPage, OcrText


def put_in_order(
    session: Session,
    page: OcrPage,
    found: Sequence[OcrText],
    others: Iterable[OcrText],
    before: Sequence[OcrText],
) -> None:
    """Number the texts of a page.

    Args:
        found: texts in the order of the network that read the page.
        others: texts that it did not find; each gets its place by its box.
        before: the page's texts before, in their order; if people changed that order, it stays.
    """
    ordered = list(found)
    for text in others:
        boxes = [upright_box(one.quad, page.turned) for one in ordered]
        ordered.insert(place_in_order(upright_box(text.quad, page.turned), boxes), text)
    if box_edits.is_reordered(session, page.doc_id, page.page_no):
        ordered = _as_before(ordered, before)
    for number, text in enumerate(ordered):
        text.order_no = number


def _as_before(texts: Sequence[OcrText], before: Sequence[OcrText]) -> list[OcrText]:
    """The texts in the order of those that had about their boxes; one without such comes behind its predecessor."""
    places: list[float] = []
    for text in texts:
        overlaps = [shared(text.box, one.box) for one in before]
        best = max(range(len(before)), key=overlaps.__getitem__, default=None)
        known = best is not None and overlaps[best] > 0
        places.append(float(best) if known and best is not None else (places[-1] if places else -1.0))
    return [text for _, text in sorted(zip(places, texts, strict=True), key=lambda pair: pair[0])]
