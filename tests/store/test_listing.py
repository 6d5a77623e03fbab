"""Everything that lies in a store is seen, and only what was seen is taken away."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from store.files import Store
from store.listing import lying, remove_lying

KEYS = ("ocr/1/a.png", "ocr/1/deep/b.png", "ocr/2/c.png", "automl/1/d.bin")


@pytest.fixture
def store(tmp_path):
    store = Store(str(tmp_path / "store"))
    for key in KEYS:
        store.put_bytes(key.encode(), key)
    return store


def keys(store, below=""):
    return {file.key for file in lying(store, below)}


def test_all_files_or_those_below_a_folder(store):
    assert keys(store) == {"ocr/1/a.png", "ocr/1/deep/b.png", "ocr/2/c.png", "automl/1/d.bin"}
    assert keys(store, "ocr/1") == {"ocr/1/a.png", "ocr/1/deep/b.png"}
    assert keys(store, "ocr/3") == set()
    assert {file.key: file.bytes for file in lying(store, "automl")} == {"automl/1/d.bin": 14}


def test_a_store_that_is_not_there_yet_is_empty(tmp_path):
    assert list(lying(Store(str(tmp_path / "none")))) == []


def test_half_written_files_are_seen_too(store):
    Path(store.root, "ocr/1/.a.png.123.part").write_bytes(b"half")
    assert "ocr/1/.a.png.123.part" in keys(store)


def test_a_file_goes_with_the_folders_it_leaves_empty(store):
    (file,) = lying(store, "ocr/1/deep")
    assert remove_lying(store, file)
    assert not Path(store.root, "ocr/1/deep").exists()
    assert Path(store.root, "ocr/1/a.png").exists()
    assert not remove_lying(store, file)
    (last,) = lying(store, "automl")
    assert remove_lying(store, last)
    assert Path(store.root).is_dir()


def test_a_file_written_anew_since_it_was_seen_stays(store):
    (file,) = lying(store, "automl")
    store.put_bytes(b"new", file.key)
    os.utime(Path(store.root, file.key), (file.modified + 1, file.modified + 1))
    assert not remove_lying(store, file)
    assert store.path(file.key).read_bytes() == b"new"


def test_an_object_store_is_listed_and_cleared_alike(store_on_s3):
    assert list(lying(store_on_s3)) == []
    for key in KEYS:
        store_on_s3.put_bytes(key.encode(), key)
    assert keys(store_on_s3) == set(KEYS)
    assert keys(store_on_s3, "ocr/1") == {"ocr/1/a.png", "ocr/1/deep/b.png"}
    (file,) = lying(store_on_s3, "automl")
    assert file.bytes == 14
    assert remove_lying(store_on_s3, file)
    assert not remove_lying(store_on_s3, file)
    assert keys(store_on_s3, "automl") == set()
