"""Reasons of predictions on a made table whose truth is known: time for a row, for a what-if answer, and how right they are.

Run as `python -m benchmarks.reasons`. Prints one JSON object; progress goes to stderr. Times are those of a process that has the model loaded, as the
serving process does. The table has 20 independent columns, 14 numbers and 6 categories; the log odds of its target are a sum of eight of them with
known weights, so that the true order of importance is that of the weights.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import warnings
from typing import Any

import numpy as np
import pandas as pd

from automl_lib.ensemble import combine
from automl_lib.explanations import Background, answer_what_if, contributions, explain_model
from automl_lib.explanations.values import shown
from automl_lib.plan import PlannedSplit, PreprocessingPlan, apply_plan
from automl_lib.trained_model import TrainedModel
from automl_lib.training import train
from domain.columns import ColumnType
from domain.learners import CLASSIFIERS, ENSEMBLE
from domain.preprocessing import Missing
from domain.table_schema import ColumnSchema, TableSchema, column_key
from domain.tasks import Task
from domain.what_if import Goal, WhatIf

NUMBERS, CATEGORIES = 14, 6
WEIGHTS = {0: 2.0, 14: 1.7, 1: 1.4, 15: 1.2, 2: 1.0, 3: 0.8, 16: 0.6, 4: 0.5}
"""Standard deviation of what a column adds to the log odds, by its place; others add nothing."""
LEVELS = ("서울", "부산", "대구", "인천", "광주")


def main() -> None:
    arguments = _arguments()
    warnings.filterwarnings("ignore", category=UserWarning, module="sklearn")
    runs = []
    for task in (Task.CLASSIFICATION, Task.REGRESSION):
        frame, schema = made_table(arguments.rows, task)
        plan, split = _planned(frame, schema, task)
        models: dict[str, TrainedModel] = {}
        for code in (*arguments.families, ENSEMBLE):
            if code == ENSEMBLE and len(models) < 2:
                continue
            if code == ENSEMBLE:
                models[code] = combine(list(models.values()))
            else:
                models[code] = train(frame, schema, plan, code, split=split)
            figures = _measured(models[code], frame, split, arguments)
            runs.append({"task": task.value, "family": code, **figures})
            print(json.dumps(runs[-1], ensure_ascii=False), file=sys.stderr, flush=True)
    print(json.dumps({"rows": arguments.rows, "worst": _worst(runs), "runs": runs}, indent=1))


def made_table(rows: int, task: Task, seed: int = 0) -> tuple[pd.DataFrame, TableSchema]:
    """The table: columns 1 … 14 are numbers, 15 … 20 categories, the last the target."""
    random = np.random.default_rng(seed)
    columns: dict[str, Any] = {}
    score = np.zeros(rows)
    for place in range(NUMBERS + CATEGORIES):
        if place < NUMBERS:
            own = random.normal(size=rows)
            columns[column_key(place)] = 100 + 15 * own
        else:
            number = random.integers(len(LEVELS), size=rows)
            own = (number - 2) / np.sqrt(2)
            columns[column_key(place)] = pd.Series(np.array(LEVELS, dtype=object)[number], dtype=object)
        score += WEIGHTS.get(place, 0.0) * own
    if task is Task.REGRESSION:
        target: Any = 1000 + 100 * (score + random.normal(size=rows))
    else:
        positive = random.random(rows) < 1 / (1 + np.exp(-score))
        target = pd.Series(np.where(positive, "예", "아니오"), dtype=object)
    columns[column_key(NUMBERS + CATEGORIES)] = target
    kinds = [ColumnType.REAL] * NUMBERS + [ColumnType.TEXT] * CATEGORIES
    kinds.append(ColumnType.REAL if task is Task.REGRESSION else ColumnType.TEXT)
    schema = TableSchema(
        tuple(ColumnSchema(column_key(place), f"칼럼{place + 1}", kind) for place, kind in enumerate(kinds))
    )
    return pd.DataFrame(columns), schema


def _planned(frame: pd.DataFrame, schema: TableSchema, task: Task) -> tuple[PreprocessingPlan, PlannedSplit]:
    keys = tuple(column.key for column in schema.columns)
    plan = PreprocessingPlan(target=keys[-1], columns=keys[:-1], missing=Missing.KEEP, task=task)
    split = apply_plan(frame, schema, plan)
    return split.plan, split


def _measured(
    model: TrainedModel, frame: pd.DataFrame, split: PlannedSplit, arguments: argparse.Namespace
) -> dict[str, Any]:
    held_out = frame.iloc[split.test_rows]
    started = time.perf_counter()
    explained = explain_model(model, frame.iloc[split.train_rows], held_out)
    explain_seconds = time.perf_counter() - started
    background = explained.background
    assert background is not None
    seconds, cpu, error = _rows(model, held_out, background, arguments.times)
    importances = {one.name: one.loss for one in explained.explanation.importances}
    return {
        "explain_seconds": round(explain_seconds, 2),
        "row_seconds_median": round(float(np.median(seconds)), 4),
        "row_seconds_max": round(float(np.max(seconds)), 4),
        "row_cpu_seconds_median": round(float(np.median(cpu)), 4),
        "additivity_error": error,
        **_what_if(model, held_out, background, arguments.times),
        **_agreement(importances),
    }


def _rows(
    model: TrainedModel, held_out: pd.DataFrame, background: Background, times: int
) -> tuple[list[float], list[float], float]:
    """Seconds and processor seconds of each row, and the largest additivity error."""
    seconds, cpu, errors = [], [], []
    contributions(model, held_out.iloc[[0]], background)  # the first call imports
    for place in range(times):
        started, worked = time.perf_counter(), time.process_time()
        found = contributions(model, held_out.iloc[[place]], background)
        seconds.append(time.perf_counter() - started)
        cpu.append(time.process_time() - worked)
        errors.append(found.additivity_error)
    return seconds, cpu, max(errors)


def _what_if(
    model: TrainedModel, held_out: pd.DataFrame, background: Background, times: int
) -> dict[str, float]:
    """Times of answers to a typed row, and of those with a counterfactual."""
    labels = tuple(column.label for column in background.columns)
    middle = float(model.predict_numbers(held_out)[:, 0].mean()) if model.is_regressor else None
    found: dict[str, list[float]] = {"what_if": [], "counterfactual": []}
    cpu = []
    for place in range(times + 1):
        row = held_out.iloc[place]
        cells = {column.label: shown(row[column.key], column.kind) for column in background.columns}
        for name, changeable in (("what_if", None), ("counterfactual", labels)):
            goal = Goal(at_least=middle) if changeable else Goal()
            started, worked = time.perf_counter(), time.process_time()
            answer_what_if(model, background, WhatIf("1", cells, changeable, goal))
            found[name].append(1000 * (time.perf_counter() - started))
            if not changeable:
                cpu.append(1000 * (time.process_time() - worked))
    times_of = {
        f"{name}_ms_{label}": round(float(np.quantile(values[1:], share)), 1)
        for name, values in found.items()
        for label, share in (("median", 0.5), ("p95", 0.95))
    }
    return times_of | {"what_if_cpu_ms_p95": round(float(np.quantile(cpu[1:], 0.95)), 1)}


def _agreement(importances: dict[str, float]) -> dict[str, float]:
    """How measured importances agree with the weights: rank correlation over the columns that matter, and how many of those are first."""
    from scipy.stats import spearmanr

    truth = {f"칼럼{place + 1}": weight for place, weight in WEIGHTS.items()}
    ranked = sorted(importances, key=lambda name: -importances[name])
    return {
        "rank_correlation": round(
            float(spearmanr([truth[n] for n in truth], [importances[n] for n in truth]).statistic), 3
        ),
        "first_are_true": sum(name in truth for name in ranked[: len(truth)]) / len(truth),
    }


def _worst(runs: list[dict[str, Any]]) -> dict[str, float]:
    """The worst figure of all runs."""
    least = ("rank_correlation", "first_are_true")
    names = [name for name in runs[0] if name not in ("task", "family")]
    return {name: (min if name in least else max)(run[name] for run in runs) for name in names}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--times", type=int, default=30, help="rows that are explained and answered")
    parser.add_argument("--families", nargs="*", default=list(CLASSIFIERS))
    return parser.parse_args()


if __name__ == "__main__":
    main()
