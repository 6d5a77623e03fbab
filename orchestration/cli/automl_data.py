"""Commands of `saebyeok automl` from the upload to preprocessing. Each decision is one transaction of `work_requests.automl_decisions`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from domain.messages import Message
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
from orchestration.cli.column_choices import READINGS_HELP, missing_words_option, pair, words_of
from orchestration.cli.group import REFUSED, Said, in_language
from orchestration.cli.input_files import InputFile
from orchestration.cli.language import translated
from orchestration.cli.options import (
    Number,
    one_of,
    seed_option,
    sheet_option,
    split_column_option,
    split_option,
    task_option,
)
from orchestration.cli.output import format_option, print_json, warning_line
from orchestration.cli.plan_output import print_effect
from orchestration.cli.session import CliContext, not_taken, to_stderr, wait_option
from orchestration.cli.target_question import asked_task
from orchestration.cli.target_table import print_target

if TYPE_CHECKING:
    from orchestration.settings import Settings


@click.command()
@click.argument("file", type=InputFile())
@click.option("--name", help="Name of the document (default: the file name).")
@sheet_option
@wait_option
@click.pass_obj
def add(settings: Settings, file: Path, name: str | None, sheet: str | None, wait: bool) -> None:
    """Upload files as new documents."""
    from intake.destinations import NewTable
    from intake.take import Refused

    cli = CliContext(settings)
    taken = cli.intake().take(file, NewTable(name, sheet), by=cli.by, now=cli.now(), keep=True)
    if taken is None or isinstance(taken, Refused):
        raise not_taken(taken, file)
    click.echo(taken.id)
    cli.follow(taken.request_id, wait=wait, on_progress=to_stderr)


@click.command()
@click.argument("doc")
@click.argument("sheet", metavar="NAME|NUMBER")
@wait_option
@click.pass_obj
def sheet(settings: Settings, doc: str, sheet: str, wait: bool) -> None:
    """Read an Excel document again from another sheet. Decisions on columns and the target are reset."""
    from work_requests import automl_decisions

    cli = CliContext(settings)
    with cli.transaction() as session:
        request = automl_decisions.read_sheet(session, doc, sheet=sheet, by=cli.by, now=cli.now())
    cli.follow(request.request_id, wait=wait, on_progress=to_stderr)


@click.command("confirm-data")
@click.argument("doc")
@click.pass_obj
def confirm_data(settings: Settings, doc: str) -> None:
    """[Data confirmation]: the columns and statistics are checked."""
    from work_requests import automl_decisions

    cli = CliContext(settings)
    with cli.transaction() as session:
        automl_decisions.confirm_data(session, doc, by=cli.by, now=cli.now())
    click.echo(translated("{doc}: data confirmed", doc=doc))


@click.command()
@click.argument("doc")
@click.option("--use", multiple=True, metavar="COLUMN", help="A column to use.")
@click.option("--drop", multiple=True, metavar="COLUMN", help="A column not to use.")
@click.option("--type", "--read", "types", multiple=True, metavar="COLUMN=TYPE", help=f"{READINGS_HELP}.")
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
    """Change which columns are used, their types and their words for missing values. Earlier plans and results can no longer be confirmed."""
    from work_requests import automl_decisions

    cli = CliContext(settings)
    if not (use or drop or types or missing_words):
        raise Said(
            Message("nothing to change; give --use, --drop, --type or --missing-words"), exit_code=REFUSED
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
        cli.follow(request.request_id, wait=wait, on_progress=to_stderr)


@click.command()
@click.argument("doc")
@click.argument("column")
@click.option("--positive", help="The positive class (default: yes/Y/1/True/예, else the rarer value).")
@task_option
@wait_option
@click.pass_obj
def target(
    settings: Settings, doc: str, column: str, positive: str | None, task: str | None, wait: bool
) -> None:
    """[Apply target]: choose the column to predict."""
    from work_requests import automl_decisions
    from work_requests.target_task import open_question, parsed_task

    cli = CliContext(settings)
    wanted = parsed_task(task)
    if wanted is None:
        with cli.reading() as session:
            question = open_question(session, doc, column)
        if question is not None:
            wanted = asked_task(question, explains=not (wait and cli.is_up()))
    with cli.transaction() as session:
        request = automl_decisions.set_target(
            session,
            doc,
            label=column,
            positive_class=positive,
            task=wanted,
            by=cli.by,
            now=cli.now(),
        )
    done = cli.follow(request.request_id, wait=wait, on_progress=to_stderr)
    if done.result:
        found = done.result
        print_target(settings, found, title=column)
        if found["positive_class"]:
            click.echo(
                translated("positive: {value}  (--positive VALUE changes it)", value=found["positive_class"])
            )
        for warning in found["warnings"]:
            click.echo(warning_line(in_language(settings, warning)))
        if (split := found.get("split")) and split["reason"]:
            click.echo(in_language(settings, split["reason"]))


@click.command()
@click.argument("doc")
@click.option("--duplicates", type=one_of(Duplicates), default=DEFAULTS.duplicates.value, help="Duplicates.")
@click.option(
    "--missing",
    type=one_of(Missing),
    default=DEFAULTS.missing.value,
    show_default=True,
    help="Missing values (keep: models handle blank cells themselves).",
)
@click.option("--constant", help="The value that --missing constant fills in.")
@click.option("--outliers", type=one_of(Outliers), default=DEFAULTS.outliers.value, help="Outliers.")
@click.option("--outlier-method", type=one_of(OutlierMethod), default=DEFAULTS.outlier_method.value)
@click.option("--outlier-factor", type=float, help="Default: iqr 1.5, zscore 3.")
@click.option(
    "--test-share",
    type=Number(SMALLEST_TEST_SHARE, LARGEST_TEST_SHARE),
    default=DEFAULTS.test_share,
    help="Share of the rows held out for evaluation.",
)
@seed_option
@split_option
@split_column_option
@click.option("--preview", is_flag=True, help="Show what would change without applying it.")
@format_option
@wait_option
@click.pass_obj
def prepare(settings: Settings, doc: str, preview: bool, as_format: str, wait: bool, **choices: Any) -> None:
    """[Apply preprocessing]: choose what is done with duplicates, missing values and outliers."""
    from records.errors import DecisionRefused
    from work_requests import automl_decisions

    cli = CliContext(settings)
    with cli.transaction() as session:
        parsed = PlanChoices.parse(choices, DecisionRefused)
        request = automl_decisions.prepare(
            session, doc, choices=parsed, preview=preview, by=cli.by, now=cli.now()
        )
    done = cli.follow(request.request_id, wait=wait, on_progress=to_stderr)
    if done.result and as_format == "json":
        print_json(done.result)
    elif done.result:
        print_effect(settings, done.result["effect"], done.result["labels"])


@click.command()
@click.argument("doc")
@click.argument("name")
@click.pass_obj
def rename(settings: Settings, doc: str, name: str) -> None:
    """[Rename]: give a document another name."""
    from work_requests import table_names

    cli = CliContext(settings)
    with cli.transaction() as session:
        request = table_names.rename(session, doc, name=name, by=cli.by, now=cli.now())
        named = request.params["name"]
    click.echo(translated("{doc}: renamed '{name}'", doc=doc, name=named))


@click.command()
@click.argument("doc")
@click.option("--yes", is_flag=True, help="Delete without asking.")
@click.pass_obj
def delete(settings: Settings, doc: str, yes: bool) -> None:
    """[Delete]: remove a document from the lists and cancel its pending requests. Its uploaded and result files stay on the disk."""
    from records import documents
    from work_requests import table_trash

    cli = CliContext(settings)
    with cli.reading() as session:
        name = documents.get(session, doc).name
    if not yes:
        click.confirm(translated("Delete the document '{name}'?", name=name), abort=True)
    with cli.transaction() as session:
        table_trash.delete(session, doc, by=cli.by, now=cli.now())
    click.echo(translated("{doc}: deleted", doc=doc))


COMMANDS = (add, sheet, confirm_data, columns, target, prepare, rename, delete)
