"""Commands of `saebyeok automl` from 업로드 to 데이터 전처리. Each decision is one transaction of `work_requests.automl_decisions`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from domain.preprocessing import (
    DEFAULTS,
    LARGEST_TEST_SHARE,
    SMALLEST_TEST_SHARE,
    Duplicates,
    Missing,
    OutlierMethod,
    Outliers,
    PlanChoices,
)
from orchestration.cli.automl_results import print_effect
from orchestration.cli.column_choices import READINGS_HELP, missing_words_option, pair, words_of
from orchestration.cli.group import REFUSED, Said, remark
from orchestration.cli.input_files import InputFile
from orchestration.cli.options import Number, one_of, seed_option, sheet_option
from orchestration.cli.output import format_option, print_json, print_table
from orchestration.cli.session import CliContext, not_taken, to_stderr, wait_option
from orchestration.settings import Settings


@click.command()
@click.argument("file", type=InputFile())
@click.option("--name", help="문서명 (기본: 파일 이름).")
@sheet_option
@wait_option
@click.pass_obj
def add(settings: Settings, file: Path, name: str | None, sheet: str | None, wait: bool) -> None:
    """파일을 새 문서로 올립니다."""
    from intake.destinations import NewTable
    from intake.take import Refused
    from orchestration.runtime.reading_resources import build_files

    cli = CliContext(settings)
    taken = (
        build_files(settings)
        .intake(cli.engine)
        .take(file, NewTable(name, sheet), by=cli.by, now=cli.now(), keep=True)
    )
    if taken is None or isinstance(taken, Refused):
        raise not_taken(taken, file)
    click.echo(taken.id)
    cli.follow(taken.request_id, wait=wait, tell=to_stderr)


@click.command()
@click.argument("doc")
@click.argument("sheet", metavar="이름|차례")
@wait_option
@click.pass_obj
def sheet(settings: Settings, doc: str, sheet: str, wait: bool) -> None:
    """Excel 문서를 다른 시트에서 다시 읽습니다. 칼럼에 대한 결정과 목표변수는 처음으로 돌아갑니다."""
    from work_requests import automl_decisions

    cli = CliContext(settings)
    with cli.transaction() as session:
        request = automl_decisions.read_sheet(session, doc, sheet=sheet, by=cli.by, now=cli.now())
    cli.follow(request.request_id, wait=wait, tell=to_stderr)


@click.command("confirm-data")
@click.argument("doc")
@click.pass_obj
def confirm_data(settings: Settings, doc: str) -> None:
    """[데이터 확인]: 칼럼과 통계를 확인했습니다."""
    from work_requests import automl_decisions

    cli = CliContext(settings)
    with cli.transaction() as session:
        automl_decisions.confirm_data(session, doc, by=cli.by, now=cli.now())
    click.echo(f"{doc}: 데이터 확인")


@click.command()
@click.argument("doc")
@click.option("--use", multiple=True, metavar="칼럼", help="사용할 칼럼.")
@click.option("--drop", multiple=True, metavar="칼럼", help="사용하지 않을 칼럼.")
@click.option("--type", "--read", "types", multiple=True, metavar="칼럼=유형", help=f"{READINGS_HELP}.")
@missing_words_option
@wait_option
@click.pass_obj
def columns(
    settings: Settings,
    doc: str,
    use: tuple[str, ...],
    drop: tuple[str, ...],
    types: tuple[str, ...],
    missing_words: tuple[str, ...],
    wait: bool,
) -> None:
    """칼럼의 사용여부, 유형, 빈 값으로 볼 말을 바꿉니다. 앞선 전처리와 학습 결과는 확정할 수 없게 됩니다."""
    from work_requests import automl_decisions

    cli = CliContext(settings)
    if not (use or drop or types or missing_words):
        raise Said(
            ko="바꿀 것이 없습니다. --use, --drop, --type, --missing-words 가운데 하나를 쓰세요.",
            en="nothing to change; give --use, --drop, --type or --missing-words",
            exit_code=REFUSED,
        )
    retyped = dict(pair(text) for text in types)
    missing = {label: words_of(words) for label, words in map(pair, missing_words)}
    request = None
    with cli.transaction() as session:
        if use or drop:
            automl_decisions.set_used_columns(session, doc, use=use, drop=drop, by=cli.by, now=cli.now())
        if retyped or missing:
            request = automl_decisions.retype_columns(
                session, doc, types=retyped, missing=missing, by=cli.by, now=cli.now()
            )
    if request is not None:
        cli.follow(request.request_id, wait=wait, tell=to_stderr)


@click.command()
@click.argument("doc")
@click.argument("column")
@click.option("--positive", help="양성으로 볼 값 (기본: yes/Y/1/True/예, 없으면 더 드문 값).")
@wait_option
@click.pass_obj
def target(settings: Settings, doc: str, column: str, positive: str | None, wait: bool) -> None:
    """[목표변수 적용]: 예측할 칼럼을 고릅니다."""
    from work_requests import automl_decisions

    cli = CliContext(settings)
    with cli.transaction() as session:
        request = automl_decisions.set_target(
            session, doc, label=column, positive_class=positive, by=cli.by, now=cli.now()
        )
    done = cli.follow(request.request_id, wait=wait, tell=to_stderr)
    if done.result:
        found = done.result
        print_table([{"값": name, "행": count} for name, count in found["classes"].items()], title=column)
        if found["positive_class"]:
            click.echo(f"양성: {found['positive_class']}  (바꾸려면 --positive 값)")
        for warning in found["warnings"]:
            click.echo(f"주의: {remark(settings, warning)}")


@click.command()
@click.argument("doc")
@click.option("--duplicates", type=one_of(Duplicates), default=DEFAULTS.duplicates.value, help="중복값.")
@click.option("--missing", type=one_of(Missing), default=DEFAULTS.missing.value, help="결측값.")
@click.option("--constant", help="--missing constant가 채울 값.")
@click.option("--outliers", type=one_of(Outliers), default=DEFAULTS.outliers.value, help="이상값.")
@click.option("--outlier-method", type=one_of(OutlierMethod), default=DEFAULTS.outlier_method.value)
@click.option("--outlier-factor", type=float, help="기본: iqr 1.5, zscore 3.")
@click.option(
    "--test-share",
    type=Number(SMALLEST_TEST_SHARE, LARGEST_TEST_SHARE),
    default=DEFAULTS.test_share,
    help="평가에 남겨 둘 비율.",
)
@seed_option
@click.option("--preview", is_flag=True, help="적용하지 않고 무엇이 바뀌는지만 봅니다.")
@format_option
@wait_option
@click.pass_obj
def prepare(settings: Settings, doc: str, preview: bool, as_format: str, wait: bool, **choices: Any) -> None:
    """[데이터 전처리 적용]: 중복값, 결측값, 이상값을 어떻게 할지 정합니다."""
    from records.errors import DecisionRefused
    from work_requests import automl_decisions

    cli = CliContext(settings)
    with cli.transaction() as session:
        parsed = PlanChoices.parse(choices, DecisionRefused)
        request = automl_decisions.prepare(
            session, doc, choices=parsed, preview=preview, by=cli.by, now=cli.now()
        )
    done = cli.follow(request.request_id, wait=wait, tell=to_stderr)
    if done.result and as_format == "json":
        print_json(done.result)
    elif done.result:
        print_effect(settings, done.result["effect"], done.result["labels"])


@click.command()
@click.argument("doc")
@click.option("--yes", is_flag=True, help="묻지 않고 지웁니다.")
@click.pass_obj
def delete(settings: Settings, doc: str, yes: bool) -> None:
    """[삭제]: 문서를 목록에서 지우고 남은 요청을 취소합니다. 올린 파일과 결과 파일은 디스크에 그대로 남습니다."""
    from records import documents
    from work_requests import automl_decisions

    cli = CliContext(settings)
    with cli.reading() as session:
        name = documents.get(session, doc).name
    if not yes:
        click.confirm(f"'{name}' 문서를 삭제하시겠습니까?", abort=True)
    with cli.transaction() as session:
        automl_decisions.delete(session, doc, by=cli.by, now=cli.now())
    click.echo(f"{doc}: 삭제")


COMMANDS = (add, sheet, confirm_data, columns, target, prepare, delete)
