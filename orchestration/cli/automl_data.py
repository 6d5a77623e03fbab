"""Commands of `saebyeok automl` from 업로드 to 데이터 전처리. Each decision is one transaction of `records.decisions`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from orchestration.cli.automl_results import print_effect
from orchestration.cli.output import format_option, print_json, print_table
from orchestration.cli.session import Desk, to_stderr, wait_option
from orchestration.settings import Settings


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--name", help="문서명 (기본: 파일 이름).")
@wait_option
@click.pass_obj
def add(settings: Settings, file: Path, name: str | None, wait: bool) -> None:
    """파일을 새 문서로 올립니다."""
    from intake.take import Refused
    from orchestration.definitions import build_files

    desk = Desk(settings)
    taken = (
        build_files(settings)
        .intake(desk.engine)
        .document(file, by=desk.by, now=desk.now(), name=name, keep=True)
    )
    if taken is None or isinstance(taken, Refused):
        click.echo(taken.en if taken and settings.language == "en" else taken.ko if taken else "", err=True)
        raise SystemExit(2)
    click.echo(taken.id)
    desk.follow(taken.request_id, wait=wait, tell=to_stderr)


@click.command("confirm-data")
@click.argument("doc")
@click.pass_obj
def confirm_data(settings: Settings, doc: str) -> None:
    """[데이터 확인]: 칼럼과 통계를 확인했습니다."""
    from records import decisions

    desk = Desk(settings)
    with desk.transaction() as session:
        decisions.confirm_data(session, doc, by=desk.by, now=desk.now())
    click.echo(f"{doc}: 데이터 확인")


@click.command()
@click.argument("doc")
@click.option("--use", multiple=True, metavar="칼럼", help="사용할 칼럼.")
@click.option("--drop", multiple=True, metavar="칼럼", help="사용하지 않을 칼럼.")
@click.option("--type", "types", multiple=True, metavar="칼럼=유형", help="text, integer, real, date, bool.")
@wait_option
@click.pass_obj
def columns(
    settings: Settings,
    doc: str,
    use: tuple[str, ...],
    drop: tuple[str, ...],
    types: tuple[str, ...],
    wait: bool,
) -> None:
    """칼럼의 사용여부와 유형을 바꿉니다. 앞선 전처리와 학습 결과는 확정할 수 없게 됩니다."""
    from records import decisions
    from records.enums import ColumnKind

    desk = Desk(settings)
    retyped = dict(_pair(text) for text in types)
    if unknown := sorted(set(retyped.values()) - {kind.value for kind in ColumnKind}):
        raise click.UsageError(f"모르는 유형: {', '.join(unknown)}")
    request = None
    with desk.transaction() as session:
        if use or drop:
            decisions.set_used_columns(session, doc, use=use, drop=drop, by=desk.by, now=desk.now())
        if retyped:
            request = decisions.retype_columns(session, doc, types=retyped, by=desk.by, now=desk.now())
    if request is not None:
        desk.follow(request.request_id, wait=wait, tell=to_stderr)


@click.command()
@click.argument("doc")
@click.argument("column")
@click.option("--positive", help="양성으로 볼 값 (기본: yes/Y/1/True/예, 없으면 더 드문 값).")
@wait_option
@click.pass_obj
def target(settings: Settings, doc: str, column: str, positive: str | None, wait: bool) -> None:
    """[목표변수 적용]: 예측할 칼럼을 고릅니다."""
    from records import decisions

    desk = Desk(settings)
    with desk.transaction() as session:
        request = decisions.set_target(
            session, doc, label=column, positive_class=positive, by=desk.by, now=desk.now()
        )
    done = desk.follow(request.request_id, wait=wait, tell=to_stderr)
    if done.result:
        found = done.result
        print_table([{"값": name, "행": count} for name, count in found["classes"].items()], title=column)
        if found["positive_class"]:
            click.echo(f"양성: {found['positive_class']}  (바꾸려면 --positive 값)")
        for warning in found["warnings"]:
            click.echo(f"주의: {warning['ko']}")


@click.command()
@click.argument("doc")
@click.option("--duplicates", type=click.Choice(["keep", "remove"]), default="keep", help="중복값.")
@click.option(
    "--missing",
    type=click.Choice(["keep", "remove", "mean", "median", "mode", "constant"]),
    default="median",
    help="결측값.",
)
@click.option("--constant", help="--missing constant가 채울 값.")
@click.option("--outliers", type=click.Choice(["keep", "clip", "remove"]), default="keep", help="이상값.")
@click.option("--outlier-method", type=click.Choice(["iqr", "zscore"]), default="iqr")
@click.option("--outlier-factor", type=float, help="기본: iqr 1.5, zscore 3.")
@click.option("--test-share", type=click.FloatRange(0.05, 0.5), default=0.25, help="평가에 남겨 둘 비율.")
@click.option("--seed", type=int, default=0)
@click.option("--preview", is_flag=True, help="적용하지 않고 무엇이 바뀌는지만 봅니다.")
@format_option
@wait_option
@click.pass_obj
def prepare(settings: Settings, doc: str, preview: bool, as_format: str, wait: bool, **choices: Any) -> None:
    """[데이터 전처리 적용]: 중복값, 결측값, 이상값을 어떻게 할지 정합니다."""
    from records import decisions

    desk = Desk(settings)
    with desk.transaction() as session:
        request = decisions.prepare(
            session, doc, choices=choices, preview=preview, by=desk.by, now=desk.now()
        )
    done = desk.follow(request.request_id, wait=wait, tell=to_stderr)
    if done.result and as_format == "json":
        print_json(done.result)
    elif done.result:
        print_effect(done.result["effect"], done.result["labels"])


@click.command()
@click.argument("doc")
@click.option("--yes", is_flag=True, help="묻지 않고 지웁니다.")
@click.pass_obj
def delete(settings: Settings, doc: str, yes: bool) -> None:
    """[삭제]: 문서를 목록에서 지웁니다. 파일은 'saebyeok purge' 전까지 남습니다."""
    from records import decisions, documents

    desk = Desk(settings)
    with desk.reading() as session:
        name = documents.get(session, doc).name
    if not yes:
        click.confirm(f"'{name}' 문서를 삭제하시겠습니까?", abort=True)
    with desk.transaction() as session:
        decisions.delete(session, doc, by=desk.by, now=desk.now())
    click.echo(f"{doc}: 삭제")


def _pair(text: str) -> tuple[str, str]:
    label, equals, kind = text.rpartition("=")
    if not equals:
        raise click.UsageError(f"'{text}': 칼럼=유형 으로 쓰세요.")
    return label, kind


COMMANDS = (add, confirm_data, columns, target, prepare, delete)
