"""Runs are forked from a process that has imported what they need."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading

import pytest
from dagster._core.utils import FuturesAwareThreadPoolExecutor
from dagster._grpc.server import DagsterApiServer

from orchestration.runtime import code_server
from orchestration.runtime.code_server import RUN_IMPORTS, RunContext


@pytest.fixture
def forked(monkeypatch) -> None:
    monkeypatch.setattr(DagsterApiServer, "__init__", DagsterApiServer.__init__)
    monkeypatch.setattr(code_server.multiprocessing, "set_forkserver_preload", lambda names: None)
    code_server.fork_runs()


def test_a_server_of_dagster_forks_its_runs(forked):
    ended = threading.Event()
    with FuturesAwareThreadPoolExecutor() as executor:
        made = DagsterApiServer(ended, logging.getLogger("test"), executor)
        assert isinstance(made._mp_ctx, RunContext)
        ended.set()


def test_a_dagster_that_starts_runs_in_another_way_is_noticed(forked, monkeypatch):
    monkeypatch.setattr(DagsterApiServer, "__init__", lambda self: None)
    code_server.fork_runs()
    with pytest.raises(AttributeError, match="_mp_ctx"):
        DagsterApiServer()


def test_what_runs_are_forked_from_has_the_libraries_of_tables_and_no_thread_of_python():
    program = (
        f"import {RUN_IMPORTS}, sys, threading;"
        "print(threading.active_count(), *(name for name in sys.argv[1:] if name in sys.modules))"
    )
    wanted, unwanted = (
        ("sklearn", "pandas", "skops.io", "matplotlib"),
        ("torch", "openvino", "polars", "mlflow"),
    )
    command = [sys.executable, "-c", program, *wanted, *unwanted]
    found = subprocess.run(command, capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["1", *wanted]


def test_a_run_is_started_again_where_the_forkserver_ended_at_that_moment(monkeypatch):
    tried = []

    def start(process):
        tried.append(process)
        if len(tried) == 1:
            raise ConnectionRefusedError

    monkeypatch.setattr(code_server.ForkServerProcess, "start", start)
    run = RunContext().Process(target=os.getpid)
    run.start()
    assert tried == [run, run]
