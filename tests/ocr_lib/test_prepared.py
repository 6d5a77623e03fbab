"""What is prepared is forgotten when it was not used for a month, and not before."""

from __future__ import annotations

import os

from ocr_lib.prepared import UNUSED_SECONDS, mark_used, unused

NOW = 1_800_000_000.0


def test_what_was_not_used_for_a_month_is_named(tmp_path):
    for name, age in (
        ("old", UNUSED_SECONDS + 1),
        ("used", UNUSED_SECONDS + 1),
        ("young", UNUSED_SECONDS - 1),
    ):
        (tmp_path / name).mkdir()
        os.utime(tmp_path / name, (NOW - age, NOW - age))
    os.utime(tmp_path / "used", (NOW, NOW))
    assert unused(tmp_path, NOW) == [tmp_path / "old"]


def test_using_an_entry_makes_it_young(tmp_path):
    os.utime(tmp_path, (0, 0))
    mark_used(tmp_path)
    assert tmp_path.stat().st_mtime > UNUSED_SECONDS


def test_where_nothing_lies_nothing_is_unused(tmp_path):
    assert unused(tmp_path / "none", NOW) == []
    mark_used(tmp_path / "none")
