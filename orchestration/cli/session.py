"""What a command needs to decide something: transactions, the clock, who asks, and waiting for the end."""

from __future__ import annotations

import fcntl
import getpass
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

import click
import sqlalchemy as sa
from sqlalchemy.orm import Session

from orchestration.settings import Settings
from records import migrate, progress, requests
from records.engine import open_engine, reading, transaction
from records.enums import RequestStatus
from records.tables import Request

LOOK_SECONDS = 0.3


@dataclass(frozen=True)
class Desk:
    """The records of a home, for one command."""

    settings: Settings

    @cached_property
    def engine(self) -> sa.Engine:
        """Raises click.ClickException where there is no home yet, or it is of another version."""
        if not self.settings.database_url and not (self.settings.home / "saebyeok.db").exists():
            raise click.ClickException(
                f"{self.settings.home}에 홈이 없습니다. 'saebyeok up'을 먼저 실행하세요. "
                f"(there is no home at {self.settings.home}; run 'saebyeok up' first)"
            )
        engine = open_engine(self.settings.effective_database_url)
        migrate.upgrade(engine)
        return engine

    def transaction(self) -> AbstractContextManager[Session]:
        return transaction(self.engine)

    def reading(self) -> AbstractContextManager[Session]:
        return reading(self.engine)

    @property
    def by(self) -> str:
        """Who asks: the user of this machine."""
        return getpass.getuser()

    def now(self) -> datetime:
        return datetime.now(UTC)

    def is_up(self) -> bool:
        """Whether `saebyeok up` runs for this home on this machine."""
        try:
            with (self.settings.home / "up.lock").open("r") as lock:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except FileNotFoundError:
            return False
        return False

    def follow(self, request_id: int, *, wait: bool, tell: Callable[[str], None]) -> Request:
        """Wait for the end of a request, telling its progress; at once where nobody would work on it.

        Raises:
            click.ClickException: the request failed or was cancelled; its reason is the message.
        """
        if wait and not self.is_up():
            tell(
                f"요청 {request_id}번을 남겼습니다. 'saebyeok up'이 실행되면 처리됩니다. "
                f"(request {request_id} is on record; it is served once 'saebyeok up' runs)"
            )
            wait = False
        last = ""
        while True:
            with self.reading() as session:
                request = requests.get(session, request_id)
                steps = progress.of_request(session, request_id)
            status = RequestStatus(request.status)
            if steps and wait:
                step = steps[-1]
                amount = f" {step.done:,}/{step.total:,}" if step.total else ""
                line = f"  {step.step}{amount} {step.message}".rstrip()
                if line != last:
                    tell(line)
                    last = line
            if status.is_final or not wait:
                break
            time.sleep(LOOK_SECONDS)
        if status in (RequestStatus.FAILED, RequestStatus.CANCELLED):
            english = self.settings.language == "en"
            raise click.ClickException((request.reason_en if english else request.reason_ko) or status.label)
        return request


wait_option = click.option(
    "--wait/--no-wait", default=True, help="끝날 때까지 기다립니다 (기본) / 바로 돌아옵니다."
)


def to_stderr(line: str) -> None:
    """Progress and remarks, apart from what a command prints."""
    click.echo(line, err=True)
