"""`saebyeok prepare` and `saebyeok run`: what service managers and containers start instead of `up`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from orchestration.cli.group import Said
from orchestration.cli.language import translated
from orchestration.cli.options import take_over_option
from orchestration.settings import make_folder

if TYPE_CHECKING:
    from orchestration.settings import Settings

_ROLES = ("code", "dagster", "daemon", "mlflow", "console", "serving")


@click.command()
@take_over_option
@click.pass_obj
def prepare(settings: Settings, take_over: bool) -> None:
    """Create the home and migrate its databases. Once before 'run', after every upgrade."""
    from orchestration.runtime.roles import prepare as prepare_roles

    make_folder(settings.home)
    port = prepare_roles(settings, take_over=take_over)
    click.echo(
        translated(
            "{home}: ready (code server {code_host}:{port})",
            home=settings.home,
            code_host=settings.code_host,
            port=port,
        )
    )


@click.command()
@click.argument("role", type=click.Choice(_ROLES))
@click.pass_obj
def run(settings: Settings, role: str) -> None:
    """Run a single process in the foreground (containers, systemd). 'up' runs all of them on one machine."""
    from orchestration.runtime.errors import AlreadyRunning
    from orchestration.runtime.roles import RoleError, become, role_of

    try:
        become(role_of(settings, role), settings.home)
    except (AlreadyRunning, RoleError) as error:
        raise Said(error.message) from error


COMMANDS = (prepare, run)
