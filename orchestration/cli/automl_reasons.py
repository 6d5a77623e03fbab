"""`saebyeok automl explain`: why models predict what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from domain.messages import Message
from orchestration.cli.group import REFUSED, Said, in_language
from orchestration.cli.language import translated
from orchestration.cli.output import format_option, print_json, print_table, warning_line
from orchestration.cli.session import CliContext

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from orchestration.settings import Settings
    from records.tables import Training


@click.command()
@click.argument("training", required=False)
@click.option("--doc", help="The document whose confirmed model is explained.")
@format_option
@click.pass_obj
def explain(settings: Settings, training: str | None, doc: str | None, as_format: str) -> None:
    """Show which columns a model needs: what it loses on held-out rows when a column is shuffled."""
    from records import explanations

    cli = CliContext(settings)
    if (training is None) == (doc is None):
        raise click.UsageError(translated("Give the number of a training, or --doc and a document."))
    with cli.reading() as session:
        chosen = chosen_training(session, training, doc)
        row = explanations.of_training(session, chosen.training_id)
    if row is None:
        raise Said(not_explained(chosen.training_id), exit_code=REFUSED)
    found = row.explanation
    if as_format == "json":
        print_json({"training_id": chosen.training_id, "model_code": chosen.model_code, **found.to_json()})
        return
    loss = translated("Loss of ROC AUC") if found.metric == "roc_auc" else translated("Increase of RMSE")
    print_table(
        [
            {translated("Columns"): one.name, loss: one.loss, translated("Standard error"): one.error}
            for one in found.importances
        ],
        title=translated(
            "{model}, training {training_id}: importance on {rows:,} held-out rows",
            model=chosen.model_code,
            training_id=chosen.training_id,
            rows=found.rows,
        ),
    )
    if found.groups:
        print_table(
            [
                {
                    translated("Columns that go together"): one.name,
                    loss: one.loss,
                    translated("Standard error"): one.error,
                }
                for one in found.groups
            ]
        )
    for note in found.notes:
        click.echo(warning_line(in_language(settings, note)), err=True)


def chosen_training(session: Session, training_id: str | None, doc: str | None) -> Training:
    """The training named, or the confirmed one of a document. Raises Said where none is confirmed."""
    from records import documents, trainings

    if training_id is None:
        document = documents.get(session, doc or "")
        if document.confirmed_training_id is None:
            raise Said(
                Message(
                    "{document} has no confirmed model; confirm one, or name a training",
                    document=documents.in_words(document),
                ),
                exit_code=REFUSED,
            )
        training_id = document.confirmed_training_id
    return trainings.get(session, training_id)


def not_explained(training_id: str) -> Message:
    """Why a training has no explanation."""
    return Message(
        "training {training_id} has no explanation yet. It is made after the scores; models that were trained by an "
        "earlier version, and clusterings, have none. Train it again to get one.",
        training_id=training_id,
    )


COMMANDS = (explain,)
