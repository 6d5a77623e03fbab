"""What is put into the store comes back unchanged, or not at all."""

from __future__ import annotations

import hashlib
import os

import pytest
from s3fs import S3FileSystem

from orchestration.runtime.ports import free_port
from store.errors import StoreError
from store.files import Store
from store.listing import lying


@pytest.fixture(params=["disk", "s3"])
def store(request, tmp_path):
    """A store on a disk, and one that is an object store."""
    return request.getfixturevalue("store_on_s3") if request.param == "s3" else Store(str(tmp_path / "store"))


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


def test_what_another_host_writes_is_seen_and_read_as_it_is_now(store_on_s3, s3):
    store_on_s3.put_bytes(b"old", "a/b")
    assert [file.bytes for file in lying(store_on_s3, "a")] == [3]
    assert [path.name for path in store_on_s3.path("a").iterdir()] == ["b"]
    s3.put(f"{store_on_s3.root}/a/b", b"newer and longer")
    s3.put(f"{store_on_s3.root}/a/c", b"beside it")
    for key, data in (("a/b", b"newer and longer"), ("a/c", b"beside it")):
        with store_on_s3.local(key) as path:
            assert path.read_bytes() == data
    with store_on_s3.local_folder("a") as folder:
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
            "b": b"newer and longer",
            "c": b"beside it",
        }


def test_what_is_larger_than_one_part_comes_back_whole(store_on_s3, tmp_path):
    large = tmp_path / "large"
    large.write_bytes(os.urandom(12 << 20))
    stored = store_on_s3.put(large, "a/large")
    assert stored.bytes == 12 << 20
    with store_on_s3.local("a/large", stored.sha256) as path:
        assert path.read_bytes() == large.read_bytes()


def test_a_removed_file_is_gone_and_may_be_removed_again(store):
    stored = store.put_bytes(b"x", "a/b")
    store.remove("a/b")
    store.remove("a/b")
    with pytest.raises(StoreError, match="missing"), store.local("a/b", stored.sha256):
        pass


def test_an_object_store_that_does_not_answer_is_an_os_error(store_on_s3, monkeypatch):
    """Steps wait and try again after one, as after a full disk."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free_port()}")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    S3FileSystem.clear_instance_cache()
    with pytest.raises(OSError, match=r"s3://.*Could not connect"):
        store_on_s3.put_bytes(b"x", "a/b")
    S3FileSystem.clear_instance_cache()
