"""How quickly the console answers: lists of 100,000 documents, a grid of 10,000 texts, saving while pages are read.

    python -m benchmarks.console

A console of its own in a process of its own, over SQLite. Prints JSON: milliseconds at the client (median and 95th
percentile of `--times` requests, sent one after the other), and the bytes that opening a page of 60 crops moves.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import re
import statistics
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import httpx2
import sqlalchemy as sa

from console.passwords import hash_password
from domain.access import Role
from domain.automl import DocumentStatus
from domain.ocr import OcrStatus, TextState
from orchestration.runtime.ports import free_port
from orchestration.runtime.reading_resources import build_files
from orchestration.settings import Settings, load_settings
from records import migrate
from records.access import users
from records.engine import open_engine, transaction
from records.ocr.tables import OcrDocument, OcrPage, OcrText
from records.tables import Document

DOCUMENTS, TEXTS, CROPS_A_PAGE = 100_000, 10_000, 60
CHOSEN = 2_000
"""Texts ticked for learning."""
ENOUGH_PAGES = 10
PAUSE = 0.2
"""Seconds between two saves, as a quick person makes them."""
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=ZoneInfo("Asia/Seoul"))
LARGE, PAGE = "261125900000001", "261125900000002"
PASSWORD = "a long password"


def main() -> None:
    """Fill a home, serve it, ask."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=60)
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        os.environ["SAEBYEOK_CONSOLE_PORT"] = str(free_port())
        settings = load_settings(Path(folder))
        _fill(settings)
        environment = {**os.environ, "SAEBYEOK_HOME": folder}
        server = subprocess.Popen(
            [sys.executable, "-m", "orchestration.runtime.console_server"], env=environment
        )
        try:
            print(json.dumps(_measure(settings, options.times), indent=1))
        finally:
            server.terminate()
            server.wait()


def _fill(settings: Settings) -> None:
    """Documents of both kinds, one with many texts, and one page as it was read."""
    engine = open_engine(settings.effective_database_url)
    migrate.upgrade(engine)
    common = {"source_path": "x", "source_sha256": "0" * 64, "source_bytes": 1, "registered_by": "kim"}
    common |= {"registered_at": NOW, "updated_at": NOW, "deleted": False}
    with transaction(engine) as session:
        users.add(session, "kim", Role.ADMIN, password_hash=hash_password(PASSWORD), now=NOW)
        ids = [f"2611{n // 10_000 + 10:02d}{n:09d}" for n in range(DOCUMENTS)]
        ocr = {"company": "새벽상사", "status": OcrStatus.EXTRACTED, "day": "2026-11-22", "pages": 1} | common
        session.execute(
            sa.insert(OcrDocument), [{"doc_id": i, "file_name": f"영수증 {i}.png", **ocr} for i in ids]
        )
        automl = {"status": DocumentStatus.UPLOADED, "rows": 440, "columns": 11} | common
        session.execute(
            sa.insert(Document),
            [{"doc_id": i, "name": f"테스트 {i}", "file_name": "test.csv", **automl} for i in ids],
        )
        for doc_id, name in ((LARGE, "큰 문서.pdf"), (PAGE, "한 쪽.png")):
            session.execute(sa.insert(OcrDocument), [{"doc_id": doc_id, "file_name": name, **ocr}])
    _add_page(settings, engine, LARGE, TEXTS, "invoice")
    _add_page(settings, engine, PAGE, CROPS_A_PAGE, "letter")


def _add_page(settings: Settings, engine: sa.Engine, doc_id: str, texts: int, layout: str) -> None:
    """A made scan with its crops, the crops used again where more texts are wanted."""
    import cv2

    from assets.ocr.pictures import png, preview
    from ocr_lib.synthetic.fonts import package_fonts
    from ocr_lib.synthetic.pages import made_page
    from ocr_lib.synthetic.scan import scanned

    store = build_files(settings).store
    made = scanned(made_page(1, fonts=package_fonts()[:1], language="ko", layout=layout), 1, tilt=0.0)
    rgb = cv2.cvtColor(made.picture, cv2.COLOR_GRAY2RGB)
    whole = store.put_bytes(png(made.picture), f"ocr/{doc_id}/page.png")
    light = store.put_bytes(preview(rgb), f"ocr/{doc_id}/page.jpg")
    crops = []
    for number, line in enumerate(made.lines):
        x0, y0, x1, y1 = line.box
        stored = store.put_bytes(png(made.picture[y0:y1, x0:x1]), f"ocr/{doc_id}/crops/{number}.png")
        crops.append((line, stored))
    height, width = made.picture.shape
    with transaction(engine) as session:
        session.add(
            OcrPage(
                doc_id=doc_id,
                page_no=1,
                image_path=whole.key,
                image_sha256=whole.sha256,
                preview_path=light.key,
                preview_sha256=light.sha256,
                width=width,
                height=height,
            )
        )
        session.flush()
        for number in range(texts):
            line, stored = crops[number % len(crops)]
            x0, y0, x1, y1 = line.box
            session.add(
                OcrText(
                    text_id=f"{doc_id}_01_{number + 1}",
                    doc_id=doc_id,
                    page_no=1,
                    text_no=number + 1,
                    order_no=number + 1,
                    crop_path=stored.key,
                    crop_sha256=stored.sha256,
                    box=[x0, y0, x1, y1],
                    quad=[[x0, y0], [x1, y0], [x1, y1], [x0, y1]],
                    text=line.text,
                    score=(number * 7919 % 1000) / 1000,
                    network_id=LARGE,
                    state=TextState.MACHINE,
                    selected=number < CHOSEN,
                    updated_at=NOW,
                )
            )


def _measure(settings: Settings, times: int) -> dict[str, Any]:
    url = f"http://127.0.0.1:{settings.console_port}"
    with httpx2.Client(base_url=url, headers={"origin": url}, timeout=60) as client:
        _signed_in(client)
        pages = {
            "ocr list": "/ocr",
            "ocr list, searched": "/ocr?name=00077",
            "ocr list, far down": "/ocr?before=261112000000000",
            "automl list": "/automl",
            "automl list, searched": "/automl?name=00077",
            "grid, lowest score first": f"/ocr/{LARGE}?page=0&order=score",
            "grid, reading order": f"/ocr/{LARGE}?page=0&order=place",
            "grid, far down": f"/ocr/{LARGE}?page=0&order=place&after={LARGE}_01_9000",
            "grid, unconfirmed": f"/ocr/{LARGE}?state=machine",
            "now": "/now",
            "tonight": "/learning",
            "networks": "/learning/networks",
            "training texts": "/learning/texts",
        }
        found: dict[str, Any] = {
            name: _milliseconds(lambda path=path: client.get(path), times) for name, path in pages.items()
        }
        found["saving"] = _percentiles([_save(client, number) for number in range(times)])
        spawn = multiprocessing.get_context("spawn")
        begun, pages_read = spawn.Event(), spawn.Value("i", 0)
        reading = spawn.Process(target=_read_pages, args=(str(settings.home), begun, pages_read))
        reading.start()
        begun.wait(300)
        spent: list[float] = []
        while len(spent) < times or pages_read.value < ENOUGH_PAGES:
            spent.append(_save(client, times + 10 + len(spent)))
            time.sleep(PAUSE)
        found["saving while pages are read"] = _percentiles(spent) | {"saves": len(spent)}
        found["pages read meanwhile"] = pages_read.value
        reading.terminate()
        reading.join()
        found["bytes of opening 60 crops"] = _opened(client)
    return found


def _signed_in(client: httpx2.Client) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            if client.get("/health").status_code == 200:
                break
        except httpx2.HTTPError:
            time.sleep(0.2)
    answer = client.post("/sign-in", data={"name": "kim", "password": PASSWORD})
    assert answer.status_code == 303, answer.text
    page = client.get("/now").text
    client.headers["x-csrf-token"] = page.split('data-token="')[1].split('"')[0]


def _milliseconds(ask: Any, times: int) -> dict[str, float]:
    return _percentiles([_timed(ask) for _ in range(times + 3)][3:])  # the first ones warm up


def _timed(ask: Any) -> float:
    began = time.perf_counter()
    answer = ask()
    spent = 1000 * (time.perf_counter() - began)
    assert answer.status_code == 200, answer.text[:300]
    return spent


def _percentiles(spent: list[float]) -> dict[str, float]:
    return {
        "median": round(statistics.median(spent), 1),
        "p95": round(sorted(spent)[int(0.95 * len(spent))], 1),
    }


def _save(client: httpx2.Client, number: int) -> float:
    path = f"/ocr/texts/{LARGE}_01_{number + 1}/correct"
    return _timed(lambda: client.post(path, json={"text": f"고친 글 {number}", "version": 1}))


def _read_pages(home: str, begun: Any, pages_read: Any) -> None:
    """Reads pages on and on, as a run would."""
    import cv2

    from ocr_lib.networks.files import shipped_network
    from ocr_lib.synthetic.fonts import package_fonts
    from ocr_lib.synthetic.pages import made_page
    from ocr_lib.synthetic.scan import scanned
    from orchestration.runtime.reading_resources import build_recogniser

    recogniser = build_recogniser(load_settings(Path(home)))
    reader = recogniser.page_reader(shipped_network())
    made = scanned(made_page(2, fonts=package_fonts()[:1], language="ko", layout="letter"), 2, tilt=0.5)
    reader.read(cv2.cvtColor(made.picture, cv2.COLOR_GRAY2RGB))  # the detector is prepared first
    begun.set()
    while True:
        reader.read(cv2.cvtColor(made.picture, cv2.COLOR_GRAY2RGB))
        pages_read.value += 1


def _opened(client: httpx2.Client) -> dict[str, int]:
    """Everything the page of 60 crops asks for, as a browser that scrolled to its end."""
    page = client.get(f"/ocr/{PAGE}?page=1&order=place")
    asked = set(re.findall(r'(?:src|href)="(/(?:static|files)[^"]+)"', page.text))
    sizes = {path: len(client.get(path).content) for path in asked}
    return {
        "page": len(page.content),
        "crops": sum(size for path, size in sizes.items() if "/crops/" in path),
        "crops asked for": sum("/crops/" in path for path in asked),
        "picture": sum(size for path, size in sizes.items() if "/pages/" in path),
        "scripts and styles": sum(size for path, size in sizes.items() if path.startswith("/static")),
        "in all": len(page.content) + sum(sizes.values()),
    }


if __name__ == "__main__":
    main()
