"""What people decide about rows that differ from a table, as options."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from orchestration.cli.column_choices import pair

if TYPE_CHECKING:
    from domain.table_additions import AdditionChoices

_OPTIONS = (
    click.option(
        "--rename",
        "renamed",
        multiple=True,
        metavar="COLUMN=HEADER",
        help="Which header of the file is a column of the table.",
    ),
    click.option(
        "--accept",
        "accepted",
        multiple=True,
        metavar="KEY",
        help="A difference to take as it is, by the key that is printed with it.",
    ),
    click.option(
        "--convert",
        "converted",
        multiple=True,
        metavar="COLUMN",
        help="A column whose numbers are converted to the unit of the table, by the factor that is printed.",
    ),
    click.option("--only-new", is_flag=True, help="Add only rows that the table does not have yet."),
    click.option(
        "--known-classes", is_flag=True, help="Add only rows whose target is a class that the table has."
    ),
)


def addition_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """A command with these options; `choices_of` takes what they give."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def choices_of(
    renamed: tuple[str, ...],
    accepted: tuple[str, ...],
    converted: tuple[str, ...],
    only_new: bool,
    known_classes: bool,
) -> AdditionChoices:
    """The choices that the options of a command give."""
    from domain.table_additions import AdditionChoices

    return AdditionChoices(dict(map(pair, renamed)), accepted, converted, only_new, known_classes)
