"""A 거래명세서 as rows of texts, as if it had been read: for tests of fields without pictures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from records.ocr import texts
from records.ocr.tables import OcrDocument
from records.ocr.texts import ReadText
from tests.factories import read_document

DOC = "261122000000020"
WIDTH, HEIGHT = 1000, 800
PLACES: Mapping[str, tuple[str, int, int]] = {
    "title": ("거래명세서", 420, 40),
    "date_label": ("거래일자", 60, 100),
    "date": ("2026-11-20", 160, 100),
    "supplier": ("공급자", 60, 150),
    "number_label": ("등록번호", 160, 150),
    "number": ("124-81-00998", 280, 150),
    "name_label": ("상호", 160, 190),
    "name": ("새벽상사", 280, 190),
    "buyer": ("공급받는자", 520, 150),
    "buyer_number_label": ("등록번호", 640, 150),
    "buyer_number": ("220-81-62517", 760, 150),
    "buyer_name_label": ("상호", 640, 190),
    "buyer_name": ("아침유통", 760, 190),
    "head_name": ("품목", 60, 260),
    "head_quantity": ("수량", 360, 260),
    "head_price": ("단가", 480, 260),
    "head_amount": ("공급가액", 640, 260),
    "head_tax": ("세액", 820, 260),
    "name_1": ("볼펜", 60, 300),
    "quantity_1": ("10", 360, 300),
    "price_1": ("1,000", 480, 300),
    "amount_1": ("10,000", 640, 300),
    "tax_1": ("1,000", 820, 300),
    "name_2": ("공책", 60, 340),
    "quantity_2": ("5", 360, 340),
    "price_2": ("4,300", 480, 340),
    "amount_2": ("21,500", 640, 340),
    "tax_2": ("2,150", 820, 340),
    "supply_label": ("공급가액", 60, 440),
    "supply": ("31,500", 180, 440),
    "tax_label": ("세액", 360, 440),
    "tax": ("3,150", 440, 440),
    "total_label": ("합계금액", 600, 440),
    "total": ("34,650", 740, 440),
}
NUMBER_OF = {name: number for number, name in enumerate(PLACES, start=1)}


def text_id(name: str, doc_id: str = DOC) -> str:
    """The id of the text in one of `PLACES`."""
    return texts.text_id(doc_id, 1, NUMBER_OF[name])


def write_statement(
    session: Session,
    now: datetime,
    *,
    doc_id: str = DOC,
    read: Mapping[str, str | None] = {},
    picture: tuple[str, str] = ("p.png", "1" * 64),
    **changed: str,
) -> OcrDocument:
    """A document whose only page was read.

    Args:
        read: what was read in some places in place of what is printed; None where nothing was.
        picture: key and hash of the page's picture in the store.
        changed: attributes of the document.
    """
    wanted = {name: read.get(name, place[0]) for name, place in PLACES.items()}
    found = [_text(words, name) for name, words in wanted.items() if words is not None]
    original = f"ocr/{doc_id}/original"
    return read_document(
        session, doc_id, now, found, picture=picture, size=(WIDTH, HEIGHT), source_path=original, **changed
    )


def _text(words: str, name: str) -> ReadText:
    _, x, y = PLACES[name]
    right, top, bottom = x + 16 * len(words), y - 12, y + 12
    return ReadText(
        text=words,
        score=0.9,
        box=(x, top, right, bottom),
        quad=[[x, top], [right, top], [right, bottom], [x, bottom]],
        crop_path=f"ocr/crops/{name}.png",
        crop_sha256="0" * 64,
    )
