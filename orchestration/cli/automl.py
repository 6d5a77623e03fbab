"""`saebyeok automl …`: documents and decisions. Each decision is one transaction of `records.decisions`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from orchestration.cli import automl_lists as lists
from orchestration.cli.group import FriendlyGroup
from orchestration.cli.one_shot import fit, profile
from orchestration.cli.output import format_option, print_json, print_table
from orchestration.cli.session import Desk, wait_option
from orchestration.settings import Settings

ALL_GROUPS = {
    "all": ("classification", "clustering"),
    "classifiers": ("classification",),
    "clustering": ("clustering",),
}


@click.group(cls=FriendlyGroup)
def automl() -> None:
    """표에서 모델까지: 업로드, 데이터 확인, 전처리, 학습, 확정, 예측."""


automl.add_command(profile)
automl.add_command(fit)
for _command in lists.COMMANDS:
    automl.add_command(_command)


@automl.command()
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
    desk.follow(taken.request_id, wait=wait, tell=_to_stderr)


@automl.command("confirm-data")
@click.argument("doc")
@click.pass_obj
def confirm_data(settings: Settings, doc: str) -> None:
    """[데이터 확인]: 칼럼과 통계를 확인했습니다."""
    from records import decisions

    desk = Desk(settings)
    with desk.transaction() as session:
        decisions.confirm_data(session, doc, by=desk.by, now=desk.now())
    click.echo(f"{doc}: 데이터 확인")


@automl.command()
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
        desk.follow(request.request_id, wait=wait, tell=_to_stderr)


@automl.command()
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
    done = desk.follow(request.request_id, wait=wait, tell=_to_stderr)
    if done.result:
        found = done.result
        print_table([{"값": name, "행": count} for name, count in found["classes"].items()], title=column)
        if found["positive_class"]:
            click.echo(f"양성: {found['positive_class']}  (바꾸려면 --positive 값)")
        for warning in found["warnings"]:
            click.echo(f"주의: {warning['ko']}")


@automl.command()
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
    done = desk.follow(request.request_id, wait=wait, tell=_to_stderr)
    if done.result and as_format == "json":
        print_json(done.result)
    elif done.result:
        lists.print_effect(done.result["effect"], done.result["labels"])


@automl.command()
@click.argument("doc")
@click.option(
    "--models",
    default="all",
    help="all, classifiers, clustering, 또는 코드를 쉼표로: gradient_boost,decision_tree,random_forest,svm,"
    "neural_network,k_means.",
)
@click.option("--seed", type=int, default=0)
@click.option("--budget", "budget_seconds", type=float, help="모델마다 가장 길게 걸려도 되는 시간(초).")
@click.option("--yes", is_flag=True, help="묻지 않고 학습합니다.")
@wait_option
@click.pass_obj
def train(
    settings: Settings, doc: str, models: str, seed: int, budget_seconds: float | None, yes: bool, wait: bool
) -> None:
    """[분류 모델] / [군집 모델]을 학습합니다."""
    from records import decisions

    desk = Desk(settings)
    codes = _codes(desk, doc, models)
    if not yes:
        click.confirm(f"{', '.join(codes)}을(를) 학습하시겠습니까?", abort=True)
    with desk.transaction() as session:
        request = decisions.train(
            session, doc, models=codes, seed=seed, budget_seconds=budget_seconds, by=desk.by, now=desk.now()
        )
    try:
        desk.follow(request.request_id, wait=wait, tell=_to_stderr)
    finally:
        if wait:
            lists.print_results(desk, doc)


@automl.command()
@click.argument("doc")
@click.argument("model")
@wait_option
@click.pass_obj
def confirm(settings: Settings, doc: str, model: str, wait: bool) -> None:
    """[확정]: MODEL은 모델 코드(최근 학습) 또는 학습 번호입니다."""
    from records import decisions, trainings

    desk = Desk(settings)
    with desk.transaction() as session:
        latest = {s.training.model_code: s.training.training_id for s in trainings.latest(session, doc)}
        training_id = latest.get(model, model)
        request = decisions.confirm_model(session, doc, training_id=training_id, by=desk.by, now=desk.now())
    desk.follow(request.request_id, wait=wait, tell=_to_stderr)
    click.echo(f"{doc}: {model} 확정")


@automl.command()
@click.argument("doc")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="결과 CSV를 복사할 곳.")
@wait_option
@click.pass_obj
def predict(settings: Settings, doc: str, file: Path, out: Path | None, wait: bool) -> None:
    """확정된 모델로 새 행을 예측합니다."""
    import shutil

    from intake.take import Refused
    from orchestration.definitions import build_files
    from records import predictions

    desk = Desk(settings)
    files = build_files(settings)
    taken = files.intake(desk.engine).prediction(file, doc, by=desk.by, now=desk.now(), keep=True)
    if taken is None or isinstance(taken, Refused):
        click.echo(taken.en if taken and settings.language == "en" else taken.ko if taken else "", err=True)
        raise SystemExit(2)
    done = desk.follow(taken.request_id, wait=wait, tell=_to_stderr)
    with desk.reading() as session:
        prediction = predictions.of_request(session, done.request_id)
    if prediction.output_path is None:
        return
    for warning in prediction.warnings or []:
        click.echo(f"주의: {warning['ko']}", err=True)
    with files.store.local(prediction.output_path, prediction.output_sha256) as found:
        if out is not None:
            shutil.copyfile(found, out)
        click.echo(str(out or found))


@automl.command()
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


@automl.command()
@click.argument("request_id", type=int)
@wait_option
@click.pass_obj
def retry(settings: Settings, request_id: int, wait: bool) -> None:
    """[다시 시도]: 실패하거나 취소된 요청을 다시 합니다."""
    from records import requests

    desk = Desk(settings)
    with desk.transaction() as session:
        requests.retry(session, request_id)
    desk.follow(request_id, wait=wait, tell=_to_stderr)


@automl.command()
@click.argument("request_id", type=int)
@click.pass_obj
def cancel(settings: Settings, request_id: int) -> None:
    """[취소]: 기다리거나 진행 중인 요청을 멈춥니다."""
    from records import requests

    desk = Desk(settings)
    with desk.transaction() as session:
        requests.cancel(session, request_id, by=desk.by, now=desk.now())
    click.echo(f"요청 {request_id}번: 취소를 요청했습니다")


def _codes(desk: Desk, doc: str, models: str) -> list[str]:
    from automl_lib.learners import LEARNERS
    from records import documents

    if models in ALL_GROUPS:
        with desk.reading() as session:
            has_target = documents.get(session, doc).target_key is not None
        groups = ALL_GROUPS[models] if has_target or models != "all" else ("clustering",)
        return [code for code, info in LEARNERS.items() if info.group in groups]
    codes = [code.strip() for code in models.split(",") if code.strip()]
    if unknown := [code for code in codes if code not in LEARNERS]:
        raise click.UsageError(f"모르는 모델: {', '.join(unknown)}. 있는 모델: {', '.join(LEARNERS)}")
    return codes


def _pair(text: str) -> tuple[str, str]:
    label, equals, kind = text.rpartition("=")
    if not equals:
        raise click.UsageError(f"'{text}': 칼럼=유형 으로 쓰세요.")
    return label, kind


def _to_stderr(line: str) -> None:
    click.echo(line, err=True)
