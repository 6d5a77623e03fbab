"""`saebyeok automl explain` and `what-if`: why models predict what they do, and what would change a prediction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from domain.messages import Message
from domain.what_if import Goal, WhatIf, WhatIfAnswer
from orchestration.cli.group import REFUSED, Said, in_language
from orchestration.cli.language import translated
from orchestration.cli.options import FiniteNumber
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
        raise Said(explanations.not_explained(chosen.training_id), exit_code=REFUSED)
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


@click.command()
@click.argument("doc")
@click.argument("cells", nargs=-1, metavar="COLUMN=VALUE...")
@click.option(
    "--row",
    type=click.IntRange(1, 2**31),
    help="Begin with this row of the training table, from 1 (default: a usual row).",
)
@click.option(
    "--change",
    multiple=True,
    metavar="COLUMN",
    help="A column that may change: say which smallest change turns the answer. Repeatable.",
)
@click.option("--goal", metavar="VALUE", help="With --change: the class that is wanted (default: any other).")
@click.option("--at-least", type=FiniteNumber(), help="With --change: the number that is wanted at least.")
@click.option("--at-most", type=FiniteNumber(), help="With --change: the number that is wanted at most.")
@format_option
@click.pass_obj
def what_if(
    settings: Settings,
    doc: str,
    cells: tuple[str, ...],
    row: int | None,
    change: tuple[str, ...],
    goal: str | None,
    at_least: float | None,
    at_most: float | None,
    as_format: str,
) -> None:
    """Predict one row with the confirmed model: the answer, its reasons, and what would turn it.

    A cell is written COLUMN=VALUE; COLUMN= leaves it blank. The others are those of a usual row, or of --row.
    """
    cli = CliContext(settings)
    typed = _typed(cells)
    with cli.reading() as session:
        start = _starting_row(session, doc, row)
    question = WhatIf(doc, {**start, **typed}, change or None, Goal(goal, at_least, at_most))
    answer = _answer(cli, question)
    if as_format == "json":
        print_json(answer.to_json() | {"notes": [note.sentences for note in answer.notes]})
        return
    for note in answer.notes:
        click.echo(warning_line(in_language(settings, note)), err=True)
    click.echo(_answer_line(answer))
    print_table(
        [
            {
                translated("Columns"): reason.label,
                translated("Value"): reason.value or "–",
                translated("Contribution"): f"{reason.contribution:+.4g}",
            }
            for reason in answer.reasons
        ]
    )
    if (found := answer.counterfactual) is not None:
        changes = ", ".join(f"{c.label} {c.before or '–'} → {c.after}" for c in found.changes)
        click.echo(
            translated("smallest change: {changes}: {predicted}", changes=changes, predicted=found.predicted)
        )
    elif answer.no_counterfactual is not None:
        click.echo(translated(answer.no_counterfactual))


def _typed(cells: Sequence[str]) -> dict[str, str]:
    """The cells that were written. Raises Said for one without a column."""
    found = {}
    for cell in cells:
        label, sign, value = cell.partition("=")
        if not sign or not label.strip():
            raise Said(Message("'{cell}' names no column; write COLUMN=VALUE", cell=cell), exit_code=REFUSED)
        found[label.strip()] = value
    return found


def _starting_row(session: Session, doc: str, row: int | None) -> dict[str, str]:
    """The cells of a row of the training table, or of a usual one."""
    from records import explanations, text_rows

    chosen = chosen_training(session, None, doc)
    if row is not None:
        return {label: cell or "" for label, cell in text_rows.cells_of(session, doc, row).items()}
    explained = explanations.of_training(session, chosen.training_id)
    if explained is None:
        raise Said(explanations.not_explained(chosen.training_id), exit_code=REFUSED)
    return {column.label: column.typical or "" for column in explained.explanation.columns}


def _answer(cli: CliContext, question: WhatIf) -> WhatIfAnswer:
    """From the serving process, which has the model loaded; else from here."""
    from assets.automl.what_if import answer
    from orchestration.runtime.reading_resources import build_files
    from orchestration.runtime.serving_address import serving_address
    from resources.database import Database
    from serving.client import ServingClient

    served = ServingClient(serving_address(cli.settings)).what_if(question) if cli.is_up() else None
    if served is not None:
        return served
    database = Database(url=cli.settings.effective_database_url)
    return answer(database, build_files(cli.settings), question)


def _answer_line(answer: WhatIfAnswer) -> str:
    """The prediction in one line."""
    if answer.interval is not None:
        low, high = answer.interval
        return translated(
            "prediction {predicted} ({low:,.6g} ~ {high:,.6g}); mean of the rows compared with {base:,.6g}",
            predicted=answer.predicted,
            low=low,
            high=high,
            base=answer.base,
        )
    digits = answer.percent_decimals
    limit = (
        Message(" (named from {threshold} on)", threshold=f"{answer.threshold:.{digits}%}")
        if answer.threshold
        else ""
    )
    return translated(
        "prediction '{predicted}'; probability of '{label}' {probability}{limit}, on average {base:.1%}",
        limit=limit,
        predicted=answer.predicted,
        label=answer.explained,
        probability=f"{answer.output:.{digits}%}",
        base=answer.base,
    )


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


COMMANDS = (explain, what_if)
