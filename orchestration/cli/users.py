"""`saebyeok user`: who may use the console."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from domain.access import Role
from domain.messages import Message
from orchestration.cli.group import REFUSED, FriendlyGroup, Said
from orchestration.cli.language import translated
from orchestration.cli.output import format_option, local_time, print_json, print_table
from orchestration.cli.session import CliContext

if TYPE_CHECKING:
    from orchestration.settings import Settings


@click.group(cls=FriendlyGroup)
def user() -> None:
    """Users of the console: add, list, disable."""


@user.command()
@click.argument("name")
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    default=Role.EDITOR.value,
    help="viewer: look, editor: change, admin: also manage users.",
)
@click.option(
    "--link",
    "by_link",
    is_flag=True,
    help="Make a one-time link instead of a password. An existing password is removed.",
)
@click.option(
    "--password-stdin",
    "from_stdin",
    is_flag=True,
    help="Read the password from standard input instead of asking.",
)
@click.pass_obj
def add(settings: Settings, name: str, role: str, by_link: bool, from_stdin: bool) -> None:
    """Add a user, or change the role and password of an existing one."""
    from console.passwords import SHORTEST, hash_password
    from orchestration.runtime.console_access import sign_in_link
    from records.access import users

    hashed = None
    if not by_link:
        if from_stdin:
            password = sys.stdin.readline().rstrip("\r\n")
        else:
            password = click.prompt(
                translated("password"), hide_input=True, confirmation_prompt=True, err=True
            )
        try:
            hashed = hash_password(password)
        except ValueError as error:
            raise Said(
                Message("a password needs at least {shortest} characters", shortest=SHORTEST),
                exit_code=REFUSED,
            ) from error
    cli = CliContext(settings)
    with cli.transaction() as session:
        added = users.add(session, name, Role(role), password_hash=hashed, now=cli.now())
        link = None
        if by_link:
            users.take_password(session, added)
            link = sign_in_link(session, settings, added, now=cli.now())
    click.echo(link or f"{added.name}: {translated(Role(role).message)}")


@user.command("list")
@format_option
@click.pass_obj
def list_users(settings: Settings, as_format: str) -> None:
    """List users and their roles."""
    from records.access import users

    cli = CliContext(settings)
    with cli.reading() as session:
        found = users.everyone(session)
    if as_format == "json":
        names = ("name", "role", "disabled", "created_at", "signed_in_at")
        print_json([{name: getattr(one, name) for name in names} for one in found])
        return
    print_table(
        [
            {
                translated("Name"): one.name,
                translated("Role"): translated(Role(one.role).message),
                translated("State"): translated("closed") if one.disabled else "",
                translated("Last sign-in"): local_time(settings, one.signed_in_at),
            }
            for one in found
        ]
    )


@user.command()
@click.argument("name")
@click.pass_obj
def disable(settings: Settings, name: str) -> None:
    """Disable a user and end all of their sessions."""
    from records.access import users

    cli = CliContext(settings)
    with cli.transaction() as session:
        users.disable(session, name)
    click.echo(translated("{name}: disabled", name=name))


COMMANDS = (user,)
