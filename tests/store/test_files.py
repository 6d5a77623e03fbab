"""What is put into the store comes back unchanged, or not at all."""

from __future__ import annotations

import hashlib

import pytest

from store.errors import StoreError
from store.files import Store


@pytest.fixture(params=["disk", "memory"])
def store(request, tmp_path):
    """A store on a disk, and one behind a URL as an object store would be."""
    return Store(str(tmp_path / "store") if request.param == "disk" else f"memory://{tmp_path.name}")


def test_what_is_put_comes_back_with_its_hash(store):
    stored = store.put_bytes("새벽".encode(), "automl/1/a.txt")
    assert stored.sha256 == hashlib.sha256("새벽".encode()).hexdigest()
    with store.local(stored.key, stored.sha256) as path:
        assert path.read_text(encoding="utf-8") == "새벽"


def test_a_changed_file_is_not_handed_out(store):
    stored = store.put_bytes(b"one", "a/b")
    store.path("a/b").write_bytes(b"two")
    with pytest.raises(StoreError, match="was changed"), store.local("a/b", stored.sha256):
        pass


def test_a_missing_file_names_itself_and_the_remedy(store):
    with pytest.raises(StoreError, match=r"a/missing.*doctor"), store.local("a/missing"):
        pass


def test_a_folder_comes_back_whole(store, tmp_path):
    source = tmp_path / "model"
    (source / "sub").mkdir(parents=True)
    (source / "one").write_text("1")
    (source / "sub" / "two").write_text("2")
    store.put_folder(source, "models/x")
    with store.local_folder("models/x") as found:
        assert (found / "one").read_text() == "1"
        assert (found / "sub" / "two").read_text() == "2"


@pytest.mark.parametrize(
    "key", ["", "/etc/passwd", "../up", "a/../b", "a//b", "a b", "이름", "a\x00b", "a/."]
)
def test_only_plain_relative_keys_are_keys(store, key):
    with pytest.raises(ValueError, match="not a key"):
        store.path(key)


def test_a_put_that_fails_leaves_neither_the_file_nor_a_part(tmp_path):
    store = Store(str(tmp_path / "store"))
    with pytest.raises(FileNotFoundError):
        store.put(tmp_path / "nothing", "a/b")
    assert [p for p in (tmp_path / "store").rglob("*") if p.is_file()] == []
