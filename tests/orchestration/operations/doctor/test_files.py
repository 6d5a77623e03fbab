"""Rows against files: missing, changed and orphaned ones are told, each with its remedy."""

from __future__ import annotations

import os
import shutil
import time

import pytest

from orchestration.operations.doctor import files
from orchestration.operations.doctor.files import check_files, check_orphans
from records.tables import ColumnImage, Document
from tests.orchestration.household import DOC, MODEL, NET

PICTURE = f"automl/{DOC}/boxplot/c0001.png"
DAY = 24 * 3600


def test_files_as_recorded_are_well(household):
    found = check_files(household.settings)
    assert found.ok
    assert found.detail == "2 files and 2 folders as recorded"


def test_a_missing_file_is_named(household):
    household.store.path(PICTURE).unlink()
    found = check_files(household.settings)
    assert not found.ok
    assert PICTURE in found.detail
    assert "restore" in found.remedy.ko


def test_a_changed_file_is_named(household):
    household.store.put_bytes(b"another", PICTURE)
    found = check_files(household.settings)
    assert not found.ok
    assert f"{PICTURE} was changed" in found.detail


def test_a_file_whose_row_comes_a_moment_later_is_well(household, monkeypatch):
    new = household.store.put_bytes(b"drawn anew", PICTURE)
    look = files._wrong

    def and_the_step_goes_on(*named):
        found = look(*named)
        with household.write() as session:
            session.get_one(ColumnImage, (DOC, 1, "02")).sha256 = new.sha256
        return found

    monkeypatch.setattr(files, "_wrong", and_the_step_goes_on)
    assert check_files(household.settings).ok


def test_a_lost_folder_is_named(household):
    shutil.rmtree(household.store.path(MODEL))
    found = check_files(household.settings)
    assert not found.ok
    assert MODEL in found.detail


def test_files_of_deleted_documents_trouble_nobody(household):
    household.store.path(PICTURE).unlink()
    with household.write() as session:
        session.get_one(Document, DOC).deleted = True
    assert check_files(household.settings).ok


def aged(household, key, days):
    household.store.put_bytes(b"left", key)
    then = time.time() - days * DAY
    os.utime(household.store.path(key), (then, then))


@pytest.mark.parametrize("days", [2, 30])
def test_an_old_file_no_row_names_is_an_orphan_and_a_trouble_once_housekeeping_missed_it(household, days):
    aged(household, "ocr/261122000000009/crops/x.png", days)
    found = check_orphans(household.settings)
    assert "ocr/261122000000009/crops/x.png" in found.detail
    assert found.ok == (days == 2)


def test_a_fresh_file_may_be_of_work_that_goes_on(household):
    household.store.put_bytes(b"new", "ocr/261122000000009/crops/x.png")
    assert check_orphans(household.settings).detail == "none"


@pytest.mark.parametrize("key", [f"{MODEL}/old.bin", f"ocr/networks/{NET}/training/lmdb/data.mdb"])
def test_what_lies_in_a_folder_of_a_row_is_its_own(household, key):
    aged(household, key, 30)
    assert check_orphans(household.settings).detail == "none"


def test_half_a_file_of_a_killed_step_is_an_orphan(household):
    aged(household, f"{MODEL}/.model.skops.abc.part", 2)
    assert "1 files" in check_orphans(household.settings).detail


@pytest.mark.parametrize("key", ["ocr/networks/deployed.json", "owner.json"])
def test_the_pointer_and_the_owners_mark_are_no_orphans(household, key):
    aged(household, key, 30)
    assert check_orphans(household.settings).detail == "none"
