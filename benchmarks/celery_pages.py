"""Reading pages with one worker and with two, each on a host and a core of its own: `python -m benchmarks.celery_pages`.

Makes PostgreSQL, RabbitMQ and two hosts (network namespaces) with a worker on each, pinned to a core and reading with
one thread, starts `saebyeok up`, and drops as many one-page images (A4 at 300 dpi, as office scanners make them) into the inbox:
first some to warm up, then the measured ones with both workers, then the same ones (but for a dot) with one. Prints JSON: seconds
from the first page's request to the last page's end, and how many times as fast two were. Needs root, and what
`benchmarks.several_hosts` needs.

Everything else (daemon, code server, runs, databases, broker) has no core of its own on a machine with two: workers go before it, and
it takes what they leave. So `--share 0.5` gives each worker half a core at most, as on a machine with four cores of half the speed.
`worker_cores` says how much of the machine's cores the workers used. The number of batches bounds the ratio: of eight, two workers
do four each; of five, three and two.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import cv2
import psutil
import sqlalchemy as sa

from benchmarks import several_hosts, slower_core
from domain.requests import RequestStatus
from ocr_lib.synthetic.fonts import package_fonts
from ocr_lib.synthetic.pages import LAYOUTS, made_page
from orchestration.runtime.ports import free_port
from records.engine import open_engine, reading
from records.tables import Request

PATIENCE = 1200.0


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--batch", type=int, default=5, help="most pages of one run")
    parser.add_argument("--runs", type=int, default=6, help="runs at once")
    parser.add_argument("--cores", type=int, nargs=2, default=(0, 1))
    parser.add_argument("--share", type=float, default=1.0, help="most of its core that a worker gets")
    parser.add_argument(
        "--cache", type=Path, help="folder for what is prepared once for a machine, kept for the next time"
    )
    options = parser.parse_args()
    if trouble := several_hosts.why_not() or (options.share < 1 and slower_core.why_not()):
        sys.exit(trouble)
    # Ended from outside, everything it made is taken away too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    with TemporaryDirectory(prefix="saebyeok-hosts-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # PostgreSQL is not run by root
        print(json.dumps(_measure(folder, options), ensure_ascii=False, indent=1))


def make_pages(folder: Path, number: int, *, dpi: int) -> list[Path]:
    """Pages of all layouts, each unlike the others."""
    folder.mkdir()
    made = []
    for one in range(number):
        layout = list(LAYOUTS)[one % len(LAYOUTS)]
        page = made_page(one, fonts=package_fonts()[:1], layout=layout, point_size=9.0, dpi=dpi)
        made.append(folder / f"{one:03d}.png")
        cv2.imwrite(str(made[-1]), page.picture)
    return made


def environment_of(home: Path, url: str, broker: str, **settings: str) -> dict[str, str]:
    """What all hosts have in common."""
    own = {
        "home": str(home),
        "database_url": url,
        "executor": "celery",
        "celery_broker": broker,
        **{f"{server}_port": str(free_port()) for server in ("console", "dagster", "mlflow")},
        **settings,
    }
    foreign = {name: value for name, value in os.environ.items() if not name.startswith("SAEBYEOK_")}
    ours = {f"SAEBYEOK_{name.upper()}": value for name, value in own.items()}
    return {**foreign, **ours, "PYTHONUNBUFFERED": "1"}


def start_up(environment: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
    """`saebyeok up`, once it says that everything runs."""
    command = [sys.executable, "-m", "orchestration"]
    subprocess.run([*command, "doctor", "--create"], env=environment, capture_output=True, check=False)
    with log.open("wb") as output:
        up = subprocess.Popen([*command, "up"], env=environment, stdout=output, stderr=output, cwd=log.parent)
    end = time.monotonic() + PATIENCE
    while "Ctrl-C" not in log.read_text(encoding="utf-8"):
        if up.poll() is not None or time.monotonic() > end:
            raise RuntimeError(log.read_text(encoding="utf-8"))
        time.sleep(0.3)
    return up


def drop(pages: Sequence[Path], home: Path, prefix: str) -> None:
    """Into the inbox, all at once, under new names and with a dot that makes each a new file."""
    waiting = home / "work" / prefix
    waiting.mkdir(parents=True)
    for page in pages:
        picture = cv2.imread(str(page))
        picture[0, 0] = (len(prefix), 0, ord(prefix[0]))
        cv2.imwrite(str(waiting / f"{prefix}-{page.name}"), picture)
    for path in sorted(waiting.iterdir()):
        path.rename(home / "inbox" / "ocr" / path.name)
    waiting.rmdir()


def _measure(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    pages = make_pages(folder / "pages", options.pages, dpi=300)
    with (
        several_hosts.hosts(2) as (first, second),
        several_hosts.postgresql(folder / "postgresql") as url,
        several_hosts.rabbitmq(folder / "rabbitmq") as broker,
    ):
        environment = environment_of(
            folder / "home",
            url,
            broker,
            ocr_batch_pages=str(options.batch),
            max_concurrent_runs=str(options.runs),
            cache=str(options.cache.resolve()) if options.cache else "cache",
        )
        up = start_up(environment, folder / "up.log")
        try:
            with _worker(first, "first", options.cores[0], options.share, environment, folder) as left:
                with _worker(second, "second", options.cores[1], options.share, environment, folder) as right:
                    drop(pages[: 2 * options.batch], folder / "home", "warm")
                    _wait(url, 2 * options.batch)
                    both = _pass(url, pages, folder / "home", "two", [left, right])
                alone = _pass(url, pages, folder / "home", "one", [left])
        finally:
            up.send_signal(signal.SIGINT)
            up.wait(60)
    return {
        "pages": options.pages,
        "batch": options.batch,
        "share_of_a_core": options.share,
        "processors": os.cpu_count(),
        "one_worker": alone,
        "two_workers": both,
        "times_as_fast": round(alone["seconds"] / both["seconds"], 2),
    }


@contextmanager
def _worker(
    host: str, name: str, core: int, share: float, environment: Mapping[str, str], folder: Path
) -> Iterator[subprocess.Popen[bytes]]:
    with ExitStack() as stack:
        before = (
            ("chrt", "--rr", "1") if share >= 1 else stack.enter_context(slower_core.slower_core(name, share))
        )
        yield stack.enter_context(
            several_hosts.worker(host, name, core, environment, folder / f"{name}.log", before=before)
        )


def _pass(
    url: str, pages: Sequence[Path], home: Path, prefix: str, workers: Sequence[subprocess.Popen[bytes]]
) -> dict[str, float]:
    before = _newest(url)
    spent = sum(map(_processor_seconds, workers))
    drop(pages, home, prefix)
    requests = _wait(url, len(pages), after=before)
    spent = sum(map(_processor_seconds, workers)) - spent
    if any(request.attempt != 1 or request.status != RequestStatus.DONE for request in requests):
        raise RuntimeError("a page was not read at the first attempt")
    begun = min(request.requested_at for request in requests)
    ended = max(request.finished_at for request in requests if request.finished_at)
    seconds = (ended - begun).total_seconds()
    return {"seconds": round(seconds, 1), "worker_cores": round(spent / seconds, 2)}


def _wait(url: str, number: int, *, after: int = 0) -> Sequence[Request]:
    """The requests after this one, once there are so many and all are over."""
    engine = open_engine(url)
    end = time.monotonic() + PATIENCE
    try:
        while time.monotonic() < end:
            with reading(engine) as session:
                found = session.scalars(sa.select(Request).where(Request.request_id > after)).all()
            if len(found) == number and all(RequestStatus(one.status).is_final for one in found):
                return found
            time.sleep(0.5)
    finally:
        engine.dispose()
    raise RuntimeError(f"{number} pages were not read within {PATIENCE} s")


def _newest(url: str) -> int:
    engine = open_engine(url)
    with reading(engine) as session:
        newest = session.scalar(sa.select(sa.func.max(Request.request_id))) or 0
    engine.dispose()
    return newest


def _processor_seconds(worker: subprocess.Popen[bytes]) -> float:
    process = psutil.Process(worker.pid)
    times = [one.cpu_times() for one in (process, *process.children(recursive=True))]
    return sum(time.user + time.system + time.children_user + time.children_system for time in times)


if __name__ == "__main__":
    main()
