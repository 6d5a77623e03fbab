"""`saebyeok prepare` and `saebyeok run`: what service managers and containers start instead of `up`."""

from __future__ import annotations

import click

from orchestration.cli.group import Said, in_language
from orchestration.cli.options import take_over_option
from orchestration.settings import Settings, make_folder

_ROLES = ("code", "dagster", "daemon", "mlflow", "console")


@click.command()
@take_over_option
@click.pass_obj
def prepare(settings: Settings, take_over: bool) -> None:
    """홈을 만들고 데이터베이스를 새 구조로 옮깁니다. 'run'보다 먼저, 판을 올릴 때마다 한 번."""
    from orchestration.runtime.roles import prepare as prepare_roles

    make_folder(settings.home)
    port = prepare_roles(settings, take_over=take_over)
    click.echo(
        in_language(
            settings,
            f"{settings.home}: 준비되었습니다 (코드 서버 {settings.code_host}:{port}).",
            f"{settings.home}: ready (code server {settings.code_host}:{port})",
        )
    )


@click.command()
@click.argument("role", type=click.Choice(_ROLES))
@click.pass_obj
def run(settings: Settings, role: str) -> None:
    """프로세스 하나만 앞에서 실행합니다 (컨테이너, systemd). 한 대에서 모두는 'up'."""
    from orchestration.runtime.ownership import AlreadyRunning
    from orchestration.runtime.roles import RoleError, become, role_of

    try:
        become(role_of(settings, role), settings.home)
    except (AlreadyRunning, RoleError) as error:
        raise Said(ko=error.ko, en=error.en) from error
