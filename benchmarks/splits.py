"""What scores of a random split and of one by time or by group promise, and what models then keep on rows that come afterwards.

Run as `python -m benchmarks.splits`. Prints one JSON object; progress goes to stderr. The sets are in `split_sets`.
"""

from __future__ import annotations

import argparse
import json
import sys
import warnings
from collections import defaultdict
from dataclasses import replace
from typing import Any

import numpy as np

from automl_lib.ensemble import combine
from automl_lib.evaluation import evaluate_classifier, evaluate_regressor
from automl_lib.plan import PreprocessingPlan, apply_plan, check_target, suggest_split
from automl_lib.split_report import compare_with_random
from automl_lib.trained_model import TrainedModel
from automl_lib.training import choose_best, train
from benchmarks.split_sets import SPLIT_SETS, SplitSet, load_split_set
from domain.learners import ENSEMBLE
from domain.preprocessing import Missing
from domain.split import SplitMethod
from domain.tasks import Task

FAMILIES = ("linear", "random_forest", "gradient_boost")
FIGURES = ("promised", "held_back", "kept", "covered", "later_covered")


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", nargs="*", default=list(SPLIT_SETS))
    parser.add_argument("--families", nargs="*", default=list(FAMILIES))
    parser.add_argument("--seeds", type=int, default=3)
    arguments = parser.parse_args()
    warnings.filterwarnings("ignore", category=UserWarning, module="sklearn")
    runs = []
    for name in arguments.sets:
        for seed in range(arguments.seeds):
            made = load_split_set(name, seed)
            for method in (SplitMethod.RANDOM, made.method):
                runs.append(_run(made, method, seed, arguments.families))
                print(json.dumps(runs[-1]), file=sys.stderr, flush=True)
    print(json.dumps({"summary": summary(runs), "runs": runs}, indent=1))


def _run(made: SplitSet, method: SplitMethod, seed: int, families: list[str]) -> dict[str, Any]:
    table = made.table
    column = None if method is SplitMethod.RANDOM else made.column
    columns = tuple(key for key in table.columns if key != made.column or made.method is SplitMethod.TIME)
    plan = PreprocessingPlan(table.target, columns, missing=Missing.KEEP, seed=seed, task=made.task)
    plan = replace(plan, split=method, split_column=column)
    split = apply_plan(table.frame, table.schema, plan)
    found = compare_with_random(table.frame, table.schema, split.plan, split)
    suggested = suggest_split(
        table.frame, table.schema, check_target(table.frame, table.schema, table.target)
    )
    run: dict[str, Any] = {
        "set": table.name,
        "seed": seed,
        "method": method.value,
        "suggested": suggested.method.value,
        "quick": {"random": found.random, "split": found.split} if found else None,
        "families": {},
    }
    models = {
        code: train(table.frame, table.schema, split.plan, code, seed=seed, split=split) for code in families
    }
    models[ENSEMBLE] = combine(list(models.values()), seed=seed)
    run["recommended"] = choose_best({code: model.validation for code, model in models.items()})
    for code, model in models.items():
        promised, covered = _scores(model, made, table.frame.iloc[split.test_rows])
        kept, later = _scores(model, made, made.later)
        held_back = model.validation["r2" if made.task is Task.REGRESSION else "roc_auc"]
        figures = (promised, held_back, kept, covered, later)
        run["families"][code] = dict(zip(FIGURES, figures, strict=True))
    return run


def _scores(model: TrainedModel, made: SplitSet, rows: Any) -> tuple[float | None, float | None]:
    """ROC AUC or R², and of numbers the share within their interval."""
    if made.task is Task.REGRESSION:
        found = evaluate_regressor(model, rows)
        return found.r2, found.coverage
    return evaluate_classifier(model, rows).roc_auc, None


def summary(runs: list[dict[str, Any]]) -> dict[str, dict[str, dict[str, float]]]:
    """Means over families and seeds, and of the recommended models ("recommended …") over seeds, by set and method."""
    figures: dict[tuple[str, str], dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for run in runs:
        of_set = figures[run["set"], run["method"]]
        for code, scores in run["families"].items():
            for name in FIGURES:
                if scores[name] is not None and code != ENSEMBLE:
                    of_set[name].append(scores[name])
                if scores[name] is not None and code == run["recommended"]:
                    of_set[f"recommended {name}"].append(scores[name])
    found: dict[str, dict[str, dict[str, float]]] = defaultdict(dict)
    for (name, method), values in figures.items():
        found[name][method] = {figure: round(float(np.mean(some)), 3) for figure, some in values.items()}
    return dict(found)


if __name__ == "__main__":
    main()
