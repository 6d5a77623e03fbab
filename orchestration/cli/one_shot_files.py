"""The files that `saebyeok automl fit` writes: a report on the best model, and the models as a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from domain.learners import LEARNERS
from domain.result_sheets import ResultLine
from orchestration.cli.ocr_output import write_out

if TYPE_CHECKING:
    from automl_lib.report import ReportSource
    from orchestration.settings import Settings


def write_report(settings: Settings, source: ReportSource, out: Path, form: str) -> None:
    """Write the report on the best model, with the pictures of its scores."""
    from assets.automl.training_pictures import draw_pictures
    from resources.report_files import report_file

    evaluation, learner = source.evaluation, LEARNERS[source.model_code]
    drawn = draw_pictures(learner, source.document, evaluation.scores, evaluation.history)
    shown = replace(source, pictures=[(kind.message, png) for kind, png in drawn.items()])
    write_out(report_file(shown, form, settings.language), out)


def result_lines(found: Mapping[str, Any]) -> list[ResultLine]:
    """The models as lines of a workbook, the best one marked."""
    return [
        ResultLine(
            code,
            scores,
            settings={"seed": found["seed"], **scores.get("settings", {})},
            fit_seconds=scores["fit_seconds"],
            is_confirmed=code == found["best"],
        )
        for code, scores in {**found["models"], **found["clusterings"]}.items()
    ]
