"""What must be true of a home after any fault: nothing lost, nothing twice, nothing left half-way, doctor clean."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from unittest import mock

import dagster as dg
import sqlalchemy as sa
from dagster import DagsterRunStatus
from sqlalchemy.orm import Session

from assets.runs import RUN_KEY_TAG
from domain.automl import TrainingStatus
from domain.requests import RequestKind, RequestStatus
from intake.inbox import Inbox
from orchestration.runtime.dagster_instance import dagster_instance
from orchestration.settings import Settings, load_settings
from records import trainings
from records.engine import open_engine, reading
from records.ocr.learning import networks
from records.ocr.tables import Network, OcrDocument, OcrPage, OcrText
from records.refused import kept_paths
from records.tables import Document, Prediction, RefusedFile, Request, TableRow, Training
from resources.networks import read_pointer
from resources.tracking.client import CHAMPION, TRAINING_TAG
from resources.tracking.networks import NETWORK_TAG
from store.files import Store
from tests.e2e.conftest import Saebyeok

GOING_ON = [
    DagsterRunStatus.QUEUED,
    DagsterRunStatus.NOT_STARTED,
    DagsterRunStatus.STARTING,
    DagsterRunStatus.STARTED,
    DagsterRunStatus.CANCELING,
]


@dataclass(frozen=True)
class Home:
    """A home, looked at without its servers' help."""

    settings: Settings
    engine: sa.Engine

    @property
    def inbox(self) -> Inbox:
        return Inbox(self.settings.effective_inbox)


def home_of(saebyeok: Saebyeok) -> Home:
    """The home with the settings its processes have."""
    with mock.patch.dict(os.environ, saebyeok.environment, clear=True):
        settings = load_settings(saebyeok.home)
    return Home(settings, open_engine(settings.effective_database_url))


def is_quiet(saebyeok: Saebyeok) -> bool:
    """Whether no file waits to be taken in, no request waits or runs, and MLflow was told of everything."""
    home = home_of(saebyeok)
    with reading(home.engine) as session:
        open_requests = session.scalar(
            sa.select(sa.func.count())
            .select_from(Request)
            .where(Request.status.in_([RequestStatus.WAITING, RequestStatus.RUNNING]))
        )
        untold = session.scalar(
            sa.select(sa.func.count())
            .select_from(Training)
            .where(Training.status == TrainingStatus.EVALUATED, Training.mlflow_run_id.is_(None))
        )
        later = trainings.not_registered(session, limit=1) or networks.not_mirrored(session, limit=1)
    home.engine.dispose()
    return not (open_requests or untold or later or lying(home))


def lying(home: Home) -> list[str]:
    """Names of files still in the inbox or half taken in."""
    folders = (home.inbox.automl, home.inbox.ocr, home.inbox.predict, home.inbox.processing)
    return [path.name for folder in folders for path in folder.rglob("*") if path.is_file()]


def check_home(saebyeok: Saebyeok, dropped: Collection[str], *, wait: float = 240) -> None:
    """Wait until the home is quiet, then hold it to all that a fault must not break.

    Args:
        dropped: the names of all files people ever brought, one for each time it was brought.
    """
    saebyeok.wait_for(lambda: is_quiet(saebyeok), wait, show=lambda: open_work(saebyeok))
    home = home_of(saebyeok)
    with reading(home.engine) as session:
        _every_file_once(session, home, dropped)
        _tables_whole(session)
        _pages_whole(session)
        _requests_true(session)
        _one_network(session, home)
        _mlflow_agrees(session, home)
    _each_run_once(home, saebyeok.wait_for)
    home.engine.dispose()
    doctor = saebyeok.command("doctor", check=False)
    assert doctor.returncode == 0, doctor.stdout + doctor.stderr


def open_work(saebyeok: Saebyeok) -> str:
    """What keeps a home from being quiet, for a test's message."""
    home = home_of(saebyeok)
    with reading(home.engine) as session:
        rows = session.scalars(
            sa.select(Request).where(Request.status.in_([RequestStatus.WAITING, RequestStatus.RUNNING]))
        ).all()
        untold = session.scalars(sa.select(Training).where(Training.mlflow_run_id.is_(None))).all()
    told = [(r.request_id, r.kind, r.status, r.attempt, r.run_id, str(r.submitted_at)) for r in rows]
    return (
        f"requests {told}; not in MLflow {[(t.training_id, t.status) for t in untold]}; lying {lying(home)}"
    )


def _every_file_once(session: Session, home: Home, dropped: Collection[str]) -> None:
    """Each file is one document, one prediction or one refused file with its reason beside it."""
    found: Counter[str] = Counter()
    for table in (Document, OcrDocument, Prediction, RefusedFile):
        found.update(session.scalars(sa.select(table.file_name)))
    assert found == Counter(dropped)
    kept = kept_paths(session)
    reasons = {path.name for path in home.inbox.refused.glob("*.reason.txt")}
    assert {f"{name}.reason.txt" for name in kept} == reasons
    assert all((home.inbox.refused / name).exists() for name in kept)


def _tables_whole(session: Session) -> None:
    """TB_AUTOML_TEXT holds the header and every row of each table that was read, numbered without a gap."""
    counted = {
        doc: (rows, first, last)
        for doc, rows, first, last in session.execute(
            sa.select(
                TableRow.doc_id,
                sa.func.count(),
                sa.func.min(TableRow.row_no),
                sa.func.max(TableRow.row_no),
            ).group_by(TableRow.doc_id)
        )
    }
    for document in session.scalars(sa.select(Document).where(Document.rows.is_not(None))):
        assert counted[document.doc_id] == (document.rows + 1, 0, document.rows), document.file_name


def _pages_whole(session: Session) -> None:
    """Every page is there once, and so is every place of text on it."""
    pages = Counter(session.scalars(sa.select(OcrPage.doc_id)))
    for document in session.scalars(sa.select(OcrDocument).where(OcrDocument.pages.is_not(None))):
        assert pages[document.doc_id] == document.pages, document.file_name
    places = Counter(
        (doc, page, json.dumps(box))
        for doc, page, box in session.execute(sa.select(OcrText.doc_id, OcrText.page_no, OcrText.box))
    )
    assert [place for place, times in places.items() if times > 1] == []


def _requests_true(session: Session) -> None:
    """What failed says why, in both languages; what a request's run left does not contradict it."""
    for request in session.scalars(sa.select(Request)):
        if request.status == RequestStatus.FAILED:
            assert request.reason_ko, request.request_id
            assert request.reason_en, request.request_id
    for training in session.scalars(sa.select(Training)):
        request = session.get_one(Request, training.request_id)
        assert TrainingStatus(training.status).is_final, training.training_id
        if request.status == RequestStatus.DONE:
            assert training.status == TrainingStatus.EVALUATED, training.training_id
    per_request = Counter(
        (request, code)
        for request, code in session.execute(sa.select(Training.request_id, Training.model_code))
    )
    assert [key for key, times in per_request.items() if times > 1] == []


def _one_network(session: Session, home: Home) -> None:
    """Exactly one network reads once anything was read, the pointer names it, and each night made at most one."""
    reads = session.scalars(sa.select(Network.network_id).where(Network.deployed == "Y")).all()
    if session.scalar(sa.select(sa.func.count()).select_from(OcrText)):
        assert len(reads) == 1
        named = read_pointer(Store(home.settings.effective_store_url)) or {}
        assert named.get("network_id") == reads[0]
    of_nights = [n for n in session.scalars(sa.select(Network.request_id)) if n is not None]
    assert len(of_nights) == len(set(of_nights))


def _mlflow_agrees(session: Session, home: Home) -> None:
    """One MLflow run for each training and network that has results, and the champion is what people confirmed."""
    engine = sa.create_engine(home.settings.mlflow_database_url)
    with engine.connect() as connection:
        tags = sa.text("SELECT key, value FROM tags WHERE key IN (:training, :network)")
        told = list(connection.execute(tags, {"training": TRAINING_TAG, "network": NETWORK_TAG}))
        aliases = {
            (name, version)
            for name, version in connection.execute(
                sa.text("SELECT name, version FROM registered_model_aliases WHERE alias = :alias"),
                {"alias": CHAMPION},
            )
        }
    engine.dispose()
    evaluated = session.scalars(
        sa.select(Training.training_id).where(Training.status == TrainingStatus.EVALUATED)
    ).all()
    assert Counter(value for key, value in told if key == TRAINING_TAG) == Counter(evaluated)
    made = session.scalars(sa.select(Network.network_id).where(Network.mlflow_run_id.is_not(None))).all()
    assert Counter(value for key, value in told if key == NETWORK_TAG) == Counter(made)
    confirmed = session.execute(
        sa.select(Training.doc_id, Training.mlflow_version)
        .join(Document, Document.confirmed_training_id == Training.training_id)
        .where(Training.mlflow_version.is_not(None))
    )
    for doc_id, version in confirmed:
        assert (f"automl-{doc_id}", int(version)) in aliases


def _each_run_once(home: Home, wait_until: Callable[[Callable[[], Any]], Any]) -> None:
    """Dagster has one run for each attempt of a request, and none that goes on."""
    with dagster_instance(home.settings) as instance:
        wait_until(lambda: not instance.get_runs(dg.RunsFilter(statuses=GOING_ON)))
        runs = instance.get_runs()
    keys = Counter(run.tags[RUN_KEY_TAG] for run in runs if RUN_KEY_TAG in run.tags)
    assert [key for key, times in keys.items() if times > 1] == []


def requests_of_kind(saebyeok: Saebyeok, kind: RequestKind) -> list[Request]:
    """All requests of a kind, oldest first."""
    home = home_of(saebyeok)
    with reading(home.engine) as session:
        found = session.scalars(
            sa.select(Request).where(Request.kind == kind).order_by(Request.request_id)
        ).all()
    home.engine.dispose()
    return list(found)
