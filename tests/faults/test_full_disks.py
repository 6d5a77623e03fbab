"""The store, the records' database and Dagster's storage run full; when room is made, everything reaches its end."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import dagster as dg
import pytest

from domain.requests import RequestKind, RequestStatus
from orchestration.runtime.dagster_instance import dagster_instance
from records.engine import reading
from records.tables import TableRow
from tests.e2e.conftest import running_saebyeok
from tests.faults.disks import mounted
from tests.faults.invariants import home_of, lying, requests_of_kind

pytestmark = [pytest.mark.slow, pytest.mark.long]

PAGE = Path(__file__).resolve().parents[2] / "samples" / "ocr" / "거래명세서.png"


@pytest.fixture(scope="module")
def disks(tmp_path_factory):
    """Store, records and Dagster's storage, each on a file system of its own."""
    folder = tmp_path_factory.mktemp("disks")
    places = {
        "store": folder / "home" / "store",
        "records": folder / "records",
        "dagster": folder / "home" / "dagster",
    }
    with ExitStack() as stack:
        yield folder, {name: stack.enter_context(mounted(place)) for name, place in places.items()}


@pytest.fixture(scope="module")
def running(disks, machine_cache):
    folder, _ = disks
    url = f"sqlite:///{folder / 'records' / 'saebyeok.db'}"
    with running_saebyeok(folder, machine_cache, SAEBYEOK_DATABASE_URL=url) as saebyeok:
        yield saebyeok


def findings(saebyeok):
    return saebyeok.command("doctor", check=False).stdout


def test_files_wait_while_the_store_is_full(running, bringer, disks):
    with disks[1]["store"].full():
        bringer.table("표.csv", rows=20_000)
        bringer.put("ocr/새벽상사", "쪽.png", PAGE.read_bytes())
        running.wait_for(lambda: len([n for n in lying(home_of(running)) if n in ("표.csv", "쪽.png")]) == 2)
        running.wait_for(lambda: "No space left" in log_of(running, "code"))
        assert running.documents() == {}
        assert "store" in findings(running)
    running.wait_for_status("표.csv", "uploaded")
    bringer.check()


def test_models_that_found_the_store_full_are_trained_when_tried_again(running, bringer, disks):
    doc = bringer.prepared("학습.csv")
    with disks[1]["store"].full():
        running.command("automl", "train", doc, "--models", "decision_tree", "--yes", check=False)
        request = running.json("automl", "requests", doc)[-1]
        assert request["status"] == "failed"
        assert "disk is full" in request["reason_en"]
    running.command("automl", "retry", str(request["request_id"]))
    running.wait_for(
        lambda: [r["status"] for r in running.json("automl", "results", doc)] == ["evaluated"],
        show=lambda: running.json("automl", "results", doc),
    )
    bringer.check()


@pytest.mark.parametrize("disk", ["store", "records"])
def test_pages_whose_reading_found_a_disk_full_are_read_when_tried_again(running, bringer, disks, disk):
    names = [f"{disk}-{number}.png" for number in range(4)]
    before = failed_runs(running)
    for name in names:
        bringer.put("ocr/새벽상사", name, PAGE.read_bytes())
    # The pages are there and their texts are to come: crops go into the store, texts into the records.
    running.wait_for(lambda: "paged" in statuses(running, names), pause=0.05)
    with disks[1][disk].full():
        # Texts of a few pages may still fit into what the records' journal had taken before.
        fits = {"extracted"} if disk == "records" else set()
        running.wait_for(
            lambda: failed_runs(running) > before or set(statuses(running, names)) == fits,
            show=lambda: statuses(running, names),
        )
        assert disk in findings(running)
    running.wait_for(lambda: read(running, names), show=lambda: statuses(running, names))
    bringer.check()


def failed_runs(saebyeok):
    home = home_of(saebyeok)
    with dagster_instance(home.settings) as instance:
        count = instance.get_runs_count(dg.RunsFilter(statuses=[dg.DagsterRunStatus.FAILURE]))
    home.engine.dispose()
    return count


def statuses(saebyeok, names):
    return [d["status"] for d in saebyeok.json("ocr", "list")["documents"] if d["file_name"] in names]


def read(saebyeok, names):
    """Whether all were read; requests that failed with a reason are tried again, as a person would."""
    for request in requests_of_kind(saebyeok, RequestKind.OCR_READ):
        if request.status == RequestStatus.FAILED:
            assert "disk" in request.reason_en
            saebyeok.command("ocr", "retry", str(request.request_id), "--no-wait", check=False)
    found = statuses(saebyeok, names)
    return len(found) == len(names) and set(found) == {"extracted"}


def test_a_file_waits_while_the_records_are_full(running, bringer, disks):
    with disks[1]["records"].full():
        bringer.table("줄.csv", rows=20_000)
        running.wait_for(lambda: "database or disk is full" in log_of(running, "code"))
        assert "줄.csv" not in running.documents() or rows_of(running, "줄.csv") < 20_001
    finish(running, "줄.csv")
    bringer.check()


def test_a_file_waits_while_dagsters_storage_is_full(running, bringer, disks):
    with disks[1]["dagster"].full():
        bringer.table("때.csv", rows=20_000)
        # SQLite's own words where its shared memory finds no room.
        signs = ("disk is full", "disk I/O error")
        running.wait_for(lambda: any(sign in log_of(running, "daemon") for sign in signs))
    finish(running, "때.csv")
    bringer.check()


def finish(saebyeok, name):
    """Wait for the end of an upload, trying it again as a person would where it failed with a reason."""

    def look():
        document = saebyeok.documents().get(name)
        if document is None:
            return False
        last = saebyeok.json("automl", "requests", document["doc_id"])[-1]
        if last["status"] == "failed":
            assert "disk is full" in last["reason_en"]
            saebyeok.command("automl", "retry", str(last["request_id"]))
        return document["status"] == "uploaded"

    saebyeok.wait_for(look, show=saebyeok.documents)


def rows_of(saebyeok, name):
    home = home_of(saebyeok)
    with reading(home.engine) as session:
        doc = saebyeok.documents()[name]["doc_id"]
        count = session.query(TableRow).filter(TableRow.doc_id == doc).count()
    home.engine.dispose()
    return count


def log_of(saebyeok, name):
    return (saebyeok.home / "logs" / f"{name}.log").read_text(encoding="utf-8", errors="replace")
