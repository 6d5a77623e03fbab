"""What was deleted goes for good with all that hangs on it; what was not, and what works, stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from domain.automl import ImageKind, TrainingStatus
from domain.document_layouts import LayoutState
from domain.explanations import ModelExplanation
from domain.requests import RequestKind, RequestStatus
from records import explanations, purge
from records.engine import reading, transaction
from records.ocr.document_fields.layout_tables import OcrLayout
from records.ocr.tables import OcrDocument, OcrPage, OcrText, TextHistory, TrainText
from records.purge import purge_document, purgeable
from records.stored_files import counts
from records.tables import (
    ColumnImage,
    Document,
    Plan,
    Prediction,
    Progress,
    ProgressLine,
    Request,
    TableRow,
    Training,
    TrainingImage,
)
from tests.records.ocr.conftest import DOC as PAGES
from tests.records.ocr.conftest import make_page, read_text  # noqa: F401 - fixtures
from work_requests import lifecycle

TABLE, OTHER = "261122000000001", "261122000000002"


def furnish(session, doc_id, now):
    """A row in every table that hangs on an AutoML document."""
    request = lifecycle.ask(
        session, RequestKind.TRAIN, doc_id=doc_id, params={"models": ["svm"]}, by="me", now=now
    )
    lifecycle.settle(request, RequestStatus.DONE, now=now)
    request_id = request.request_id
    session.add_all(
        [
            TableRow(doc_id=doc_id, row_no=0, text='["a"]'),
            TableRow(doc_id=doc_id, row_no=1, text='["1"]'),
            ColumnImage(doc_id=doc_id, column_no=1, kind=ImageKind.BOXPLOT, path="b", sha256="0" * 64),
            Progress(request_id=request_id, step="s", done=1, total=1, message_ko="", updated_at=now),
            ProgressLine(request_id=request_id, step="s", at=now, message_ko="", message_en=""),
            Plan(
                doc_id=doc_id,
                version=1,
                request_id=request_id,
                plan={},
                effect={},
                split_path="s",
                split_sha256="0" * 64,
                created_at=now,
            ),
            Training(
                training_id=doc_id,
                doc_id=doc_id,
                request_id=request_id,
                model_code="svm",
                plan_version=1,
                status=TrainingStatus.EVALUATED,
                started_at=now,
            ),
            Prediction(
                prediction_id=doc_id,
                doc_id=doc_id,
                request_id=request_id,
                file_name="f",
                source_path="p",
                source_sha256="0" * 64,
                registered_at=now,
            ),
        ]
    )
    session.flush()
    session.add(TrainingImage(training_id=doc_id, kind=ImageKind.ROC_CURVE, path="r", sha256="0" * 64))
    explained = ModelExplanation(("yes",), None, None, 0, 0)
    explanations.put(session, doc_id, explained, background=("e", "0" * 64), now=now)


@pytest.fixture
def full(engine, make_document, make_page, now):  # noqa: F811
    """Two tables and a page with history, none deleted."""
    with transaction(engine) as session:
        for doc_id in (TABLE, OTHER):
            make_document(session, doc_id)
            furnish(session, doc_id, now)
        make_page(session, "새벽", "상사")
    return engine


def delete(engine, table, doc_id):
    with transaction(engine) as session:
        session.get_one(table, doc_id).deleted = True


def tables(engine):
    with reading(engine) as session:
        return {name: count for name, count in counts(session).items() if name.startswith("TB_")}


def one(engine, now):
    with reading(engine) as session:
        (found,) = purgeable(session, now + timedelta(seconds=1))
    return found


def test_a_deleted_table_goes_with_everything_of_its_own_and_nothing_of_others(full, now):
    before = tables(full)
    delete(full, Document, TABLE)
    with transaction(full) as session:
        purge_document(session, one(full, now))
    after = tables(full)
    gone = {name: before[name] - after[name] for name in before if before[name] != after[name]}
    assert gone == {
        "TB_AUTOML_MASTER": 1,
        "TB_AUTOML_TEXT": 2,
        "TB_AUTOML_COLUMN_INFO": 3,
        "TB_AUTOML_COLUMN_IMAGE": 1,
        "TB_AUTOML_PLAN": 1,
        "TB_AUTOML_TRAINING_RESULT": 1,
        "TB_AUTOML_TRAINING_IMAGE": 1,
        "TB_AUTOML_EXPLANATION": 1,
        "TB_AUTOML_PREDICTION": 1,
        "TB_REQUEST": 1,
        "TB_PROGRESS": 1,
        "TB_PROGRESS_LOG": 1,
    }
    with reading(full) as session:
        assert session.scalars(sa.select(Document.doc_id)).all() == [OTHER]


def test_a_deleted_page_goes_with_its_history(full, now):
    with transaction(full) as session:
        # Of a text that a later reading took away.
        session.add(TextHistory(text_id=f"{PAGES}_01_999", action="read", by="me", at=now))
        session.add(TextHistory(text_id="261122000000099_01_001", action="read", by="me", at=now))
    delete(full, OcrDocument, PAGES)
    with transaction(full) as session:
        purge_document(session, one(full, now))
    with reading(full) as session:
        assert session.scalars(sa.select(TextHistory.text_id)).all() == ["261122000000099_01_001"]
        for table in (OcrDocument, OcrPage, OcrText):
            assert session.scalars(sa.select(table)).all() == []


def test_a_layout_stays_without_the_deleted_page_it_was_drawn_on(full, now):
    with transaction(full) as session:
        session.add(
            OcrLayout(kind="납품서", drawn_doc_id=PAGES, state=LayoutState.WAITING.value, by="me", at=now)
        )
    delete(full, OcrDocument, PAGES)
    with transaction(full) as session:
        purge_document(session, one(full, now))
    with reading(full) as session:
        layout = session.scalars(sa.select(OcrLayout)).one()
        assert (layout.kind, layout.drawn_doc_id) == ("납품서", None)


def test_the_newest_request_stays_emptied_so_that_its_number_is_never_given_out_again(full, now):
    delete(full, Document, OTHER)
    with transaction(full) as session:
        purge_document(session, one(full, now))
    with transaction(full) as session:
        assert session.get_one(Request, 2).params == {}
        new = lifecycle.ask(session, RequestKind.MIRROR, doc_id=None, params={}, by="me", now=now)
        assert new.request_id not in (1, 2)


@pytest.mark.parametrize("status", ["waiting", "running"])
def test_a_document_that_is_worked_on_is_not_yet_purgeable(full, now, status):
    delete(full, Document, TABLE)
    with transaction(full) as session:
        session.get_one(Request, 1).status = status
    with reading(full) as session:
        assert purgeable(session, now + timedelta(days=1)) == []


def test_one_deleted_of_late_is_not_yet_purgeable(full, now):
    delete(full, Document, TABLE)
    with reading(full) as session:
        assert purgeable(session, now) == []
        assert [d.folder for d in purgeable(session, now + timedelta(seconds=1))] == [f"automl/{TABLE}"]


def test_rows_go_some_at_a_time(full, monkeypatch):
    monkeypatch.setattr(purge, "ROWS_AT_ONCE", 1)
    left = []
    for _ in range(3):
        with transaction(full) as session:
            more = purge.purge_some_rows(session, TABLE)
        left.append((more, tables(full)["TB_AUTOML_TEXT"]))
    assert left == [(True, 3), (True, 2), (False, 2)]


def test_deleted_training_texts_go(full, now):
    with transaction(full) as session:
        for text, deleted in (("둘 것", False), ("버릴 것", True)):
            session.add(TrainText(text=text, registered_by="me", registered_at=now, deleted=deleted))
    with transaction(full) as session:
        assert purge.purge_train_texts(session, dry_run=True) == 1
        assert purge.purge_train_texts(session) == 1
        assert session.scalars(sa.select(TrainText.text)).all() == ["둘 것"]
