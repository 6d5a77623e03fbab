"""A backup onto a disk that is full ends in a sentence and leaves nothing that looks like one; there is a next time."""

from __future__ import annotations

import re

from click.testing import CliRunner

from orchestration.cli import main
from tests.faults.disks import mounted


def backed_up(household, place):
    return CliRunner().invoke(main, ["--home", str(household.settings.home), "backup", str(place)])


def test_half_a_backup_is_none(household, tmp_path):
    with mounted(tmp_path / "disk") as disk:
        with disk.full():
            done = backed_up(household, disk.place)
            assert done.exit_code == 1
            assert "자리와 권한을 확인" in done.stderr, done.exception
            assert list(disk.place.iterdir()) == []
        assert backed_up(household, disk.place).exit_code == 0
        assert len(list(disk.place.glob("*/manifest.json"))) == 1


def test_a_database_that_does_not_fit_is_told_as_what_it_is(household, tmp_path):
    """The first file of this home is a database, which SQLite itself copies, with an error of its own."""
    with mounted(tmp_path / "disk") as disk:
        (disk.place / "room").write_bytes(b"x" * 8 * 4096)
        with disk.full():
            (disk.place / "room").write_bytes(b"x" * 4096)
            done = backed_up(household, disk.place)
        assert done.exit_code == 1
        assert re.search(r"runs\.db: (database or disk is full|disk I/O error)", done.stderr), done.exception
