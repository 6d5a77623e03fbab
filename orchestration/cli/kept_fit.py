"""Commands of `saebyeok automl` for a model that `fit --keep` wrote: no servers, no database, no home."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from domain.messages import Message
from domain.what_if import reason_signs
from orchestration.cli.addition_options import addition_options, choices_of
from orchestration.cli.addition_output import print_differences
from orchestration.cli.group import REFUSED, Said, in_language
from orchestration.cli.input_files import InputFile
from orchestration.cli.language import translated
from orchestration.cli.one_shot_files import new_folder, predicted_rows, predictions_file
from orchestration.cli.options import Seconds, sheet_option
from orchestration.cli.output import format_option, local_time, print_json, print_table, warning_line

if TYPE_CHECKING:
    from automl_lib.kept_fit import KeptFit, KnownOutcomes, LaterRows
    from domain.table_additions import AdditionChoices
    from orchestration.settings import Settings

_folder_argument = click.argument("folder", type=click.Path(path_type=Path))
_files_argument = click.argument("files", type=InputFile(), nargs=-1, required=True)


@click.command("fit-check")
@_folder_argument
@_files_argument
@addition_options
@sheet_option
@format_option
@click.pass_obj
def fit_check(
    settings: Settings,
    folder: Path,
    files: tuple[Path, ...],
    sheet: str | None,
    as_format: str,
    **chosen: Any,
) -> None:
    """Check rows that came later against the model in FOLDER: new, missing and renamed columns, types, units, drift."""
    from automl_lib.kept_fit import load_kept_fit

    fit = load_kept_fit(folder)
    with TemporaryDirectory() as work:
        found = _later_rows(settings, fit, files, choices_of(**chosen), sheet, Path(work))
    if as_format == "json":
        print_json([one.to_json() for one in found])
        return
    _print_later_rows(settings, found)


@click.command("fit-renew")
@_folder_argument
@_files_argument
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    help="New folder for the better model, with the table as it has grown.",
)
@addition_options
@sheet_option
@click.option("--budget", type=Seconds(), metavar="SECONDS", help="Time limit of the training.")
@format_option
@click.pass_obj
def fit_renew(
    settings: Settings,
    folder: Path,
    files: tuple[Path, ...],
    out: Path,
    sheet: str | None,
    budget: float | None,
    as_format: str,
    **chosen: Any,
) -> None:
    """Train the model in FOLDER again with rows that came later, and keep the better of the two.

    Both are judged on the newest rows, which neither has learned from. The new model is kept only where it is surely better.
    """
    new_folder(out)
    from automl_lib.kept_fit import load_kept_fit, renew, save_kept_fit

    fit = load_kept_fit(folder)
    with TemporaryDirectory() as work:
        found = _later_rows(settings, fit, files, choices_of(**chosen), sheet, Path(work))
        grown = found[-1].table
        if grown is None:
            if as_format == "json":
                print_json({"files": [one.to_json() for one in found]})
            else:
                _print_later_rows(settings, found)
            raise Said(
                Message(
                    "nothing was trained: decide about '{file}' first, by the options that are printed",
                    file=found[-1].file,
                ),
                exit_code=REFUSED,
            )
        renewal = renew(fit, grown, budget_seconds=budget)
        save_kept_fit(renewal.fit, out, same_model=None if renewal.verdict.promoted else folder)
    verdict = renewal.verdict
    if as_format == "json":
        print_json(
            {
                "files": [one.to_json() for one in found],
                "held_out": renewal.held_out.sentences,
                "verdict": {**verdict.to_json(), "reason": verdict.reason.sentences},
                "model": renewal.fit.model.code,
                "out": str(out),
            }
        )
        return
    _print_later_rows(settings, found)
    click.echo(translated(renewal.held_out))
    click.echo(translated(verdict.reason))
    kept = (
        Message("The new model is in {out}.", out=str(out))
        if verdict.promoted
        else Message("The model as it was is in {out}, with the added rows.", out=str(out))
    )
    click.echo(translated(kept))


@click.command("fit-predict")
@_folder_argument
@click.argument("file", type=InputFile())
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="File for the predictions: .csv or .xlsx (default: NAME-predictions.csv in the current folder).",
)
@sheet_option
@format_option
@click.pass_obj
def fit_predict(
    settings: Settings, folder: Path, file: Path, out: Path | None, sheet: str | None, as_format: str
) -> None:
    """Predict the rows of FILE with the model in FOLDER, with their reasons."""
    out = predictions_file(file, out)
    from automl_lib.fit_predictions import predict_rows, read_rows_to_predict
    from automl_lib.kept_fit import load_kept_fit
    from resources.limits import read_limits

    fit = load_kept_fit(folder)
    with TemporaryDirectory() as work, predicted_rows(file, sheet, out, settings.language) as wanted:
        assert wanted is not None
        read = read_rows_to_predict(wanted, Path(work), fit.model.schema, read_limits(settings))
        made = predict_rows(read, fit.model, fit.reference, fit.background)
    if as_format == "json":
        print_json({**made, "out": str(out)})
        return
    for warning in made["warnings"]:
        click.echo(warning_line(in_language(settings, warning)), err=True)
    if fit.background is not None:
        click.echo(translated(reason_signs(fit.model.positive_class)), err=True)
    click.echo(translated("{rows:,} rows predicted: {out}", rows=made["rows"], out=str(out)))


@click.command("fit-outcomes")
@_folder_argument
@click.argument("predictions", type=InputFile(), required=False)
@click.argument("file", type=InputFile(), required=False)
@click.option(
    "--in-order",
    is_flag=True,
    help="FILE has the rows in the order of the predicted file; used where no column tells them apart.",
)
@sheet_option
@format_option
@click.pass_obj
def fit_outcomes(
    settings: Settings,
    folder: Path,
    predictions: Path | None,
    file: Path | None,
    in_order: bool,
    sheet: str | None,
    as_format: str,
) -> None:
    """How PREDICTIONS of the model in FOLDER turned out: FILE has their rows with the target as it became.

    What is known is kept in FOLDER; without PREDICTIONS and FILE it is shown.
    """
    if predictions is not None and file is None:
        raise click.UsageError(translated("Give the file of predictions and the file with their outcomes."))
    from automl_lib.kept_fit import compare_outcomes, kept_outcomes, load_kept_fit
    from resources.limits import read_limits

    fit = load_kept_fit(folder)
    if predictions is None or file is None:
        found = kept_outcomes(folder)
    else:
        now, limits = datetime.now(UTC).isoformat(timespec="seconds"), read_limits(settings)
        found = compare_outcomes(fit, predictions, file, now, in_order=in_order, limits=limits, sheet=sheet)
    if as_format == "json":
        print_json([_outcome_json(one) for one in found])
        return
    print_table(
        [
            {
                translated("Compared"): local_time(settings, datetime.fromisoformat(one.judged_at)),
                translated("File"): one.predictions,
                translated("Outcome"): translated(one.scores.sentence),
            }
            for one in found
        ]
    )


def _later_rows(
    settings: Settings,
    fit: KeptFit,
    files: Sequence[Path],
    choices: AdditionChoices,
    sheet: str | None,
    work: Path,
) -> list[LaterRows]:
    """Each file compared with the table and the files before it, up to the first about which something is to be decided."""
    from automl_lib.kept_fit import compare_later_rows
    from resources.limits import read_limits
    from work_requests.addition_choices import before_reading

    choices = before_reading(choices, fit.table.report.schema)
    table, found = fit.table, list[Any]()
    for number, file in enumerate(files):
        folder = work / str(number)
        folder.mkdir()
        one = compare_later_rows(
            table, file, fit.model.task, choices, folder, limits=read_limits(settings), sheet=sheet
        )
        found.append(one)
        if one.table is None:
            break
        table = one.table
    return found


def _print_later_rows(settings: Settings, found: Sequence[LaterRows]) -> None:
    for one in found:
        print_differences(settings, one.differences, one.drift)
        if one.table is None:
            click.echo(translated("{file}: to be decided, by the options above", file=one.file))
        else:
            click.echo(translated("{file}: {rows:,} rows fit the table", file=one.file, rows=one.rows))


def _outcome_json(one: KnownOutcomes) -> dict[str, Any]:
    return {
        "predictions": one.predictions,
        "judged_at": one.judged_at,
        **one.scores.to_json(),
        "sentence": one.scores.sentence.sentences,
    }


COMMANDS = (fit_check, fit_renew, fit_predict, fit_outcomes)
