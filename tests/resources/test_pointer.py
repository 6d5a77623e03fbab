"""The pointer to the deployed network follows its row, whatever became of the file."""

from __future__ import annotations

import json

import pytest

from records.ocr.tables import Network
from resources.networks import POINTER, follow_row, read_pointer
from store.errors import StoreError
from store.files import Store

ROW = Network(network_id="261122000000003", folder="ocr/networks/a", sha256="a" * 64)
WRITTEN = {"network_id": "261122000000003", "folder": "a", "sha256": "a" * 64}


@pytest.fixture
def store(tmp_path):
    return Store(str(tmp_path))


def test_it_is_written_once_and_left_alone_then(store):
    assert read_pointer(store) is None
    assert follow_row(store, ROW)
    assert read_pointer(store) == WRITTEN
    assert not follow_row(store, ROW)


@pytest.mark.parametrize("content", [b"{x", b"[]", b"{}", b"\xff\xfe", b""])
def test_a_broken_one_is_a_sentence_and_is_made_anew(store, content):
    store.put_bytes(content, POINTER)
    with pytest.raises(StoreError, match="saebyeok up"):
        read_pointer(store)
    assert follow_row(store, ROW)
    assert json.loads(store.path(POINTER).read_text()) == WRITTEN


def test_one_that_names_another_network_is_corrected(store):
    follow_row(store, Network(network_id="261122000000001", folder="ocr/networks/b", sha256="b" * 64))
    assert follow_row(store, ROW)
    assert read_pointer(store) == WRITTEN
