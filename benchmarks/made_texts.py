"""Made texts and fields of Korean office papers, as a reading of pages and corrections leave them in a database."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from domain.document_fields import FieldKey, FieldState, FieldType
from domain.ocr import OcrStatus, TextState
from records.engine import transaction
from records.ocr.document_fields.field_tables import OcrField
from records.ocr.document_fields.fields import field_id
from records.ocr.tables import OcrDocument, OcrPage, OcrText, TextHistory

TEXTS_A_PAGE = 30
FIELDS_A_PAGE = 12
OTHER_FORM = 0.2
"""Share of the fields whose normal form is on no text, as of dates."""
DOCUMENTS_AT_ONCE = 200
FIRST_DAY = datetime(2024, 1, 2, tzinfo=UTC)
DOCUMENTS_A_DAY = 50
COMPANIES = 3_000
SURNAMES = "김이박최정강조윤장임한오서신권황안송류홍"
SYLLABLES = "가나다라마바사아자차하성진수영호민우현대한국동서남북신광명세정원상인천산강철전기공유화학물건설통운제일태양미래은성보람누리새벽빛솔하늘바다길"
FORMS = ("주식회사 {}", "(주){}", "{}(주)", "{}상사", "{}산업", "{}전자", "{}건설")
CITIES = (
    "서울특별시 강남구",
    "서울특별시 중구",
    "부산광역시 해운대구",
    "경기도 수원시 영통구",
    "경기도 성남시 분당구",
    "대전광역시 유성구",
)
ITEMS = (
    "복사용지",
    "볼트",
    "너트",
    "스테인리스 파이프",
    "케이블",
    "모터",
    "베어링",
    "토너",
    "의자",
    "책상",
    "인쇄비",
    "운송료",
    "설치비",
)
LABELS = (
    *(
        "합계",
        "공급가액",
        "세액",
        "거래명세서",
        "사업자등록번호",
        "상호",
        "성명",
        "주소",
        "업태",
        "종목",
        "품목",
        "규격",
        "수량",
        "단가",
    ),
    *(
        "비고",
        "작성일자",
        "전화번호",
        "팩스",
        "공급받는자",
        "공급자",
        "합계금액",
        "위 금액을 청구함",
        "입금계좌",
        "대표이사",
    ),
)


class Papers:
    """Made texts, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.companies = [self._form(self.word(2, 4)) for _ in range(COMPANIES)]

    def word(self, least: int, most: int) -> str:
        return "".join(self.random.choices(SYLLABLES, k=self.random.randint(least, most)))

    def _form(self, name: str) -> str:
        return self.random.choice(FORMS).format(name)

    def text(self) -> str:
        chance, number = self.random.random(), self.random.randint
        if chance < 0.3:
            return self.random.choice(LABELS)
        if chance < 0.5:
            return f"{number(1, 9_999) * 10 ** number(0, 4):,}"
        if chance < 0.6:
            return f"{self.random.choice(ITEMS)} {self.word(2, 3)}-{number(1, 99)}"
        if chance < 0.7:
            return self.random.choice(self.companies)
        if chance < 0.8:
            return f"{self.random.choice(CITIES)} {self.word(2, 3)}로 {number(1, 400)}길 {number(1, 99)}, {number(1, 20)}층"
        if chance < 0.85:
            return f"{number(100, 999)}-{number(10, 99)}-{number(10_000, 99_999)}"
        if chance < 0.9:
            return f"20{number(20, 26)}. {number(1, 12)}. {number(1, 28)}."
        if chance < 0.95:
            return self.random.choice(SURNAMES) + self.word(2, 2)
        return f"{self.word(2, 4)} {self.word(2, 5)} {self.word(2, 3)} 귀하"


def fill(engine: sa.Engine, texts: int) -> None:
    """Documents of one page, their texts, history and fields, without their entries in the index."""
    papers = Papers(1)
    documents = -(-texts // TEXTS_A_PAGE)
    for first in range(0, documents, DOCUMENTS_AT_ONCE):
        tables = (OcrDocument, OcrPage, OcrText, TextHistory, OcrField)
        rows: dict[Any, list[dict[str, Any]]] = {table: [] for table in tables}
        for number in range(first, min(first + DOCUMENTS_AT_ONCE, documents)):
            for table, row in _document(papers, number):
                rows[table].append(row)
        with transaction(engine) as session:
            for table, some in rows.items():
                session.execute(sa.insert(table), some)
        if first % (20 * DOCUMENTS_AT_ONCE) == 0:
            progress(f"{engine.dialect.name}: {first * TEXTS_A_PAGE:,} texts")


def _document(papers: Papers, number: int) -> Iterator[tuple[Any, dict[str, Any]]]:
    now = FIRST_DAY + timedelta(days=number // DOCUMENTS_A_DAY)
    doc_id = f"{now:%y%m%d}{number % DOCUMENTS_A_DAY + 1:09d}"
    network = "261122000000001"
    yield (
        OcrDocument,
        {
            "doc_id": doc_id,
            "file_name": f"{papers.random.choice(LABELS)} {papers.word(2, 4)} {number}.pdf",
            "company": papers.random.choice(papers.companies),
            "status": OcrStatus.EXTRACTED,
            "day": f"{now:%Y-%m-%d}",
            "pages": 1,
            "source_path": f"ocr/{doc_id}/{doc_id}.original",
            "source_sha256": f"{papers.random.getrandbits(256):064x}",
            "source_bytes": 100_000,
            "registered_by": "kim",
            "registered_at": now,
            "updated_at": now,
            "deleted": False,
        },
    )
    page = {"doc_id": doc_id, "page_no": 1, "image_path": f"ocr/{doc_id}/pages/1.png", "width": 2480}
    page |= {"image_sha256": f"{papers.random.getrandbits(256):064x}", "height": 3508, "network_id": network}
    yield OcrPage, page
    texts: list[tuple[str, str]] = []
    for at in range(TEXTS_A_PAGE):
        text = papers.text()
        text_id = f"{doc_id}_01_{at + 1}"
        texts.append((text_id, text))
        x0, y0 = papers.random.randint(0, 1800), 80 * at + papers.random.randint(0, 40)
        x1, y1 = x0 + 30 * len(text), y0 + 40
        score = papers.random.random()
        row = {"text_id": text_id, "doc_id": doc_id, "page_no": 1, "text_no": at + 1, "order_no": at}
        row |= {"crop_path": f"ocr/{doc_id}/crops/{text_id}.png", "text": text, "score": score}
        row |= {"crop_sha256": f"{papers.random.getrandbits(256):064x}", "network_id": network}
        row |= {"box": [x0, y0, x1, y1], "quad": [[x0, y0], [x1, y0], [x1, y1], [x0, y1]], "version": 1}
        row |= {"source": "ocr", "recogniser": "shipped", "updated_at": now, "selected": False}
        row |= {
            "characters": [[c, round(papers.random.random(), 4)] for c in text],
            "state": TextState.MACHINE,
        }
        yield OcrText, row
        yield (
            TextHistory,
            {"text_id": text_id, "action": "read", "before": None, "after": text, "by": network, "at": now},
        )
    for row in _fields(papers, doc_id, texts):
        yield OcrField, row


def _fields(papers: Papers, doc_id: str, texts: list[tuple[str, str]]) -> Iterator[dict[str, Any]]:
    keys = list(FieldKey)[:FIELDS_A_PAGE]
    for order, (key, (text_id, text)) in enumerate(
        zip(keys, papers.random.sample(texts, FIELDS_A_PAGE), strict=True)
    ):
        value = papers.text() if papers.random.random() < OTHER_FORM else text
        row = {"field_id": field_id(doc_id, 0, key), "doc_id": doc_id, "line_no": 0, "key": key}
        row |= {"type": FieldType.TEXT, "order_no": order, "required": False, "machine": value, "text": text}
        row |= {"score": papers.random.random(), "text_ids": [text_id], "page_no": 1, "version": 1}
        yield row | {"state": FieldState.UNCHECKED, "confirmed": False, "repaired": False}


def progress(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
