"""How quickly the search answers over many texts and fields, on SQLite and on PostgreSQL, and what its index adds to the database.

    python -m benchmarks.search [--texts 1000000] [--times 40] [--database sqlite|postgresql|both]

The texts are made: companies, addresses, items, amounts, dates and numbers of Korean office papers, 30 a page, with the
columns that a reading fills, and 12 fields a page, a fifth of them with a value that is on no text. PostgreSQL is a cluster of its own, with its default settings. Prints JSON: milliseconds of
`records.ocr.searching.search.search` per kind of search (median, 95th percentile, largest), each search once, in a new session.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import sqlalchemy as sa

from benchmarks.made_texts import FIRST_DAY, Papers, fill, progress
from domain.ocr import TextState
from records import migrate
from records.engine import open_engine, reading
from records.ocr.document_lists import ListFilter
from records.ocr.searching import search_index
from records.ocr.searching.search import SearchFilter, search
from records.ocr.searching.search_words import misreadings, words_of
from tests.postgresql import Cluster

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
        fill(engine, texts)
        rows = _bytes(engine)
        begun = time.perf_counter()
        with engine.begin() as connection:
            search_index.rebuild(connection)
        seconds = time.perf_counter() - begun
        _analyze(engine)
        whole = _bytes(engine)
        progress(f"{kind}: index of {whole - rows:,} bytes")
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
        if not wanted:  # of few texts, none is long enough, say
            continue
        spent, hits = [], 0
        for words in wanted:
            begun = time.perf_counter()
            with reading(engine) as session:
                hits += len(search(session, words, within).texts)
            spent.append(1000 * (time.perf_counter() - begun))
        slowest = max(zip(spent, wanted, strict=True))
        found[name] = _percentiles(spent) | {"slowest": slowest[1], "with results": hits}
        progress(f"{engine.dialect.name}: {name} {found[name]}")
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


if __name__ == "__main__":
    main()
