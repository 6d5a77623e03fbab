"""The process that serves at once, as the Procfile starts it: its socket, its files, and its end."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time

import psutil
import pytest

from orchestration.runtime.serving_address import serving_address
from orchestration.runtime.serving_server import _listen
from serving.client import ServingClient
from tests.workshop import workshop  # noqa: F401

pytestmark = pytest.mark.slow


def test_only_the_owner_can_connect_to_the_socket_and_other_files_keep_their_modes(tmp_path):
    path = tmp_path / "serving.sock"
    path.write_text("left by a killed process")
    with _listen(path):
        mode = path.stat().st_mode
        assert stat.S_ISSOCK(mode)
        assert stat.S_IMODE(mode) == 0o600
    folder = tmp_path / "new"
    folder.mkdir()
    assert folder.stat().st_mode & stat.S_IXUSR


def test_the_process_serves_an_upload_and_ends_when_it_is_stopped(workshop, tmp_path):  # noqa: F811
    path = tmp_path / "a.csv"
    path.write_text("x,y\n" + "\n".join(f"{n},{n % 3}" for n in range(50)))
    workshop.settings.dagster_home.mkdir()
    environment = {
        **os.environ,
        "SAEBYEOK_HOME": str(workshop.settings.home),
        "DAGSTER_HOME": str(workshop.settings.dagster_home),
    }
    server = subprocess.Popen([sys.executable, "-m", "orchestration.runtime.serving_server"], env=environment)
    try:
        client = ServingClient(serving_address(workshop.settings))
        while not client.wake():
            assert server.poll() is None
            time.sleep(0.2)
        doc = workshop.add(path)
        while workshop.upload_request(doc).status not in ("done", "failed"):
            client.wake(1.0)
        assert workshop.upload_request(doc).status == "done"
    finally:
        children = psutil.Process(server.pid).children(recursive=True)
        server.terminate()
        server.wait(60)
    assert [child for child in children if child.is_running() and child.status() != "zombie"] == []
    assert client.wake() is False
