"""An inbox on a share that goes away and comes back, a folder that is deleted, a file that comes slowly."""

from __future__ import annotations

import os
import shutil
import threading
import time
from pathlib import Path

import pytest

from orchestration.runtime.dagster_instance import dagster_instance
from tests.e2e.conftest import running_saebyeok
from tests.faults.conftest import Bringer
from tests.faults.disks import shared
from tests.faults.invariants import home_of

pytestmark = pytest.mark.slow

PAGE = Path(__file__).resolve().parents[2] / "samples" / "ocr" / "거래명세서.png"


@pytest.fixture(scope="module")
def share(tmp_path_factory):
    """The whole inbox on a file server."""
    folder = tmp_path_factory.mktemp("share")
    with shared(folder / "server", folder / "inbox") as share:
        yield share


@pytest.fixture(scope="module")
def running(share, tmp_path_factory, machine_cache):
    folder = tmp_path_factory.mktemp("faults")
    with running_saebyeok(folder, machine_cache, SAEBYEOK_INBOX=str(share.place)) as saebyeok:
        yield saebyeok


@pytest.fixture(scope="module")
def bringer(running, share):
    return Bringer(running, inbox=share.place)


def said(saebyeok):
    """What the sensor of the inbox said last; nothing before its first tick."""
    home = home_of(saebyeok)
    with dagster_instance(home.settings) as instance:
        states = [s for s in instance.all_instigator_state() if s.instigator_name == "uploads"]
        ticks = [
            tick
            for s in states
            for tick in instance.get_ticks(s.instigator_origin_id, s.selector_id, limit=2)
        ]
    home.engine.dispose()
    return " ".join(tick.skip_reason or "" for tick in ticks)


def test_a_share_that_goes_away_is_said_and_served_again_when_it_is_back(running, bringer, share, tmp_path):
    share.vanish()
    running.wait_for(
        lambda: f"{share.place / 'automl'} 폴더가 없습니다" in said(running), show=lambda: said(running)
    )
    doctor = running.command("doctor", check=False)
    assert doctor.returncode == 1
    assert str(share.place / "automl") in doctor.stdout
    # Another user's file, by the command line, is served meanwhile.
    (tmp_path / "명령.csv").write_text("번호,구분\n1,예\n2,아니오\n", encoding="utf-8")
    running.command("automl", "add", str(tmp_path / "명령.csv"))
    bringer.brought.append("명령.csv")
    Bringer(running, inbox=share.content).table("서버.csv")
    bringer.brought.append("서버.csv")
    share.connect()
    running.wait_for_status("서버.csv", "uploaded")
    bringer.check()


def test_a_share_below_the_inbox_is_another_file_system(running, bringer, share, tmp_path):
    place = share.place / "ocr" / "거래처"
    with shared(tmp_path / "거래처", place) as below:
        bringer.put("ocr/거래처", "쪽.png", PAGE.read_bytes())
        running.wait_for(lambda: not list(below.content.iterdir()))
        below.vanish()
        below.connect()
        bringer.put("ocr/거래처", "빈.png", b"")
        bringer.check()
        assert [d["company"] for d in running.json("ocr", "list")["documents"]] == ["거래처"]


def test_a_folder_that_was_deleted_is_said_and_the_others_are_served(running, bringer, share):
    automl = share.place / "automl"
    shutil.rmtree(automl)
    bringer.put("ocr/새벽상사", "옆.png", PAGE.read_bytes())
    running.wait_for(lambda: f"{automl} 폴더가 없습니다" in said(running), show=lambda: said(running))
    running.wait_for(lambda: "옆.png" in {d["file_name"] for d in running.json("ocr", "list")["documents"]})
    bringer.table("다시.csv")
    bringer.check()


def test_a_file_that_comes_slowly_is_taken_whole_and_holds_up_no_other(running, bringer, share):
    place = share.place / "automl" / "느린.csv"
    lines = ["번호,구분", *(f"{n},{'예' if n % 2 else '아니오'}" for n in range(400))]
    finished = threading.Event()

    def copy():
        with place.open("w", encoding="utf-8") as file:
            for line in lines:
                file.write(f"{line}\n")
                file.flush()
                os.fsync(file.fileno())
                if not finished.is_set():
                    time.sleep(0.2)

    copying = threading.Thread(target=copy)
    copying.start()
    bringer.brought.append("느린.csv")
    bringer.table("빠른.csv")
    running.wait_for(lambda: "빠른.csv" in running.documents())
    assert place.exists()
    finished.set()
    copying.join()
    running.wait_for_status("느린.csv", "uploaded")
    assert running.documents()["느린.csv"]["rows"] == 400
    bringer.check()
