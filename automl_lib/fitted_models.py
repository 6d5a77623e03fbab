"""Trains and scores several models on one plan, for the one-shot."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from automl_lib.errors import AutomlError
from automl_lib.learners.catalogue import Progress
from automl_lib.plan import Note, PlannedSplit, PreprocessingPlan
from automl_lib.ruled_model import RuledModel, with_rule
from automl_lib.trained_model import TrainedModel
from automl_lib.training import choose_best, train
from domain.decision_rules import DecisionRule, RuleChoice
from domain.learners import CLASSIFICATION, LEARNERS
from domain.messages import Message
from domain.rule_sentences import rule_text
from domain.table_schema import TableSchema

if TYPE_CHECKING:
    import pandas as pd

    from domain.evaluations import RegressionEvaluation

_HEADLINES = ("precision", "sensitivity", "f1", "roc_auc", "log_loss", "brier", "average_precision")
_ERRORS = ("r2", "mae", "rmse", "mape", "coverage", "interval_width")


@dataclass(frozen=True)
class FittedModels:
    """Models of the one-shot.

    Attributes:
        result: the part of `fit_file`'s answer that is about them.
        models: those with a target, by code, each with the threshold of its rule.
        rules: by code, where a rule was asked for.
        refusals: of those that could not be trained, in order.
        best: code of the one to use; None without a model that predicts the target.
    """

    result: dict[str, Any]
    models: Mapping[str, TrainedModel]
    rules: Mapping[str, DecisionRule]
    refusals: Sequence[AutomlError]
    best: str | None

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
        deadline: on the clock of `time.monotonic`.
        rule: by what models of two classes choose their threshold.

    Raises:
        AutomlError: every model was refused; the first refusal.
    """
    from automl_lib.ensemble import combine
    from automl_lib.evaluation import evaluate_regressor

    codes = sorted(codes, key=lambda code: LEARNERS[code].combines)
    result: dict[str, Any] = {
        "models": {},
        "baseline": None,
        "clusterings": {},
        "refused": {},
        "predictions": None,
    }
    trained: dict[str, TrainedModel] = {}
    rules: dict[str, DecisionRule] = {}
    refusals: list[AutomlError] = []
    for done, code in enumerate(codes):
        if progress is not None:
            progress(done, len(codes), LEARNERS[code].name)
        share = None if deadline is None else max(0.0, deadline - time.monotonic()) / (len(codes) - done)
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
        if model.is_regressor:
            scores = evaluate_regressor(model, frame.iloc[split.test_rows])
            result["models"][code] = _errors(model, scores)
            result["baseline"] = {"mean": scores.mean, "mae": scores.mean_mae, "rmse": scores.mean_rmse}
            continue
        result["models" if model.is_classifier else "clusterings"][code] = _scores(model, frame, split, ruled)
        if ruled is not None:
            trained[code] = ruled.model
            rules[code] = ruled.rule
    if refusals and len(refusals) == len(codes):
        raise refusals[0]
    best = choose_best({code: trained[code].validation for code in result["models"]})
    return FittedModels(result, trained, rules, refusals, best)


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
    model: TrainedModel, frame: pd.DataFrame, split: PlannedSplit, ruled: RuledModel | None
) -> dict[str, Any]:
    from automl_lib.evaluation import evaluate_classifier, evaluate_clustering

    if not model.is_classifier:
        clusters = evaluate_clustering(model, frame)
        return {
            "clusters": clusters.clusters,
            "silhouette": clusters.silhouette,
            "sizes": list(clusters.sizes),
            "agreement": clusters.agreement,
            "fit_seconds": model.fit_seconds,
        }
    model = ruled.model if ruled else model
    scores = evaluate_classifier(model, frame.iloc[split.test_rows])
    rule = ruled.rule.judged(scores) if ruled else None
    return {
        **{name: getattr(scores, name) for name in _HEADLINES},
        "fit_seconds": model.fit_seconds,
        "accuracy": scores.accuracy,
        "threshold": model.threshold,
        **({"rule": {**rule.to_json(), **rule_text(rule).sentences}} if rule else {}),
        "validation": dict(model.validation),
        "settings": dict(model.settings),
    }
