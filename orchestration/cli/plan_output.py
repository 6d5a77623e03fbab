"""What the command line says of a plan: what it changes, and what it holds out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from domain.messages import in_context
from domain.plan_effect import GOOD_NEWS
from orchestration.cli.group import in_language
from orchestration.cli.language import translated
from orchestration.cli.output import (
    print_table,
    warning_line,
)

if TYPE_CHECKING:
    from orchestration.settings import Settings


def print_effect(settings: Settings, effect: Mapping[str, Any], labels: Mapping[str, str]) -> None:
    """What a plan changes, step by step, and what it holds out."""
    rows = {
        translated(in_context("all", "Rows")): effect["rows_total"],
        translated("Removed: no target"): effect["rows_missing_target"],
        translated("Removed: duplicates"): effect["rows_duplicate"],
        translated("Duplicates found"): effect["duplicates_found"],
        translated("Removed: missing values (training)"): effect["rows_missing_cells"],
        translated("Removed: outliers (training)"): effect["rows_outliers"],
        translated("Training rows"): effect["rows_train"],
        translated("Held-out rows"): effect["rows_test"],
    }
    print_table(
        [{translated("Preparation step"): name, translated("Rows"): count} for name, count in rows.items()]
    )
    print_split(settings, effect.get("split"))
    changed = sorted({*effect["cells_filled_train"], *effect["cells_clipped_train"]})
    print_table(
        [
            {
                translated("Columns"): labels.get(key, key),
                translated("Filled (training)"): effect["cells_filled_train"].get(key, 0),
                translated("Filled (held out)"): effect["cells_filled_test"].get(key, 0),
                translated("Clipped (training)"): effect["cells_clipped_train"].get(key, 0),
                translated("Clipped (held out)"): effect["cells_clipped_test"].get(key, 0),
            }
            for key in changed
        ],
        title=translated("Cells that change"),
    )
    for note in effect["notes"]:
        said = in_language(settings, note)
        click.echo(said if note["code"] in GOOD_NEWS else warning_line(said))


def print_split(settings: Settings, split: Mapping[str, Any] | None) -> None:
    """What is held out and why, and how much better a random split would have looked."""
    for said in (split, split["reason"], split["comparison"]) if split else ():
        if said:
            click.echo(in_language(settings, said))
