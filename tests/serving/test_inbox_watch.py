"""Dropped files are taken in by the serving process."""

from __future__ import annotations

import shutil

from orchestration.runtime.reading_resources import build_files
from records import documents
from records.engine import reading
from serving.inbox_watch import InboxWatch


def watch(home, taken):
    intake = build_files(home.settings).intake(home.engine)
    return InboxWatch(intake, home.now, 0.0, on_taken=lambda: taken.append(None))


def names(home):
    with reading(home.engine) as session:
        return [document.file_name for document in documents.page(session)[0]]


def test_a_dropped_file_becomes_a_document_and_work_is_woken(workshop, loans):
    taken = []
    shutil.copyfile(loans, workshop.settings.effective_inbox / "automl" / "loans.csv")
    assert len(watch(workshop, taken).look()) == 1
    assert names(workshop) == ["loans.csv"]
    assert len(taken) == 1


def test_an_empty_inbox_wakes_nothing(workshop):
    taken = []
    assert watch(workshop, taken).look() == []
    assert taken == []


def test_trouble_that_lasts_is_logged_once(workshop, caplog):
    shutil.rmtree(workshop.settings.effective_inbox / "ocr")
    one = watch(workshop, [])
    for _ in range(3):
        for line in one.look():
            one._complain(line)
    assert len([record for record in caplog.records if "ocr" in record.message]) == 1
