"""A home with records but without servers, as commands find it between two `saebyeok up`."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from domain.automl import DocumentStatus
from domain.requests import RequestKind
from orchestration.cli import main
from orchestration.cli.session import CliContext
from orchestration.runtime.home import prepare_home
from orchestration.settings import Settings, load_settings
from tests.factories import document
from tests.orchestration.household import Household, furnished, make_database
from work_requests import lifecycle


@dataclass(frozen=True)
class Counter:
    """Where commands are typed."""

    home: Path
    cli: CliContext
    doc: str = "261122000000001"

    def type(self, *words: object, answers: str | None = None) -> Result:
        given = ["--home", str(self.home), "automl", *map(str, words)]
        return CliRunner().invoke(main, given, input=answers)

    def add_document(self) -> None:
        now = self.cli.now()
        with self.cli.transaction() as session:
            session.add(
                document(
                    self.doc,
                    now,
                    name="test",
                    status=DocumentStatus.DATA_CONFIRMED,
                    source_path=f"automl/{self.doc}/{self.doc}.original",
                )
            )

    def ask(self, kind: RequestKind = RequestKind.TRAIN) -> int:
        """A request on the document that waits."""
        with self.cli.transaction() as session:
            return lifecycle.ask(
                session, kind, doc_id=self.doc, params={}, by="me", now=self.cli.now()
            ).request_id

    @contextmanager
    def up(self) -> Iterator[None]:
        """What commands see of a `saebyeok up`: the lock it holds."""
        with (self.home / "up.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


@pytest.fixture
def counter(migrated_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Counter:
    monkeypatch.delenv("SAEBYEOK_LANGUAGE", raising=False)
    settings = load_settings(tmp_path)
    shutil.copyfile(migrated_file, settings.home / "saebyeok.db")
    counter = Counter(tmp_path, CliContext(settings))
    counter.add_document()
    return counter


@pytest.fixture(scope="session")
def dagster_databases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of Dagster's with its databases to copy: its migrations take half a second."""
    settings = Settings(home=tmp_path_factory.mktemp("prepared") / "home")
    prepare_home(settings, code_port=1)
    return settings.dagster_home


@pytest.fixture
def household(
    request: pytest.FixtureRequest, migrated_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Household]:
    """On SQLite, its store on a disk, or on an object store where the test says "s3"."""
    for name in ("DATABASE_URL", "STORE_URL", "LANGUAGE", "HOME"):
        monkeypatch.delenv(f"SAEBYEOK_{name}", raising=False)
    home = tmp_path / "home"
    home.mkdir()
    settings = 'time_zone = "UTC"\n'
    if getattr(request, "param", "disk") == "s3":
        s3 = request.getfixturevalue("s3")
        for name, value in s3.environment.items():
            monkeypatch.setenv(name, value)
        settings += f'store_url = "{s3.url(tmp_path.name)}"\n'
    (home / "saebyeok.toml").write_text(settings, encoding="utf-8")
    shutil.copyfile(migrated_file, home / "saebyeok.db")
    household = furnished(home)
    make_database(home / "dagster/storage/history/runs.db", "dagster")
    make_database(home / "mlflow/mlflow.db", "mlflow")
    (home / "dagster/dagster.yaml").write_text("{}", encoding="utf-8")
    artifact = home / "mlflow/artifacts/1/run/artifacts/보고서.json"
    artifact.parent.mkdir(parents=True)
    artifact.write_text("{}", encoding="utf-8")
    refused = home / "inbox/refused/가짜.csv"
    refused.parent.mkdir(parents=True)
    refused.write_text("<html>", encoding="utf-8")
    os.utime(refused, (1_700_000_000, 1_700_000_000))
    yield household
    household.engine.dispose()
