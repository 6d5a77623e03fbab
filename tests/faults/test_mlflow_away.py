"""MLflow is down, or hangs, while models are trained and confirmed: no work waits for it, and it gets all later."""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import pytest

from tests.e2e.conftest import MARKS, Saebyeok

pytestmark = [pytest.mark.slow, pytest.mark.long]


@contextmanager
def away(saebyeok: Saebyeok) -> Iterator[None]:
    """MLflow can't start again: another process has its port, and does not answer on it."""
    with socket.socket() as squatter:
        saebyeok.kill("mlflow")
        # Its own connections may linger; the port is taken all the same.
        squatter.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        saebyeok.wait_for(lambda: bound(squatter, int(saebyeok.environment["SAEBYEOK_MLFLOW_PORT"])), 60)
        squatter.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)
        yield


def bound(squatter: socket.socket, port: int) -> bool:
    try:
        squatter.bind(("127.0.0.1", port))
    except OSError:
        return False
    return True


@contextmanager
def hanging(saebyeok: Saebyeok) -> Iterator[None]:
    """MLflow takes connections and says nothing."""
    assert saebyeok.up is not None
    servers = [
        process
        for process in psutil.Process(saebyeok.up.pid).children(recursive=True)
        if MARKS["mlflow"] in " ".join(process.cmdline()) or "uvicorn" in " ".join(process.cmdline())
    ]
    for process in servers:
        process.send_signal(signal.SIGSTOP)
    yield
    for process in servers:
        process.send_signal(signal.SIGCONT)


@pytest.mark.parametrize("trouble", [away, hanging])
def test_models_are_trained_and_confirmed_without_mlflow_which_follows_later(running, bringer, trouble):
    doc = bringer.prepared(f"{trouble.__name__}.csv")
    with trouble(running):
        running.command("automl", "train", doc, "--models", "decision_tree,k_means", "--yes")
        results = running.json("automl", "results", doc)
        assert [r["status"] for r in results] == ["evaluated", "evaluated"]
        assert [r["mlflow_run_id"] for r in results] == [None, None]
        running.command("automl", "confirm", doc, "decision_tree")
        assert running.documents()[f"{trouble.__name__}.csv"]["status"] == "model_confirmed"
    bringer.check()
