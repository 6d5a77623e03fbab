"""`saebyeok automl fit`: no servers, no database, no home."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from domain.decision_rules import DecisionRule
from domain.learners import LEARNERS
from domain.messages import Message, Sentences
from domain.result_sheets import SCORES, result_sheets
from domain.rule_sentences import scores_at
from domain.setting_names import setting_name, settings_line
from domain.split import SplitMethod
from domain.tasks import Task
from domain.what_if import reason_signs
from orchestration.cli.automl_report import report_form
from orchestration.cli.automl_rules import choice_of, rule_options
from orchestration.cli.column_choices import missing_words_option, read_choices, read_option
from orchestration.cli.group import in_language
from orchestration.cli.input_files import InputFile
from orchestration.cli.language import translated
from orchestration.cli.model_choice import GROUPS, codes_named, codes_of_groups
from orchestration.cli.one_shot_files import (
    baseline_of,
    cross_validated,
    new_folder,
    predicted_rows,
    predictions_file,
    remarks,
    result_lines,
    write_report,
)
from orchestration.cli.options import (
    Seconds,
    seed_option,
    sheet_option,
    split_column_option,
    split_option,
    task_option,
)
from orchestration.cli.output import (
    print_table,
    reading_line,
    sheets_format_option,
    sheets_out_option,
    warning_line,
)
from orchestration.cli.plan_output import print_split
from orchestration.cli.recommendation import recommendation_lines
from orchestration.cli.target_question import asked_task
from orchestration.cli.target_table import print_target
from orchestration.cli.workbook_output import check_out, write_json, write_sheets

if TYPE_CHECKING:
    from orchestration.settings import Settings

_SHORTEST = 1.0
"""Seconds that are left at the least of a time limit, however long starting took."""
_MOST_IMPORTANCES = 10
"""Columns whose importance is printed; JSON has all."""


def seconds_since_start() -> float:
    """How long this process has been running: starting and importing are part of a time limit, too."""
    import psutil

    return time.time() - float(psutil.Process().create_time())


@click.command()
@click.argument("file", type=InputFile())
@click.option("--target", required=True, metavar="COLUMN", help="Target.")
@task_option
@click.option(
    "--models",
    default="all",
    help="all (all classifiers), clustering, or codes separated by commas: {codes}.",
)
@sheet_option
@click.option("--test", type=InputFile(), help="File with the rows to evaluate on.")
@click.option(
    "--test-sheet",
    metavar="NAME|NUMBER",
    help="Sheet of the file with the rows to evaluate on, where it is Excel.",
)
@click.option("--predict", type=InputFile(), help="File with new rows that the best model predicts.")
@click.option(
    "--predict-sheet", metavar="NAME|NUMBER", help="Sheet of the file with the new rows, where it is Excel."
)
@click.option(
    "--predictions",
    type=click.Path(path_type=Path),
    help="File for the predictions of --predict: .csv or .xlsx (default: NAME-predictions.csv in the current folder).",
)
@read_option
@missing_words_option
@split_option
@split_column_option
@click.option("--budget", type=Seconds(), metavar="SECONDS", help="Time limit of the whole command.")
@seed_option
@rule_options
@click.option(
    "--report",
    type=click.Path(path_type=Path),
    help="File for a report on the best model: .pdf or .html.",
)
@click.option(
    "--keep",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="New folder for the best model and its table, for fit-predict, fit-check, fit-renew and fit-outcomes.",
)
@sheets_format_option
@sheets_out_option
@click.pass_obj
def fit(
    settings: Settings,
    file: Path,
    target: str,
    task: str | None,
    models: str,
    sheet: str | None,
    test: Path | None,
    test_sheet: str | None,
    predict: Path | None,
    predict_sheet: str | None,
    predictions: Path | None,
    types: tuple[str, ...],
    missing_words: tuple[str, ...],
    split: str | None,
    split_column: str | None,
    budget: float | None,
    seed: int,
    report: Path | None,
    keep: Path | None,
    as_format: str | None,
    out: Path | None,
    **rule: str | None,
) -> None:
    """Train and compare models on one file, prepared by the defaults of 'automl prepare' (models handle blank cells themselves)."""
    as_format = check_out(as_format, out)
    form = report_form(report) if report else None
    predictions = predictions_file(predict, predictions)
    if keep is not None:
        new_folder(keep)
    from automl_lib.errors import PlanRefused
    from automl_lib.fit import fit_file
    from resources.limits import read_limits

    groups = {**GROUPS, "all": GROUPS["classifiers"]}  # there is a target
    codes = codes_of_groups(*groups[models]) if models in groups else codes_named(models)
    with predicted_rows(predict, predict_sheet, predictions, settings.language) as new_rows:
        found = fit_file(
            file,
            target,
            codes,
            test_path=test,
            budget_seconds=None if budget is None else max(_SHORTEST, budget - seconds_since_start()),
            seed=seed,
            limits=read_limits(settings),
            sheet=sheet,
            test_sheet=test_sheet,
            choices=read_choices(types, missing_words),
            task=Task(task) if task else None,
            ask_task=partial(asked_task, explains=as_format == "json"),
            split_method=SplitMethod(split) if split else None,
            split_column=split_column,
            rule=choice_of(rule, PlanRefused),
            report=(lambda source: write_report(settings, source, report, form)) if report and form else None,
            new_rows=new_rows,
            keep=keep,
        )
    if as_format == "json":
        write_json(found, out)
        return
    if as_format == "xlsx":
        write_sheets(result_sheets(result_lines(found), settings.language), out)
    for entry in found["ledger"]:
        click.echo(reading_line(in_language(settings, entry)), err=True)
    for note in remarks(found):
        click.echo(warning_line(in_language(settings, note)), err=True)
    click.echo(_target_line(found))
    print_split(settings, found["split"])
    print_target(settings, found)
    if found["models"]:
        print_table(_model_rows(found["models"]))
        _print_thresholds(found["models"])
        if recommended := found["recommended"]:
            reason = in_language(settings, recommended)
            baseline = baseline_of(found)
            for line in recommendation_lines(reason, baseline, worthwhile=recommended["worthwhile"]):
                click.echo(line)
        for code, scores in found["models"].items():
            click.echo(
                f"{translated(LEARNERS[code].name)}: {settings_line(scores['settings'], settings.language)}"
            )
    if importances := found["importances"]:
        _print_importances(importances)
        if chosen := found["models"].get(found["best"], {}).get("rule"):
            click.echo(in_language(settings, Sentences(chosen["ko"], chosen["en"])))
    if predictions is not None:
        click.echo(translated(reason_signs(found["positive_class"])), err=True)
    for written in (report, keep, predictions):
        if written is not None:
            click.echo(str(written))
    if found["clusterings"]:
        print_table([_clustering_row(code, scores) for code, scores in found["clusterings"].items()])


def _print_importances(found: Mapping[str, Any]) -> None:
    """What the best model needs most."""
    lost = translated("Loss of ROC AUC") if found["metric"] == "roc_auc" else translated("Increase of RMSE")
    print_table(
        [
            {
                translated("Columns"): " + ".join(one["labels"]),
                lost: one["loss"],
                translated("Standard error"): one["error"],
            }
            for one in [*found["importances"][:_MOST_IMPORTANCES], *found["groups"]]
        ],
        title=translated("Importance of columns"),
    )


def _target_line(found: Mapping[str, Any]) -> str:
    """The target, its positive class and the rows that are learned from and scored."""
    positive, rows = found["positive_class"], found["rows"]
    return translated(
        "{target}{positive}: {train:,} rows to learn from, {test:,} to score",
        target=found["target"],
        positive=Message(" (positive: {value})", value=positive) if positive else "",
        train=rows["train"],
        test=rows["test"],
    )


def _model_rows(models: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What was scored on held-out rows, the best in cross-validation first."""
    held_back = {code: cross_validated(scores) for code, scores in models.items()}
    ranked = sorted(models, key=lambda code: -(held_back[code] or 0.0))
    return [
        {
            translated("Model"): translated(LEARNERS[code].name),
            translated("Code"): code,
            **{translated(title): models[code][name] for name, title in SCORES if name in models[code]},
            translated("Seconds"): models[code]["fit_seconds"],
            translated("Cross-validation"): held_back[code],
        }
        for code in ranked
    ]


def _print_thresholds(models: Mapping[str, Mapping[str, Any]]) -> None:
    """At which thresholds the scores of models of two classes are, where a rule chose them."""
    rules = {code: DecisionRule.from_json(one["rule"]) for code, one in models.items() if "rule" in one}
    for code, rule in rules.items():
        click.echo(translated(scores_at(LEARNERS[code].name, rule)))


def _clustering_row(code: str, scores: Mapping[str, Any]) -> dict[str, Any]:
    """What a clustering found; how it agrees with the target is known where that is of classes."""
    return {
        translated("Model"): translated(LEARNERS[code].name),
        translated("Code"): code,
        translated(setting_name("clusters")): scores["clusters"],
        translated("Silhouette"): scores["silhouette"],
        translated("Rows by cluster"): ", ".join(f"{rows:,}" for rows in scores["sizes"]),
        **({} if scores["agreement"] is None else {translated("Agreement"): scores["agreement"]}),
        translated("Seconds"): scores["fit_seconds"],
    }


COMMANDS = (fit,)
