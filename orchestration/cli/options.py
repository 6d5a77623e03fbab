"""Options several commands share, with what click is to refuse."""

from __future__ import annotations

import math
import re
from typing import Any

import click

from domain.labelled import Labelled
from domain.seeds import LARGEST_SEED
from domain.split import SplitMethod
from domain.tasks import Task
from orchestration.cli.language import translated

seed_option = click.option(
    "--seed",
    type=click.IntRange(0, LARGEST_SEED),
    default=0,
    help="Random seed: equal seeds give equal results.",
)


# A name, or a number from 1.
sheet_option = click.option(
    "--sheet",
    metavar="NAME|NUMBER",
    help="Sheet of an Excel file: its name, or its number from 1 (default: the first sheet with a table).",
)


def one_of(choices: type[Labelled]) -> click.Choice[str]:
    """The values of a set of choices."""
    return click.Choice([choice.value for choice in choices])


split_option = click.option(
    "--split",
    type=one_of(SplitMethod),
    help="How rows are held out: at random, the newest (time) or whole groups (group) (default: as suggested for the table).",
)
split_column_option = click.option(
    "--split-column",
    metavar="COLUMN",
    help="Column with the dates or groups of --split (default: the one noticed in the table).",
)
task_option = click.option(
    "--task",
    type=one_of(Task),
    help="Whether the values of the target are classes or numbers (default: numbers where there are many).",
)


class FiniteNumber(click.types.FloatParamType):
    """Any number but `nan` and `inf`."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        number: float = super().convert(value, param, ctx)
        if not math.isfinite(number):
            self.fail(f"{value} is no number to go by.", param, ctx)
        return number


class Number(click.FloatRange):
    """A number in a range. FloatRange alone lets `nan` pass, which is in none, and `inf` where there is no end."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        number: float = super().convert(value, param, ctx)
        if not math.isfinite(number):
            self.fail(f"{value} is no number to go by.", param, ctx)
        return number


class Seconds(Number):
    """A second or more."""

    def __init__(self) -> None:
        super().__init__(min=1)


take_over_option = click.option(
    "--take-over",
    is_flag=True,
    help="Take over a database that belongs to another home. Only when that home is no longer used.",
)

# A larger number is none that a database could look for.
request_argument = click.argument("request_id", type=click.IntRange(1, 2**63 - 1))


class Labels(click.ParamType[Labelled, str]):
    """The labels of an enum in any language, or its values; help shows the labels in the language of the settings.

    Args:
        kind: the enum.
    """

    name = "choice"

    def __init__(self, kind: type[Labelled]) -> None:
        self._kind = kind

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """What help shows."""
        return f"[{'|'.join(translated(member.message) for member in self._kind)}]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Labelled:
        """The member of a label or a value."""
        for member in self._kind:
            if value in (member, member.message.ko, member.message.en):
                return member
        shown = ", ".join(repr(translated(member.message)) for member in self._kind)
        raise click.BadParameter(f"{value!r} is not one of {shown}.", ctx, param)


class DashedTexts(click.Command):
    """A command whose texts may begin with a dash and a digit or sign, as amounts do: no option looks so."""

    _TEXT = re.compile(r"-[^-A-Za-z]")

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if "--" not in args:
            dashed = [arg for arg in args if self._TEXT.match(arg)]
            args = [*(arg for arg in args if arg not in dashed), "--", *dashed]
        return super().parse_args(ctx, args)
