"""The processes started one by one, as containers do, are together what `saebyeok up` is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request

import pytest
import sqlalchemy as sa

from domain.automl import DocumentStatus
from orchestration.runtime.ports import answers, free_port
from orchestration.settings import load_settings
from records.engine import open_engine, reading
from records.tables import Document

pytestmark = pytest.mark.slow
PATIENCE = 180.0


def wait_until(condition, processes=()):
    end = time.monotonic() + PATIENCE
    while not condition():
        assert not [p.args for p in processes if p.poll() is not None], "a process ended"
        assert time.monotonic() < end
        time.sleep(0.3)


def test_a_file_goes_its_way_and_each_process_ends_when_told_to(tmp_path, monkeypatch):
    names = ("CONSOLE_PORT", "DAGSTER_PORT", "MLFLOW_PORT", "CODE_PORT")
    ports = {name: free_port() for name in names}
    for name, port in ports.items():
        monkeypatch.setenv(f"SAEBYEOK_{name}", str(port))
    home = tmp_path / "home"
    environment = {**os.environ, "SAEBYEOK_HOME": str(home)}
    saebyeok = [sys.executable, "-m", "orchestration"]
    subprocess.run([*saebyeok, "prepare"], env=environment, check=True)
    settings = load_settings(home)
    processes = []
    try:
        for role in ("code", "mlflow", "console", "dagster", "daemon"):
            log = (tmp_path / f"{role}.log").open("wb")
            with log:
                processes.append(
                    subprocess.Popen([*saebyeok, "run", role], env=environment, stdout=log, stderr=log)
                )
        wait_until(lambda: all(answers("127.0.0.1", port) for port in ports.values()), processes)
        with urllib.request.urlopen(f"http://127.0.0.1:{settings.console_port}/health") as answer:
            assert answer.read() == b"ok"
        (settings.effective_inbox / "automl" / "작은.csv").write_text(
            "a,b\n1,x\n2,y\n3,x\n", encoding="utf-8"
        )
        engine = open_engine(settings.effective_database_url)

        def loaded():
            with reading(engine) as session:
                statuses = session.scalars(sa.select(Document.status)).all()
            return statuses == [DocumentStatus.UPLOADED]

        wait_until(loaded, processes)
        engine.dispose()
    finally:
        for process in reversed(processes):
            process.send_signal(signal.SIGTERM)
        for process in processes:
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
    assert not [port for port in ports.values() if answers("127.0.0.1", port)]
