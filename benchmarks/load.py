"""What a heap of files costs, and who waits for it: tables and pages dropped at once, one person's own files, ten who correct.

    python -m benchmarks.load [--tables 1000] [--images 500] [--people 10]

A `saebyeok up` of its own. The heap goes into the inbox in one moment; meanwhile a person brings a table and a page of
their own through the console, again and again, and others save corrections. Prints JSON: whether everything reached its end
once, the longest wait of the person's files, the time of a save, the largest memory of all processes together (shared
pages counted in each), and how the queue shrank.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import cv2
import httpx2
import psutil
import sqlalchemy as sa

from benchmarks.watched import family, peak_memory
from console.passwords import hash_password
from domain.access import Role
from domain.automl import DocumentStatus
from domain.ocr import OcrStatus
from ocr_lib.synthetic.fonts import package_fonts
from ocr_lib.synthetic.pages import made_page
from ocr_lib.synthetic.scan import scanned
from orchestration.operations.doctor import examine
from orchestration.runtime.fresh_home import fresh_saebyeok
from orchestration.settings import load_settings
from records.access import users
from records.engine import open_engine, reading, transaction
from records.ocr.tables import OcrDocument, OcrText
from records.tables import Document

PASSWORD = "a long password"
ROWS = 40
THINKING_SECONDS = 2.0
"""Between two saves of one person."""
OWN_FILE_EVERY = 60.0
LOOK_SECONDS = 1.0
QUEUE_EVERY = 30.0
OVER_TABLE = (DocumentStatus.UPLOADED, DocumentStatus.FAILED)
OVER_PAGE = (OcrStatus.EXTRACTED, OcrStatus.CHECKED, OcrStatus.FAILED)
"""People correct the first page until it is checked."""


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tables", type=int, default=1000)
    parser.add_argument("--images", type=int, default=500)
    parser.add_argument("--people", type=int, default=10)
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        with fresh_saebyeok(home) as (up, environment, _):
            url = f"http://127.0.0.1:{environment['SAEBYEOK_CONSOLE_PORT']}"
            process = psutil.Process(up.pid)
            with peak_memory(lambda: family(process), every=1.0) as peak:
                found = _Load(home, url, options.tables, options.images, options.people).run()
            found["peak_memory_mib"] = round(peak.mib)
            wrong = [f"{one.check}: {one.detail}" for one in examine(load_settings(home)) if not one.ok]
    print(json.dumps({"benchmark": "load", **vars(options), **found, "doctor": wrong or "clean"}, indent=1))


class _Load:
    """One run of it."""

    def __init__(self, home: Path, url: str, tables: int, images: int, people: int) -> None:
        self.home, self.url = home, url
        self.tables, self.images, self.people = tables, images, people
        self.engine = open_engine(f"sqlite:///{home / 'saebyeok.db'}")
        self.over = threading.Event()
        self.saves: list[float] = []
        self.waits: dict[str, list[float]] = {"table": [], "page": []}
        self.own: Counter[str] = Counter()
        self.queue: list[dict[str, float]] = []

    def run(self) -> dict[str, Any]:
        with transaction(self.engine) as session:
            for number in range(self.people + 1):
                name, now = f"person{number}", datetime.now(UTC)
                users.add(session, name, Role.EDITOR, password_hash=hash_password(PASSWORD), now=now)
        owner = self._signed_in("person0")
        first = self._bring(owner, "page", "처음.png", _page(9_999))
        self._wait(lambda: self._is_over("page", first))
        # One after the other: of many at once from one address the console takes some for guessing.
        clients = {number: self._signed_in(f"person{number}") for number in range(1, self.people + 1)}
        threads = [
            threading.Thread(target=self._correct, args=(number, client, first))
            for number, client in clients.items()
        ]
        threads.append(threading.Thread(target=self._bring_own, args=(owner,)))
        self._drop()
        began = time.monotonic()
        for thread in threads:
            thread.start()
        while (left := self._left())["tables"] + left["images"] > 0:
            if not self.queue or time.monotonic() - began - self.queue[-1]["seconds"] > QUEUE_EVERY:
                self.queue.append({"seconds": round(time.monotonic() - began), **left})
                print(self.queue[-1], self.waits, file=sys.stderr, flush=True)
            time.sleep(LOOK_SECONDS)
        seconds = time.monotonic() - began
        self.over.set()
        for thread in threads:
            thread.join()
        return {
            "seconds": round(seconds),
            "states": self._states(),
            "own_files_waited_seconds": {
                kind: [round(w, 1) for w in waits] for kind, waits in self.waits.items()
            },
            "saves": len(self.saves),
            "save_ms": {
                "median": round(1000 * statistics.median(self.saves), 1),
                "p95": round(1000 * sorted(self.saves)[int(0.95 * len(self.saves))], 1),
            },
            "queue": self.queue,
        }

    def _drop(self) -> None:
        """Everything, made beforehand and moved in at once."""
        made = self.home / "made"
        for folder in ("automl", "ocr"):
            (made / folder).mkdir(parents=True)
        for number in range(self.tables):
            (made / "automl" / f"table{number}.csv").write_bytes(_table(number))
        for number in range(self.images):
            (made / "ocr" / f"page{number}.png").write_bytes(_page(number))
        for folder in ("automl", "ocr"):
            for path in (made / folder).iterdir():
                path.rename(self.home / "inbox" / folder / path.name)

    def _bring_own(self, client: httpx2.Client) -> None:
        number = 0
        while not self.over.wait(5.0 if number == 0 else OWN_FILE_EVERY):
            number += 1
            for kind, name, content in (
                ("table", f"내 표 {number}.csv", _table(50_000 + number)),
                ("page", f"내 쪽 {number}.png", _page(50_000 + number)),
            ):
                began = time.monotonic()
                doc_id = self._bring(client, kind, name, content)
                self._wait(lambda kind=kind, doc_id=doc_id: self._is_over(kind, doc_id))
                self.waits[kind].append(time.monotonic() - began)

    def _bring(self, client: httpx2.Client, kind: str, name: str, content: bytes) -> str:
        place = {"table": "/automl/uploads", "page": "/ocr/uploads"}[kind]
        table = {"table": Document, "page": OcrDocument}[kind]
        answer = client.post(place, files={"files": (name, content)})
        assert answer.status_code < 400, answer.text[:500]
        self.own[kind] += 1
        with reading(self.engine) as session:
            found = session.scalar(sa.select(table.doc_id).where(table.file_name == name))
        assert found is not None, f"{name} is no document"
        return found

    def _correct(self, number: int, client: httpx2.Client, doc_id: str) -> None:
        rng = random.Random(number)
        versions: Counter[str] = Counter()
        with reading(self.engine) as session:
            ids = list(session.scalars(sa.select(OcrText.text_id).where(OcrText.doc_id == doc_id)))
        own = ids[number - 1 :: self.people]
        while own and not self.over.wait(rng.uniform(0.5, 1.5) * THINKING_SECONDS):
            text_id = rng.choice(own)
            sent = {"text": f"{number} {rng.random():.6f}", "version": versions[text_id] + 1}
            began = time.monotonic()
            answer = client.post(f"/ocr/texts/{text_id}/correct", json=sent)
            self.saves.append(time.monotonic() - began)
            assert answer.status_code == 200, answer.text[:300]
            versions[text_id] += 1

    def _signed_in(self, name: str) -> httpx2.Client:
        client = httpx2.Client(base_url=self.url, headers={"origin": self.url}, timeout=120)
        answer = client.post("/sign-in", data={"name": name, "password": PASSWORD})
        assert answer.status_code == 303, answer.text[:300]
        client.headers["x-csrf-token"] = client.get("/now").text.split('data-token="')[1].split('"')[0]
        return client

    def _wait(self, done: Callable[[], bool]) -> None:
        while not done() and not self.over.is_set():
            time.sleep(LOOK_SECONDS)

    def _is_over(self, kind: str, doc_id: str) -> bool:
        table, over = {"table": (Document, OVER_TABLE), "page": (OcrDocument, OVER_PAGE)}[kind]
        with reading(self.engine) as session:
            return session.scalar(sa.select(table.status).where(table.doc_id == doc_id)) in over

    def _states(self) -> dict[str, dict[str, int]]:
        with reading(self.engine) as session:
            return {
                name: dict(
                    session.execute(sa.select(table.status, sa.func.count()).group_by(table.status)).all()
                )
                for name, table in (("tables", Document), ("images", OcrDocument))
            }

    def _left(self) -> dict[str, int]:
        """Of the heap, what has not reached its end, in the inbox or in the records."""
        states = self._states()
        ended = {
            "tables": sum(states["tables"].get(status, 0) for status in OVER_TABLE),
            "images": sum(states["images"].get(status, 0) for status in OVER_PAGE),
        }
        return {
            "tables": self.tables + self.own["table"] - ended["tables"],
            "images": self.images + self.own["page"] - ended["images"],
        }


def _table(seed: int) -> bytes:
    rng = random.Random(seed)
    rows = [
        f"{rng.gauss(0, 1):.3f},{rng.randint(1, 99)},{rng.choice('가나다')},{rng.choice('YN')}"
        for _ in range(ROWS)
    ]
    return ("무게,개수,종류,합격\n" + "\n".join(rows) + "\n").encode()


def _page(seed: int) -> bytes:
    """Half a dozen lines from the middle of a made page."""
    made = made_page(seed, fonts=package_fonts()[:1], language="ko", layout="letter")
    page = scanned(made, seed, tilt=0.0)
    top, bottom = page.lines[0].box[1], page.lines[min(11, len(page.lines) - 1)].box[3]
    _, png = cv2.imencode(".png", page.picture[max(0, top - 20) : bottom + 20])
    return png.tobytes()


if __name__ == "__main__":
    main()
