"""Run as `python -m benchmarks.automl_peers`. Prints one JSON object; progress goes to stderr.

The sets are in `benchmarks.model_sets` and `benchmarks.number_sets`; the score is ROC AUC (one-vs-rest, macro with more than
two classes) or R², on rows that nothing was chosen by.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import warnings
from pathlib import Path
from typing import Any

import numpy as np

from automl_lib.ensemble import combine
from automl_lib.errors import AutomlError
from automl_lib.evaluation import evaluate_classifier, evaluate_regressor
from automl_lib.evaluation.scores import regression_scores, roc_areas
from automl_lib.learners import load_learner
from automl_lib.plan import PlannedSplit, PreprocessingPlan, apply_plan, check_target
from automl_lib.plan.target import target_labels
from automl_lib.recommendation import recommended_model
from automl_lib.trained_model import TrainedModel
from automl_lib.training import train
from benchmarks.automl_peers.environment import PEERS
from benchmarks.automl_peers.ranks import summary
from benchmarks.model_sets import NAMES, ModelSet, load_set
from benchmarks.number_sets import NUMBER_SETS, load_number_set
from domain.learners import CLASSIFIERS, ENSEMBLE
from domain.preprocessing import Missing
from domain.tasks import Task


def main() -> None:
    arguments = _arguments()
    warnings.filterwarnings("ignore", category=UserWarning, module="sklearn")
    for code in CLASSIFIERS:
        load_learner(code)  # importing torch is no part of fitting
    cache = Path(arguments.cache)
    versions = {name: PEERS[name].version(cache) for name in arguments.peers}
    runs = []
    for name in arguments.sets or (*NAMES, *NUMBER_SETS):
        for seed in range(arguments.seeds):
            runs.append(_run(name, seed, arguments.peers, cache, arguments.seconds))
            print(json.dumps(runs[-1]), file=sys.stderr, flush=True)
    told = {"seconds": arguments.seconds, "versions": versions}
    print(json.dumps({**told, "summary": summary(runs), "runs": runs}, indent=1))


def _run(name: str, seed: int, peers: list[str], cache: Path, seconds: float) -> dict[str, Any]:
    task = Task.REGRESSION if name in NUMBER_SETS else Task.CLASSIFICATION
    table = load_number_set(name) if task is Task.REGRESSION else load_set(name)
    plan = PreprocessingPlan(
        target=table.target, columns=table.columns, missing=Missing.KEEP, seed=seed, task=task
    )
    split = apply_plan(table.frame, table.schema, plan)
    y = _target(table, task)
    learn, held = (
        table.frame.iloc[rows][list(table.columns)] for rows in (split.train_rows, split.test_rows)
    )
    run: dict[str, Any] = {"set": name, "task": task, "seed": seed, "rows": len(y), "scores": {}, "told": {}}
    started = time.perf_counter()
    models = _ours(table, plan, split, seconds, seed)
    took = time.perf_counter() - started
    for said, model in models.items():
        predicted = model.predict_numbers(held)[:, 0] if model.is_regressor else model.predict_proba(held)
        run["scores"][said] = _score(y[split.test_rows], predicted, task)
    run["told"]["ours"] = {"seconds": took, "chosen": models["ours"].code}
    for peer in peers:
        rows = (learn, y[split.train_rows], held)
        predictions, run["told"][peer] = PEERS[peer].fit(cache, rows, task, seconds, seed)
        run["scores"][peer] = (
            _score(y[split.test_rows], predictions, task) if predictions is not None else None
        )
    return run


def _ours(
    table: ModelSet, plan: PreprocessingPlan, split: PlannedSplit, seconds: float, seed: int
) -> dict[str, TrainedModel]:
    """The model that held-back rows choose, and the best single family, within the budget."""
    deadline = time.monotonic() + seconds
    trained: dict[str, TrainedModel] = {}
    for done, code in enumerate(CLASSIFIERS):
        share = max(0.0, deadline - time.monotonic()) / (len(CLASSIFIERS) - done)
        trained[code] = train(
            table.frame, table.schema, plan, code, seed=seed, split=split, budget_seconds=share
        )
    single = _recommended(table, split, trained)
    try:
        trained[ENSEMBLE] = combine(list(trained.values()), seed=seed)
    except AutomlError as refused:
        print(refused, file=sys.stderr)
    return {"ours": _recommended(table, split, trained), "ours without ensemble": single}


def _recommended(table: ModelSet, split: PlannedSplit, models: dict[str, TrainedModel]) -> TrainedModel:
    judged = table.frame.iloc[split.test_rows]
    evaluations = {
        code: evaluate_regressor(model, judged) if model.is_regressor else evaluate_classifier(model, judged)
        for code, model in models.items()
    }
    found = recommended_model(models, evaluations)
    assert found is not None
    return models[found.training_id]


def _target(table: ModelSet, task: Task) -> np.ndarray:
    if task is Task.REGRESSION:
        return table.frame[table.target].to_numpy(float)
    check = check_target(table.frame, table.schema, table.target, task=task)
    number = {name: i for i, name in enumerate(check.classes)}
    names = target_labels(table.frame[table.target], table.schema.by_key(table.target).type)
    return np.array([number[name] for name in names])


def _score(y: np.ndarray, predicted: np.ndarray, task: Task) -> float:
    if task is Task.REGRESSION:
        found = regression_scores(y, predicted).r2
        assert found is not None
        return found
    areas = [area for area in roc_areas(y, predicted) if area is not None]
    return areas[1] if predicted.shape[1] == 2 else float(np.mean(areas))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", nargs="*", choices=(*NAMES, *NUMBER_SETS), help="all when left out")
    parser.add_argument("--peers", nargs="*", choices=list(PEERS), default=list(PEERS))
    parser.add_argument("--seeds", type=int, default=1, help="splits of each set")
    parser.add_argument("--seconds", type=float, default=60, help="of each library for each fit")
    parser.add_argument(
        "--cache",
        default=Path.home() / ".cache" / "saebyeok-benchmarks",
        help="where the environments of peers are kept",
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
