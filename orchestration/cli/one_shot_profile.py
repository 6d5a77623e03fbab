"""`saebyeok automl profile`: no servers, no database, no home."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from domain.profile_sheets import profile_sheets
from orchestration.cli.column_choices import missing_words_option, read_choices, read_option
from orchestration.cli.group import in_language
from orchestration.cli.input_files import InputFile
from orchestration.cli.language import translated
from orchestration.cli.options import (
    sheet_option,
)
from orchestration.cli.output import (
    print_table,
    reading_line,
    sheets_format_option,
    sheets_out_option,
    warning_line,
)
from orchestration.cli.workbook_output import check_out, write_json, write_sheets

if TYPE_CHECKING:
    from orchestration.settings import Settings


@click.command()
@click.argument("file", type=InputFile())
@sheet_option
@read_option
@missing_words_option
@sheets_format_option
@sheets_out_option
@click.pass_obj
def profile(
    settings: Settings,
    file: Path,
    sheet: str | None,
    types: tuple[str, ...],
    missing_words: tuple[str, ...],
    as_format: str | None,
    out: Path | None,
) -> None:
    """Profile the columns of one file and print the result."""
    as_format = check_out(as_format, out)
    from automl_lib.profile import profile_table, profile_warnings
    from automl_lib.reading import read_table_in_subprocess
    from resources.limits import read_limits

    with TemporaryDirectory() as folder:
        limits = read_limits(settings)
        choices = read_choices(types, missing_words)
        report = read_table_in_subprocess(
            file, Path(folder), name=file.name, limits=limits, sheet=sheet, choices=choices
        )
        typed, cells = Path(folder) / "typed.parquet", Path(folder) / "cells.parquet"
        found = profile_table(typed, report.schema, cells_parquet=cells)
        warnings = profile_warnings(found, report.ledger)
    columns = [{**column.to_dict(), "name": column.label} for column in found.columns]
    if as_format == "xlsx":
        write_sheets(profile_sheets(columns, warnings, report.ledger, settings.language), out)
        return
    if as_format == "json":
        write_json(
            {
                "rows": report.rows,
                "encoding": report.encoding,
                "sheet": report.sheet,
                "columns": columns,
                "ledger": [entry.to_json() for entry in report.ledger],
                "warnings": [warning.to_json() for warning in warnings],
            },
            out,
        )
        return
    shown = ("name", "type", "min", "max", "mean", "std", "var", "q1", "q2", "q3", "missing", "distinct")
    form = report.encoding or f"{report.format} {report.sheet}"
    print_table(
        [{key: column[key] for key in shown} for column in columns],
        title=translated(
            "{name}: {rows} rows, {format}",
            name=report.name,
            rows=report.rows,
            format=form,
        ),
    )
    for entry in report.ledger:
        click.echo(reading_line(in_language(settings, entry)))
    for warning in warnings:
        click.echo(warning_line(in_language(settings, warning)))


COMMANDS = (profile,)
