"""What rows name: every file with its hash, of both halves, and folders that belong to a row."""

from __future__ import annotations

import pytest

from domain.explanations import ModelExplanation
from domain.ocr import NetworkStatus
from domain.requests import RequestKind, RequestStatus
from records import explanations, trainings
from records.engine import transaction
from records.ocr.tables import Network, OcrDocument, OcrPage
from records.stored_files import NamedFile, NamedFolder, StoredFiles, counts
from records.tables import Document, Training
from tests.read_reports import read_report
from tests.records.ocr.conftest import DOC as PAGES
from tests.records.ocr.conftest import make_page, read_text  # noqa: F401 - fixtures
from work_requests import lifecycle

TABLE = "261122000000001"


@pytest.fixture
def session(engine):
    with transaction(engine) as session:
        yield session


def files(session):
    return {file.key: file for file in StoredFiles(session).files()}


def test_files_of_a_table(session, make_document):
    document = make_document(session)
    document.read_report = read_report(files={"typed.parquet": "1" * 64})
    session.flush()
    assert set(StoredFiles(session).files()) == {
        NamedFile(f"automl/{TABLE}/{TABLE}.original", "0" * 64),
        NamedFile(f"automl/{TABLE}/typed.parquet", "1" * 64),
    }


def test_the_rows_that_predictions_are_compared_with(session, make_document, now):
    make_document(session)
    request = lifecycle.ask(session, RequestKind.TRAIN, doc_id=TABLE, params={}, by="me", now=now)
    training = trainings.begin(
        session, TABLE, request_id=request.request_id, model_code="svm", plan_version=1, now=now
    )
    explained = ModelExplanation(("yes",), None, None, 0, 0)
    background = "b.json", "8" * 64
    explanations.put(session, training.training_id, explained, background=background, now=now)
    session.flush()
    assert NamedFile(*background) in set(StoredFiles(session).files())


def test_files_of_pages_and_their_newest_exports(session, make_page, now):  # noqa: F811
    make_page(session, "하나", "둘")
    page = session.get_one(OcrPage, (PAGES, 1))
    page.preview_path, page.preview_sha256 = "p.jpg", "2" * 64
    for form, digest in (("txt", "3" * 64), ("txt", "4" * 64), ("pdf", "5" * 64)):
        asked = lifecycle.ask(
            session, RequestKind.OCR_EXPORT, doc_id=PAGES, params={"format": form}, by="me", now=now
        )
        asked.result = {"path": f"e/{digest[0]}.{form}", "sha256": digest}
        lifecycle.settle(asked, RequestStatus.DONE, now=now)
    session.flush()
    named = {key: file.sha256[0] for key, file in files(session).items()}
    assert named == {
        f"ocr/{PAGES}/{PAGES}.original": "0",
        "p.png": "1",
        "p.jpg": "2",
        f"ocr/{PAGES}/crops/0.png": "0",
        f"ocr/{PAGES}/crops/1.png": "0",
        "e/4.txt": "4",
        "e/5.pdf": "5",
    }


def test_files_of_deleted_documents_say_so(session, make_page, make_document):  # noqa: F811
    make_page(session, "하나").deleted = True
    make_document(session)
    session.flush()
    assert session.get_one(OcrDocument, PAGES).deleted
    assert not session.get_one(Document, TABLE).deleted
    assert {file.key.split("/")[1] for file in files(session).values() if not file.deleted} == {TABLE}


def test_lists_and_folders_of_networks(session, now):
    for number, (folder, status) in enumerate(
        [("f/one", NetworkStatus.RETIRED), (None, NetworkStatus.TRAINING), (None, NetworkStatus.KEPT_BACK)]
    ):
        session.add(
            Network(
                network_id=f"n{number}",
                status=status,
                folder=folder,
                items={"manifest": f"m{number}", "sha256": "6" * 64},
                rescored={"list": f"r{number}", "list_sha256": "7" * 64},
                created_at=now,
            )
        )
    session.flush()
    assert {key: file.sha256[0] for key, file in files(session).items()} == {
        **{f"m{number}": "6" for number in range(3)},
        **{f"r{number}": "7" for number in range(3)},
    }
    assert set(StoredFiles(session).folders()) == {
        NamedFolder("f/one"),
        NamedFolder("ocr/networks/n0", may_be_missing=True),
        NamedFolder("ocr/networks/n1", may_be_missing=True),
    }


def test_folders_of_models(session, make_document, now):
    make_document(session).deleted = True
    asked = lifecycle.ask(session, RequestKind.TRAIN, doc_id=TABLE, params={}, by="me", now=now)
    for number, path in enumerate(("m/a", None)):
        session.add(
            Training(
                training_id=f"t{number}",
                doc_id=TABLE,
                request_id=asked.request_id,
                model_code=f"m{number}",
                plan_version=1,
                status="fitted",
                model_path=path,
                started_at=now,
            )
        )
    session.flush()
    assert list(StoredFiles(session).folders()) == [NamedFolder("m/a", deleted=True)]


def test_rows_are_counted_by_table(session, make_document):
    make_document(session)
    session.flush()
    found = counts(session)
    assert (found["TB_AUTOML_MASTER"], found["TB_AUTOML_COLUMN_INFO"], found["TB_OCR_DOC"]) == (1, 3, 0)
