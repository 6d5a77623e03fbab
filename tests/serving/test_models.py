"""Models that are kept in memory: loaded once, dropped by age, another digest is another model."""

from __future__ import annotations

from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from serving.models import LARGEST, ModelCache


@pytest.fixture
def loaded():
    """The digests that were loaded from files, in order."""
    return []


@pytest.fixture
def sizes():
    """Bytes of models by digest; 1 for others."""
    return {}


@pytest.fixture
def model_of(loaded, sizes):
    @contextmanager
    def load(files, training):
        loaded.append(training.model_digest)
        yield object()

    cache = ModelCache(2, load, lambda files, training: sizes.get(training.model_digest, 1))

    def model(digest):
        with cache.load(None, SimpleNamespace(model_digest=digest)) as found:
            return found

    return model


def test_a_model_is_loaded_once(model_of, loaded):
    assert model_of("a") is model_of("a")
    assert loaded == ["a"]


def test_a_model_with_another_digest_is_another(model_of):
    assert model_of("a") is not model_of("b")


def test_the_least_recently_used_model_is_dropped(model_of, loaded):
    for digest in ("a", "b", "a", "c", "a", "b"):
        model_of(digest)
    assert loaded == ["a", "b", "c", "b"]


def test_a_large_model_is_not_kept(model_of, loaded, sizes):
    sizes["a"] = LARGEST + 1
    for _ in range(2):
        model_of("a")
    assert loaded == ["a", "a"]
