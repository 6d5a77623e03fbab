"""A backup of a home with documents."""

from __future__ import annotations

import json

import pytest

from orchestration.operations.backup.making import make_backup
from orchestration.operations.backup.restoring import restore_backup
from orchestration.operations.errors import OperationFailed, OperationRefused
from tests.orchestration.household import NOW


def never(_: float) -> None:
    raise AssertionError("nothing had to be taken again")


@pytest.fixture
def made(household, tmp_path):
    return make_backup(household.settings, tmp_path / "out", NOW, never)


def refused_in_words(made, home, words):
    with pytest.raises((OperationFailed, OperationRefused), match=words):
        restore_backup(made.folder, home)
    assert not home.exists() or list(home.iterdir()) == []
    assert not list(home.parent.glob(".*.restoring"))


def change_manifest(made, **changes):
    path = made.folder / "manifest.json"
    said = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**said, **changes}), encoding="utf-8")
    return said
