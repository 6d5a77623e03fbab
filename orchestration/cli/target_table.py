"""What a target is, as commands print it: its classes or its numbers, and why it is taken as these."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from domain.class_balance import imbalance_sentence
from domain.messages import Message, in_context
from orchestration.cli.group import in_language
from orchestration.cli.language import translated
from orchestration.cli.output import print_table, warning_line

if TYPE_CHECKING:
    from orchestration.settings import Settings

NUMBERS = {
    "rows": Message("Rows"),
    "distinct": in_context("statistic", "Distinct"),
    "low": Message("Min"),
    "mean": Message("Mean"),
    "median": Message("50%"),
    "high": Message("Max"),
}


def print_target(settings: Settings, found: Mapping[str, Any], title: str = "") -> None:
    """Print a target.

    Args:
        found: JSON with "classes", and where the target is a number "numbers", as of `TargetCheck`; "reason" has
            the sentences on why the values are taken so, where both would be possible.
    """
    if numbers := found.get("numbers"):
        print_table([{translated(name): numbers[key] for key, name in NUMBERS.items()}], title=title)
    else:
        rows = [
            {translated("Value"): name, translated("Rows"): count} for name, count in found["classes"].items()
        ]
        print_table(rows, title=title)
        if imbalance := imbalance_sentence(found["classes"]):
            click.echo(warning_line(translated(imbalance)))
    if reason := found.get("reason"):
        said = in_language(settings, reason)
        click.echo(translated("{reason} (--task classification|regression changes it)", reason=said))
