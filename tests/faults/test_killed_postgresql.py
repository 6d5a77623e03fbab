"""kill -9 of PostgreSQL's server and of one of its backends while files are taken in, rows loaded and models trained."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from orchestration.runtime.databases import create_missing
from tests.e2e.conftest import running_saebyeok
from tests.faults.retrying import ended, finish, requests
from tests.postgresql import Cluster

pytestmark = [pytest.mark.slow, pytest.mark.long]


@pytest.fixture(scope="module")
def cluster():
    """Not the one other tests share: this one dies."""
    cluster = Cluster.create()
    cluster.start()
    yield cluster
    cluster.stop()
    cluster.remove()


@pytest.fixture(scope="module")
def running(cluster, tmp_path_factory, machine_cache):
    url = sa.make_url(cluster.url).set(database="saebyeok").render_as_string(hide_password=False)
    create_missing(url)
    folder = tmp_path_factory.mktemp("faults")
    with running_saebyeok(folder, machine_cache, SAEBYEOK_DATABASE_URL=url) as saebyeok:
        yield saebyeok


def test_the_server_dies_while_files_are_taken_in_and_rows_loaded(running, bringer, cluster):
    bringer.table("먼저.csv", rows=30_000)
    for number in range(20):
        bringer.put("automl", f"빈-{number}.csv", b"")
    running.wait_for(running.documents)
    cluster.kill()
    bringer.table("그동안.csv")
    cluster.start()
    finish(running, "먼저.csv")
    finish(running, "그동안.csv")
    bringer.check()


def test_a_backend_dies_while_rows_are_loaded_and_the_server_while_models_train(running, bringer, cluster):
    bringer.table("줄.csv", rows=60_000)
    running.wait_for(lambda: "줄.csv" in running.documents())
    running.wait_for(cluster.kill_backend, pause=0.02)
    finish(running, "줄.csv")
    doc = bringer.prepared("학습.csv")
    running.command("automl", "train", doc, "--models", "decision_tree,k_means", "--yes", "--no-wait")
    running.wait_for(lambda: running.json("automl", "results", doc))
    cluster.kill()
    cluster.start()
    running.wait_for(lambda: ended(running, doc), show=lambda: requests(running, doc))
    if requests(running, doc)[-1]["status"] == "failed":
        running.command("automl", "retry", str(requests(running, doc)[-1]["request_id"]))
    running.wait_for(
        lambda: [r["status"] for r in running.json("automl", "results", doc)] == ["evaluated", "evaluated"],
        show=lambda: requests(running, doc),
    )
    bringer.check()
