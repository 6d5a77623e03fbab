"""Commands on a request that went wrong or isn't wanted any more; the same in `saebyeok automl` and `saebyeok ocr`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from orchestration.cli.language import translated
from orchestration.cli.options import request_argument
from orchestration.cli.session import CliContext, to_stderr, wait_option

if TYPE_CHECKING:
    from orchestration.settings import Settings


@click.command()
@request_argument
@wait_option
@click.pass_obj
def retry(settings: Settings, request_id: int, wait: bool) -> None:
    """[Try again]: restart a failed or cancelled request."""
    from work_requests import lifecycle

    cli = CliContext(settings)
    with cli.transaction() as session:
        lifecycle.retry(session, request_id)
    cli.follow(request_id, wait=wait, on_progress=to_stderr)


@click.command()
@request_argument
@click.pass_obj
def cancel(settings: Settings, request_id: int) -> None:
    """[Cancel]: stop a waiting or running request."""
    from work_requests import lifecycle

    cli = CliContext(settings)
    with cli.transaction() as session:
        lifecycle.cancel(session, request_id, by=cli.by, now=cli.now())
    cli.wake()
    click.echo(translated("request {request_id}: cancellation requested", request_id=request_id))


@click.command()
@request_argument
@click.pass_obj
def acknowledge(settings: Settings, request_id: int) -> None:
    """[Acknowledge]: a failure was seen; lists of failures no longer show it."""
    from work_requests import failures

    cli = CliContext(settings)
    with cli.transaction() as session:
        failures.acknowledge(session, request_id, by=cli.by, now=cli.now())
    click.echo(translated("request {request_id}: acknowledged", request_id=request_id))


COMMANDS = (retry, cancel, acknowledge)
