"""The files that `saebyeok automl fit` writes: a report on the best model, predictions, and the models as a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from domain.messages import Language, Message
from domain.model_choice import Baseline, MeanBaseline
from domain.result_sheets import ResultLine
from intake.names import shown_name
from orchestration.cli.group import Said
from orchestration.cli.ocr_output import check_folder, write_out

if TYPE_CHECKING:
    from automl_lib.fit_predictions import RowsToPredict
    from automl_lib.report import ReportSource
    from orchestration.settings import Settings


def write_report(settings: Settings, source: ReportSource, out: Path, form: str) -> None:
    """Write the report on the best model."""
    from resources.report_files import report_file

    write_out(report_file(source, form, settings.language), out)


def result_lines(found: Mapping[str, Any]) -> list[ResultLine]:
    """The models as lines of a workbook, the recommended one marked."""
    return [
        ResultLine(
            code,
            {**scores, "cross_validation": cross_validated(scores)},
            settings={"seed": found["seed"], **scores.get("settings", {})},
            fit_seconds=scores["fit_seconds"],
            is_recommended=bool(found["recommended"]) and code == found["best"],
        )
        for code, scores in {**found["models"], **found["clusterings"]}.items()
    ]


def cross_validated(scores: Mapping[str, Any]) -> float | None:
    """The score that models are ranked by: ROC AUC or R²; None of a clustering."""
    validation = scores.get("validation")
    if validation is None:
        return None
    found: float | None = validation["roc_auc" if "roc_auc" in scores else "r2"]
    return found


def predictions_file(new_rows: Path | None, out: Path | None) -> Path | None:
    """Where predictions of new rows go. Raises Said for a file without rows, one of another form, and an absent folder."""
    if new_rows is None:
        if out is not None:
            raise Said(Message("give the rows to predict with --predict"), exit_code=2)
        return None
    out = out or Path(f"{new_rows.stem}-predictions.csv")
    check_folder(out)
    if out.suffix.lower() not in (".csv", ".xlsx"):
        raise Said(
            Message("predictions are written as .csv or .xlsx; give the file such a name"), exit_code=2
        )
    return out


def new_folder(out: Path) -> None:
    """Raise Said where a folder for a model can't be made: it has files already, or its parent isn't there."""
    check_folder(out)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise Said(
            Message("'{name}' is there already; choose a new folder", name=shown_name(out.name)),
            exit_code=2,
        )


@contextmanager
def predicted_rows(
    new_rows: Path | None, sheet: str | None, out: Path | None, language: Language
) -> Iterator[RowsToPredict | None]:
    """What is to be predicted; what was is put to `out` at the end, whole or not at all."""
    if new_rows is None or out is None:
        yield None
        return
    from automl_lib.fit_predictions import RowsToPredict

    with TemporaryDirectory() as folder:
        wanted = RowsToPredict(new_rows, Path(folder) / f"predictions{out.suffix.lower()}", sheet, language)
        yield wanted
        write_out(wanted.out.read_bytes(), out)


def remarks(found: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What to be wary of, in the order it is said."""
    yield from (*found["warnings"], *found["notes"], *found["refused"].values())
    if found["predictions"]:
        yield from found["predictions"]["warnings"]


def baseline_of(found: Mapping[str, Any]) -> Baseline | MeanBaseline | None:
    """What always giving one answer comes to."""
    baseline = found["baseline"]
    if baseline is None:
        return None
    return MeanBaseline(**baseline) if "mean" in baseline else Baseline(**baseline)
