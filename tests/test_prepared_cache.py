"""Tests begin with the networks that the installation converted, if their own code did."""

from __future__ import annotations

import pytest

from tests.prepared_cache import STAMP, begin_with_installed


@pytest.mark.parametrize(
    ("noted", "copied"), [("key\n", True), ("another key\n", False), ("", False), (None, False)]
)
def test_only_what_the_same_code_converted_is_taken(tmp_path, noted, copied):
    installed, cache = tmp_path / "installed", tmp_path / "cache"
    installed.mkdir()
    (installed / "general.json").write_text("{}")
    if noted is not None:
        (installed / STAMP).write_text(noted)
    begin_with_installed(cache, "key", installed)
    assert (cache / "general.json").exists() is copied
    assert not (cache / STAMP).exists()
