"""Two homes name one PostgreSQL database by mistake: the second is told whose it is, the first works on, nothing is done twice."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from orchestration.runtime.ports import free_port
from tests.e2e.conftest import running_saebyeok

pytestmark = [pytest.mark.slow, pytest.mark.long]

PAGE = Path(__file__).resolve().parents[2] / "samples" / "ocr" / "거래명세서.png"


@pytest.fixture
def running(three_databases, tmp_path, machine_cache):
    """The home that was started first."""
    (tmp_path / "one").mkdir()
    with running_saebyeok(tmp_path / "one", machine_cache, SAEBYEOK_DATABASE_URL=three_databases) as saebyeok:
        yield saebyeok


@pytest.fixture
def bringer(running):
    from tests.faults.conftest import Bringer

    return Bringer(running)


class Second:
    """Another user's home, with settings copied from the first one's."""

    def __init__(self, running, folder):
        self.home = folder / "home"
        ports = {f"SAEBYEOK_{name}_PORT": str(free_port()) for name in ("CONSOLE", "DAGSTER", "MLFLOW")}
        self.environment = {**running.environment, **ports, "SAEBYEOK_HOME": str(self.home)}

    def command(self, *words):
        return subprocess.run(
            [sys.executable, "-m", "orchestration", *words],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )


@pytest.fixture
def second(running, tmp_path):
    (tmp_path / "two").mkdir()
    return Second(running, tmp_path / "two")


def test_the_second_home_starts_nothing_and_says_whose_the_database_is(running, bringer, second):
    bringer.table("먼저.csv", rows=30_000)
    bringer.put("ocr/새벽상사", "쪽.png", PAGE.read_bytes())
    # Dropped where the second home's inbox would be: it must not be taken into the first one's rows.
    lying = second.home / "inbox" / "automl" / "남의.csv"
    lying.parent.mkdir(parents=True)
    lying.write_text("번호,구분\n1,예\n2,아니오\n", encoding="utf-8")
    for words in (["up"], ["prepare"], ["automl", "add", str(lying)], ["backup", str(second.home.parent)]):
        refused = second.command(*words)
        assert refused.returncode == 1, (words, refused.stdout, refused.stderr)
        assert str(running.home) in refused.stderr
        assert "--take-over" in refused.stderr
        assert "Traceback" not in refused.stderr
    assert lying.exists()
    doctor = second.command("doctor")
    assert doctor.returncode == 1
    assert str(running.home) in doctor.stdout
    running.wait_for_status("먼저.csv", "uploaded")
    bringer.check()
    assert "남의.csv" not in running.documents()


def test_a_home_whose_machine_is_gone_is_taken_over_with_its_store(running, bringer, second):
    bringer.table("먼저.csv")
    running.wait_for_status("먼저.csv", "uploaded")
    running.kill_everything()
    shutil.copytree(running.home / "store", second.home / "store")
    shutil.copytree(running.home / "mlflow", second.home / "mlflow")
    running.home, running.environment = second.home, second.environment
    too_early = second.command("prepare", "--take-over")
    assert too_early.returncode == 1
    assert "데몬" in too_early.stderr
    running.wait_for(lambda: second.command("prepare", "--take-over").returncode == 0, pause=5)
    running.start()
    bringer.table("나중.csv")
    running.wait_for_status("나중.csv", "uploaded")
    bringer.check()
    first = {**second.environment, "SAEBYEOK_HOME": str(running.home.parent.parent / "one" / "home")}
    back = subprocess.run(
        [sys.executable, "-m", "orchestration", "up"],
        env={**os.environ, **first},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert back.returncode == 1
