"""Workers on several hosts: one killed with kill -9 half-way through its batch loses nothing, and nothing done is done again."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from itertools import groupby
from pathlib import Path

import psutil
import pytest
import sqlalchemy as sa

from domain.ocr import OcrStatus, TextAction
from domain.requests import RequestStatus
from records.engine import open_engine, reading
from records.ocr.tables import OcrDocument, OcrText, TextHistory
from records.tables import Request

pytestmark = [pytest.mark.slow, pytest.mark.long]

PAGES, BATCH = 16, 5
PATIENCE = 900.0


@pytest.fixture
def team(tmp_path_factory, machine_cache):
    """`saebyeok up` and two hosts with a worker each, all on PostgreSQL and RabbitMQ of their own."""
    from benchmarks import celery_pages, several_hosts

    if trouble := several_hosts.why_not():
        pytest.skip(trouble)
    folder = tmp_path_factory.mktemp("team")
    for parent in (folder, *folder.parents[:2]):
        parent.chmod(parent.stat().st_mode | 0o011)  # PostgreSQL is not run by root
    with (
        several_hosts.hosts(2) as names,
        several_hosts.postgresql(folder / "postgresql") as url,
        several_hosts.rabbitmq(folder / "rabbitmq") as broker,
    ):
        environment = celery_pages.environment_of(
            folder / "home",
            url,
            broker,
            cache=str(machine_cache),
            ocr_batch_pages=str(BATCH),
            max_concurrent_runs="5",
        )
        up = celery_pages.start_up(environment, folder / "up.log")
        try:
            cores = [*range(os.cpu_count() or 1), 0][:2]
            with (
                several_hosts.worker(names[0], "one", cores[0], environment, folder / "one.log") as one,
                several_hosts.worker(names[1], "two", cores[1], environment, folder / "two.log"),
            ):
                yield Team(folder, url, environment, one)
        finally:
            up.send_signal(signal.SIGINT)
            up.wait(60)
            _end_what_is_left(folder / "home")


class Team:
    """What the test looks at."""

    def __init__(self, folder: Path, url: str, environment: dict[str, str], one: subprocess.Popen[bytes]):
        self.folder, self.environment, self.one = folder, environment, one
        self.engine = open_engine(url)

    def requests(self) -> list[Request]:
        with reading(self.engine) as session:
            return list(session.scalars(sa.select(Request).order_by(Request.request_id)))

    def read_by_one(self) -> list[Request]:
        """The requests of the batch that worker one is reading, if it is in the midst of one."""
        said = (self.folder / "one.log").read_text(encoding="utf-8", errors="replace")
        begun = re.findall(r"Task execute_plan\[(\S+):extracted_texts\] received", said)
        over = re.findall(r"Task execute_plan\[(\S+):extracted_texts\] succeeded", said)
        batch = [request for request in self.requests() if request.run_id in set(begun) - set(over)]
        done = sum(request.status == RequestStatus.DONE for request in batch)
        return batch if 0 < done < len(batch) - 1 else []

    def wait_for(self, what):
        end = time.monotonic() + PATIENCE
        while not (found := what()):
            assert time.monotonic() < end, [(r.request_id, r.status, r.attempt) for r in self.requests()]
            time.sleep(0.2)
        return found


def test_a_killed_workers_batch_is_finished_by_the_other_from_where_it_stood(team):
    from benchmarks import celery_pages

    pages = celery_pages.make_pages(team.folder / "pages", PAGES, dpi=150)
    celery_pages.drop(pages, team.folder / "home", "page")
    batch = team.wait_for(team.read_by_one)
    os.killpg(team.one.pid, signal.SIGKILL)
    team.one.wait()
    done_before = {r.doc_id for r in team.requests() if r.status == RequestStatus.DONE}
    (killed_run,) = {request.run_id for request in batch}

    def all_read():
        found = team.requests()
        return found if len(found) == PAGES and {r.status for r in found} == {RequestStatus.DONE} else None

    found = team.wait_for(all_read)
    assert {request.attempt for request in found} == {1}, "no run had to be begun again"
    with reading(team.engine) as session:
        documents = session.scalars(sa.select(OcrDocument)).all()
        texts = Counter(session.scalars(sa.select(OcrText.doc_id)))
        history = session.execute(
            sa.select(TextHistory.text_id, TextHistory.at).where(TextHistory.action == TextAction.READ)
        ).all()
    assert len(documents) == PAGES
    assert {document.status for document in documents} == {OcrStatus.EXTRACTED}
    assert all(texts[document.doc_id] for document in documents)
    # A text's id begins with its document's.
    readings = {(text_id[:15], at) for text_id, at in history}
    times = {doc_id: len(list(of)) for doc_id, of in groupby(sorted(readings), key=lambda one: one[0])}
    assert set(times) == {document.doc_id for document in documents}
    again = {doc_id for doc_id, number in times.items() if number > 1}
    assert not again & done_before, "what was done is not done again"
    assert again <= {request.doc_id for request in batch}
    two = (team.folder / "two.log").read_text(encoding="utf-8", errors="replace")
    assert f"Task execute_plan[{killed_run}:extracted_texts] received" in two
    workers = _finding(team, "workers")
    assert workers["ok"]
    assert "two@" in workers["detail"]
    assert "one@" not in workers["detail"]


def _finding(team, check):
    import json

    done = subprocess.run(
        [sys.executable, "-m", "orchestration", "doctor", "--format", "json"],
        env=team.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return next(one for one in json.loads(done.stdout) if one["check"] == check)


def _end_what_is_left(home):
    for process in psutil.process_iter(["environ"]):
        if (process.info["environ"] or {}).get("SAEBYEOK_HOME") == str(home):
            process.kill()
