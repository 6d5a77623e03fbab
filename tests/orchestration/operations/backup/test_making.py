"""A backup holds what the rows of one moment name, whole, or it isn't there."""

from __future__ import annotations

import json
import os
import shutil
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from orchestration.operations.backup import making
from orchestration.operations.backup.making import make_backup
from orchestration.operations.errors import OperationFailed
from records.migrate import newest_revision
from records.tables import ColumnImage, Document
from store.hashing import sha256_file
from tests.orchestration.household import DOC, MODEL, NETWORK, NOW, word_in

PICTURE = f"automl/{DOC}/boxplot/c0001.png"


def never(_: float) -> None:
    raise AssertionError("nothing had to be taken again")


def test_a_backup_holds_the_parts_of_the_home(household, tmp_path):
    made = make_backup(household.settings, tmp_path / "out", NOW, never)
    assert made.folder.name == "saebyeok-20261122-030000"
    assert set(made.manifest.files) == {
        "records.db",
        "dagster/storage/history/runs.db",
        "mlflow/mlflow.db",
        "mlflow/artifacts/1/run/artifacts/보고서.json",
        "inbox/refused/가짜.csv",
        "saebyeok.toml",
        f"store/automl/{DOC}/{DOC}.original",
        f"store/{PICTURE}",
        f"store/{MODEL}/model.skops",
        f"store/{NETWORK}/custom.pth",
    }
    assert word_in(made.folder / "mlflow/mlflow.db") == "mlflow"


@pytest.mark.parametrize("name", ["백업 #1", "50%41", "어디?", "[가]*"])
def test_a_backup_is_whole_whatever_its_folder_is_called(household, tmp_path, name):
    made = make_backup(household.settings, tmp_path / name, NOW, never)
    assert made.manifest.counts["TB_AUTOML_MASTER"] == 1
    assert f"store/{PICTURE}" in made.manifest.files
    assert [path.name for path in tmp_path.iterdir() if path.name not in ("home", name)] == []


def test_the_manifest_says_the_size_and_hash_of_every_file(household, tmp_path):
    made = make_backup(household.settings, tmp_path / "out", NOW, never)
    said = json.loads((made.folder / "manifest.json").read_text(encoding="utf-8"))
    lying = {p.relative_to(made.folder).as_posix(): p for p in made.folder.rglob("*") if p.is_file()}
    assert lying.keys() - {"manifest.json"} == said["files"].keys()
    for name, kept in said["files"].items():
        assert kept == {"bytes": lying[name].stat().st_size, "sha256": sha256_file(lying[name])}, name
    assert said["counts"]["TB_AUTOML_MASTER"] == 1
    assert said["counts"]["TB_OCR_DOC"] == 0
    assert said["schema"] == newest_revision()
    assert said["versions"].keys() == {"saebyeok", "dagster", "mlflow", "python"}


def test_what_is_committed_but_not_checkpointed_is_in_the_copy(household, tmp_path):
    """SQLite's WAL holds the last commits; a copy of the file alone would miss them."""
    with household.write() as session:
        session.get_one(Document, DOC).name = "방금 바뀐 이름"
    made = make_backup(household.settings, tmp_path / "out", NOW, never)
    engine = sa.create_engine(f"sqlite:///{made.folder / 'records.db'}")
    with engine.connect() as connection:
        assert connection.execute(sa.select(Document.name)).scalar_one() == "방금 바뀐 이름"
    engine.dispose()


def test_files_no_row_names_are_left_out(household, tmp_path):
    household.store.put_bytes(b"x", "automl/999/orphan.bin")
    made = make_backup(household.settings, tmp_path / "out", NOW, never)
    assert not [name for name in made.manifest.files if "orphan" in name]


def test_a_file_replaced_between_its_row_and_its_copy_is_taken_again_with_its_row(household, tmp_path):
    """A change of types draws the boxplots anew: first the file, a moment later the row."""
    new = household.store.put_bytes(b"another picture", PICTURE)

    def the_step_goes_on(_: float) -> None:
        with household.write() as session:
            session.get_one(ColumnImage, (DOC, 1, "02")).sha256 = new.sha256

    made = make_backup(household.settings, tmp_path / "out", NOW, the_step_goes_on)
    assert made.manifest.missing == []
    assert made.manifest.files[f"store/{PICTURE}"].sha256 == new.sha256
    engine = sa.create_engine(f"sqlite:///{made.folder / 'records.db'}")
    with engine.connect() as connection:
        assert connection.execute(sa.select(ColumnImage.sha256)).scalar_one() == new.sha256
    engine.dispose()


def test_a_file_that_is_gone_for_good_is_named_and_the_rest_is_backed_up(household, tmp_path):
    household.store.path(PICTURE).unlink()
    made = make_backup(household.settings, tmp_path / "out", NOW, lambda _: None)
    assert made.manifest.missing == [PICTURE]
    assert f"store/{MODEL}/model.skops" in made.manifest.files


def test_a_lost_model_folder_is_named(household, tmp_path):
    shutil.rmtree(household.store.path(MODEL))
    made = make_backup(household.settings, tmp_path / "out", NOW, lambda _: None)
    assert made.manifest.missing == [MODEL]


def test_a_lost_file_of_a_deleted_document_troubles_nobody(household, tmp_path):
    household.store.path(PICTURE).unlink()
    with household.write() as session:
        session.get_one(Document, DOC).deleted = True
    made = make_backup(household.settings, tmp_path / "out", NOW, never)
    assert made.manifest.missing == []


def test_two_backups_of_a_second_stand_side_by_side(household, tmp_path):
    first, second = (make_backup(household.settings, tmp_path / "out", NOW, never) for _ in range(2))
    assert first.folder != second.folder
    assert first.manifest.files.keys() == second.manifest.files.keys()


def test_a_backup_that_breaks_leaves_nothing(household, tmp_path, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(making, "copy_hashing", full)
    with pytest.raises(OSError, match="No space"):
        make_backup(household.settings, tmp_path / "out", NOW, never)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_database_that_can_not_be_copied_leaves_nothing_and_is_named(household, tmp_path):
    (household.settings.mlflow_home / "mlflow.db").write_bytes(b"no database " * 1000)
    with pytest.raises(OSError, match=r"mlflow\.db: file is not a database"):
        make_backup(household.settings, tmp_path / "out", NOW, never)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_file_that_was_refused_a_moment_ago_or_is_dated_tomorrow_waits_for_no_next_backup(
    household, tmp_path
):
    """A clock that is ahead, of a camera or a file server, would keep it out of every one."""
    inbox = household.settings.effective_inbox
    (inbox / "refused/방금.csv").write_text("<html>", encoding="utf-8")
    (inbox / "automl").mkdir()
    ahead = inbox / "automl/내일.csv"
    ahead.write_text("a\n1\n", encoding="utf-8")
    tomorrow = time.time() + 24 * 3600
    os.utime(ahead, (tomorrow, tomorrow))
    made = make_backup(household.settings, tmp_path / "out", NOW, never)
    assert {"inbox/refused/방금.csv", "inbox/automl/내일.csv"} <= set(made.manifest.files)


def test_a_file_still_arriving_in_the_inbox_is_left_to_the_next_backup(household, tmp_path):
    arriving = household.settings.effective_inbox / "automl/half.csv"
    arriving.parent.mkdir(parents=True)
    arriving.write_text("a,b\n1,", encoding="utf-8")
    made = make_backup(household.settings, tmp_path / "out", NOW, never)
    assert "inbox/automl/half.csv" not in made.manifest.files


def test_postgresql_needs_its_programs(household, monkeypatch):
    from orchestration.operations import postgresql_programs

    monkeypatch.setattr(postgresql_programs, "DEBIAN", Path("/nowhere"))
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(OperationFailed, match="postgresql-client"):
        postgresql_programs.find_program("pg_dump")
