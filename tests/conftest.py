"""Fixtures many tests share: a clock, databases of both kinds, a home, a browser."""

from __future__ import annotations

import gc
import hashlib
import os
import shutil
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from hypothesis import settings

from records import migrate
from records.engine import open_engine
from tests.emptied_database import EmptiedDatabase
from tests.object_store import ObjectStore, object_store
from tests.postgresql import Cluster
from tests.prepared_cache import prepared_cache

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# No timing in tests: a busy machine must not fail a property.
settings.register_profile("saebyeok", deadline=None)
settings.load_profile("saebyeok")


FIRST = ("e2e", "packaging")
"""Folders whose files take minutes each, most of them waiting for processes."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With several workers, long files come first: the last of them would keep one worker busy while the other has nothing left.

    Those of `FIRST`, then those with slow tests, then the others; each file's tests keep their order.
    """
    if hasattr(config, "workerinput"):
        slow = {item.path for item in items if item.get_closest_marker("slow")}
        items.sort(key=lambda item: (item.path.parent.name not in FIRST, item.path not in slow))


GARBAGE_THRESHOLDS = (20_000, 20, 50)
"""Of `gc.set_threshold`: what a test makes is mostly gone before the collector looks for it."""


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Spares the garbage collector the modules and tests, a million objects that stay until the end of the session.

    With the usual thresholds it would take a third of the collection's processor time, and up to two seconds each time that it
    goes through all objects between tests.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()
        gc.set_threshold(*GARBAGE_THRESHOLDS)


@pytest.fixture(scope="session")
def machine_cache() -> Path:
    """What is prepared once for a machine, prepared once for all tests, whichever process and run they are in."""
    return prepared_cache()


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """A PostgreSQL cluster of the tests' own, on a free port, gone afterwards."""
    cluster = Cluster.create()
    cluster.start()
    yield cluster.url
    cluster.stop()
    cluster.remove()


@pytest.fixture(scope="session")
def s3() -> Iterator[ObjectStore]:
    """An object store of the tests' own, empty, gone afterwards."""
    with object_store() as started:
        yield started


@contextmanager
def three_databases_named(server: str, name: str) -> Iterator[str]:
    """The URL of `name`, the first of three empty databases, named as `saebyeok doctor --create` names them."""
    from orchestration.runtime.databases import create_missing, names

    url = _database(server, name)
    create_missing(url)
    yield url
    with _admin(server) as connection:
        for one in names(url):
            connection.execute(sa.text(f'DROP DATABASE IF EXISTS "{one}" WITH (FORCE)'))


@pytest.fixture
def three_databases(postgresql_url: str, tmp_path: Path) -> Iterator[str]:
    """Three databases of the test's own."""
    name = f"three_{hashlib.sha256(str(tmp_path).encode()).hexdigest()[:12]}"
    with three_databases_named(postgresql_url, name) as url:
        yield url


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite database to copy: the migrations have tests of their own, and take a third of a second."""
    path = tmp_path_factory.mktemp("migrated") / "records.db"
    engine = open_engine(f"sqlite:///{path}")
    migrate.upgrade(engine)
    engine.dispose()  # with the last connection closed, all is in the one file
    assert not path.with_name("records.db-wal").exists()
    return path


@pytest.fixture(scope="session")
def emptied_database(postgresql_url: str) -> EmptiedDatabase:
    """As `migrated_file`, on PostgreSQL: one database, emptied for each test instead of made for it."""
    return EmptiedDatabase(postgresql_url)


def _database(server: str, name: str) -> str:
    return sa.make_url(server).set(database=name).render_as_string(hide_password=False)


@contextmanager
def _admin(server: str) -> Iterator[sa.Connection]:
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Iterator[sa.Engine]:
    """A migrated, empty database: each test runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_engine")
        return
    with request.getfixturevalue("emptied_database").opened() as engine:
        yield engine


@pytest.fixture
def sqlite_engine(migrated_file: Path, tmp_path: Path) -> Iterator[sa.Engine]:
    """A migrated SQLite database, where the dialect doesn't matter."""
    path = tmp_path / "records.db"
    shutil.copyfile(migrated_file, path)
    engine = open_engine(f"sqlite:///{path}")
    yield engine
    engine.dispose()


FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser")
"""Chromium's programs, the preferred first: without the windows of a browser, a context takes a quarter of the processor time."""


def chromium_path() -> str:
    """Chromium's program; skips the test where there is none."""
    found = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    if found is None and os.environ.get("REQUIRE_BROWSER") != "1":
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium-headless-shell)")
    assert found is not None, "REQUIRE_BROWSER=1, and Chromium is not installed"
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; one for all tests of a process, since Playwright's own loop is one too.

    Skipped with a reason where there is none, unless REQUIRE_BROWSER=1.
    """
    from playwright.sync_api import sync_playwright

    path = chromium_path()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield started
        started.close()
