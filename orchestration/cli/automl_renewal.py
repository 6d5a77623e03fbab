"""Commands of `saebyeok automl` for models whose tables grow: newer ones, the one before, and how predictions turned out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from orchestration.cli.group import in_language
from orchestration.cli.input_files import InputFile
from orchestration.cli.language import translated
from orchestration.cli.options import sheet_option
from orchestration.cli.output import format_option, local_time, print_json, print_table
from orchestration.cli.session import CliContext, not_taken, to_stderr, wait_option

if TYPE_CHECKING:
    from orchestration.settings import Settings


@click.command()
@click.argument("doc")
@wait_option
@click.pass_obj
def challenge(settings: Settings, doc: str, wait: bool) -> None:
    """Train the confirmed model again on the table as it has grown, and confirm the better of the two."""
    from records.growth import challenges
    from work_requests import renewal_decisions, request_results

    cli = CliContext(settings)
    with cli.transaction() as session:
        request = renewal_decisions.challenge(session, doc, by=cli.by, now=cli.now())
    cli.follow(request.request_id, wait=wait, on_progress=to_stderr)
    with cli.reading() as session:
        found = challenges.of_request(session, request.request_id)
    if found.verdict is not None:
        click.echo(translated(request_results.in_words(found.verdict.promoted, found.verdict.reason)))


@click.command("challenges")
@click.argument("doc")
@format_option
@click.pass_obj
def list_challenges(settings: Settings, doc: str, as_format: str) -> None:
    """The newer models that were compared with the confirmed one of DOC, and why they were confirmed or kept back."""
    from domain.challenges import ChallengeCause
    from domain.requests import RequestStatus
    from records import documents
    from records.growth import challenges
    from work_requests import request_lists

    cli = CliContext(settings)
    with cli.reading() as session:
        documents.get(session, doc)
        found = challenges.of_document(session, doc)
        requests = request_lists.by_ids(session, [one.request_id for one in found])
    if as_format == "json":
        keys = (
            "challenge_id",
            "request_id",
            "cause",
            "champion_id",
            "challenger_id",
            "promoted",
            "judged_at",
        )
        print_json(
            [
                {
                    **{key: getattr(one, key) for key in keys},
                    "status": requests[one.request_id].status,
                    "verdict": one.verdict.to_json() if one.verdict else None,
                    "reason_en": one.verdict.reason.en if one.verdict else requests[one.request_id].reason_en,
                }
                for one in found
            ]
        )
        return
    results = {True: translated("replaced the confirmed model"), False: translated("kept back")}
    print_table(
        [
            {
                translated("Time"): local_time(settings, one.judged_at or one.registered_at),
                translated("Why"): translated(ChallengeCause(one.cause).message),
                translated("Model"): one.challenger_id or "",
                translated("Result"): results[one.verdict.promoted]
                if one.verdict
                else translated(RequestStatus(requests[one.request_id].status).message),
                translated("Reason"): in_language(
                    settings, one.verdict.reason if one.verdict else requests[one.request_id].reason
                ),
            }
            for one in found
        ]
    )


@click.command("roll-back")
@click.argument("doc")
@wait_option
@click.pass_obj
def roll_back(settings: Settings, doc: str, wait: bool) -> None:
    """Confirm the model that was confirmed before the present one."""
    from domain.learners import LEARNERS
    from records import trainings
    from work_requests import renewal_decisions

    cli = CliContext(settings)
    with cli.transaction() as session:
        request = renewal_decisions.roll_back(session, doc, by=cli.by, now=cli.now())
        training = trainings.get(session, request.params["training_id"])
    cli.follow(request.request_id, wait=wait, on_progress=to_stderr)
    model = translated(
        "{name} (training {training_id})",
        name=LEARNERS[training.model_code].name,
        training_id=training.training_id,
    )
    click.echo(translated("{doc}: {model} confirmed", doc=doc, model=model))


@click.command()
@click.argument("doc")
@click.option("--new-rows", type=click.IntRange(1), help="After so many rows were added.")
@click.option(
    "--days", type=click.IntRange(1, 3650), help="After so many days, if rows were added meanwhile."
)
@click.option("--on-drift", is_flag=True, help="When added rows differ from the table.")
@click.option("--off", is_flag=True, help="Never without being asked.")
@click.pass_obj
def renew(
    settings: Settings, doc: str, new_rows: int | None, days: int | None, on_drift: bool, off: bool
) -> None:
    """When the confirmed model of DOC is trained again at night, and replaced if that is better. Without options: the rule in
    force."""
    from records import documents
    from records.growth import renewals
    from work_requests import renewal_decisions

    cli = CliContext(settings)
    if off and (new_rows or days or on_drift):
        raise click.UsageError(
            translated("--off is for no rule at all: give it without --new-rows, --days and --on-drift.")
        )
    if off or new_rows or days or on_drift:
        with cli.transaction() as session:
            renewal_decisions.set_renewal(
                session,
                doc,
                active=not off,
                new_rows=new_rows,
                days=days,
                on_drift=on_drift,
                by=cli.by,
                now=cli.now(),
            )
    with cli.reading() as session:
        document = documents.get(session, doc)
        said = renewals.in_words(renewals.get(session, doc))
    click.echo(translated("{doc}: {rule}", doc=doc, rule=said))
    if document.confirmed_training_id is None:
        click.echo(
            translated("The document has no confirmed model yet: nothing is trained before there is one.")
        )


@click.command()
@click.argument("prediction")
@click.argument("file", type=InputFile())
@click.option(
    "--in-order",
    is_flag=True,
    help="FILE has the rows in the order of the predicted file; used where no column tells them apart.",
)
@sheet_option
@wait_option
@click.pass_obj
def outcomes(
    settings: Settings, prediction: str, file: Path, in_order: bool, sheet: str | None, wait: bool
) -> None:
    """How PREDICTION turned out: FILE has its rows with the target as it became."""
    from intake.destinations import Outcomes
    from intake.take import Refused
    from records import predictions
    from records.growth import outcomes as outcome_rows
    from work_requests import lifecycle

    cli = CliContext(settings)
    with cli.reading() as session:
        to = Outcomes(predictions.get(session, prediction).doc_id, prediction, sheet, in_order)
    taken = cli.intake().take(file, to, by=cli.by, now=cli.now(), keep=True)
    if taken is None or isinstance(taken, Refused):
        raise not_taken(taken, file)
    cli.follow(taken.request_id, wait=wait, on_progress=to_stderr)
    with cli.reading() as session:
        scores = outcome_rows.of_request(session, taken.request_id).scores
        read = lifecycle.get(session, taken.request_id).result or {}
    if others := read.get("other_sheets"):
        click.echo(translated("Sheet '{name}' was read.", name=read["sheet"]), err=True)
        click.echo(translated("Sheets not read: {others}", others=", ".join(others)), err=True)
    if scores is not None:
        click.echo(translated(scores.sentence))


@click.command("accuracy")
@click.argument("doc")
@format_option
@click.pass_obj
def accuracy(settings: Settings, doc: str, as_format: str) -> None:
    """How good the predictions of DOC turned out over time."""
    from records import documents, predictions
    from records.growth import outcomes as outcome_rows

    cli = CliContext(settings)
    with cli.reading() as session:
        documents.get(session, doc)
        rows = [
            (predictions.get(session, one.prediction_id), one.scores)
            for one in outcome_rows.newest_by_prediction(session, doc)
        ]
    if as_format == "json":
        print_json(
            [
                {"prediction_id": prediction.prediction_id, **scores.to_json()}
                for prediction, scores in rows
                if scores
            ]
        )
        return
    print_table(
        [
            {
                translated("Predicted"): local_time(settings, prediction.finished_at),
                translated("File"): prediction.file_name,
                translated("Outcome"): translated(scores.sentence),
            }
            for prediction, scores in rows
            if scores
        ]
    )


COMMANDS = (challenge, list_challenges, roll_back, renew, outcomes, accuracy)
