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

from domain.messages import Message
from domain.requests import RequestStatus
from intake.names import shown_name
from orchestration.cli.group import REFUSED, Said, in_language
from orchestration.cli.language import translated

if TYPE_CHECKING:
    import sqlalchemy as sa
    from sqlalchemy.orm import Session

    from intake.take import Intake, Refused
    from orchestration.settings import Settings
    from records.tables import Request
    from store.files import Store

LOOK_SECONDS = 0.15


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
        import sqlalchemy as sa

        from orchestration.runtime.readiness import refuse_wrong_places
        from records import migrate
        from records.engine import open_engine

        home, url = self.settings.home, self.settings.effective_database_url
        if not self.settings.database_url and not (home / "saebyeok.db").exists():
            raise Said(Message("there is no home at {home}; run 'saebyeok up' first", home=home))
        try:
            refuse_wrong_places(self.settings)
            engine = open_engine(url)
            migrate.upgrade(engine)
        except (sa.exc.SQLAlchemyError, ImportError) as error:
            # Without the address, which may hold a password.
            why = str(getattr(error, "orig", None) or error).splitlines()[0]
            raise Said(
                Message(
                    "the database can't be opened ({why}); check the setting database_url and its server",
                    why=why,
                )
            ) from error
        except RuntimeError as error:
            raise Said(
                Message(
                    "the database of {home} has a structure that this version doesn't know ({error}); run the version "
                    "that wrote it, or a newer one",
                    home=home,
                    error=error,
                )
            ) from error
        return engine

    @cached_property
    def store(self) -> Store:
        """Where files lie. Not by way of the resource `Files`: Dagster is a second of processor time."""
        from store.files import Store

        return Store(self.settings.effective_store_url)

    def intake(self) -> Intake:
        """Takes files into the store."""
        from intake.inbox import Inbox
        from intake.take import Intake
        from resources.limits import MIB

        settings = self.settings
        inbox = Inbox(settings.effective_inbox)
        return Intake(self.engine, self.store, inbox, settings.max_file_mb * MIB)

    def transaction(self) -> AbstractContextManager[Session]:
        from records.engine import transaction

        return transaction(self.engine)

    def reading(self) -> AbstractContextManager[Session]:
        from records.engine import reading

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
        from orchestration.runtime.home_lock import is_held

        return is_held(self.settings.home)

    def texts_changed(self) -> None:
        """Have the fields that rest on changed texts read again at once, where a process does that."""
        if self.is_up():
            self.wake()

    def wake(self) -> None:
        """Have what was decided served at once, instead of when the sensor looks again."""
        from orchestration.runtime.serving_address import serving_address
        from serving.client import ServingClient

        ServingClient(serving_address(self.settings)).wake()

    def follow(
        self,
        request_id: int,
        *,
        wait: bool,
        on_progress: Callable[[str], None],
        news: Callable[[Session], Iterable[str]] = lambda _: (),
    ) -> Request:
        """Wait for the end of a request, showing its progress; returns at once if nothing would serve it.

        Args:
            on_progress: takes a line.
            news: asked at every look for lines to tell beside the progress.

        Raises:
            Said: the request failed or was cancelled (its reason is the sentence), or `up` stopped meanwhile.
        """
        from work_requests import lifecycle, progress

        self.wake()
        if wait and not self.is_up():
            on_progress(
                translated(
                    "request {request_id} is on record; it is served once 'saebyeok up' runs",
                    request_id=request_id,
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
                on_progress(fresh)
            if steps and wait:
                step = steps[-1]
                amount = f" {step.done:,}/{step.total:,}" if step.total else ""
                message = in_language(self.settings, step.message)
                line = f"  {step.step}{amount} {message}".rstrip()
                if line != last:
                    on_progress(line)
                    last = line
            if status.is_final or not wait:
                break
            if not working:
                raise Said(
                    Message(
                        "'saebyeok up' stopped meanwhile; request {request_id} stays on record and goes on once "
                        "'saebyeok up' runs again",
                        request_id=request_id,
                    )
                )
            time.sleep(LOOK_SECONDS)
        if status in (RequestStatus.FAILED, RequestStatus.CANCELLED):
            raise Said(request.reason or status.message)
        return request


wait_option = click.option(
    "--wait/--no-wait", default=True, help="Wait for the end (default) / return at once."
)


def not_taken(refused: Refused | None, file: Path, *, half: str = "automl") -> Said:
    """Why a file named on the command line was not taken.

    Args:
        half: the group of commands whose `list` would show it.
    """
    if refused is not None:
        return Said(refused.message, exit_code=REFUSED)
    return Said(
        Message(
            "another process took '{name}' already; see 'saebyeok {half} list'",
            name=shown_name(file.name),
            half=half,
        ),
        exit_code=REFUSED,
    )


def to_stderr(line: str) -> None:
    """Progress and remarks, apart from what a command prints."""
    click.echo(line, err=True)
