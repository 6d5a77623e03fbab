"""`saebyeok migrate-to`."""

from __future__ import annotations

import sys

import click

from orchestration.cli.group import REFUSED, Said, in_language
from orchestration.cli.output import format_option, print_json, print_table
from orchestration.cli.session import to_stderr
from orchestration.settings import Settings


@click.command("migrate-to")
@click.argument("url")
@format_option
@click.pass_obj
def migrate_to(settings: Settings, url: str, as_format: str) -> None:
    """SQLite 홈을 PostgreSQL로 옮깁니다. URL은 기록의 데이터베이스이고, '-'면 표준 입력에서 읽습니다."""
    from orchestration.operations.postgres_migration.copying import MoveRefused
    from orchestration.operations.postgres_migration.move import VARIABLE, move_home
    from orchestration.runtime.databases import DatabaseTrouble
    from orchestration.runtime.ownership import AlreadyRunning

    if url == "-":
        # A password on a command line can be read by everybody on the machine, and stays in the shell's history.
        url = sys.stdin.readline().strip()
    try:
        outcome = move_home(settings, url, to_stderr)
    except MoveRefused as refusal:
        raise Said(ko=refusal.ko, en=refusal.en, exit_code=REFUSED) from refusal
    except DatabaseTrouble as trouble:
        raise Said(ko=trouble.ko, en=trouble.en) from trouble
    except AlreadyRunning as running:
        raise Said(ko=running.ko, en=running.en, exit_code=REFUSED) from running
    if as_format == "json":
        tables = [
            {"database": m.database, "table": m.table, "rows": m.rows, "sha256": m.sha256}
            for m in outcome.tables
        ]
        written = str(outcome.written) if outcome.written else None
        print_json(
            {"tables": tables, "settings_file": written, "set_yourself": None if written else VARIABLE}
        )
    else:
        print_table(
            [
                {
                    "데이터베이스": m.database,
                    "표": m.table,
                    "행": m.rows,
                    "해시": m.sha256[:12],
                    "확인": "같음",
                }
                for m in outcome.tables
            ]
        )
    if outcome.written:
        to_stderr(
            in_language(
                settings,
                f"{outcome.written}에 database_url을 적었습니다. SQLite 파일은 그대로 두었습니다.",
                f"database_url is now in {outcome.written}; the SQLite files are left as they are",
            )
        )
    else:
        to_stderr(
            in_language(
                settings,
                f"환경 변수 {VARIABLE}가 설정 파일보다 앞서므로, 그것을 옮긴 곳의 URL로 직접 바꾸세요.",
                f"the environment variable {VARIABLE} goes before the settings file; set it to the new URL yourself",
            )
        )
