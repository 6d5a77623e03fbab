"""Asset checks: what steps measured and decided, as numbers with a severity that Dagster plots and lists.

Nothing is decided here. Every path on which a step materializes its asset reports all checks of that asset, because
Dagster takes a check without a result for an error of the step.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import dagster as dg

from assets.metadata import rounded, table
from domain.challenges import ChallengeVerdict
from domain.decision_rules import DecisionRule, RuleKind, RuleScores
from domain.drift import is_drift
from domain.evaluations import TrainingEvaluation
from domain.explanations import FEW_HELD_OUT_ROWS
from domain.learners import explanation_step
from domain.messages import Message
from domain.outcomes import OutcomeScores
from domain.proportions import upper_bound
from domain.split import SplitEffect, SplitMethod, SplitSuggestion

ERROR, WARN = dg.AssetCheckSeverity.ERROR, dg.AssetCheckSeverity.WARN

ROWS_STORED = dg.AssetCheckSpec(
    "every_row_is_stored",
    asset="uploaded_table",
    description="TB_AUTOML_TEXT has as many rows as were read from the file.",
)
ROWS_ADDED = dg.AssetCheckSpec(
    "every_added_row_is_stored",
    asset="appended_rows",
    description="TB_AUTOML_TEXT has as many rows more as were added.",
)
TARGET_LEARNABLE = dg.AssetCheckSpec(
    "target_can_be_learned",
    asset="appended_rows",
    description="The target can still be learned from the table with its rows as they are now.",
)
NO_LEAKAGE = dg.AssetCheckSpec(
    "no_leakage",
    asset="target_check",
    description="No column alone gives the target away (AUC near 1, or one value for each class).",
)
HONEST_SPLIT = dg.AssetCheckSpec(
    "honest_split",
    asset="preprocessing_plan",
    description="Held-out rows are separated from training rows as rows to predict will be: by time or by group where the "
    "table has dates or ids that repeat.",
)
RULE_HOLDS = dg.AssetCheckSpec(
    "rule_holds",
    asset="decision_rule",
    description="On held-out rows the decision rule is no dearer than the default one, or reaches the wished precision or "
    "recall as far as so few rows can tell.",
)
AS_GOOD_AS_AT_TRAINING = dg.AssetCheckSpec(
    "as_good_as_at_training",
    asset="prediction_outcomes",
    description="Predictions turned out no worse than held-out rows said when the model was trained, by more than chance.",
)
CHALLENGER_IS_BETTER = dg.AssetCheckSpec(
    "challenger_is_better",
    asset="challenge_verdict",
    description="The model trained on the grown table is better than the confirmed one on the newest rows.",
)
NO_DRIFT = dg.AssetCheckSpec(
    "no_drift",
    asset="predictions",
    description="The new rows are distributed like the rows of training. Predictions do not depend on it.",
)
MOST_ADDITIVITY_ERROR = 0.01
"""Largest difference between a prediction and the sum of its contributions: of a probability, or as a share of a number."""
PAGES_HAVE_TEXTS = dg.AssetCheckSpec(
    "every_page_has_texts",
    asset="extracted_texts",
    description="At least one text was read on every page of the run.",
)
GATE_VERDICT = dg.AssetCheckSpec(
    "network_is_better",
    asset="network_gate",
    blocking=True,
    description="The network reads people's items better than its parent and has forgotten nothing.",
)
SAME_AS_EASYOCR = dg.AssetCheckSpec(
    "same_as_easyocr",
    asset="network_gate",
    description="Stock EasyOCR reads the same texts with the network's files.",
)
LAYOUTS_ARE_BETTER = dg.AssetCheckSpec(
    "layouts_are_better",
    asset="learnt_layouts",
    description="Unseen confirmed documents come out better with each layout that was learnt, and none worse.",
)


def rows_stored(*, read: int, stored: int) -> dg.AssetCheckResult:
    """Whether all rows that were read are stored."""
    return _result(ROWS_STORED, read == stored, ERROR, {"rows read": read, "rows stored": stored})


def rows_added(*, added: int, stored: int) -> dg.AssetCheckResult:
    """Whether all rows that were added are stored."""
    return _result(ROWS_ADDED, added == stored, ERROR, {"rows added": added, "rows stored": stored})


def target_learnable(refusal: Message | None) -> dg.AssetCheckResult:
    """Whether a target passed its check again; `refusal` is None where it did, or where there was none to check."""
    return _result(TARGET_LEARNABLE, refusal is None, WARN, {"reason": refusal.en if refusal else "–"})


def no_leakage(warnings: Sequence[Any]) -> dg.AssetCheckResult:
    """Whether no `ProfileWarning` about the target was raised."""
    rows = [{"column": warning.column or "*", "warning": warning.en} for warning in warnings]
    return _result(NO_LEAKAGE, not rows, WARN, {"columns": len(rows), "warnings": table(rows)})


def honest_split(split: SplitEffect | None, suggested: SplitSuggestion) -> dg.AssetCheckResult:
    """Whether the split isn't random where another is suggested; without a target there is none."""
    random_all_the_same = split is not None and split.method is SplitMethod.RANDOM
    passed = not (random_all_the_same and suggested.method is not SplitMethod.RANDOM)
    figures: dict[str, Any] = {"suggested": suggested.method.value}
    if split is not None:
        figures["split"] = split.method.value
        if found := split.comparison:
            figures |= {"random": round(found.random, 4), "by time or group": round(found.split, 4)}
    return _result(HONEST_SPLIT, passed, WARN, figures)


def rule_holds(rule: DecisionRule, evaluation: TrainingEvaluation | None) -> dg.AssetCheckResult:
    """Whether held-out rows confirm a decision rule; the default one, or one that wasn't judged, passes."""
    scores = evaluation.classification if evaluation else None
    numbers: dict[str, float] = {"threshold": rule.threshold}
    if rule.held_out is None or scores is None:
        return _result(RULE_HOLDS, True, WARN, numbers)
    if rule.choice.kind is RuleKind.COSTS:
        cost, default = (
            rule.cost_of(matrix) for matrix in (rule.held_out.confusion_matrix, scores.confusion_matrix)
        )
        numbers |= {"cost": cost, "cost of the default": default}
        return _result(RULE_HOLDS, cost <= default, WARN, numbers)
    return _result(RULE_HOLDS, _reaches(rule, rule.held_out), WARN, numbers)


def _reaches(rule: DecisionRule, scores: RuleScores) -> bool:
    (_, false_alarms), (misses, hits) = scores.confusion_matrix
    if rule.choice.wished is None:
        return True
    sample = hits + (false_alarms if rule.choice.kind is RuleKind.PRECISION else misses)
    return upper_bound(hits, sample) >= rule.choice.wished


def as_good_as_at_training(scores: OutcomeScores) -> dg.AssetCheckResult:
    """Whether predictions turned out as expected."""
    return _result(AS_GOOD_AS_AT_TRAINING, not scores.is_alarming, WARN, scores.to_json())


def challenger_is_better(verdict: ChallengeVerdict) -> dg.AssetCheckResult:
    """Whether the challenger replaces the champion; that it doesn't is nothing wrong."""
    names = ("gain", "low", "high", "rows", "knows_groups", "repeated")
    shown = {name: getattr(verdict, name) for name in names}
    return _result(CHALLENGER_IS_BETTER, verdict.promoted, WARN, {**shown, "reason": verdict.reason.en})


def no_drift(rows: int, warnings: Sequence[Mapping[str, Any]]) -> dg.AssetCheckResult:
    """Whether none of the remarks on `rows` new rows is about drift."""
    drifted = [warning for warning in warnings if is_drift(warning)]
    shown = [
        {"column": one["column"] or "*", "difference": one["code"], "remark": one["en"]} for one in drifted
    ]
    columns = len({one["column"] for one in drifted})
    return _result(
        NO_DRIFT, not drifted, WARN, {"rows": rows, "columns": columns, "differences": table(shown)}
    )


def contributions_spec(code: str) -> dg.AssetCheckSpec:
    """The check of the contributions of one learner's models."""
    return dg.AssetCheckSpec(
        "contributions_add_up",
        asset=explanation_step(code),
        description=f"Contributions of the columns to a prediction add up to it within {MOST_ADDITIVITY_ERROR}.",
    )


def held_out_spec(code: str) -> dg.AssetCheckSpec:
    """The check of the rows that importances of one learner's models are measured on."""
    return dg.AssetCheckSpec(
        "enough_held_out_rows",
        asset=explanation_step(code),
        description=f"The importance of columns is measured on {FEW_HELD_OUT_ROWS} held-out rows or more.",
    )


def contributions_add_up(code: str, error: float | None) -> dg.AssetCheckResult:
    """Whether contributions add up to the predictions they explain; `error` is None where none were computed."""
    passed = error is not None and error <= MOST_ADDITIVITY_ERROR
    figures = {"largest error": error if error is not None else "–"}
    return _result(contributions_spec(code), passed, WARN if error is None else ERROR, figures)


def enough_held_out(code: str, rows: int) -> dg.AssetCheckResult:
    """Whether importances were measured on enough rows."""
    return _result(held_out_spec(code), rows >= FEW_HELD_OUT_ROWS, WARN, {"rows": rows})


def pages_have_texts(pages: int, empty: Sequence[tuple[str, int]]) -> dg.AssetCheckResult:
    """Whether none of the pages is empty.

    Args:
        pages: number of pages that were read.
        empty: file name and number of every page without a text.
    """
    shown = table([{"file": file, "page": page} for file, page in empty])
    return _result(
        PAGES_HAVE_TEXTS, not empty, WARN, {"pages": pages, "pages without texts": len(empty), "empty": shown}
    )


def gate_verdict(
    *, deploy: bool, faulty: bool, reason: str, scores: Mapping[str, Any] | None
) -> dg.AssetCheckResult:
    """The gate's verdict, with the error rates it is based on.

    A network that is no better than its parent is a usual outcome: its row keeps it from being deployed and the run
    goes on to say so. Only a fault of the network ends the run before `deployed_network`.

    Args:
        deploy: the verdict.
        faulty: EasyOCR reads other texts with the network's files.
        reason: the reason in English.
        scores: TB_OCR_NETWORK.SCORES; None where the training ended before there was anything to judge.
    """
    return _result(GATE_VERDICT, deploy, ERROR if faulty else WARN, error_rates(scores), reason)


def same_as_easyocr(*, crops: int, differing: int) -> dg.AssetCheckResult:
    """Whether EasyOCR read all of the compared crops as our recogniser does."""
    return _result(
        SAME_AS_EASYOCR, differing == 0, ERROR, {"crops": crops, "crops read differently": differing}
    )


class JudgedLayout(Protocol):
    """Figures of a layout on unseen documents, as of `ocr_lib.fields.learnt.Judgement`."""

    @property
    def right_before(self) -> int: ...
    @property
    def right_after(self) -> int: ...
    @property
    def worse(self) -> int: ...
    @property
    def is_better(self) -> bool: ...


def layouts_are_better(results: Sequence[JudgedLayout]) -> dg.AssetCheckResult:
    """Whether each layout that was learnt is better than what was used; one that is not is a usual outcome."""
    return _result(
        LAYOUTS_ARE_BETTER,
        all(one.is_better for one in results),
        WARN,
        {
            "layouts": len(results),
            "better": sum(one.is_better for one in results),
            "fields right before": sum(one.right_before for one in results),
            "fields right after": sum(one.right_after for one in results),
            "documents worse": sum(one.worse for one in results),
        },
    )


def error_rates(scores: Mapping[str, Any] | None) -> dict[str, float]:
    """Character error rates before and after, by set, as metadata that Dagster plots."""
    return {
        f"CER {name} {when}": float(values[when])
        for name, values in (scores or {}).items()
        for when in ("before", "after")
    }


def _result(
    spec: dg.AssetCheckSpec,
    passed: bool,
    severity: dg.AssetCheckSeverity,
    numbers: Mapping[str, Any],
    description: str | None = None,
) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        passed=passed,
        asset_key=spec.asset_key,
        check_name=spec.name,
        severity=severity,
        metadata={name: rounded(value) for name, value in numbers.items()},
        description=description,
    )
