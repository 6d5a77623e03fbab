"""`saebyeok automl profile` and `fit`: no servers, no database, no home."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import click

from orchestration.cli.group import REFUSED, Said, in_language
from orchestration.cli.options import Seconds, seed_option
from orchestration.cli.output import format_option, print_json, print_table
from orchestration.settings import Settings


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@format_option
@click.pass_obj
def profile(settings: Settings, file: Path, as_format: str) -> None:
    """파일 하나의 칼럼을 분석해 출력합니다."""
    from automl_lib.profile import profile_table, profile_warnings
    from automl_lib.reading import read_table

    with TemporaryDirectory() as folder:
        report = read_table(file, Path(folder), name=file.name)
        typed, cells = Path(folder) / "typed.parquet", Path(folder) / "cells.parquet"
        found = profile_table(typed, report.schema, cells_parquet=cells)
        warnings = profile_warnings(found, report.ledger)
    columns = [{**column.to_dict(), "name": column.label} for column in found.columns]
    if as_format == "json":
        print_json(
            {
                "rows": report.rows,
                "encoding": report.encoding,
                "columns": columns,
                "ledger": report.to_dict()["ledger"],
                "warnings": [warning.to_dict() for warning in warnings],
            }
        )
        return
    shown = ("name", "type", "min", "max", "mean", "std", "var", "q1", "q2", "q3", "missing", "distinct")
    print_table(
        [{key: column[key] for key in shown} for column in columns],
        title=f"{file.name}: {report.rows}행, {report.encoding or report.format}",
    )
    for entry in report.ledger:
        click.echo(f"읽기: {in_language(settings, entry.ko, entry.en)}")
    for warning in warnings:
        click.echo(f"주의: {in_language(settings, warning.ko, warning.en)}")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--target", required=True, metavar="칼럼", help="목표변수.")
@click.option("--models", default="all", help="all 또는 코드를 쉼표로.")
@click.option(
    "--test", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="평가할 행의 파일."
)
@click.option("--budget", type=Seconds(), metavar="초", help="전체에 걸려도 되는 시간.")
@seed_option
@format_option
def fit(
    file: Path,
    target: str,
    models: str,
    test: Path | None,
    budget: float | None,
    seed: int,
    as_format: str,
) -> None:
    """파일 하나로 모델들을 학습하고 비교합니다."""
    from automl_lib.fit import fit_file
    from automl_lib.learners import CLASSIFIERS

    codes = CLASSIFIERS if models == "all" else tuple(code.strip() for code in models.split(","))
    if unknown := [code for code in codes if code not in CLASSIFIERS]:
        raise Said(
            ko=f"모르는 분류 모델: {', '.join(unknown)}. 있는 모델: {', '.join(CLASSIFIERS)}",
            en=f"unknown classifier: {', '.join(unknown)}; those there are: {', '.join(CLASSIFIERS)}",
            code=REFUSED,
        )
    found = fit_file(file, target, codes, test_path=test, budget_seconds=budget, seed=seed)
    if as_format == "json":
        print_json(found)
        return
    print_table([{"model": name, **scores} for name, scores in found["models"].items()])
    click.echo(f"best: {found['best']}")


COMMANDS = (profile, fit)
