"""How far our classifiers' probabilities can be believed, and what class weights change where a class is rare.

Run as `python -m benchmarks.calibration`. Prints one JSON object; progress goes to stderr. Calibration is measured on held-out rows of bundled
sets; `bins_within` is the share of bins whose 95% interval holds the predicted probability, because the calibration error of a small set is
large by chance. On the sets with a rare class each family is also trained with balanced class weights, as the usual remedy, for comparison.
"""

from __future__ import annotations

import argparse
import json
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import numpy as np
from sklearn.ensemble import RandomForestClassifier

import automl_lib.learners.random_forest
import automl_lib.training
from automl_lib.evaluation import evaluate_classifier
from automl_lib.plan import PreprocessingPlan, apply_plan
from automl_lib.training import train
from benchmarks.model_sets import ModelSet, load_set
from domain.learners import CLASSIFIERS, LEARNERS
from domain.preprocessing import Missing

FAMILIES = tuple(code for code in CLASSIFIERS if not LEARNERS[code].combines)
SETS = ("breast_cancer", "Chile", "DoctorAUS", "Hdma", "Pima.tr2", "flchain", "nwtco", "titanic", "vote92")
RARE = {"nwtco": None, "Hdma": 0.04, "flchain": 0.03}
"""Sets with a rare class; a share is what the class is thinned out to, None leaves it."""
WEIGHTED = ("linear", "random_forest", "gradient_boost")
"""Families that can be weighted from outside; the SVM is always, and calibrated afterwards."""


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", nargs="*", default=SETS)
    parser.add_argument("--families", nargs="*", default=FAMILIES)
    parser.add_argument("--seeds", type=int, default=2)
    arguments = parser.parse_args()
    warnings.filterwarnings("ignore", module="sklearn")
    calibrated = [
        _measured(load_set(name), code, seed)
        for name in arguments.sets
        for seed in range(arguments.seeds)
        for code in arguments.families
    ]
    rare = [
        _measured(_thinned(load_set(name), share), code, seed, weighted=weighted)
        for name, share in RARE.items()
        for seed in range(arguments.seeds)
        for code in WEIGHTED
        for weighted in (False, True)
    ]
    print(
        json.dumps(
            {
                "calibration": _means(calibrated, lambda run: run["family"]),
                "rare": _means(rare, lambda run: f"{run['family']}{' weighted' if run['weighted'] else ''}"),
                "runs": calibrated + rare,
            },
            indent=1,
        )
    )


def _measured(table: ModelSet, code: str, seed: int, *, weighted: bool = False) -> dict[str, Any]:
    plan = PreprocessingPlan(target=table.target, columns=table.columns, missing=Missing.KEEP, seed=seed)
    split = apply_plan(table.frame, table.schema, plan)
    with _class_weights() if weighted else _as_is():
        model = train(table.frame, table.schema, plan, code, seed=seed, split=split)
    scores = evaluate_classifier(model, table.frame.iloc[split.test_rows])
    if scores.calibration is None:
        raise RuntimeError("an evaluation without calibration")
    run = {
        "set": table.name,
        "family": code,
        "seed": seed,
        "weighted": weighted,
        "rare_share": scores.positive_share,
        "ece": scores.calibration.ece,
        "brier": scores.calibration.brier,
        "skill": scores.calibration.skill,
        "bins_within": float(
            np.mean([one.low <= one.predicted <= one.high for one in scores.calibration.bins])
        ),
        "log_loss": scores.log_loss,
        "roc_auc": scores.roc_auc,
        "average_precision": scores.average_precision,
        "f1": scores.f1,
        "threshold": scores.threshold,
    }
    print(json.dumps(run), file=sys.stderr, flush=True)
    return run


def _means(runs: list[dict[str, Any]], group: Callable[[dict[str, Any]], str]) -> dict[str, dict[str, float]]:
    """Mean scores of each group, over the runs that have them."""
    names = ("ece", "bins_within", "brier", "skill", "log_loss", "roc_auc", "average_precision", "f1")
    groups = list(dict.fromkeys(map(group, runs)))
    return {
        key: {
            name: float(np.mean([run[name] for run in runs if group(run) == key and run[name] is not None]))
            for name in names
        }
        for key in groups
    }


def _thinned(table: ModelSet, share: float | None) -> ModelSet:
    """The set with rows of the rarer class left out at random until it has this share."""
    if share is None:
        return table
    classes = table.frame[table.target].astype(str)
    rarer = classes == classes.value_counts().idxmin()
    wanted = int(share / (1 - share) * (~rarer).sum())
    kept = np.random.default_rng(0).permutation(np.flatnonzero(rarer))[:wanted]
    rows = np.sort(np.concatenate([np.flatnonzero(~rarer), kept]))
    return ModelSet(
        f"{table.name} {share:.0%}", table.frame.iloc[rows].reset_index(drop=True), table.schema, table.target
    )


@contextmanager
def _as_is() -> Iterator[None]:
    yield


@contextmanager
def _class_weights() -> Iterator[None]:
    """Trainings inside weigh the classes evenly."""
    load = automl_lib.training.load_learner

    class Weighted:
        def __init__(self, code: str) -> None:
            self._learner = load(code)

        def __getattr__(self, name: str) -> Any:
            return getattr(self._learner, name)

        def build(self, request: Any) -> Any:
            estimator = self._learner.build(request)
            for candidate in getattr(estimator, "candidates", ()):
                candidate.set_params(class_weight="balanced")
            return estimator

    forests = automl_lib.learners.random_forest
    automl_lib.training.load_learner = Weighted  # type: ignore[assignment, misc]
    forests.RandomForestClassifier = partial(RandomForestClassifier, class_weight="balanced")  # type: ignore[assignment, misc]
    try:
        yield
    finally:
        automl_lib.training.load_learner = load
        forests.RandomForestClassifier = RandomForestClassifier  # type: ignore[misc]


if __name__ == "__main__":
    main()
