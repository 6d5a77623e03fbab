"""A home with records but without servers, as commands find it between two `saebyeok up`."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from orchestration.cli import main
from orchestration.cli.session import Desk
from orchestration.settings import load_settings
from records import migrate, requests
from records.engine import open_engine
from records.enums import DocumentStatus, RequestKind
from records.tables import Document


@dataclass(frozen=True)
class Counter:
    """Where commands are typed."""

    home: Path
    desk: Desk
    doc: str = "261122000000001"

    def type(self, *words: object) -> Result:
        return CliRunner().invoke(main, ["--home", str(self.home), "automl", *map(str, words)])

    def add_document(self) -> None:
        now = self.desk.now()
        with self.desk.transaction() as session:
            session.add(
                Document(
                    doc_id=self.doc,
                    name="문서",
                    file_name="test.csv",
                    status=DocumentStatus.DATA_CONFIRMED,
                    source_path=f"automl/{self.doc}/{self.doc}.original",
                    source_sha256="0" * 64,
                    source_bytes=10,
                    registered_by="tester",
                    registered_at=now,
                    updated_at=now,
                )
            )

    def ask(self, kind: RequestKind = RequestKind.TRAIN) -> int:
        """A request on the document that waits."""
        with self.desk.transaction() as session:
            return requests.ask(
                session, kind, doc_id=self.doc, params={}, by="me", now=self.desk.now()
            ).request_id

    @contextmanager
    def up(self) -> Iterator[None]:
        """What commands see of a `saebyeok up`: the lock it holds."""
        with (self.home / "up.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


@pytest.fixture
def counter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Counter:
    monkeypatch.delenv("SAEBYEOK_LANGUAGE", raising=False)
    settings = load_settings(tmp_path)
    migrate.upgrade(open_engine(settings.effective_database_url))
    counter = Counter(tmp_path, Desk(settings))
    counter.add_document()
    return counter
