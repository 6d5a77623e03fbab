"""The disk under PostgreSQL runs full while rows are loaded: people are told, and after room was made all reach their end."""

from __future__ import annotations

import tempfile
from contextlib import suppress

import psutil
import pytest
import sqlalchemy as sa

from orchestration.runtime.databases import create_missing
from tests.e2e.conftest import running_saebyeok
from tests.faults.disks import mounted
from tests.faults.retrying import finish
from tests.postgresql import Cluster

pytestmark = [pytest.mark.slow, pytest.mark.long]


@pytest.fixture(scope="module")
def disk(tmp_path_factory):
    folder = tmp_path_factory.mktemp("postgresql")
    for parent in (folder, *folder.parents[:2]):
        parent.chmod(parent.stat().st_mode | 0o011)  # PostgreSQL is not run by root
    with mounted(folder / "disk") as disk:
        disk.place.chmod(0o755)
        yield disk


@pytest.fixture(scope="module")
def cluster(disk):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(disk.place))
        cluster = Cluster.create()
    cluster.start()
    yield cluster
    family = processes(cluster)
    for process in family:
        process.kill()
    psutil.wait_procs(family, timeout=60)
    cluster.remove()


@pytest.fixture(scope="module")
def running(cluster, tmp_path_factory, machine_cache):
    url = sa.make_url(cluster.url).set(database="saebyeok").render_as_string(hide_password=False)
    create_missing(url)
    with running_saebyeok(
        tmp_path_factory.mktemp("faults"), machine_cache, SAEBYEOK_DATABASE_URL=url
    ) as saebyeok:
        yield saebyeok


def test_rows_that_find_no_room_are_loaded_when_there_is(running, bringer, cluster, disk):
    log = running.home / "logs" / "code.log"
    before = log.stat().st_size
    with disk.full():
        bringer.table("줄.csv", rows=100_000)
        # The server may also give up, where it can't even write its journal.
        running.wait_for(lambda: has_met_it(log.read_bytes()[before:]) or not processes(cluster))
    if not processes(cluster):
        cluster.start()
    finish(running, "줄.csv")
    bringer.table("다음.csv")
    finish(running, "다음.csv")
    bringer.check()


def has_met_it(said):
    return b"No space left on device" in said or b"server closed the connection" in said


def processes(cluster):
    """Those of the server. Its own file of them is not to be trusted: it was on the disk that was full."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process.name() == "postgres" and process.cwd() == str(cluster.folder / "data"):
                found.append(process)
    return found
