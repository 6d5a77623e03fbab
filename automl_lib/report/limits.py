"""What a model should not be trusted with, in plain sentences."""

from __future__ import annotations

from collections.abc import Mapping

from automl_lib.evaluation.bootstrap import ScoreInterval
from automl_lib.plan.preprocessing_plan import PreprocessingPlan
from domain.columns import ColumnType
from domain.evaluations import ClassificationEvaluation, RegressionEvaluation, TrainingEvaluation
from domain.messages import Message
from domain.model_choice import Baseline
from domain.plan_effect import PlanEffect
from domain.shown_numbers import shown_number
from domain.table_schema import TableSchema

_FEW_TO_LEARN, _FEW_HELD_OUT = 200, 100
_RARE = 0.1
_COVERAGE_OFF = 0.05
_BOUNDED = {"gradient_boost", "decision_tree", "random_forest", "svm"}
"""Families whose predicted numbers stay near those they learnt; the others go on beyond them."""


def limits_of(
    model_code: str,
    evaluation: TrainingEvaluation,
    effect: PlanEffect,
    plan: PreprocessingPlan,
    schema: TableSchema,
    intervals: Mapping[str, ScoreInterval],
    target_range: tuple[float, float] | None = None,
) -> list[Message]:
    """Sentences, the most important first; never none.

    Args:
        model_code: of the model's family.
        target_range: least and largest number of the target in the table; None of classes.
    """
    found = _of_rows(effect)
    if scores := evaluation.classification:
        found += _of_classes(scores, intervals)
    if errors := evaluation.regression:
        found += _of_numbers(errors)
        if target_range is not None:
            found.append(_beyond(model_code, target_range))
    return [*found, *_of_columns(plan, schema)]


def _of_rows(effect: PlanEffect) -> list[Message]:
    found = []
    if effect.rows_train < _FEW_TO_LEARN:
        found.append(
            Message(
                "The model has learnt from {rows:,} rows only. More rows would probably make it better.",
                rows=effect.rows_train,
            )
        )
    if 0 < effect.rows_test < _FEW_HELD_OUT:
        found.append(
            Message(
                "Only {rows:,} rows were held out, so the scores are rough: see their intervals.",
                rows=effect.rows_test,
            )
        )
    if effect.duplicates_across_split:
        found.append(
            Message(
                "{rows:,} held-out rows equal a training row, so the scores may look better than they are.",
                rows=effect.duplicates_across_split,
            )
        )
    return found


def _of_classes(scores: ClassificationEvaluation, intervals: Mapping[str, ScoreInterval]) -> list[Message]:
    found = []
    area, baseline = intervals.get("roc_auc"), Baseline.of(scores)
    if area is not None and area.low <= 0.5:
        found.append(
            Message(
                "By the interval of its ROC AUC the model may be no better than chance. Don't rely on it."
            )
        )
    if baseline is not None and scores.accuracy < baseline.accuracy:
        found.append(
            Message(
                "Its accuracy is below that of always answering '{label}': the threshold is chosen to find the other class, at the "
                "price of false alarms.",
                label=baseline.label,
            )
        )
    counts = {name: one.support for name, one in scores.per_class.items()}
    rare = min(counts, key=lambda name: counts[name])
    if 0 < counts[rare] < _RARE * scores.rows:
        found.append(
            Message(
                "'{label}' is rare ({share} of the held-out rows). Look at its precision and sensitivity rather than at the "
                "accuracy{baseline}.",
                label=rare,
                share=f"{counts[rare] / scores.rows:.1%}",
                baseline=Message(
                    ": always answering '{label}' is right in {accuracy}",
                    label=baseline.label,
                    accuracy=f"{baseline.accuracy:.1%}",
                )
                if baseline
                else "",
            )
        )
    if scores.absent_classes:
        found.append(
            Message(
                "No row of {labels} was held out; how well the model finds them is not known.",
                labels=", ".join(f"'{name}'" for name in scores.absent_classes[:10]),
            )
        )
    return found


def _of_numbers(errors: RegressionEvaluation) -> list[Message]:
    found = []
    if errors.mae >= errors.mean_mae:
        found.append(Message("The model is no better than always answering the mean. Don't rely on it."))
    if errors.remark:
        found.append(errors.remark)
    elif abs(errors.coverage - errors.interval_share) > _COVERAGE_OFF:
        found.append(
            Message(
                "{within} of the held-out values are within their interval, which is made for {share}.",
                within=f"{errors.coverage:.1%}",
                share=f"{errors.interval_share:.0%}",
            )
        )
    return found


def _beyond(model_code: str, target_range: tuple[float, float]) -> Message:
    shown = [shown_number(value) for value in target_range]
    if not any("×" in text for text in shown):
        decimals = max(len(text.partition(".")[2].rstrip("0")) for text in shown)
        shown = [shown_number(value, decimals=decimals) for value in target_range]
    low, high = shown
    if model_code in _BOUNDED:
        return Message(
            "Values far beyond those of the table ({low} to {high}) are predicted too near to them.",
            low=low,
            high=high,
        )
    return Message(
        "Predictions far beyond the values of the table ({low} to {high}) go on as within them, which no row has shown to be right.",
        low=low,
        high=high,
    )


def _of_columns(plan: PreprocessingPlan, schema: TableSchema) -> list[Message]:
    kinds = {key: schema.by_key(key).type for key in plan.columns}
    found = []
    texts = [schema.by_key(check.column).label for check in plan.texts or () if check.used]
    if texts:
        found.append(
            Message(
                "The model goes by the wording of {labels}. Where another form or template is filled in, train it again.",
                labels=", ".join(f"'{label}'" for label in texts),
            )
        )
    if any(kind is ColumnType.DATE for kind in kinds.values()):
        found.append(
            Message(
                "The model knows the time of its training rows. The further new rows are from it, the less they may fit."
            )
        )
    if any(kind in (ColumnType.TEXT, ColumnType.BOOL) for kind in kinds.values()):
        found.append(
            Message(
                "A value of a category that training didn't have is treated as a rare one, and pointed out."
            )
        )
    found.append(
        Message(
            "The scores are of rows like those of the file. Each prediction file is compared with it; heed the warnings "
            "about values that have drifted."
        )
    )
    return found
