"""A small home with rows, the files they name, and databases where Dagster and MLflow have theirs."""

from __future__ import annotations

import sqlite3
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.automl import ImageKind, TrainingStatus
from domain.ocr import NetworkStatus
from orchestration.settings import Settings, load_settings
from records import migrate
from records.engine import open_engine, transaction
from records.ocr.tables import Network
from records.tables import ColumnImage, Request, Training
from store.files import Store
from tests.factories import document

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
LONG_AGO = datetime(2025, 11, 22, 3, 0, tzinfo=UTC)
DOC = "261122000000001"
NET = "261122000000001"
MODEL = f"automl/{DOC}/models/{'5' * 8}"
NETWORK = f"ocr/networks/{NET}/network"


@dataclass
class Household:
    """A home, and writing to it as runs do."""

    settings: Settings
    engine: sa.Engine

    @property
    def store(self) -> Store:
        return Store(self.settings.effective_store_url)

    def write(self) -> AbstractContextManager[Session]:
        return transaction(self.engine)

    def clock(self) -> datetime:
        """The time commands see."""
        return datetime.now(UTC)

    def furnish(self) -> None:
        """A document with a picture and a model, and a network that reads."""
        original = self.store.put_bytes("이름,값\n새벽,1\n".encode(), f"automl/{DOC}/{DOC}.original")
        picture = self.store.put_bytes(b"png", f"automl/{DOC}/boxplot/c0001.png")
        self.store.put_bytes(b"model", f"{MODEL}/model.skops")
        self.store.put_bytes(b"weights", f"{NETWORK}/custom.pth")
        with transaction(self.engine) as session:
            session.add(
                document(
                    DOC,
                    LONG_AGO,
                    file_name="값.csv",
                    source_path=original.key,
                    source_sha256=original.sha256,
                    source_bytes=original.bytes,
                )
            )
            session.add(
                Request(
                    request_id=1,
                    kind="train",
                    doc_id=DOC,
                    params={},
                    requested_by="me",
                    requested_at=LONG_AGO,
                    status="done",
                    finished_at=LONG_AGO,
                    attempt=1,
                )
            )
            session.flush()
            session.add(
                ColumnImage(
                    doc_id=DOC, column_no=1, kind=ImageKind.BOXPLOT, path=picture.key, sha256=picture.sha256
                )
            )
            session.add(
                Training(
                    training_id=DOC,
                    doc_id=DOC,
                    request_id=1,
                    model_code="svm",
                    plan_version=1,
                    status=TrainingStatus.EVALUATED,
                    model_path=MODEL,
                    model_digest="5" * 64,
                    started_at=LONG_AGO,
                )
            )
            session.add(
                Network(
                    network_id=NET,
                    status=NetworkStatus.DEPLOYED,
                    deployed="Y",
                    folder=NETWORK,
                    sha256="6" * 64,
                    created_at=LONG_AGO,
                )
            )


def furnished(home: Path) -> Household:
    settings = load_settings(home)
    engine = open_engine(settings.effective_database_url)
    migrate.upgrade(engine)
    household = Household(settings, engine)
    household.furnish()
    return household


def make_database(path: Path, word: str) -> None:
    """A SQLite database as Dagster and MLflow keep theirs: in WAL mode, with a row."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE runs (word TEXT)")
        connection.execute("INSERT INTO runs VALUES (?)", (word,))
    connection.close()


def word_in(path: Path) -> str:
    with sqlite3.connect(path) as connection:
        (word,) = connection.execute("SELECT word FROM runs").fetchone()
    connection.close()
    return str(word)
