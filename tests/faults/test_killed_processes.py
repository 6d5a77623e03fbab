"""kill -9 of each process while files are taken in, rows loaded, models trained and confirmed, and pages read."""

from __future__ import annotations

from pathlib import Path

import pytest

from automl_lib.training_process import worker
from domain.requests import RequestKind, RequestStatus
from records.engine import reading
from records.tables import RefusedFile, TableRow
from tests.faults.invariants import home_of, requests_of_kind

pytestmark = [pytest.mark.slow, pytest.mark.long]

PAGE = Path(__file__).resolve().parents[2] / "samples" / "ocr" / "거래명세서.png"
READING = "automl_lib.reading.table:read_job"
TRAINING = worker.NAME
PAGES = ("한.png", "두.png")


def count(saebyeok, table):
    home = home_of(saebyeok)
    with reading(home.engine) as session:
        found = session.query(table).count()
    home.engine.dispose()
    return found


def requests(saebyeok, doc):
    return saebyeok.json("automl", "requests", doc)


def test_the_code_server_and_the_daemon_die_while_files_are_taken_in(running, bringer):
    for number in range(40):
        bringer.put("automl", f"빈-{number}.csv", b"")
    bringer.table("받는중.csv")
    running.wait_for(lambda: count(running, RefusedFile))
    running.kill("code")
    running.kill("daemon")
    bringer.check()


def test_the_process_that_reads_a_table_dies(running, bringer):
    bringer.table("읽는중.csv", rows=600_000)
    running.kill_once_there(READING)
    running.wait_for(
        lambda: (found := running.documents().get("읽는중.csv")) and found["failure_en"],
        show=running.documents,
    )
    document = running.documents()["읽는중.csv"]
    (request,) = requests(running, document["doc_id"])
    assert request["status"] == "failed"
    before = count(running, TableRow)
    running.command("automl", "retry", str(request["request_id"]))
    running.wait_for(lambda: count(running, TableRow) > before)
    running.kill("code")
    running.wait_for_status("읽는중.csv", "uploaded")
    bringer.check()


def test_everything_but_the_run_dies_while_models_train_and_one_is_confirmed(running, bringer):
    doc = bringer.prepared("학습중.csv")
    running.command("automl", "train", doc, "--models", "decision_tree,k_means", "--yes", "--no-wait")
    running.kill_once_there(TRAINING)
    for name in ("daemon", "dagster", "console", "mlflow"):
        running.kill(name)
    running.wait_for(
        lambda: requests(running, doc)[-1]["status"] in ("done", "failed"),
        show=lambda: requests(running, doc),
    )
    results = running.json("automl", "results", doc)
    died = [r for r in results if r["status"] == "failed"]
    assert died
    assert all("ended (SIGKILL)" in r["failure_en"] for r in died)
    running.command("automl", "retry", str(requests(running, doc)[-1]["request_id"]))
    running.wait_for(
        lambda: [r["status"] for r in running.json("automl", "results", doc)] == ["evaluated", "evaluated"],
        show=lambda: running.json("automl", "results", doc),
    )
    running.command("automl", "confirm", doc, "decision_tree", "--no-wait")
    running.kill("mlflow")
    running.wait_for_status("학습중.csv", "model_confirmed")
    bringer.check()


def test_the_run_and_then_its_code_server_die_while_pages_are_read(running, bringer):
    for name in PAGES:
        bringer.put("ocr/새벽상사", name, PAGE.read_bytes())
    running.wait_for(lambda: listed(running, "paged", "extracted"))
    running.kill_run()
    running.wait_for(lambda: under_way(running))
    running.kill("code")
    bringer.check()
    assert len(listed(running, "extracted")) == len(PAGES)


def listed(saebyeok, *statuses):
    return [d for d in saebyeok.json("ocr", "list")["documents"] if d["status"] in statuses]


def under_way(saebyeok):
    """Whether a run has begun to read pages, or has read them all."""
    asked = requests_of_kind(saebyeok, RequestKind.OCR_READ)
    return [r for r in asked if r.status in (RequestStatus.RUNNING, RequestStatus.DONE)]
