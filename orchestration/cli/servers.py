"""`saebyeok up`, `demo`, `env` and `doctor`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from orchestration.cli.group import Said, in_language
from orchestration.cli.options import take_over_option
from orchestration.cli.session import to_stderr
from orchestration.settings import Settings, make_folder


@click.command()
@take_over_option
@click.pass_obj
def up(settings: Settings, take_over: bool) -> None:
    """Dagster, 데몬, MLflow를 시작하고 Ctrl-C까지 실행합니다."""
    from orchestration.runtime.ownership import AlreadyRunning
    from orchestration.runtime.up import UpError, run_up

    make_folder(settings.home)
    try:
        run_up(settings, lambda line: click.echo(line), take_over=take_over)
    except (AlreadyRunning, UpError) as error:
        raise Said(ko=error.ko, en=error.en) from error


@click.command()
@click.option(
    "--into", type=click.Path(path_type=Path), default=Path(".saebyeok-demo"), help="새 홈을 둘 폴더."
)
@click.option("--keep-running", is_flag=True, help="끝난 뒤 멈추지 않고 둘러볼 수 있게 둡니다.")
def demo(into: Path, keep_running: bool) -> None:
    """견본 파일로 전체 과정을 보여 줍니다: 표에서 확정된 모델까지, 종이에서 배운 네트워크까지."""
    from orchestration.demo.run import run_demo
    from orchestration.demo.shell import DemoError

    make_folder(into)
    try:
        run_demo(into, keep_running=keep_running, tell=lambda line: click.echo(line))
    except DemoError as error:
        raise Said(ko=str(error), en=str(error)) from error


@click.command()
@click.pass_obj
def env(settings: Settings) -> None:
    """dagster dev를 직접 쓸 때 필요한 환경 변수를 출력합니다."""
    import shlex

    from orchestration.runtime.home import dagster_environment

    if not (settings.dagster_home / "dagster.yaml").exists():
        raise Said(
            ko=f"{settings.home}에 홈이 없습니다. 'saebyeok up'을 먼저 실행하세요.",
            en=f"there is no home at {settings.home}; run 'saebyeok up' first",
        )
    for name, value in dagster_environment(settings).items():
        click.echo(f"export {name}={shlex.quote(value)}")


@click.command()
@click.option("--format", "as_format", type=click.Choice(["table", "json"]), default="table")
@click.option("--create", is_flag=True, help="먼저 PostgreSQL에 없는 데이터베이스를 만듭니다.")
@click.pass_obj
def doctor(settings: Settings, as_format: str, create: bool) -> None:
    """설치와 홈을 점검하고 고칠 방법을 알려 줍니다. 문제가 있으면 종료 코드 1."""
    from orchestration.cli.output import print_json, print_table
    from orchestration.operations.doctor import examine

    if create:
        _create_databases(settings)
    findings = examine(settings)
    rows = [
        {
            "점검": f.check,
            "상태": "정상" if f.ok else "문제",
            "내용": f.detail,
            "조치": in_language(settings, f.remedy, f.remedy_en),
        }
        for f in findings
    ]
    if as_format == "json":
        print_json([asdict(finding) for finding in findings])
    else:
        print_table(rows)
    if not all(f.ok for f in findings):
        raise SystemExit(1)


def _create_databases(settings: Settings) -> None:
    """Make the missing databases, saying which on stderr."""
    if not settings.on_postgresql:
        to_stderr(
            in_language(
                settings,
                "database_url이 PostgreSQL이 아니므로 만들 데이터베이스가 없습니다.",
                "database_url is not of PostgreSQL; there is no database to make",
            )
        )
        return
    from orchestration.runtime.databases import DatabaseTrouble, create_missing

    try:
        made = create_missing(settings.effective_database_url)
    except DatabaseTrouble as trouble:
        raise Said(ko=trouble.ko, en=trouble.en) from trouble
    listed = ", ".join(made)
    to_stderr(
        in_language(settings, f"만든 데이터베이스: {listed}", f"databases made: {listed}")
        if made
        else in_language(settings, "데이터베이스가 모두 있습니다.", "all databases are there")
    )
