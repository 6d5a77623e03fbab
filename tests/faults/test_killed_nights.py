"""kill -9 of the run, of its code server and of the daemon in the nightly graph: one network reads, learnt once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.conftest import running_saebyeok

pytestmark = [pytest.mark.slow, pytest.mark.long]

PAGE = Path(__file__).resolve().parents[2] / "samples" / "ocr" / "메모-1.jpg"
OVER = ("deployed", "kept_back")


@pytest.fixture(scope="module")
def running(tmp_path_factory, machine_cache):
    folder = tmp_path_factory.mktemp("faults")
    with running_saebyeok(folder, machine_cache, SAEBYEOK_RETRAIN_BATCH="8") as saebyeok:
        yield saebyeok


def network(saebyeok):
    return saebyeok.json("ocr", "networks")[0]


def test_a_night_whose_processes_die_in_turn_ends_with_one_network(running, bringer):
    bringer.put("ocr/새벽상사", "메모.jpg", PAGE.read_bytes())
    (document,) = running.wait_for(
        lambda: [d for d in running.json("ocr", "list")["documents"] if d["status"] == "extracted"]
    )
    running.command("ocr", "select", "--doc", document["doc_id"], "--all")
    before = network(running)["network_id"]
    running.command("ocr", "retrain", "--minutes", "0.3", "--no-wait")
    running.wait_for(lambda: network(running)["network_id"] != before)
    running.wait_for(running.kill_run)
    running.wait_for(lambda: network(running)["items"])
    running.kill("daemon")
    running.kill("code")
    running.wait_for(lambda: network(running)["status"] != "training", 400)
    running.kill_run()  # judging, deploying or reading again, or over already
    running.wait_for(lambda: network(running)["status"] in OVER, 400)
    bringer.check()
    ended = network(running)
    assert ended["network_id"] != before
    assert ended["deployed"] == (ended["status"] == "deployed")
    if ended["deployed"]:
        assert ended["rescored"]
