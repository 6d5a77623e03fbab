"""A full disk is recognised, whichever library reports it."""

from __future__ import annotations

import errno
import os
import sqlite3

import pytest

from assets.full_disk import is_full_disk


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_the_kernel_says_it(number):
    assert is_full_disk(str(OSError(number, os.strerror(number), "/store/a")))


def test_sqlite_says_it(tmp_path):
    connection = sqlite3.connect(tmp_path / "a.db")
    connection.execute("PRAGMA max_page_count = 3")
    with pytest.raises(sqlite3.OperationalError) as full:
        connection.execute("CREATE TABLE t (a)")
        connection.execute("INSERT INTO t VALUES (zeroblob(100000))")
    assert is_full_disk(str(full.value))


def test_another_error_is_another():
    assert not is_full_disk(str(OSError(errno.EIO, os.strerror(errno.EIO))))
