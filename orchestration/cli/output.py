"""How commands print: tables for people, JSON for scripts, in the time zone of the settings."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import category
from zoneinfo import ZoneInfo

import click

from domain.messages import in_context
from domain.shown_numbers import shown_number
from orchestration.cli.language import translated

if TYPE_CHECKING:
    from orchestration.settings import Settings

format_option = click.option(
    "--format", "as_format", type=click.Choice(["table", "json"]), default="table", help="Output format."
)
sheets_format_option = click.option(
    "--format",
    "as_format",
    type=click.Choice(["table", "json", "xlsx"]),
    help="Output format (default: by the ending of --out, else table); xlsx with --out.",
)
sheets_out_option = click.option(
    "--out", type=click.Path(path_type=Path), help="File for xlsx (which needs one) or json."
)


def print_json(data: Any) -> None:
    """One JSON document on stdout; times in ISO 8601."""
    click.echo(json_text(data))


def json_text(data: Any) -> str:
    """One JSON document; times in ISO 8601."""
    return json.dumps(data, ensure_ascii=False, indent=2, default=_plain)


def print_table(rows: Sequence[Mapping[str, Any]], title: str = "") -> None:
    """Rows under their keys; a word where there are none."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    # Outside a terminal (a pipe, a log), lines are not folded at 80 columns.
    console = Console(width=None if sys.stdout.isatty() else 200)
    if not rows:
        none = translated(in_context("empty table", "none"))
        console.print(Text(f"{_printable(title)}: {none}" if title else none))
        return
    # As Text: what stands in people's files is never markup, such as the unit in '무게[kg]'.
    table = Table(title=Text(_printable(title)) if title else None, title_justify="left")
    for key, value in rows[0].items():
        table.add_column(
            Text(_printable(key)),
            justify="right" if isinstance(value, int | float) else "left",
            overflow="fold",
        )
    for row in rows:
        table.add_row(*[Text(_printable(_shown(value))) for value in row.values()])
    console.print(table)


def local_time(settings: Settings, moment: datetime | None) -> str:
    """A time in the zone of the settings, to the minute."""
    return moment.astimezone(ZoneInfo(settings.time_zone)).strftime("%Y-%m-%d %H:%M") if moment else ""


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return shown_number(value) if isinstance(value, float) else str(value)


def _printable(text: str) -> str:
    """Without what would move a terminal's cursor, or can't be written at all."""
    return "".join("\ufffd" if category(c) in ("Cc", "Cs") and c not in "\n\t" else c for c in text)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def reading_line(sentence: str) -> str:
    """A line on what was read differently from how it is written."""
    return translated("read: {sentence}", sentence=sentence)


def warning_line(sentence: str) -> str:
    """A line on what to look at."""
    return translated("warning: {sentence}", sentence=sentence)
