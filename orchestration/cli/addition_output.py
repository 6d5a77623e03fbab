"""What the command line says of rows that were added, and how to answer its questions."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from domain.messages import Bilingual, Message
from orchestration.cli.group import in_language
from orchestration.cli.language import translated
from orchestration.cli.output import warning_line
from orchestration.cli.session import CliContext

if TYPE_CHECKING:
    from domain.table_additions import ColumnDifference
    from orchestration.settings import Settings


def print_addition(cli: CliContext, addition_id: str) -> None:
    """What came of an addition, or what it asks."""
    from domain.table_additions import AdditionStatus
    from records.growth import additions

    with cli.reading() as session:
        addition = additions.get(session, addition_id)
    if (taken := addition.choices.taken_back) is not None:
        click.echo(
            translated(
                "{rows:,} rows taken back; the table is version {version}",
                rows=addition.rows,
                version=taken.version,
            )
        )
        return
    print_differences(cli.settings, additions.differences_of(addition), addition.drift or [])
    if addition.status == AdditionStatus.ASKS:
        asked = Message(
            "Nothing was added yet. Decide: saebyeok automl decide {number} --accept KEY, --rename COLUMN=HEADER, "
            "--convert COLUMN, --only-new, --known-classes or --withdraw",
            number=addition_id,
        )
        click.echo(translated(asked))
    elif addition.status == AdditionStatus.ADDED:
        click.echo(
            translated(
                "{rows:,} rows added; the table is version {version}",
                rows=addition.rows,
                version=addition.version,
            )
        )
        print_rows_of_plan(cli, addition.doc_id)


def print_differences(
    settings: Settings, differences: Iterable[ColumnDifference], drift: Iterable[Bilingual]
) -> None:
    """What differs, with the options that answer where people have to decide, and how values differ."""
    for difference in differences:
        line = in_language(settings, difference)
        click.echo(f"[{difference.key}] {line}" if difference.asks else line)
        if difference.asks:
            click.echo(f"  {options_of(difference)}")
    for one in drift:
        click.echo(warning_line(in_language(settings, one)), err=True)


def options_of(difference: ColumnDifference) -> str:
    """What may be given to `decide` about a difference, as it is typed in a shell."""
    column = difference.column or ""
    accept = f"--accept {shlex.quote(difference.key)}"
    if difference.code in ("missing", "renamed"):
        header = difference.header or "HEADER"
        rename = f"--rename {shlex.quote(f'{column}={header}')}"
        convert = [f"{rename} --convert {shlex.quote(column)}"] if difference.factor is not None else []
        return " | ".join([*convert, rename, f"--accept {shlex.quote(f'missing:{column}')}"])
    if difference.code == "repeated":
        return f"--only-new | {accept}"
    if difference.code == "classes":
        blank = [f"--accept {shlex.quote(difference.key_of_blank)}"] if difference.as_blank else []
        return " | ".join(["--known-classes", accept, *blank])
    if difference.factor is not None:
        return f"--convert {shlex.quote(column)} | {accept}"
    return accept


def print_rows_of_plan(cli: CliContext, doc: str) -> None:
    """That models are trained on the rows of the plan, where these are not all."""
    from records import documents
    from records.growth import additions

    with cli.reading() as session:
        said = additions.rows_of_plan(session, documents.get(session, doc))
    if said is not None:
        click.echo(translated(said), err=True)
