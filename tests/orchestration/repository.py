"""The definitions as Dagster loads them."""

from __future__ import annotations

import pytest

from orchestration.definitions import build_defs
from orchestration.settings import load_settings

NIGHT = (
    "training_items",
    "synthetic_images",
    "lmdb_dataset",
    "fine_tuned_network",
    "network_gate",
    "deployed_network",
    "rescored_texts",
)


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    return build_defs(load_settings(tmp_path_factory.mktemp("home"))).get_repository_def()
