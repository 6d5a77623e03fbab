"""One home for all cases of a door, and what became of the files there."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from console.passwords import hash_password
from domain.access import Role
from intake.inbox import Inbox
from intake.names import shown_name
from intake.take import Intake
from orchestration.definitions import build_defs
from orchestration.runtime.console_server import build_console
from orchestration.runtime.reading_resources import build_files
from orchestration.settings import load_settings
from records import migrate
from records.access import users
from records.engine import open_engine, reading, transaction
from records.ocr.tables import OcrDocument
from records.tables import Document, RefusedFile, Request
from sensors.planned_runs import with_documents
from sensors.uploads import take_dropped
from tests.hostile.judge import Found, sha256
from tests.workshop import Workshop
from work_requests import request_queue

_STEPS = {"automl_upload": ["uploaded_table"], "ocr_read": ["document_pages"]}
"""What opens strangers' files; the steps after it work on what it made."""


_OF_ITS_ARRIVAL = {"doc_id", "day", "registered_by", "registered_at", "updated_at", "note"}
"""What differs between two documents of one file, of the second of which is noted that its content was there."""


@dataclass(frozen=True)
class Given:
    """What a run that opens a file is given.

    Args:
        request: its kind, parameters and attempt.
        document: the columns of its row, but for those of its arrival.
        kept: SHA-256 of the original.
    """

    file_name: str
    request: tuple[str, dict[str, Any], int]
    document: dict[str, Any]
    kept: str


@dataclass(frozen=True)
class House:
    """A home in `root`, beside files that must not change.

    Args:
        workshop: asks and runs within the home.
        root: the home's folder, the folder for temporary files, and everything else.
    """

    workshop: Workshop
    root: Path

    @property
    def home(self) -> Path:
        return self.workshop.settings.home

    @property
    def intake(self) -> Intake:
        return build_files(self.workshop.settings).intake(self.workshop.engine)

    def take_inbox(self) -> list[str]:
        """Ticks of the uploads sensor until the inbox is empty; what it complained about."""
        complaints: list[str] = []
        while take_dropped(self.intake, self.workshop.now, 0, complaints.append):
            pass
        return complaints

    def waiting(self) -> Sequence[Request]:
        """The requests that runs of the requests sensor would serve."""
        with reading(self.workshop.engine) as session:
            return list(request_queue.launchable(session, limit=10_000))

    def given(self, request: Request) -> Given:
        """What a run is given for a request."""
        with reading(self.workshop.engine) as session:
            (document,) = (asked.document for asked in with_documents(session, [request]))
        assert document is not None
        columns = {a.key: getattr(document, a.key) for a in sa.inspect(type(document)).column_attrs}
        return Given(
            file_name=document.file_name,
            request=(request.kind, request.params, request.attempt),
            document={
                name: value.replace(document.doc_id, "ID") if name == "source_path" else value
                for name, value in columns.items()
                if name not in _OF_ITS_ARRIVAL
            },
            kept=sha256(self._kept(document)),
        )

    def run(self, requests: Sequence[Request]) -> None:
        """Open the files of these requests' documents, as the runs of the requests sensor would."""
        self.workshop.instance.add_dynamic_partitions(
            "automl_documents", [r.doc_id for r in requests if r.kind == "upload"]
        )
        self.workshop.run(requests)

    def _kept(self, document: Document | OcrDocument) -> bytes:
        store = build_files(self.workshop.settings).store
        with store.local(document.source_path, document.source_sha256) as kept:
            return kept.read_bytes()

    def tables(self) -> dict[str, Found]:
        """What became of each table, by the file's name; of several by one name, of the newest."""
        return self._found(Document) | self._refused()

    def pages(self) -> dict[str, Found]:
        """What became of each document of pages."""
        return self._found(OcrDocument) | self._refused()

    def _found(self, kind: type[Document] | type[OcrDocument]) -> dict[str, Found]:
        found = {}
        with reading(self.workshop.engine) as session:
            for row in session.scalars(sa.select(kind).order_by(kind.doc_id)):
                table = isinstance(row, Document)
                if isinstance(row, Document):
                    remarks = [entry.ko for entry in row.read_report.ledger] if row.read_report else []
                else:
                    remarks = [remark["ko"] for remark in row.remarks or []]
                found[row.file_name] = Found(
                    ko=row.failure_ko or "",
                    en=row.failure_en or "",
                    rows=row.rows if table else None,
                    pages=None if table else row.pages,
                    remarks=" ".join(remarks),
                    kept=sha256(self._kept(row)),
                )
        return found

    def _refused(self) -> dict[str, Found]:
        folder = self.intake.inbox.refused
        lying = {shown_name(path.name): path for path in folder.iterdir()}
        found = {}
        with reading(self.workshop.engine) as session:
            for row in session.scalars(sa.select(RefusedFile).order_by(RefusedFile.refused_id)):
                path = lying[row.kept_path]
                data = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
                found[row.file_name] = Found(ko=row.reason_ko, en=row.reason_en, kept=sha256(data))
        return found

    def outside(self) -> dict[str, bytes]:
        """All files beside the home, with their content."""
        return {
            str(path.relative_to(self.root)): path.read_bytes()
            for path in self.root.rglob("*")
            if path.is_file() and not path.is_relative_to(self.home)
        }


@pytest.fixture(scope="module")
def house(machine_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    root = tmp_path_factory.mktemp("house")
    for name in ("home", "tmp"):
        (root / name).mkdir()
    (root / "precious.txt").write_text("private")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SAEBYEOK_MLFLOW_URL", "http://127.0.0.1:9")  # no server listens there
        patch.setenv("SAEBYEOK_CACHE", str(machine_cache))
        patch.setenv("SAEBYEOK_THREADS", "1")
        # The least the setting allows: a bomb needs the same moment to be told for one.
        patch.setenv("SAEBYEOK_READ_MEMORY_MB", "1536")
        patch.setenv("SAEBYEOK_OCR_MAX_PIXELS", "20000000")
        patch.setenv("TMPDIR", str(root / "tmp"))
        patch.setattr(tempfile, "tempdir", str(root / "tmp"))
        settings = load_settings(root / "home")
        Inbox(settings.effective_inbox).create()
        engine = open_engine(settings.effective_database_url)
        migrate.upgrade(engine)
        with dg.DagsterInstance.ephemeral() as instance:
            repository = build_defs(settings).get_repository_def()
            yield House(_Opening(settings, engine, instance, repository), root)
        engine.dispose()


@pytest.fixture(scope="module")
def client(house: House) -> TestClient:
    """The house's console: signed in, with its page's token."""
    here, password = "http://127.0.0.1:8000", "a long password"
    with transaction(house.workshop.engine) as session:
        users.add(
            session, "kim", Role.EDITOR, password_hash=hash_password(password), now=house.workshop.now()
        )
    client = TestClient(
        build_console(house.workshop.settings),
        base_url=here,
        follow_redirects=False,
        headers={"origin": here},
        raise_server_exceptions=False,
    )
    assert client.post("/sign-in", data={"name": "kim", "password": password}).status_code == 303
    client.headers["x-csrf-token"] = client.get("/now").text.split('data-token="')[1].split('"')[0]
    return client


class _Opening(Workshop):
    """Runs only the step that opens files."""

    def execute(self, run: dg.RunRequest) -> dg.ExecuteInProcessResult:
        assert run.job_name is not None
        chosen = [dg.AssetKey(name) for name in _STEPS[run.job_name]]
        return super().execute(run._replace(asset_selection=chosen))
