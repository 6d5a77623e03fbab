"""A backup that is damaged, unfinished, of a newer version or for another place is refused before anything is written."""

from __future__ import annotations

import re

import pytest

from orchestration.operations.backup.restoring import restore_backup
from orchestration.operations.errors import OperationRefused
from tests.orchestration.operations.backup.backups import change_manifest, made, refused_in_words

__all__ = ["made"]


def test_not_into_a_home_that_holds_anything(made, tmp_path):
    home = tmp_path / "again"
    home.mkdir()
    (home / "mine").write_text("x", encoding="utf-8")
    with pytest.raises(OperationRefused, match="not empty"):
        restore_backup(made.folder, home)
    assert [path.name for path in home.iterdir()] == ["mine"]


def test_a_changed_byte_of_any_file_is_found_before_anything_is_written(made, tmp_path):
    for name in made.manifest.files:
        path = made.folder / name
        whole = path.read_bytes()
        path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        refused_in_words(made, tmp_path / "again", f"changed: {re.escape(name)}")
        path.write_bytes(whole)


def test_a_missing_file_is_found(made, tmp_path):
    (made.folder / "mlflow/mlflow.db").unlink()
    refused_in_words(made, tmp_path / "again", r"missing or were changed: mlflow/mlflow\.db")


def test_other_counts_than_the_backup_said_are_refused(made, tmp_path):
    change_manifest(made, counts={**made.manifest.counts, "TB_AUTOML_MASTER": 2})
    refused_in_words(made, tmp_path / "again", "TB_AUTOML_MASTER")


def test_a_backup_of_a_newer_version_is_refused(made, tmp_path):
    change_manifest(made, schema="9999")
    refused_in_words(made, tmp_path / "again", "newer")


def test_a_list_that_points_outside_is_refused(made, tmp_path):
    files = {"../stolen": {"bytes": 1, "sha256": "0" * 64}}
    change_manifest(made, files=files)
    refused_in_words(made, tmp_path / "again", "outside")


def test_a_folder_that_is_no_backup_is_refused(tmp_path):
    (tmp_path / "out").mkdir()
    with pytest.raises(OperationRefused, match=r"manifest\.json"):
        restore_backup(tmp_path / "out", tmp_path / "again")


def test_an_unfinished_backup_is_no_backup(made, tmp_path):
    (made.folder / "manifest.json").unlink()
    refused_in_words(made, tmp_path / "again", r"manifest\.json")
