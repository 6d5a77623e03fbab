"""How quickly the search answers over many texts, on SQLite and on PostgreSQL, and what its index adds to the database.

    python -m benchmarks.search [--texts 1000000] [--times 40] [--database sqlite|postgresql|both]

The texts are made: companies, addresses, items, amounts, dates and numbers of Korean office papers, 30 a page, with the
columns that a reading fills. PostgreSQL is a cluster of its own, with its default settings. Prints JSON: milliseconds of
`records.ocr.search.search` per kind of search (median, 95th percentile, largest), each search once, in a new session.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import sqlalchemy as sa

from domain.ocr import OcrStatus, TextState
from records import migrate
from records.engine import open_engine, reading, transaction
from records.ocr import search_index
from records.ocr.documents import ListFilter
from records.ocr.search import SearchFilter, search
from records.ocr.search_words import misreadings, words_of
from records.ocr.tables import OcrDocument, OcrPage, OcrText, TextHistory
from tests.postgresql import Cluster

TEXTS_A_PAGE = 30
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
FREQUENT = (
    "합계",
    "공급가액",
    "사업자등록번호",
    "주식회사",
    "서울특별시",
    "거래명세서",
    "대표이사",
    "강남구",
    "수량",
    "00",
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


def main() -> None:
    """Fill, search and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    options = parser.parse_args()
    found = {
        kind: _measured(kind, options.texts, options.times)
        for kind in ("sqlite", "postgresql")
        if options.database in (kind, "both")
    }
    print(json.dumps({"texts": options.texts, **found}, ensure_ascii=False, indent=1))


def _measured(kind: str, texts: int, times: int) -> dict[str, Any]:
    with _database(kind) as url:
        engine = open_engine(url)
        migrate.upgrade(engine)
        _fill(engine, texts)
        rows = _bytes(engine)
        begun = time.perf_counter()
        with engine.begin() as connection:
            search_index.rebuild(connection)
        seconds = time.perf_counter() - begun
        _analyze(engine)
        whole = _bytes(engine)
        _progress(f"{kind}: index of {whole - rows:,} bytes")
        found = {
            "bytes of the rows": rows,
            "bytes of the index": whole - rows,
            "index / rows": round((whole - rows) / rows, 3),
            "seconds to build the index": round(seconds, 1),
            "milliseconds": _milliseconds(engine, times),
        }
        engine.dispose()
    return found


@contextmanager
def _database(kind: str) -> Iterator[str]:
    if kind == "postgresql":
        cluster = Cluster.create()
        try:
            cluster.start()
            yield cluster.url
        finally:
            cluster.stop()
            cluster.remove()
        return
    folder = Path(mkdtemp(prefix="saebyeok-search-"))
    try:
        yield f"sqlite:///{folder / 'records.db'}"
    finally:
        shutil.rmtree(folder)


def _fill(engine: sa.Engine, texts: int) -> None:
    """Documents of one page, their texts and history, without their entries in the index."""
    papers = Papers(1)
    documents = -(-texts // TEXTS_A_PAGE)
    for first in range(0, documents, DOCUMENTS_AT_ONCE):
        rows: dict[Any, list[dict[str, Any]]] = {OcrDocument: [], OcrPage: [], OcrText: [], TextHistory: []}
        for number in range(first, min(first + DOCUMENTS_AT_ONCE, documents)):
            for table, row in _document(papers, number):
                rows[table].append(row)
        with transaction(engine) as session:
            for table, some in rows.items():
                session.execute(sa.insert(table), some)
        if first % (20 * DOCUMENTS_AT_ONCE) == 0:
            _progress(f"{engine.dialect.name}: {first * TEXTS_A_PAGE:,} texts")


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
    for at in range(TEXTS_A_PAGE):
        text = papers.text()
        text_id = f"{doc_id}_01_{at + 1}"
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


def _analyze(engine: sa.Engine) -> None:
    """As the databases do by themselves in time: statistics of the rows, and a checkpoint."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("VACUUM ANALYZE")
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _bytes(engine: sa.Engine) -> int:
    with reading(engine) as session:
        if engine.dialect.name == "postgresql":
            return session.scalar(sa.text("SELECT pg_database_size(current_database())")) or 0
        pages, free, size = (
            session.scalar(sa.text(f"PRAGMA {name}")) or 0
            for name in ("page_count", "freelist_count", "page_size")
        )
    return (pages - free) * size


def _milliseconds(engine: sa.Engine, times: int) -> dict[str, Any]:
    found = {}
    everything: list[float] = []
    for name, (wanted, within) in _searches(times).items():
        spent, hits = [], 0
        for words in wanted:
            begun = time.perf_counter()
            with reading(engine) as session:
                hits += len(search(session, words, within).texts)
            spent.append(1000 * (time.perf_counter() - begun))
        slowest = max(zip(spent, wanted, strict=True))
        found[name] = _percentiles(spent) | {"slowest": slowest[1], "with results": hits}
        _progress(f"{engine.dialect.name}: {name} {found[name]}")
        everything += spent
    return found | {"all": _percentiles(everything)}


def _searches(times: int) -> dict[str, tuple[list[str], SearchFilter]]:
    """For each kind of search what people type, and the filter."""
    papers, chosen = Papers(1), random.Random(7)
    texts = [words_of(papers.text()) for _ in range(20 * times)]
    long = [text for text in texts if len(text) >= 6]
    pairs = [text for text in texts if len(text) >= 2]

    def part(of: list[str], least: int, most: int) -> str:
        text = chosen.choice(of)
        size = min(chosen.randint(least, most), len(text))
        start = chosen.randint(0, len(text) - size)
        return text[start : start + size]

    def misread(words: str) -> str:
        places = [n for n, one in enumerate(words) if "가" <= one <= "힣"]
        if not places:
            return words
        at = chosen.choice(places)
        return words[:at] + chosen.choice(misreadings(words[at])) + words[at + 1 :]

    exact = [part(pairs, 2, 8) for _ in range(times)]
    everything = SearchFilter()
    return {
        "part of a text": (exact, everything),
        "two characters": ([part(pairs, 2, 2) for _ in range(times)], everything),
        "whole long text": ([chosen.choice(long) for _ in range(times)], everything),
        "one misread jamo": ([misread(words) for words in exact], everything),
        "frequent": (list(FREQUENT), everything),
        "frequent, misread": ([misread(words) for words in FREQUENT for _ in range(times // 10)], everything),
        "number": (
            [f"{chosen.randint(1, 9_999) * 10 ** chosen.randint(0, 4):,}" for _ in range(times)],
            everything,
        ),
        "absent": ([papers.word(5, 9) for _ in range(times)], everything),
        "frequent, of one company": (
            list(FREQUENT),
            SearchFilter(ListFilter(company=papers.companies[0])),
        ),
        "frequent, of the first month": (
            list(FREQUENT),
            SearchFilter(ListFilter(until=f"{FIRST_DAY + timedelta(days=30):%Y-%m-%d}")),
        ),
        "frequent, corrected": (list(FREQUENT), SearchFilter(state=TextState.CORRECTED)),
    }


def _percentiles(spent: list[float]) -> dict[str, Any]:
    ordered = sorted(spent)
    return {
        "median": round(ordered[len(ordered) // 2], 1),
        "p95": round(ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))], 1),
        "most": round(ordered[-1], 1),
        "searches": len(ordered),
    }


def _progress(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
