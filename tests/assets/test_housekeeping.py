"""The housekeeping as its run does it: what goes, what stays, what is told; twice is as good as once."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest

from assets.upkeep.dagster_runs import prune_partitions, prune_runs
from domain.ocr import NetworkStatus
from domain.requests import RequestKind, RequestStatus
from orchestration.runtime.reading_resources import build_files
from records.engine import reading, transaction
from records.ocr.tables import Network
from resources.upkeep import Upkeep
from work_requests import upkeep

DAY = 24 * 3600


@dg.op
def nothing():
    pass


@dg.job(executor_def=dg.in_process_executor)
def small_job():
    nothing()


def aged(path: Path, days: float) -> None:
    then = time.time() - days * DAY
    os.utime(path, (then, then))


def test_old_runs_go_with_their_events_and_the_needed_ones_stay(tmp_path):
    with dg.DagsterInstance.local_temp(str(tmp_path)) as instance:
        kept, *old = [small_job.execute_in_process(instance=instance).run_id for _ in range(2)]
        (events,) = {path.parent for path in tmp_path.rglob(f"history/runs/{kept}.db")}
        keeper = Upkeep(
            run_days=90,
            request_days=365,
            networks=10,
            work="",
            databases=[],
            cache="",
            dagster_storage=str(events.parent.parent),
        )
        assert {kept, *old} <= {path.stem for path in events.glob("*.db")}
        before = keeper.dagster_bytes()
        later = datetime.now(UTC) + timedelta(seconds=5)
        assert prune_runs(instance, later - timedelta(days=1), [], keeper.remove_run_files) == 0
        assert prune_runs(instance, later, [kept], keeper.remove_run_files) == 1
        assert [run.run_id for run in instance.get_runs()] == [kept]
        assert {path.stem for path in events.glob("*.db")} & {kept, *old} == {kept}
        assert instance.all_logs(kept)
        assert keeper.dagster_bytes() < before
        assert prune_runs(instance, later, [kept], keeper.remove_run_files) == 0


def test_partitions_of_purged_documents_go():
    with dg.DagsterInstance.ephemeral() as instance:
        instance.add_dynamic_partitions("automl_documents", ["there", "purged"])
        assert prune_partitions(instance, "automl_documents", {"there"}) == 1
        assert instance.get_dynamic_partitions("automl_documents") == ["there"]


@pytest.fixture
def machine_cache(tmp_path):
    """Of the test's own: it is cluttered and cleared."""
    return tmp_path / "cache"


@pytest.fixture
def cluttered(workshop):
    """An orphan, an abandoned checkpoint, an old network, and what is too young to go."""
    store = build_files(workshop.settings).store
    now = workshop.now()
    for key in ("ocr/1/crops/old.png", "ocr/1/crops/new.png", "automl/1/models/a/.m.bin.1.part"):
        store.put_bytes(b"left behind", key)
    checkpoints = workshop.settings.work / "checkpoints"
    checkpoints.mkdir(parents=True)
    for name in ("old.pt", "new.pt"):
        (checkpoints / name).write_bytes(b"state")
    with transaction(workshop.engine) as session:
        for number in range(12):
            night = upkeep.ask_for_housekeeping(session, by="me", now=now)
            night.kind, night.status = RequestKind.OCR_RETRAIN, RequestStatus.DONE
            network_id = f"n{number:03d}"
            for part in ("network/custom.pth", "training/lmdb/data.mdb"):
                store.put_bytes(b"weights", f"ocr/networks/{network_id}/{part}")
                aged(Path(str(store.path(f"ocr/networks/{network_id}/{part}"))), 2)
            session.add(
                Network(
                    network_id=network_id,
                    request_id=night.request_id,
                    status=NetworkStatus.KEPT_BACK,
                    folder=f"ocr/networks/{network_id}/network",
                    created_at=now,
                    mlflow_told=True,
                )
            )
    aged(Path(str(store.path("ocr/1/crops/old.png"))), 2)
    aged(Path(str(store.path("automl/1/models/a/.m.bin.1.part"))), 2)
    aged(checkpoints / "old.pt", 8)
    prepared = workshop.settings.effective_cache / "ocr"
    for name in ("recogniser-old", "recogniser-new"):
        (prepared / name).mkdir(parents=True, exist_ok=True)
        (prepared / name / "model.bin").write_bytes(b"network")
    (prepared / "general-old.json").write_text("{}", encoding="utf-8")
    aged(prepared / "recogniser-old", 31)
    aged(prepared / "general-old.json", 31)
    backup = workshop.settings.home / "backups/saebyeok-1/manifest.json"
    backup.parent.mkdir(parents=True)
    backup.write_text("{}", encoding="utf-8")
    aged(backup, 1000)
    return workshop


def clean(workshop):
    with transaction(workshop.engine) as session:
        request_id = upkeep.ask_for_housekeeping(session, by="me", now=workshop.now()).request_id
    (result,) = workshop.run_waiting()
    assert result.success
    request = workshop.request(request_id)
    assert request.status == RequestStatus.DONE
    told = {line["what"]: line["removed"] for line in request.result["lines"]}
    return told, request.result["lines"], result


def test_what_nobody_needs_goes_and_the_rest_stays(cluttered):
    told, lines, result = clean(cluttered)
    assert told == {
        "Dagster runs": 0,
        "requests": 0,
        "networks": 2,
        "other files of the store": 2,
        "work folder": 1,
        "prepared for reading": 2,
        "databases": 0,
    }
    store = build_files(cluttered.settings).store
    folders = {p.name for p in Path(str(store.path("ocr/networks"))).iterdir()}
    assert folders == {f"n{number:03d}" for number in range(2, 12)}
    assert [p.name for p in Path(str(store.path("ocr/1/crops"))).iterdir()] == ["new.png"]
    assert not Path(str(store.path("automl"))).exists()
    assert [p.name for p in (cluttered.settings.work / "checkpoints").iterdir()] == ["new.pt"]
    prepared = {path.name for path in (cluttered.settings.effective_cache / "ocr").iterdir()}
    assert prepared & {"recogniser-old", "general-old.json", "recogniser-new"} == {"recogniser-new"}
    assert (cluttered.settings.home / "backups/saebyeok-1/manifest.json").exists()
    with reading(cluttered.engine) as session:
        assert session.get_one(Network, "n000").folder is None
        assert session.get_one(Network, "n002").folder is not None
    sizes = {line["what"]: (line["bytes before"], line["bytes after"]) for line in lines}
    assert sizes["networks"] == (24 * 7, 20 * 7)
    assert sizes["work folder"] == (10, 5)
    materialized = result.asset_materializations_for_node("housekeeping")[0]
    assert len(materialized.metadata["removed"].records) == 7


def test_a_second_time_takes_nothing_more(cluttered):
    clean(cluttered)
    told, _, _ = clean(cluttered)
    assert set(told.values()) == {0}


def test_it_can_be_launched_by_hand(cluttered):
    assert cluttered.by_hand(None, "housekeeping").success
    with reading(cluttered.engine) as session:
        from work_requests.request_lists import of_kind

        (request,) = of_kind(session, RequestKind.HOUSEKEEPING)
        assert (request.status, request.requested_by) == (RequestStatus.DONE, "dagster")
