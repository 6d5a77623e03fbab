"""A store that is an object store."""

from __future__ import annotations

import pytest

from store.files import Store


@pytest.fixture
def store_on_s3(s3, tmp_path, monkeypatch):
    """One for this test, empty."""
    for name, value in s3.environment.items():
        monkeypatch.setenv(name, value)
    return Store(s3.url(f"{tmp_path.parent.name}/{tmp_path.name}"))
