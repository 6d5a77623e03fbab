"""What `saebyeok up` refuses to start over, and the instance it starts."""

from __future__ import annotations

import fcntl
import socket

import pytest

from orchestration.runtime.errors import AlreadyRunning
from orchestration.runtime.home import instance_config
from orchestration.runtime.up import UpError, run_up
from orchestration.settings import load_settings


def free_ports(monkeypatch):
    from orchestration.runtime.ports import free_port

    monkeypatch.setenv("SAEBYEOK_CONSOLE_PORT", str(free_port()))
    monkeypatch.setenv("SAEBYEOK_DAGSTER_PORT", str(free_port()))
    monkeypatch.setenv("SAEBYEOK_MLFLOW_PORT", str(free_port()))


def test_a_port_in_use_is_named_with_the_setting_that_changes_it(tmp_path, monkeypatch):
    free_ports(monkeypatch)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setenv("SAEBYEOK_MLFLOW_PORT", str(port))
        with pytest.raises(UpError, match=rf"port {port} .*SAEBYEOK_MLFLOW_PORT"):
            run_up(load_settings(tmp_path), print)


def test_one_home_runs_once(tmp_path, monkeypatch):
    free_ports(monkeypatch)
    with (tmp_path / "up.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(AlreadyRunning, match="already running"):
            run_up(load_settings(tmp_path), print)


def test_the_instance_keeps_one_slot_free_of_long_work(tmp_path, monkeypatch):
    monkeypatch.setenv("SAEBYEOK_MAX_CONCURRENT_RUNS", "5")
    config = instance_config(load_settings(tmp_path))
    runs = config["concurrency"]["runs"]
    assert runs["max_concurrent_runs"] == 5
    limits = {limit["key"]: limit["limit"] for limit in runs["tag_concurrency_limits"]}
    assert limits == {"saebyeok/document": 1, ".dagster/saebyeok_training": 1, ".dagster/saebyeok_weight": 4}
    assert config["telemetry"] == {"enabled": False}
