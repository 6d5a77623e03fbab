"""What a command needs to decide something: transactions, the clock, who asks, and waiting for the end."""

from __future__ import annotations

import getpass
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click
import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.requests import RequestStatus
from intake.names import shown_name
from orchestration.cli.group import REFUSED, Said, in_language
from orchestration.runtime import ownership
from orchestration.runtime.readiness import refuse_wrong_places
from orchestration.settings import Settings
from records import migrate
from records.engine import open_engine, reading, transaction
from records.tables import Request
from work_requests import lifecycle, progress

if TYPE_CHECKING:
    from intake.take import Refused

LOOK_SECONDS = 0.3


@dataclass(frozen=True)
class CliContext:
    """The records of a home, for one command."""

    settings: Settings

    @cached_property
    def engine(self) -> sa.Engine:
        """The records, brought to this version.

        Raises:
            Said: there is no home yet, it is of a newer version, or its database can't be reached.
            NotReady: the database is another home's, or the home was moved to another one.
        """
        home, url = self.settings.home, self.settings.effective_database_url
        if not self.settings.database_url and not (home / "saebyeok.db").exists():
            raise Said(
                ko=f"{home}에 홈이 없습니다. 'saebyeok up'을 먼저 실행하세요.",
                en=f"there is no home at {home}; run 'saebyeok up' first",
            )
        try:
            refuse_wrong_places(self.settings)
            engine = open_engine(url)
            migrate.upgrade(engine)
        except (sa.exc.SQLAlchemyError, ImportError) as error:
            # Without the address, which may hold a password.
            why = str(getattr(error, "orig", None) or error).splitlines()[0]
            raise Said(
                ko=f"데이터베이스를 열 수 없습니다 ({why}). 설정 database_url과 그 서버를 확인하세요.",
                en=f"the database can't be opened ({why}); check the setting database_url and its server",
            ) from error
        except RuntimeError as error:
            raise Said(
                ko=f"{home}의 데이터베이스는 이 버전이 모르는 구조입니다 ({error}). 그것을 쓴 버전이나 더 새 버전을 실행하세요.",
                en=str(error),
            ) from error
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
        """The time in the zone whose dates people see: ids carry its day, as they do in runs."""
        return datetime.now(ZoneInfo(self.settings.time_zone))

    def is_up(self) -> bool:
        """Whether `saebyeok up` runs for this home on this machine."""
        return ownership.is_held(self.settings.home)

    def follow(
        self,
        request_id: int,
        *,
        wait: bool,
        tell: Callable[[str], None],
        news: Callable[[Session], Iterable[str]] = lambda _: (),
    ) -> Request:
        """Wait for the end of a request, showing its progress; returns at once if nothing would serve it.

        Args:
            tell: takes a line.
            news: asked at every look for lines to tell beside the progress.

        Raises:
            Said: the request failed or was cancelled (its reason is the sentence), or `up` stopped meanwhile.
        """
        if wait and not self.is_up():
            tell(
                in_language(
                    self.settings,
                    f"요청 {request_id}번을 남겼습니다. 'saebyeok up'이 실행되면 처리됩니다.",
                    f"request {request_id} is on record; it is served once 'saebyeok up' runs",
                )
            )
            wait = False
        last = ""
        while True:
            # Asked before the look: what `up` settled in its last moment is then seen.
            working = self.is_up() if wait else False
            with self.reading() as session:
                request = lifecycle.get(session, request_id)
                steps = progress.of_request(session, request_id)
                lines = list(news(session)) if wait else []
            status = RequestStatus(request.status)
            for fresh in lines:
                tell(fresh)
            if steps and wait:
                step = steps[-1]
                amount = f" {step.done:,}/{step.total:,}" if step.total else ""
                message = in_language(self.settings, step.message_ko, step.message_en)
                line = f"  {step.step}{amount} {message}".rstrip()
                if line != last:
                    tell(line)
                    last = line
            if status.is_final or not wait:
                break
            if not working:
                raise Said(
                    ko=f"기다리는 동안 'saebyeok up'이 멈췄습니다. 요청 {request_id}번은 남아 있으니 'saebyeok up'을 "
                    "다시 실행하면 이어집니다.",
                    en=f"'saebyeok up' stopped meanwhile; request {request_id} stays on record and goes on once "
                    "'saebyeok up' runs again",
                )
            time.sleep(LOOK_SECONDS)
        if status in (RequestStatus.FAILED, RequestStatus.CANCELLED):
            raise Said(ko=request.reason_ko or status.label, en=request.reason_en or status.value)
        return request


wait_option = click.option(
    "--wait/--no-wait", default=True, help="끝날 때까지 기다립니다 (기본) / 바로 돌아옵니다."
)


def not_taken(refused: Refused | None, file: Path, *, half: str = "automl") -> Said:
    """Why a file named on the command line was not taken.

    Args:
        half: the group of commands whose `list` would show it.
    """
    if refused is not None:
        return Said(ko=refused.ko, en=refused.en, exit_code=REFUSED)
    return Said(
        ko=f"'{shown_name(file.name)}'은(는) 다른 프로세스가 이미 받았습니다. 'saebyeok {half} list'로 확인하세요.",
        en=f"another process took '{shown_name(file.name)}' already; see 'saebyeok {half} list'",
        exit_code=REFUSED,
    )


def to_stderr(line: str) -> None:
    """Progress and remarks, apart from what a command prints."""
    click.echo(line, err=True)
