"""How long a person waits in the console: upload, target check, preview, plan, training, prediction, a page.

    python -m benchmarks.interactive [--repo OTHER_TREE] [--times N]

Starts `saebyeok up` of this tree, or of another one for a comparison, on a home of its own, and sends what a browser sends.
A wait is from the click to the row that the page then shows, by looking at the database every 20 ms. Prints JSON: seconds.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any

import httpx2
import numpy as np
import psutil

import samples
from benchmarks.made_table import write_table
from orchestration.runtime.fresh_home import environment_of

LOOK_SECONDS = 0.02
WAIT_SECONDS = 600.0
SMALL, LARGE = (440, 11), (100_000, 20)
CHOICES = {"duplicates": "remove", "missing": "mean", "outliers": "clip", "test_share": "0.25", "seed": "0"}
MODELS = ("gradient_boost", "decision_tree", "random_forest", "svm", "neural_network", "k_means")
PAGE = Path(samples.__file__).parent / "ocr" / "거래명세서.png"
IDLE_SECONDS = 60.0
READING_SECONDS = 3.0


class Console:
    """A signed-in browser, and the database behind the console."""

    def __init__(self, home: Path, address: str) -> None:
        self._http = httpx2.Client(base_url=address.split("/sign-in")[0], timeout=60, follow_redirects=True)
        self._headers = {"sec-fetch-site": "same-origin"}
        self._database = sqlite3.connect(f"file:{home / 'saebyeok.db'}?mode=ro", uri=True)
        self._http.post("/sign-in", data={"key": address.split("key=")[1]}, headers=self._headers)
        page = self._http.get("/automl").text
        self._headers["x-csrf-token"] = page.split('data-token="')[1].split('"')[0]

    def row(self, query: str, *values: object) -> tuple[Any, ...] | None:
        found: tuple[Any, ...] | None = self._database.execute(query, values).fetchone()
        return found

    def seconds(self, path: str, done: Callable[[int], object], **body: Any) -> float:
        """Post, and wait until `done`, given the newest request before, finds something."""
        (newest,) = self.row("select coalesce(max(REQUEST_ID), 0) from TB_REQUEST") or (0,)
        began = time.monotonic()
        self._http.post(path, headers=self._headers, **body).raise_for_status()
        while not done(newest):
            if time.monotonic() - began > WAIT_SECONDS:
                raise RuntimeError(f"{path}: not within {WAIT_SECONDS:.0f} s")
            time.sleep(LOOK_SECONDS)
        return time.monotonic() - began

    def settled(self, kind: str) -> Callable[[int], object]:
        """Whether a request of the kind after the given one is over."""
        query = (
            "select STATUS_CD from TB_REQUEST where REQUEST_ID > ? and KIND = ? order by REQUEST_ID limit 1"
        )

        def look(newest: int) -> bool:
            found = self.row(query, newest, kind)
            if found is not None and found[0] in ("failed", "cancelled"):
                raise RuntimeError(f"{kind} {found[0]}")
            return found is not None and found[0] == "done"

        return look


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--repo", type=Path, default=Path(__file__).resolve().parent.parent)
    parser.add_argument("--times", type=int, default=10)
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        home.mkdir()
        environment = {**environment_of(home), "PYTHONPATH": str(options.repo)}
        log = Path(folder) / "up.log"
        with log.open("wb") as output:
            up = subprocess.Popen(
                [sys.executable, "-m", "orchestration", "up"],
                env=environment, cwd=folder, stdout=output, stderr=output,
            )  # fmt: skip
        try:
            console = Console(home, _address(up, log))
            result = {"benchmark": "interactive", "tree": options.repo.name, **_idle(up.pid)}
            result |= _tables(console, Path(folder), options.times)
            result |= _pages(console, options.times)
        finally:
            up.send_signal(signal.SIGINT)
            up.wait(60)
    print(json.dumps(result, indent=1, ensure_ascii=False))


def _address(up: subprocess.Popen[bytes], log: Path) -> str:
    while "Ctrl-C" not in (text := log.read_text(encoding="utf-8")):
        if up.poll() is not None:
            raise RuntimeError(text)
        time.sleep(0.2)
    return next(word for word in text.split() if "/sign-in?key=" in word)


def _idle(pid: int) -> dict[str, float]:
    """Share of one core, and memory (PSS) of all that `up` started, while nothing happens.

    A minute and a half after the start: the process that waits for a first table (`untrusted_files.spare`) has ended by then.
    """
    time.sleep(90)
    processes = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    before = {p.pid: sum(p.cpu_times()[:2]) for p in processes}
    time.sleep(IDLE_SECONDS)
    used = sum(sum(p.cpu_times()[:2]) - before[p.pid] for p in processes if p.is_running())
    memory = sum(p.memory_full_info().pss for p in processes if p.is_running())
    return {"idle_cpu_percent": round(100 * used / IDLE_SECONDS, 1), "idle_memory_mb": round(memory / 1e6)}


def _tables(console: Console, folder: Path, times: int) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for name, (rows, columns) in {"small": SMALL, "large": LARGE}.items():
        path = folder / f"{name}.csv"
        _write(path, rows, columns)
        uploads = [_upload(console, path) for _ in range(3 if name == "small" else 1)]
        result[f"{name}: upload to profile"] = _spread([seconds for seconds, _ in uploads])
        doc = uploads[0][1]
        # A person reads the profile before deciding anything; libraries for the next steps are imported meanwhile.
        time.sleep(READING_SECONDS)
        console.seconds(f"/automl/{doc}/confirm-data", lambda _: True)
        label = console.row("select max(COL_NO) from TB_AUTOML_COLUMN_INFO where DOC_ID = ?", doc)
        waits: dict[str, list[float]] = {"target check": [], "preview": [], "apply": []}
        for _ in range(times):
            target = {"column": str(label[0] if label else 0)}
            waits["target check"].append(
                console.seconds(f"/automl/{doc}/target", console.settled("target"), data=target)
            )
            for step, path_, kind in (("preview", "preview", "preview"), ("apply", "prepare", "prepare")):
                waits[step].append(
                    console.seconds(f"/automl/{doc}/{path_}", console.settled(kind), data=CHOICES)
                )
        result |= {f"{name}: {step}": _spread(values) for step, values in waits.items()}
        if name == "small":
            result |= _models(console, doc, path, times)
    return result


def _models(console: Console, doc: str, rows: Path, times: int) -> dict[str, Any]:
    query = "select count(*) from TB_AUTOML_TRAINING_RESULT where DOC_ID = ? and STATUS_CD = 'evaluated'"
    first: list[float] = []
    began = time.monotonic()

    def scored(_: int) -> bool:
        (count,) = console.row(query, doc) or (0,)
        if count and not first:
            first.append(time.monotonic() - began)
        return bool(count == len(MODELS))

    form = {"models": list(MODELS), "group": "all", "seed": "0"}
    everything = console.seconds(f"/automl/{doc}/train", scored, data=form)
    found = console.row(
        "select TRAINING_ID from TB_AUTOML_TRAINING_RESULT where DOC_ID = ? and MODEL_CD = 'decision_tree'",
        doc,
    )
    training = found[0] if found else ""
    confirm = console.seconds(
        f"/automl/{doc}/confirm", console.settled("confirm_model"), data={"chosen": training}
    )
    new_rows = rows.with_name("new.csv")
    new_rows.write_text("".join(rows.read_text().splitlines(keepends=True)[:41]))
    predictions = [_upload_rows(console, doc, new_rows) for _ in range(times)]
    return {
        "small: six models, first score": round(first[0], 2),
        "small: six models, all scores": round(everything, 2),
        "small: confirm": round(confirm, 2),
        "small: prediction of 40 rows": _spread(predictions),
    }


def _upload(console: Console, path: Path) -> tuple[float, str]:
    with path.open("rb") as file:
        seconds = console.seconds(
            "/automl/uploads", console.settled("upload"), files={"files": (path.name, file)}
        )
    found = console.row("select max(DOC_ID) from TB_AUTOML_MASTER")
    return seconds, found[0] if found else ""


def _upload_rows(console: Console, doc: str, path: Path) -> float:
    with path.open("rb") as file:
        files = {"files": (path.name, file)}
        return console.seconds(f"/automl/{doc}/uploads", console.settled("predict"), files=files)


def _pages(console: Console, times: int) -> dict[str, Any]:
    waits = []
    for number in range(times):
        files = {"files": (f"{number}.png", PAGE.read_bytes())}
        waits.append(console.seconds("/ocr/uploads", console.settled("ocr_read"), files=files))
    pages = {"page to texts, first": round(waits[0], 2), "page to texts, warm": _spread(waits[1:] or waits)}
    return pages | _boxes(console, times)


def _boxes(console: Console, times: int) -> dict[str, Any]:
    """From a drawn box to what it says; nothing for a tree in which no box can be drawn."""
    found = console.row("select DOC_ID, QUAD from TB_OCR_DOC_TEXT order by DOC_ID desc, ORDER_NO limit 1")
    doc, quad = found if found else ("", "[]")
    box = {"action": "draw", "page": 1, "quad": json.loads(quad)}
    try:
        waits = [
            console.seconds(f"/ocr/{doc}/boxes", console.settled("ocr_boxes"), json=box) for _ in range(times)
        ]
    except httpx2.HTTPStatusError:
        return {}
    return {"box to text": _spread(waits)}


def _write(path: Path, rows: int, columns: int) -> None:
    """A table with as many rows, and a target of two classes as its last column."""
    whole = path.with_suffix(".whole")
    write_table(whole, rows)
    random = np.random.default_rng(0)
    target = np.where(random.random(rows + 1) < 0.3, "yes", "no").astype(object)
    target[0] = "target"
    with whole.open(encoding="utf-8") as source, path.open("w", encoding="utf-8") as out:
        for line, answer in zip(source, target, strict=True):
            out.write(",".join([*line.rstrip("\n").split(",")[: columns - 1], str(answer)]) + "\n")
    whole.unlink()


def _spread(values: list[float]) -> dict[str, float]:
    p95 = quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]
    return {"median": round(median(values), 3), "p95": round(p95, 3), "max": round(max(values), 3)}


if __name__ == "__main__":
    os.environ.pop("DAGSTER_HOME", None)
    main()
