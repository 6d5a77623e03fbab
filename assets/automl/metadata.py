"""What a run shows in Dagster: small tables and pictures beside the rows and files it wrote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import dagster as dg

from assets.metadata import Metadata, picture, rounded, table
from domain.automl import ImageKind
from domain.decision_rules import DecisionRule
from domain.evaluations import Scores
from domain.explanations import ModelExplanation
from domain.rule_sentences import rule_text
from records.tables import Training
from records.trainings import ModelSummary

if TYPE_CHECKING:
    from automl_lib.profile import TableProfile
    from domain.plan_effect import PlanEffect
    from domain.read_report import ReadReport
    from domain.split import SplitEffect
    from domain.target_check import ProfileWarning, TargetCheck

MAX_PICTURES = 6
"""A picture is an event row of its size; the rest of them is in the store and in MLflow."""


def of_reading(document_name: str, report: ReadReport) -> Metadata:
    """What was read, and what was read differently from how it was written."""
    return {
        "document": document_name,
        "dagster/row_count": report.rows,
        "dagster/column_schema": dg.TableSchema(
            [dg.TableColumn(c.label, c.type.value) for c in report.schema.columns]
        ),
        "columns": len(report.schema.columns),
        "format": report.format,
        "encoding": report.encoding or "–",
        "ledger": table(
            [{"column": e.column or "*", "count": e.count, "change": e.en} for e in report.ledger]
        ),
    }


def of_profile(profile: TableProfile, warnings: Sequence[ProfileWarning]) -> Metadata:
    """The seed's table of column statistics, and the warnings."""
    names = ("min", "max", "mean", "std", "var", "q1", "q2", "q3", "missing", "distinct")
    rows = [
        {"column": c.label, "type": c.type.value, **{name: getattr(c, name) for name in names}}
        for c in profile.columns[:200]
    ]
    return {
        "profile": table(rows),
        "warnings": table([{"column": w.column or "*", "warning": w.en} for w in warnings]),
    }


def of_pictures(pictures: Mapping[str, bytes]) -> Metadata:
    """How many pictures, and the first few of them."""
    shown = {f"boxplot {label}": picture(png) for label, png in list(pictures.items())[:MAX_PICTURES]}
    return {"pictures": len(pictures), **shown}


def of_target(check: TargetCheck) -> Metadata:
    """What the target is: its classes or numbers, and columns that give it away."""
    classes = [{"class": name, "rows": count} for name, count in check.classes.items()]
    warnings = [{"column": w.column or "*", "warning": w.en} for w in check.warnings]
    return {
        "target": check.label,
        "task": check.task.value,
        "task because": check.reason.en if check.reason else "–",
        "positive class": check.positive_class or "–",
        "suggested split": check.split.method.value if check.split else "–",
        "classes": table(classes),
        "numbers": table([asdict(check.numbers)] if check.numbers else []),
        "imbalance": check.imbalance.en if check.imbalance else "–",
        "warnings": table(warnings),
    }


def of_effect(effect: PlanEffect, labels: Mapping[str, str]) -> Metadata:
    """What a plan changes: rows and cells, and its remarks."""
    keys = sorted({*effect.cells_filled_train, *effect.cells_clipped_train})
    cells = [
        {
            "column": labels.get(key, key),
            "filled": effect.cells_filled_train.get(key, 0),
            "clipped": effect.cells_clipped_train.get(key, 0),
        }
        for key in keys
    ]
    counts = {name: value for name, value in effect.to_json().items() if name.startswith("rows_")}
    return {
        **counts,
        **(_of_split(effect.split) if effect.split else {}),
        "cells changed in training rows": table(cells),
        "notes": table([{"note": note.en} for note in effect.notes]),
    }


def _of_split(split: SplitEffect) -> Metadata:
    """How rows were separated, and how much better a random split would have looked."""
    shown: Metadata = {"split": split.message.en}
    if split.reason:
        shown["split reason"] = split.reason.en
    if found := split.comparison:
        shown |= {
            f"quick model: {found.metric} with this split": round(found.split, 4),
            f"quick model: {found.metric} with a random split": round(found.random, 4),
        }
    return shown


def of_evaluation(
    training_id: str,
    scores: Scores,
    pictures: Mapping[ImageKind, bytes],
) -> Metadata:
    """The scores, and the pictures."""
    plain = {k: rounded(v) for k, v in vars(scores).items() if isinstance(v, int | float | str)}
    shown = {kind.label: picture(png) for kind, png in pictures.items()}
    return {"training": training_id, **plain, **shown}


def of_explanation(training_id: str, explanation: ModelExplanation, seconds: float) -> Metadata:
    """What matters to a model, by header; no value of a row."""
    rows = [
        {"columns": one.name, "loss": one.loss, "standard error": one.error}
        for one in (*explanation.importances, *explanation.groups)
    ]
    return {
        "training": training_id,
        "metric": explanation.metric or "–",
        "rows": explanation.rows,
        "repeats": explanation.repeats,
        "seconds": round(seconds, 2),
        "importances": table(rows[:200]),
        "notes": table([{"note": note.en} for note in explanation.notes]),
    }


def of_rule(rule: DecisionRule) -> Metadata:
    """The decision rule, what it costs, and its scores on held-out rows."""
    costs = asdict(rule.costs) if rule.costs else {}
    scores = rule.held_out
    return {
        "decision rule": rule_text(rule).en,
        "threshold": rounded(rule.threshold),
        "costs for 1,000 rows": table([costs] if costs else []),
        **(
            {name: rounded(getattr(scores, name)) for name in ("precision", "sensitivity", "f1")}
            if scores
            else {}
        ),
    }


def of_summaries(summaries: Sequence[ModelSummary]) -> dg.TableMetadataValue | str:
    """모델 학습 목록."""
    names = (
        *("model_code", "status", "precision", "sensitivity", "f1", "roc_auc", "log_loss", "silhouette"),
        *("seed", "budget_seconds"),
    )
    return table(
        [
            {
                **{name: getattr(s.training, name) for name in names},
                **_errors(s.training),
                "times trained": s.times_trained,
            }
            for s in summaries
        ]
    )


def _errors(training: Training) -> dict[str, float | None]:
    """The scores of a regressor, which have no columns of their own."""
    scores = training.evaluation.regression if training.evaluation else None
    return {name: getattr(scores, name, None) for name in ("r2", "mae", "rmse", "mape")}
