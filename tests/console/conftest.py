"""A console on a database and store of its own, and a browser's part of it without a browser."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from PIL import Image
from starlette.testclient import TestClient

from console.app import create_app
from console.context import ConsoleContext
from console.nightly_schedule import NightlySchedule
from console.sessions import COOKIE, Sessions
from console.suggestions import Suggestions
from domain.access import Role
from intake.inbox import Inbox
from intake.take import Intake
from ocr_lib.datasets.splitting import assign_parts
from ocr_lib.suggestions import CorrectionMemory
from records.access import users
from records.engine import transaction
from records.ocr import texts
from records.ocr.texts import ReadText
from store.files import Store
from tests.factories import read_document

HERE = "http://127.0.0.1:8000"
DOC = "261122000000010"
PASSWORD = "a long password"


class Clock:
    """The time, which tests move."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def later(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock(now: datetime) -> Clock:
    return Clock(now)


@pytest.fixture
def context(sqlite_engine: sa.Engine, tmp_path: Path, clock: Clock) -> ConsoleContext:
    inbox = Inbox(tmp_path / "inbox")
    inbox.create()
    store = Store(str(tmp_path / "store"))
    return ConsoleContext(
        engine=sqlite_engine,
        store=store,
        intake=Intake(sqlite_engine, store, inbox, max_bytes=100_000),
        uploads=inbox.root / ".uploads",
        now=clock,
        dagster_url="http://127.0.0.1:3000",
        mlflow_url="http://127.0.0.1:5000",
        secret="of tests",
        max_upload_bytes=200_000,
        suggestions=Suggestions(CorrectionMemory),
        nights=NightlySchedule(time(1, 0), 120, assign_parts),
    )


@pytest.fixture(scope="session")
def password_hash() -> str:
    """With the cheapest parameters: what `hash_password` takes is half of what most tests here would."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


Visit = Callable[..., TestClient]


@pytest.fixture
def visit(context: ConsoleContext, now: datetime, password_hash: str) -> Iterator[Visit]:
    """A client; signed in, with its page's token, where a role is given.

    The session is begun without the form, which tests of its own fill in: signing in and a page for the token took a quarter
    of the processor time of these tests.
    """
    app = create_app(context, hosts=["127.0.0.1"])

    def open_client(role: Role | None = None, name: str = "kim") -> TestClient:
        client = TestClient(app, base_url=HERE, follow_redirects=False, headers={"origin": HERE})
        if role is not None:
            sessions = Sessions(context.secret, context.session_length)
            agent = client.headers["user-agent"]
            with transaction(context.engine) as session:
                user = users.add(session, name, role, password_hash=password_hash, now=now)
                cookie = sessions.begin(session, user, context.now(), user_agent=agent)
                signed_in = sessions.read(session, cookie, context.now())
            assert signed_in is not None
            client.cookies.set(COOKIE, cookie, domain="127.0.0.1", path="/")
            client.headers["x-csrf-token"] = signed_in.token
        return client

    yield open_client


def png(width: int = 40, height: int = 20) -> bytes:
    data = io.BytesIO()
    Image.new("L", (width, height), 255).save(data, "PNG")
    return data.getvalue()


@pytest.fixture
def page_of(context: ConsoleContext, now: datetime) -> Callable[..., list[str]]:
    """A read document with these (text, score)s; the ids of its texts."""

    def make(*lines: tuple[str, float], file_name: str = "영수증.png", doc_id: str = DOC) -> list[str]:
        page = context.store.put_bytes(png(400, 600), f"ocr/{doc_id}/page.png")
        crop = context.store.put_bytes(png(), f"ocr/{doc_id}/crop.png")
        with transaction(context.engine) as session:
            read = [
                ReadText(
                    text,
                    score,
                    (10, 40 * n, 210, 40 * n + 30),
                    [[10, 40 * n], [210, 40 * n], [210, 40 * n + 30], [10, 40 * n + 30]],
                    crop.key,
                    crop.sha256,
                )
                for n, (text, score) in enumerate(lines)
            ]
            read_document(session, doc_id, now, read, picture=(page.key, page.sha256), file_name=file_name)
            return [text.text_id for text in texts.of_document(session, doc_id)]

    return make
