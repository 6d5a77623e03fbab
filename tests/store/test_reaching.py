"""A store that can't be used is told with what to do, whatever kind it is."""

from __future__ import annotations

import pytest

from store.errors import StoreError
from store.files import Store
from store.listing import lying
from store.reaching import refuse_unusable


def test_one_that_can_be_used_is_left_as_it_was(store_on_s3, tmp_path):
    for store in (Store(str(tmp_path / "store")), store_on_s3):
        refuse_unusable(store)
        assert list(lying(store)) == []


def test_no_such_bucket(store_on_s3):
    with pytest.raises(StoreError, match=r"s3://none/store can't be written.*bucket"):
        refuse_unusable(Store("s3://none/store"))


def test_a_place_that_is_no_folder(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="can't be written"):
        refuse_unusable(Store(str(tmp_path / "file")))


def test_a_kind_of_store_whose_package_is_missing():
    with pytest.raises(StoreError, match=r"needs a package"):
        refuse_unusable(Store("gs://bucket/store"))
