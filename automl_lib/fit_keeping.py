"""Keeps the one-shot's best model with its table."""

from __future__ import annotations

from pathlib import Path

from automl_lib.explanations.explain import Explained
from automl_lib.fit_predictions import no_model_predicts
from automl_lib.fit_tables import FitTable
from automl_lib.fitted_models import FittedModels
from automl_lib.kept_fit.folder import KeptFit, KeptTable, save_kept_fit
from automl_lib.outcome_measures import expectation_of
from automl_lib.persistence import sha256_of
from automl_lib.report.source import SourceFile


def keep_best(
    out: Path, path: Path, folder: Path, table: FitTable, fitted: FittedModels, explained: Explained | None
) -> None:
    """Write the best model into a new folder.

    Args:
        out: the folder, as of `save_kept_fit`.
        path: of the file that was learned from.
        folder: where it was read into.
        table: as it was read.
        fitted: the models.
        explained: the best one; None where there was no time.

    Raises:
        PlanRefused, TrainingRefused: no model predicts the target.
        OSError: the folder can't be written.
    """
    if (best := fitted.best) is None:
        raise fitted.refusals[0] if fitted.refusals else no_model_predicts()
    rows, rule = len(table.frame), fitted.rules.get(best)
    sheet = table.report.sheet if table.report.other_sheets else None
    source = SourceFile(path.name, rows, sha256_of(path), sheet=sheet)
    fit = KeptFit(
        fitted.models[best],
        KeptTable(folder, table.report, table.target, (source,)),
        rows,
        table.reference,
        expectation_of(fitted.evaluations[best], rule),
        rule,
        explained.explanation if explained else None,
        explained.background if explained else None,
    )
    save_kept_fit(fit, out)
