"""The constants of Dagster that our daemon sets are there to be set."""

from __future__ import annotations

import pytest
from dagster._daemon import controller
from dagster._grpc import server_watcher

from orchestration.runtime.dagster_names import set_known


@pytest.mark.parametrize(
    ("module", "name"),
    [(controller, "RELOAD_WORKSPACE_INTERVAL"), (server_watcher, "WATCH_INTERVAL")],
    ids=["definitions", "code server"],
)
def test_how_often_dagster_looks_is_set(monkeypatch, module, name):
    monkeypatch.setattr(module, name, getattr(module, name))
    set_known(module, name, 7)
    assert getattr(module, name) == 7


def test_an_attribute_that_this_dagster_lacks_is_an_error():
    with pytest.raises(AttributeError):
        set_known(controller, "NO_SUCH_INTERVAL", 7)
