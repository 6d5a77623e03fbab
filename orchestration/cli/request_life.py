"""Commands on a request that went wrong or isn't wanted any more; the same in `saebyeok automl` and `saebyeok ocr`."""

from __future__ import annotations

import click

from orchestration.cli.options import request_argument
from orchestration.cli.session import CliContext, to_stderr, wait_option
from orchestration.settings import Settings


@click.command()
@request_argument
@wait_option
@click.pass_obj
def retry(settings: Settings, request_id: int, wait: bool) -> None:
    """[다시 시도]: 실패하거나 취소된 요청을 새로 시작합니다."""
    from work_requests import lifecycle

    cli = CliContext(settings)
    with cli.transaction() as session:
        lifecycle.retry(session, request_id)
    cli.follow(request_id, wait=wait, tell=to_stderr)


@click.command()
@request_argument
@click.pass_obj
def cancel(settings: Settings, request_id: int) -> None:
    """[취소]: 기다리거나 진행 중인 요청을 멈춥니다."""
    from work_requests import lifecycle

    cli = CliContext(settings)
    with cli.transaction() as session:
        lifecycle.cancel(session, request_id, by=cli.by, now=cli.now())
    click.echo(f"요청 {request_id}번: 취소를 요청했습니다")


COMMANDS = (retry, cancel)
