"""What doctor finds in a home, and that each check can fail."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from dagster._core.remote_origin import (
    RegisteredCodeLocationOrigin,
    RemoteInstigatorOrigin,
    RemoteRepositoryOrigin,
)
from dagster._core.scheduler.instigation import (
    InstigatorState,
    InstigatorStatus,
    InstigatorType,
    ScheduleInstigatorData,
    SensorInstigatorData,
)
from dagster._daemon.types import DaemonHeartbeat

from orchestration.cli import main
from orchestration.operations import doctor
from orchestration.operations.doctor.versions import check_versions
from orchestration.runtime.dagster_instance import dagster_instance
from orchestration.runtime.readiness import RESTORING
from orchestration.settings import Settings
from records.engine import open_engine
from sensors.daemons import Watch
from tests.orchestration.operations.doctor.findings import finding, settings

__all__ = ["settings"]


def test_a_fresh_home_is_well(settings):
    assert [f for f in doctor.examine(settings) if not f.ok and f.check != "disk"] == []


def test_a_home_that_was_never_started_says_what_to_run(tmp_path):
    found = finding(Settings(home=tmp_path / "none"), "home")
    assert not found.ok
    assert "saebyeok up" in found.remedy.ko


def test_nothing_but_the_table_is_said(settings):
    done = subprocess.run(
        [sys.executable, "-m", "orchestration", "--home", settings.home, "doctor"],
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""


def test_looking_at_a_folder_makes_nothing_in_it(tmp_path):
    doctor.examine(Settings(home=tmp_path))
    assert list(tmp_path.iterdir()) == [], "it can still be restored into"


def test_half_a_restored_home_is_told_as_that(settings):
    (settings.home / RESTORING).mkdir()
    found = finding(settings, "home")
    assert not found.ok
    assert "saebyeok restore" in found.remedy.ko


def test_only_what_is_wrong_has_a_remedy_and_it_is_told_in_the_language_that_is_set(settings, monkeypatch):
    assert [f for f in doctor.examine(settings) if f.ok and f.remedy] == []
    (settings.effective_inbox / "ocr").rmdir()
    said = {}
    for language in ("ko", "en"):
        monkeypatch.setenv("SAEBYEOK_LANGUAGE", language)
        said[language] = CliRunner().invoke(main, ["--home", str(settings.home), "doctor"]).stdout
    assert "연결(마운트)을 확인" in said["ko"]
    assert "see to the mount" in said["en"]
    assert "확인" not in said["en"]


def test_an_inbox_that_can_not_be_looked_into_is_told_as_one_that_is_away(settings, monkeypatch):
    """A mount whose server is gone answers with an error instead of with nothing."""
    is_dir = Path.is_dir

    def stale(path):
        if path == settings.effective_inbox / "automl":
            raise OSError(errno.ENOTCONN, "Transport endpoint is not connected", str(path))
        return is_dir(path)

    monkeypatch.setattr(Path, "is_dir", stale)
    found = finding(settings, "inbox")
    assert not found.ok
    assert "automl not there" in found.detail


def test_a_file_beside_the_watched_folders_is_named(settings):
    (settings.effective_inbox / "매출.csv").write_text("x")
    found = finding(settings, "inbox")
    assert not found.ok
    assert "매출.csv" in found.detail


def test_a_taken_port_is_named(settings):
    with socket.create_server(("127.0.0.1", settings.dagster_port)):
        found = finding(settings, "ports")
    assert not found.ok
    assert str(settings.dagster_port) in found.detail


def test_little_disk_is_said(settings, monkeypatch):
    monkeypatch.setattr("orchestration.operations.doctor.disks.MIN_FREE_GB", 1e9)
    assert not finding(settings, "disk").ok


def test_a_store_on_a_full_disk_of_its_own_is_named(settings, monkeypatch):
    of_disk = shutil.disk_usage
    (settings.home / "store").mkdir(exist_ok=True)
    full = of_disk(settings.home)._replace(free=0)
    monkeypatch.setattr(shutil, "disk_usage", lambda place: full if place.name == "store" else of_disk(place))
    found = finding(settings, "disk")
    assert not found.ok
    assert "store 0.0 GB free" in found.detail


def test_a_store_that_cannot_be_written_is_named_with_what_to_look_at(settings):
    (settings.home / "store").write_text("in its place")
    found = finding(settings, "store")
    assert not found.ok
    assert str(settings.home / "store") in found.detail
    assert "AWS_ENDPOINT_URL" in found.remedy.ko
    assert not [f for f in doctor.examine(settings) if f.check in ("files", "orphans")]


def test_a_watched_folder_that_is_gone_is_named(settings):
    (settings.effective_inbox / "ocr").rmdir()
    found = finding(settings, "inbox")
    assert not found.ok
    assert str(settings.effective_inbox / "ocr") in found.detail


def test_a_second_daemon_seen_a_moment_ago_is_told(settings):
    seen = Watch()
    for daemon_id in ("a", "b", "a"):
        seen = seen.seeing(daemon_id, datetime.now(UTC))
    origin = RemoteInstigatorOrigin(
        RemoteRepositoryOrigin(RegisteredCodeLocationOrigin("saebyeok"), "__repository__"), "reconciler"
    )
    data = SensorInstigatorData(cursor=seen.to_cursor())
    state = InstigatorState(origin, InstigatorType.SENSOR, InstigatorStatus.DECLARED_IN_CODE, data)
    with dagster_instance(settings) as instance:
        instance.add_instigator_state(state)
    found = finding(settings, "daemon")
    assert not found.ok
    assert "하나만 남기고" in found.remedy.ko


def test_a_daemon_that_gives_no_sign_of_life_while_up_runs_is_told(settings):
    with (settings.home / "up.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert finding(settings, "daemon").ok, "it has just been started"
        long_ago = time.time() - 3600
        os.utime(settings.home / "up.lock", (long_ago, long_ago))
        found = finding(settings, "daemon")
        assert not found.ok
        assert "daemon.log" in found.remedy.ko
        with dagster_instance(settings) as instance:
            instance.add_daemon_heartbeat(DaemonHeartbeat(time.time(), "SENSOR", "a", []))
        assert finding(settings, "daemon").ok
    assert finding(settings, "daemon").detail.startswith("not running")


def test_a_package_that_is_missing_is_named(tmp_path):
    found = check_versions("", ["not-installed>=1", "dagster", "neither-installed; extra == 'dev'"])
    assert found.detail == "not-installed is not installed"


def test_another_version_than_the_tested_one_is_named(tmp_path):
    found = check_versions("dagster==0.0.1\nnot-installed==1\n")
    assert not found.ok
    assert "dagster" in found.detail
    assert "not-installed" not in found.detail


def test_a_database_of_another_schema_is_told(settings):
    engine = open_engine(settings.effective_database_url)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))
    engine.dispose()
    assert not finding(settings, "schema").ok


def test_missing_fonts_are_told(settings, monkeypatch):
    from automl_lib.pictures import fonts

    monkeypatch.setattr(fonts, "_FILE", "no-such-font.otf")
    # Whatever found it before in this process remembers where.
    monkeypatch.setattr(fonts, "korean_font_path", fonts.korean_font_path.__wrapped__)
    found = finding(settings, "fonts")
    assert not found.ok
    assert "no-such-font.otf" in found.detail


def switched_off(name, kind):
    """What Dagster keeps of a switch turned off in its UI."""
    origin = RemoteRepositoryOrigin(RegisteredCodeLocationOrigin("saebyeok"), "__repository__")
    data = ScheduleInstigatorData("0 1 * * *") if kind is InstigatorType.SCHEDULE else None
    return InstigatorState(RemoteInstigatorOrigin(origin, name), kind, InstigatorStatus.STOPPED, data)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("nightly_training", InstigatorType.SCHEDULE), ("requests", InstigatorType.SENSOR)],
)
def test_a_schedule_or_sensor_that_is_switched_off_is_named(settings, name, kind):
    with dagster_instance(settings) as instance:
        instance.add_instigator_state(switched_off(name, kind))
    found = finding(settings, "automation")
    assert not found.ok
    assert found.detail == f"switched off: {name}"
    assert "Automation" in found.remedy.ko


def test_a_serving_process_that_does_not_answer_while_up_runs_is_found(settings):
    assert finding(settings, "serving").ok
    with (settings.home / "up.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        found = finding(settings, "serving")
    assert not found.ok
    assert "serving.log" in found.remedy.en
