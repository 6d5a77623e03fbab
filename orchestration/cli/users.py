"""`saebyeok user`: who may use the console."""

from __future__ import annotations

import sys

import click

from domain.access import Role
from orchestration.cli.group import REFUSED, Said
from orchestration.cli.output import format_option, local_time, print_json, print_table
from orchestration.cli.session import CliContext
from orchestration.settings import Settings


@click.group()
def user() -> None:
    """콘솔의 사용자: 더하고, 보고, 막습니다."""


@user.command()
@click.argument("name")
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    default=Role.EDITOR.value,
    help="viewer: 보기, editor: 고치기, admin: 사용자 관리까지.",
)
@click.option(
    "--link",
    "by_link",
    is_flag=True,
    help="비밀번호 대신 한 번 쓰는 링크를 만듭니다. 있던 비밀번호는 지웁니다.",
)
@click.option(
    "--password-stdin", "from_stdin", is_flag=True, help="비밀번호를 묻지 않고 표준 입력에서 읽습니다."
)
@click.pass_obj
def add(settings: Settings, name: str, role: str, by_link: bool, from_stdin: bool) -> None:
    """사용자를 더하거나, 있는 사용자의 권한과 비밀번호를 바꿉니다."""
    from console.passwords import SHORTEST, hash_password
    from orchestration.runtime.console_access import sign_in_link
    from records.access import users

    hashed = None
    if not by_link:
        if from_stdin:
            password = sys.stdin.readline().rstrip("\r\n")
        else:
            password = click.prompt(
                "비밀번호 (password)", hide_input=True, confirmation_prompt=True, err=True
            )
        try:
            hashed = hash_password(password)
        except ValueError as error:
            raise Said(
                ko=f"비밀번호는 {SHORTEST}자 이상이어야 합니다.",
                en=f"a password needs at least {SHORTEST} characters",
                exit_code=REFUSED,
            ) from error
    cli = CliContext(settings)
    with cli.transaction() as session:
        added = users.add(session, name, Role(role), password_hash=hashed, now=cli.now())
        link = None
        if by_link:
            users.take_password(session, added)
            link = sign_in_link(session, settings, added, now=cli.now())
    click.echo(link or f"{added.name}: {Role(role).label}")


@user.command("list")
@format_option
@click.pass_obj
def list_users(settings: Settings, as_format: str) -> None:
    """사용자와 그 권한."""
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
                "이름": one.name,
                "권한": Role(one.role).label,
                "상태": "막음" if one.disabled else "",
                "마지막 로그인": local_time(settings, one.signed_in_at),
            }
            for one in found
        ]
    )


@user.command()
@click.argument("name")
@click.pass_obj
def disable(settings: Settings, name: str) -> None:
    """사용자를 막고 로그인을 모두 끝냅니다."""
    from records.access import users

    cli = CliContext(settings)
    with cli.transaction() as session:
        users.disable(session, name)
    click.echo(f"{name}: 막음")
