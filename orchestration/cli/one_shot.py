"""`saebyeok automl profile` and `fit`: no servers, no database, no home."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from orchestration.cli.column_choices import missing_words_option, read_choices, read_option
from orchestration.cli.group import in_language, remark
from orchestration.cli.input_files import InputFile
from orchestration.cli.model_choice import CODES_HELP, GROUPS, codes_named, codes_of_groups
from orchestration.cli.options import Seconds, seed_option, sheet_option
from orchestration.cli.output import format_option, print_json, print_table
from orchestration.settings import Settings


@click.command()
@click.argument("file", type=InputFile())
@sheet_option
@read_option
@missing_words_option
@format_option
@click.pass_obj
def profile(
    settings: Settings,
    file: Path,
    sheet: str | None,
    types: tuple[str, ...],
    missing_words: tuple[str, ...],
    as_format: str,
) -> None:
    """파일 하나의 칼럼을 분석해 출력합니다."""
    from automl_lib.profile import profile_table, profile_warnings
    from automl_lib.reading import read_table_in_subprocess
    from orchestration.runtime.reading_resources import build_files

    with TemporaryDirectory() as folder:
        limits = build_files(settings).read_limits()
        choices = read_choices(types, missing_words)
        report = read_table_in_subprocess(
            file, Path(folder), name=file.name, limits=limits, sheet=sheet, choices=choices
        )
        typed, cells = Path(folder) / "typed.parquet", Path(folder) / "cells.parquet"
        found = profile_table(typed, report.schema, cells_parquet=cells)
        warnings = profile_warnings(found, report.ledger)
    columns = [{**column.to_dict(), "name": column.label} for column in found.columns]
    if as_format == "json":
        print_json(
            {
                "rows": report.rows,
                "encoding": report.encoding,
                "sheet": report.sheet,
                "columns": columns,
                "ledger": report.to_dict()["ledger"],
                "warnings": [warning.to_dict() for warning in warnings],
            }
        )
        return
    shown = ("name", "type", "min", "max", "mean", "std", "var", "q1", "q2", "q3", "missing", "distinct")
    print_table(
        [{key: column[key] for key in shown} for column in columns],
        title=f"{report.name}: {report.rows}행, {report.encoding or f'{report.format} {report.sheet}'}",
    )
    for entry in report.ledger:
        click.echo(f"읽기: {in_language(settings, entry.ko, entry.en)}")
    for warning in warnings:
        click.echo(f"주의: {in_language(settings, warning.ko, warning.en)}")


@click.command()
@click.argument("file", type=InputFile())
@click.option("--target", required=True, metavar="칼럼", help="목표변수.")
@click.option(
    "--models",
    default="all",
    help=f"all (분류 모델 모두), clustering, 또는 코드를 쉼표로: {CODES_HELP}.",
)
@sheet_option
@click.option("--test", type=InputFile(), help="평가할 행의 파일.")
@click.option("--test-sheet", metavar="이름|차례", help="평가할 행의 파일이 Excel일 때 그 시트.")
@read_option
@missing_words_option
@click.option("--budget", type=Seconds(), metavar="초", help="전체에 걸려도 되는 시간.")
@seed_option
@format_option
@click.pass_obj
def fit(
    settings: Settings,
    file: Path,
    target: str,
    models: str,
    sheet: str | None,
    test: Path | None,
    test_sheet: str | None,
    types: tuple[str, ...],
    missing_words: tuple[str, ...],
    budget: float | None,
    seed: int,
    as_format: str,
) -> None:
    """파일 하나로 모델들을 학습하고 비교합니다."""
    from automl_lib.fit import fit_file
    from orchestration.runtime.reading_resources import build_files

    groups = {**GROUPS, "all": GROUPS["classifiers"]}  # there is a target
    codes = codes_of_groups(*groups[models]) if models in groups else codes_named(models)
    found = fit_file(
        file,
        target,
        codes,
        test_path=test,
        budget_seconds=budget,
        seed=seed,
        limits=build_files(settings).read_limits(),
        sheet=sheet,
        test_sheet=test_sheet,
        choices=read_choices(types, missing_words),
    )
    if as_format == "json":
        print_json(found)
        return
    for entry in found["ledger"]:
        click.echo(f"읽기: {remark(settings, entry)}", err=True)
    for note in (*found["warnings"], *found["notes"], *found["refused"].values()):
        click.echo(f"주의: {remark(settings, note)}", err=True)
    click.echo(_target_line(settings, found))
    print_table([{"값": name, "행": count} for name, count in found["classes"].items()])
    if found["models"]:
        print_table([_classifier_row(code, scores) for code, scores in found["models"].items()])
        for code, scores in found["models"].items():
            click.echo(f"{code}: {_listed(scores['settings'])}")
        click.echo(f"best: {found['best']}")
    if found["clusterings"]:
        print_table([{"model": code, **_plain(scores)} for code, scores in found["clusterings"].items()])


def _target_line(settings: Settings, found: Mapping[str, Any]) -> str:
    """The target, its positive class and the rows that are learned from and scored."""
    positive, rows = found["positive_class"], found["rows"]
    ko, en = (f" (양성: {positive})", f" (positive: {positive})") if positive else ("", "")
    return in_language(
        settings,
        f"{found['target']}{ko}: 학습 {rows['train']:,}행, 평가 {rows['test']:,}행",
        f"{found['target']}{en}: {rows['train']:,} rows to learn from, {rows['test']:,} to score",
    )


def _classifier_row(code: str, scores: Mapping[str, Any]) -> dict[str, Any]:
    """A line of the table: what was scored on held-out rows, and the ROC AUC that `best` goes by."""
    shown = {name: value for name, value in scores.items() if name not in ("validation", "settings")}
    return {"model": code, **shown, "validation roc_auc": scores["validation"].get("roc_auc")}


def _plain(scores: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: ", ".join(map(str, value)) if isinstance(value, list) else value
        for name, value in scores.items()
    }


def _listed(settings: Mapping[str, Any]) -> str:
    """What tuning chose, as people read it."""
    return ", ".join(
        f"{name} {value:.4g}" if isinstance(value, float) else f"{name} {value}"
        for name, value in settings.items()
    )


COMMANDS = (profile, fit)
