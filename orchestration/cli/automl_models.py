"""Commands of `saebyeok automl` from training to prediction."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from domain.messages import in_context
from domain.requests import RequestKind, RequestStatus
from domain.rule_sentences import choice_named, rule_line
from domain.what_if import reason_signs
from orchestration.cli.addition_output import print_rows_of_plan
from orchestration.cli.automl_results import FinishedModels, print_results
from orchestration.cli.automl_rules import choice_of, print_rule, rule_options, training_of
from orchestration.cli.group import in_language
from orchestration.cli.input_files import InputFile
from orchestration.cli.language import translated
from orchestration.cli.model_choice import GROUPS, codes_named, codes_of_groups
from orchestration.cli.options import Seconds, seed_option, sheet_option
from orchestration.cli.output import format_option, local_time, print_json, print_table, warning_line
from orchestration.cli.session import CliContext, not_taken, to_stderr, wait_option
from orchestration.cli.workbook_output import check_out

if TYPE_CHECKING:
    from orchestration.settings import Settings


@click.command()
@click.argument("doc")
@click.option(
    "--models",
    default="all",
    help="all, classifiers, clustering, or codes separated by commas: {codes}.",
)
@seed_option
@click.option(
    "--budget", "budget_seconds", type=Seconds(), help="Time limit of each model (seconds, 1 or more)."
)
@click.option("--yes", is_flag=True, help="Train without asking.")
@wait_option
@click.pass_obj
def train(
    settings: Settings, doc: str, models: str, seed: int, budget_seconds: float | None, yes: bool, wait: bool
) -> None:
    """Train [classifiers] / [clustering]."""
    from work_requests import automl_decisions

    cli = CliContext(settings)
    codes = _codes(cli, doc, models)
    print_rows_of_plan(cli, doc)
    if not yes:
        click.confirm(translated("Train {models}?", models=", ".join(codes)), abort=True)
    with cli.transaction() as session:
        request = automl_decisions.train(
            session, doc, models=codes, seed=seed, budget_seconds=budget_seconds, by=cli.by, now=cli.now()
        )
    finished = FinishedModels(settings, request.request_id, len(codes))
    try:
        cli.follow(request.request_id, wait=wait, on_progress=to_stderr, news=finished)
    finally:
        if wait:
            print_results(cli, doc)


@click.command()
@click.argument("doc")
@click.argument("model")
@rule_options
@wait_option
@click.pass_obj
def confirm(settings: Settings, doc: str, model: str, wait: bool, **values: str | None) -> None:
    """[Confirm]: MODEL is a model code (its latest training) or a training id. Costs, a precision or a recall choose its
    decision rule."""
    from records import documents, trainings
    from records.errors import DecisionRefused
    from work_requests import automl_decisions, decision_rules

    cli = CliContext(settings)
    choice = choice_of(values, DecisionRefused)
    with cli.transaction() as session:
        training_id = training_of(session, doc, model)
        if choice is not None:
            decision_rules.set_rule(
                session, doc, training_id=training_id, choice=choice, by=cli.by, now=cli.now()
            )
        training = trainings.get(session, training_id)
        lost = decision_rules.lost_rule(session, documents.get(session, doc), training)
        request = automl_decisions.confirm_model(
            session, doc, training_id=training_id, by=cli.by, now=cli.now()
        )
    cli.follow(request.request_id, wait=wait, on_progress=to_stderr)
    if lost is not None:
        click.echo(warning_line(translated(lost)), err=True)
    click.echo(translated("{doc}: {model} confirmed", doc=doc, model=model))
    if choice is not None:
        with cli.reading() as session:
            chosen = decision_rules.rule_in_force(trainings.get(session, training_id))
        if chosen is not None:
            print_rule(chosen)


@click.command()
@click.argument("doc")
@click.argument("file", type=InputFile())
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Where to copy the result; as Excel where the name ends in .xlsx.",
)
@click.option(
    "--format", "as_format", type=click.Choice(["csv", "xlsx"]), help="Output format; xlsx with --out."
)
@sheet_option
@click.option(
    "--reasons/--no-reasons",
    default=None,
    help="The three columns that counted most, for the first rows (up to 1,000 rows, in two minutes; default: where the model "
    "is explained).",
)
@wait_option
@click.pass_obj
def predict(
    settings: Settings,
    doc: str,
    file: Path,
    out: Path | None,
    as_format: str | None,
    sheet: str | None,
    reasons: bool | None,
    wait: bool,
) -> None:
    """Predict new rows with the confirmed model."""
    import shutil

    from intake.destinations import NewRows
    from intake.take import Refused
    from orchestration.runtime.reading_resources import build_files
    from records import predictions
    from work_requests.automl_exports import WantedFile

    as_format = check_out(as_format, out, formats=("csv", "xlsx"), default="csv")
    cli = CliContext(settings)
    files = build_files(settings)
    taken = files.intake(cli.engine).take(
        file, NewRows(doc, sheet, reasons), by=cli.by, now=cli.now(), keep=True
    )
    if taken is None or isinstance(taken, Refused):
        raise not_taken(taken, file)
    done = cli.follow(taken.request_id, wait=wait, on_progress=to_stderr)
    with cli.reading() as session:
        prediction = predictions.of_request(session, done.request_id)
    line = translated(
        "prediction {prediction_id}; once the truth is known: saebyeok automl outcomes {prediction_id} FILE",
        prediction_id=prediction.prediction_id,
    )
    click.echo(line, err=True)
    if prediction.output_path is None or prediction.training_id is None:
        return
    if done.params.get("reasons"):
        rule = prediction.decision_rule
        click.echo(translated(reason_signs(rule.positive_class if rule else None)), err=True)
    if prediction.decision_rule is not None:
        click.echo(translated("rule: {line}", line=rule_line(prediction.decision_rule)), err=True)
    for warning in prediction.warnings or []:
        click.echo(warning_line(in_language(settings, warning)), err=True)
    if as_format == "xlsx" and out is not None:
        from assets.automl.exporting import workbook_of

        wanted = WantedFile(
            RequestKind.PREDICTION_EXPORT, "xlsx", settings.language, prediction.prediction_id
        )
        workbook_of(cli.reading, files, wanted, out)
        click.echo(str(out))
        return
    with files.store.local(prediction.output_path, prediction.output_sha256) as found:
        if out is not None:
            shutil.copyfile(found, out)
        click.echo(str(out or found))


@click.command("predictions")
@click.argument("doc")
@format_option
@click.pass_obj
def list_predictions(settings: Settings, doc: str, as_format: str) -> None:
    """List the files predicted with the confirmed model, their state, and where the result is or why it failed."""
    from records import documents, predictions
    from store.files import Store

    cli = CliContext(settings)
    store = Store(settings.effective_store_url)
    with cli.reading() as session:
        documents.get(session, doc)
        found = predictions.with_requests(session, doc)
    outputs = {p.prediction_id: str(store.path(p.output_path)) if p.output_path else None for p, _ in found}
    if as_format == "json":
        names = ("rows", "finished_at", "warnings")
        print_json(
            [
                {
                    "prediction_id": p.prediction_id,
                    "file": p.file_name,
                    "request_id": r.request_id,
                    "status": r.status,
                    "reason_en": r.reason_en,
                    "output": outputs[p.prediction_id],
                    **{name: getattr(p, name) for name in names},
                    "decision_rule": p.decision_rule.to_json() if p.decision_rule else None,
                }
                for p, r in found
            ]
        )
        return
    print_table(
        [
            {
                translated(in_context("identifier", "No.")): p.prediction_id,
                translated("File"): p.file_name,
                translated("Request"): r.request_id,
                translated("State"): translated(RequestStatus(r.status).message),
                translated("Rows"): p.rows,
                translated("Time"): local_time(settings, p.finished_at),
                translated("Decision rule"): translated(choice_named(p.decision_rule))
                if p.decision_rule
                else "",
                translated("Result"): outputs[p.prediction_id],
                translated("Warnings"): len(p.warnings or []),
                translated("Reason"): in_language(settings, r.reason),
            }
            for p, r in found
        ]
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


COMMANDS = (train, confirm, predict, list_predictions)
