"""The report of the one-shot, on its best model: the source that a document's rows give otherwise."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from automl_lib.evaluation import evaluate_classifier, evaluate_regressor
from automl_lib.evaluation.bootstrap import score_intervals
from automl_lib.fit_tables import FitTable
from automl_lib.fitted_models import FittedModels
from automl_lib.persistence import sha256_of
from automl_lib.plan import PlanEffect, PlannedSplit
from automl_lib.report.source import ReportSource, SourceFile
from automl_lib.trained_model import TrainedModel
from domain.evaluations import TrainingEvaluation
from domain.explanations import ModelExplanation
from domain.messages import Message
from domain.rule_sentences import rule_sentences

if TYPE_CHECKING:
    import pandas as pd


def fitted_source(
    path: Path,
    table: FitTable,
    held_out: pd.DataFrame,
    split: PlannedSplit,
    effect: PlanEffect,
    fitted: FittedModels,
    explanation: ModelExplanation | None,
) -> ReportSource:
    """What a report on the best of some models says.

    Args:
        path: of the file that was learned from.
        held_out: raw typed rows that the models are judged on.
        fitted: the models, with a best one, which the report is on.
    """
    assert fitted.best is not None
    model = fitted.models[fitted.best]
    rule = fitted.rules.get(fitted.best)
    evaluations = {code: _evaluation(one, held_out) for code, one in fitted.models.items()}
    digest = sha256_of(path)
    packages = ", ".join(f"{name} {number}" for name, number in sorted(model.versions.items()))
    return ReportSource(
        document=path.stem,
        files=[SourceFile(path.name, len(table.frame), digest)],
        rows=len(table.frame),
        schema=table.schema,
        columns=[column.to_dict() for column in table.reference.profile.columns],
        remarks=table.warnings,
        ledger=table.ledger,
        plan=split.plan,
        effect=effect,
        model_code=fitted.best,
        evaluation=evaluations.pop(fitted.best),
        intervals=score_intervals(model, held_out, seed=model.seed),
        others=evaluations,
        explanation=explanation,
        choice=[fitted.recommendation.reason] if fitted.recommendation else [],
        rule=rule_sentences(rule) if rule else (),
        lineage=[
            (Message("Seed of the training"), str(model.seed)),
            (Message("SHA-256 of the file"), digest),
            (Message("Packages"), packages),
        ],
    )


def _evaluation(model: TrainedModel, held_out: pd.DataFrame) -> TrainingEvaluation:
    scores = (evaluate_regressor if model.is_regressor else evaluate_classifier)(model, held_out)
    return replace(
        TrainingEvaluation(scores),
        history=tuple(model.history),
        settings=model.settings,
        columns=model.columns,
    )
