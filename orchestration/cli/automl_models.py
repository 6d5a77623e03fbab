"""Commands of `saebyeok automl` from 모델 학습 to 예측."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from orchestration.cli.automl_results import FinishedModels, print_results
from orchestration.cli.group import REFUSED, Said, in_language, remark
from orchestration.cli.input_files import InputFile
from orchestration.cli.model_choice import CODES_HELP, GROUPS, codes_named, codes_of_groups
from orchestration.cli.options import Seconds, seed_option, sheet_option
from orchestration.cli.session import CliContext, not_taken, to_stderr, wait_option
from orchestration.settings import Settings


@click.command()
@click.argument("doc")
@click.option(
    "--models",
    default="all",
    help=f"all, classifiers, clustering, 또는 코드를 쉼표로: {CODES_HELP}.",
)
@seed_option
@click.option(
    "--budget", "budget_seconds", type=Seconds(), help="모델마다 가장 길게 걸려도 되는 시간(초, 1 이상)."
)
@click.option("--yes", is_flag=True, help="묻지 않고 학습합니다.")
@wait_option
@click.pass_obj
def train(
    settings: Settings, doc: str, models: str, seed: int, budget_seconds: float | None, yes: bool, wait: bool
) -> None:
    """[분류 모델] / [군집 모델]을 학습합니다."""
    from work_requests import automl_decisions

    cli = CliContext(settings)
    codes = _codes(cli, doc, models)
    if not yes:
        click.confirm(f"{', '.join(codes)}을(를) 학습하시겠습니까?", abort=True)
    with cli.transaction() as session:
        request = automl_decisions.train(
            session, doc, models=codes, seed=seed, budget_seconds=budget_seconds, by=cli.by, now=cli.now()
        )
    finished = FinishedModels(settings, request.request_id, len(codes))
    try:
        cli.follow(request.request_id, wait=wait, tell=to_stderr, news=finished)
    finally:
        if wait:
            print_results(cli, doc)


@click.command()
@click.argument("doc")
@click.argument("model")
@wait_option
@click.pass_obj
def confirm(settings: Settings, doc: str, model: str, wait: bool) -> None:
    """[확정]: MODEL은 모델 코드(최근 학습) 또는 학습 번호입니다."""
    from domain.learners import LEARNERS
    from records import documents, trainings
    from work_requests import automl_decisions

    cli = CliContext(settings)
    with cli.transaction() as session:
        documents.get(session, doc)
        latest = {s.training.model_code: s.training.training_id for s in trainings.latest(session, doc)}
        if model in LEARNERS and model not in latest:
            raise Said(
                ko=f"문서 {doc}에는 {model} 학습이 없습니다. 'saebyeok automl train {doc} --models {model}'(으)로 학습한 뒤 "
                "확정하세요.",
                en=f"document {doc} has no training of {model}; run 'saebyeok automl train {doc} --models {model}', then "
                "confirm it",
                exit_code=REFUSED,
            )
        training_id = latest.get(model, model)
        request = automl_decisions.confirm_model(
            session, doc, training_id=training_id, by=cli.by, now=cli.now()
        )
    cli.follow(request.request_id, wait=wait, tell=to_stderr)
    click.echo(f"{doc}: {model} 확정")


@click.command()
@click.argument("doc")
@click.argument("file", type=InputFile())
@click.option("--out", type=click.Path(path_type=Path), help="결과 CSV를 복사할 곳.")
@sheet_option
@wait_option
@click.pass_obj
def predict(
    settings: Settings, doc: str, file: Path, out: Path | None, sheet: str | None, wait: bool
) -> None:
    """확정된 모델로 새 행을 예측합니다."""
    import shutil

    from intake.destinations import NewRows
    from intake.take import Refused
    from orchestration.runtime.reading_resources import build_files
    from records import predictions, trainings

    cli = CliContext(settings)
    files = build_files(settings)
    taken = files.intake(cli.engine).take(file, NewRows(doc, sheet), by=cli.by, now=cli.now(), keep=True)
    if taken is None or isinstance(taken, Refused):
        raise not_taken(taken, file)
    done = cli.follow(taken.request_id, wait=wait, tell=to_stderr)
    with cli.reading() as session:
        prediction = predictions.of_request(session, done.request_id)
        if prediction.output_path is None or prediction.training_id is None:
            return
        evaluation = trainings.get(session, prediction.training_id).evaluation or {}
    if rule := _rule(settings, evaluation):
        click.echo(rule, err=True)
    for warning in prediction.warnings or []:
        click.echo(f"주의: {remark(settings, warning)}", err=True)
    with files.store.local(prediction.output_path, prediction.output_sha256) as found:
        if out is not None:
            shutil.copyfile(found, out)
        click.echo(str(out or found))


def _rule(settings: Settings, evaluation: Mapping[str, Any]) -> str:
    """From which probability on a model of two classes names the positive one; empty for others."""
    positive, threshold = evaluation.get("positive_class"), evaluation.get("threshold")
    if positive is None or threshold is None:
        return ""
    return in_language(
        settings,
        f"기준: '{positive}' 확률이 {threshold:.4g} 이상이면 '{positive}'(으)로 예측합니다.",
        f"rule: '{positive}' is predicted from a probability of {threshold:.4g} on",
    )


def _codes(cli: CliContext, doc: str, models: str) -> list[str]:
    """The codes `--models` means for this document. Raises Said for an unknown one, NotFound for an unknown DOC."""
    from records import documents

    named = [] if models in GROUPS else codes_named(models)
    # Before anybody is asked to confirm the training.
    with cli.reading() as session:
        has_target = documents.get(session, doc).target_key is not None
    if named:
        return named
    return codes_of_groups(*(GROUPS[models] if has_target or models != "all" else GROUPS["clustering"]))


COMMANDS = (train, confirm, predict)
