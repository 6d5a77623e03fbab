"""Trains and scores several models on one plan, for the one-shot."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from automl_lib.errors import AutomlError
from automl_lib.learners import load_learner
from automl_lib.learners.catalogue import Progress
from automl_lib.plan import Note, PlannedSplit, PreprocessingPlan
from automl_lib.recommendation import recommended_model
from automl_lib.ruled_model import with_rule
from automl_lib.trained_model import TrainedModel
from automl_lib.training import train
from domain.decision_rules import DecisionRule, RuleChoice
from domain.learners import CLASSIFICATION, LEARNERS
from domain.messages import Message
from domain.model_choice import Baseline, MeanBaseline, Recommendation
from domain.rule_sentences import rule_text
from domain.table_schema import TableSchema

if TYPE_CHECKING:
    import pandas as pd

    from domain.evaluations import ClassificationEvaluation, RegressionEvaluation

_TOO_SHORT = 1 / 3
_COMBINING = 0.25
_QUICK_FIRST = ("linear", "decision_tree", "gradient_boost", "svm", "random_forest", "neural_network")
# Library and seconds of its import: a family that has less time than that is left out.
_IMPORTS = {"neural_network": ("torch", 2.5)}
_HEADLINES = ("precision", "sensitivity", "f1", "roc_auc", "log_loss", "brier", "average_precision")
_ERRORS = ("r2", "mae", "rmse", "mape", "coverage", "interval_width")


@dataclass(frozen=True)
class FittedModels:
    """Models of the one-shot.

    Attributes:
        result: the part of `fit_file`'s answer that is about them.
        models: those with a target, by code, each with the threshold of its rule.
        evaluations: of these, on held-out rows.
        rules: by code, where a rule was asked for.
        refusals: of those that could not be trained, in order.
        recommendation: the one to use, its code in place of a training's id; None without a model that predicts the target.
    """

    result: dict[str, Any]
    models: Mapping[str, TrainedModel]
    evaluations: Mapping[str, ClassificationEvaluation | RegressionEvaluation]
    rules: Mapping[str, DecisionRule]
    refusals: Sequence[AutomlError]
    recommendation: Recommendation | None

    @property
    def best(self) -> str | None:
        """The code of the recommended model."""
        return self.recommendation.training_id if self.recommendation else None

    @property
    def notes(self) -> tuple[Note, ...]:
        """What there was no time for."""
        settings = [model.settings for model in self.models.values()]
        texts = sorted({label for one in settings for label in one.get("text_columns_left_out", ())})
        if not texts:
            return ()
        said = Message(
            "The time limit left no room for the sentences in {columns}; with more time (--budget), models use them.",
            columns=", ".join(f"'{label}'" for label in texts),
        )
        return (Note("texts_left_out", said),)


def fit_models(
    frame: pd.DataFrame,
    schema: TableSchema,
    split: PlannedSplit,
    codes: Sequence[str],
    seed: int,
    deadline: float | None,
    rule: RuleChoice | None,
    progress: Progress | None,
) -> FittedModels:
    """Train models one after the other, each within its share of the time that is left, and score them on held-out rows.

    Args:
        codes: of `LEARNERS`. Those that combine others come last.
        deadline: on the clock of `time.monotonic`. Models that would hardly have begun by then are left out, once one is trained.
        rule: by what models of two classes choose their threshold.

    Raises:
        AutomlError: every model was refused; the first refusal.
    """
    from automl_lib.ensemble import combine
    from automl_lib.evaluation import evaluate_classifier, evaluate_regressor

    codes = _in_order(codes, in_time=deadline is not None)
    result: dict[str, Any] = {
        "models": {},
        "baseline": None,
        "clusterings": {},
        "refused": {},
        "predictions": None,
    }
    trained: dict[str, TrainedModel] = {}
    rules: dict[str, DecisionRule] = {}
    evaluations: dict[str, ClassificationEvaluation | RegressionEvaluation] = {}
    refusals: list[AutomlError] = []
    if deadline is not None:  # the first model of a library would pay for importing it
        for code in codes:
            if not LEARNERS[code].combines and code not in _IMPORTS:
                load_learner(code)
    for done, code in enumerate(codes):
        if progress is not None:
            progress(done, len(codes), LEARNERS[code].name)
        share = None if deadline is None else share_of(deadline - time.monotonic(), codes[done:])
        if share is not None and not LEARNERS[code].combines and _is_too_short(code, share, trained):
            result["refused"][code] = _no_time(code).sentences
            continue
        try:
            if LEARNERS[code].combines:
                model = combine(list(trained.values()), seed=seed)
            else:
                model = _train(frame, schema, split.plan, code, split, seed, share)
            if model.task is not None:
                trained[code] = model  # also of an ensemble where the rule is refused
            ruled = with_rule(model, rule) if rule is not None and model.is_classifier else None
        except AutomlError as refusal:
            refusals.append(refusal)
            result["refused"][code] = refusal.message.sentences
            continue
        judged = frame.iloc[split.test_rows]
        if model.is_regressor:
            evaluations[code] = errors = evaluate_regressor(model, judged)
            result["models"][code] = _errors(model, errors)
            result["baseline"] = asdict(MeanBaseline.of(errors))
        elif model.is_classifier:
            model = trained[code] = ruled.model if ruled else model
            evaluations[code] = scores = evaluate_classifier(model, judged)
            if ruled is not None:
                rules[code] = ruled.rule.judged(scores)
            result["models"][code] = _scores(model, scores, rules.get(code))
            baseline = Baseline.of(scores)
            result["baseline"] = asdict(baseline) if baseline else None
        else:
            result["clusterings"][code] = _clusters(model, frame)
    if refusals and len(refusals) == len(codes):
        raise refusals[0]
    recommendation = recommended_model(trained, evaluations)
    return FittedModels(result, trained, evaluations, rules, refusals, recommendation)


def _in_order(codes: Sequence[str], *, in_time: bool) -> list[str]:
    """Those that combine others last; within a time limit the quick ones first, so that a short one has models to choose from."""
    quick = _QUICK_FIRST if in_time else ()
    return sorted(
        codes,
        key=lambda code: (LEARNERS[code].combines, quick.index(code) if code in quick else len(quick)),
    )


def share_of(seconds: float, codes: Sequence[str]) -> float:
    """The seconds of what is left that the first of some models may take; combining others takes a quarter of a training."""
    parts = [_COMBINING if LEARNERS[one].combines else 1.0 for one in codes]
    return max(0.0, seconds) * parts[0] / sum(parts)


def _is_too_short(code: str, share: float, trained: Mapping[str, TrainedModel]) -> bool:
    """Whether a model would take far longer than its share: what a fold that has begun takes, the quickest so far tells."""
    if not trained:
        return False
    library, seconds = _IMPORTS.get(code, ("", 0.0))
    if share < seconds and library not in sys.modules:
        return True
    return share < _TOO_SHORT * min(one.fit_seconds for one in trained.values())


def _no_time(code: str) -> Message:
    return Message(
        "The time limit (--budget) was reached before {model}. Allow more time to train it.",
        model=LEARNERS[code].name,
    )


def _train(
    frame: pd.DataFrame,
    schema: TableSchema,
    plan: PreprocessingPlan,
    code: str,
    split: PlannedSplit,
    seed: int,
    share: float | None,
) -> TrainedModel:
    # A clustering takes every row, but here the test file's rows are only for scoring.
    rows = frame if LEARNERS[code].group == CLASSIFICATION else frame.iloc[np.sort(split.train_rows)]
    return train(rows, schema, plan, code, seed=seed, budget_seconds=share, split=split)


def _errors(model: TrainedModel, scores: RegressionEvaluation) -> dict[str, Any]:
    return {
        **{name: getattr(scores, name) for name in _ERRORS},
        "fit_seconds": model.fit_seconds,
        "validation": dict(model.validation),
        "settings": dict(model.settings),
    }


def _scores(
    model: TrainedModel, scores: ClassificationEvaluation, rule: DecisionRule | None
) -> dict[str, Any]:
    return {
        **{name: getattr(scores, name) for name in _HEADLINES},
        "fit_seconds": model.fit_seconds,
        "accuracy": scores.accuracy,
        "threshold": model.threshold,
        **({"rule": {**rule.to_json(), **rule_text(rule).sentences}} if rule else {}),
        "validation": dict(model.validation),
        "settings": dict(model.settings),
    }


def _clusters(model: TrainedModel, frame: pd.DataFrame) -> dict[str, Any]:
    from automl_lib.evaluation import evaluate_clustering

    clusters = evaluate_clustering(model, frame)
    return {
        "clusters": clusters.clusters,
        "silhouette": clusters.silhouette,
        "sizes": list(clusters.sizes),
        "agreement": clusters.agreement,
        "fit_seconds": model.fit_seconds,
    }
