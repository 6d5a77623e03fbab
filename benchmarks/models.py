"""Our classifiers beside the plain scikit-learn estimators on the same held-out rows.

Run as `python -m benchmarks.models`. Prints one JSON object; progress goes to stderr. Sets live in `model_sets`, the estimators in
`plain_models`; other AutoML libraries are measured by `automl_peers`.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import warnings
from typing import Any

import numpy as np

from automl_lib.evaluation import evaluate_classifier
from automl_lib.evaluation.scores import roc_areas
from automl_lib.learners import load_learner
from automl_lib.plan import PreprocessingPlan, apply_plan, check_target
from automl_lib.plan.target import target_labels
from automl_lib.recommendation import recommended_model
from automl_lib.training import train
from benchmarks.model_sets import NAMES, ModelSet, load_set
from benchmarks.plain_models import fit_plain
from domain.learners import CLASSIFIERS
from domain.preprocessing import Missing


def main() -> None:
    arguments = _arguments()
    warnings.filterwarnings("ignore", category=UserWarning, module="sklearn")
    for code in CLASSIFIERS:
        load_learner(code)  # importing torch is no part of fitting
    runs = []
    for name in arguments.sets or NAMES:
        table = load_set(name)
        for seed in range(arguments.seeds):
            run = _run(table, seed, arguments.families)
            runs.append(run)
            print(json.dumps(_brief(run)), file=sys.stderr, flush=True)
    print(json.dumps({"summary": summary(runs), "runs": runs}, indent=1))


def _run(table: ModelSet, seed: int, families: list[str]) -> dict[str, Any]:
    plan = PreprocessingPlan(target=table.target, columns=table.columns, missing=Missing.KEEP, seed=seed)
    split = apply_plan(table.frame, table.schema, plan)
    check = check_target(table.frame, table.schema, table.target)
    names = target_labels(table.frame[table.target], table.schema.by_key(table.target).type)
    number = {name: i for i, name in enumerate(check.classes)}
    y = np.array([number[name] for name in names])
    learn, held = (
        table.frame.iloc[rows][list(table.columns)] for rows in (split.train_rows, split.test_rows)
    )
    y_learn, y_held = y[split.train_rows], y[split.test_rows]
    run: dict[str, Any] = {
        "set": table.name, "seed": seed, "rows": len(y), "columns": len(table.columns),
        "classes": len(number), "families": {},
    }  # fmt: skip
    models, evaluations = {}, {}
    for code in families:
        started, cpu = time.perf_counter(), time.process_time()
        model = train(table.frame, table.schema, plan, code, seed=seed, split=split)
        seconds, cpu_seconds = time.perf_counter() - started, time.process_time() - cpu
        ours = evaluate_classifier(model, table.frame.iloc[split.test_rows])
        plain = fit_plain(code, learn, y_learn, held, seed)
        models[code], evaluations[code] = model, ours
        run["families"][code] = {
            "auc": ours.roc_auc,
            "plain_auc": _area(y_held, plain.scores),
            "log_loss": ours.log_loss,
            "f1": ours.f1,
            "validation": model.validation,
            "seconds": seconds,
            "plain_seconds": plain.seconds,
            "cpu_seconds": cpu_seconds,
            "plain_cpu_seconds": plain.cpu_seconds,
            "settings": model.settings,
        }
    found = recommended_model(models, evaluations)
    run["best"] = found.training_id if found else None
    return run


def _area(y: np.ndarray, scores: np.ndarray) -> float:
    areas = [area for area in roc_areas(y, scores) if area is not None]
    return areas[1] if scores.shape[1] == 2 else float(np.mean(areas))


def summary(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """Means over sets of the means over seeds, so that every set counts the same; times are totals."""
    families = list(runs[0]["families"])
    result: dict[str, Any] = {
        "sets": len({r["set"] for r in runs}),
        "runs": len(runs),
        "mean_auc_minus_plain": {
            code: _mean(runs, lambda r, c=code: r["families"][c]["auc"] - r["families"][c]["plain_auc"])
            for code in families
        },
        "mean_auc": {code: _mean(runs, lambda r, c=code: r["families"][c]["auc"]) for code in families},
    }
    for kind in ("seconds", "cpu_seconds"):
        ours = {code: sum(r["families"][code][kind] for r in runs) for code in families}
        plain = {code: sum(r["families"][code][f"plain_{kind}"] for r in runs) for code in families}
        result[kind] = {
            "ours": ours,
            "plain": plain,
            "ratio": sum(ours.values()) / sum(plain.values()),
        }
    result["best_auc"] = _mean(runs, lambda r: r["families"][r["best"]]["auc"])
    if "gradient_boost" in families:
        result["best_minus_plain_gradient_boost"] = _mean(
            runs, lambda r: r["families"][r["best"]]["auc"] - r["families"]["gradient_boost"]["plain_auc"]
        )
    return result


def _mean(runs: list[dict[str, Any]], value: Any) -> float:
    by_set: dict[str, list[float]] = {}
    for run in runs:
        by_set.setdefault(run["set"], []).append(value(run))
    return float(np.mean([np.mean(values) for values in by_set.values()]))


def _brief(run: dict[str, Any]) -> dict[str, Any]:
    families = {
        code: f"{f['auc']:.4f} ({f['auc'] - f['plain_auc']:+.4f}) {f['seconds']:.1f}s/{f['plain_seconds']:.1f}s"
        for code, f in run["families"].items()
    }
    return {
        "set": run["set"],
        "seed": run["seed"],
        "best": run["best"],
        **families,
    }


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", nargs="*", choices=NAMES, help="all when left out")
    parser.add_argument("--families", nargs="*", choices=CLASSIFIERS, default=list(CLASSIFIERS))
    parser.add_argument("--seeds", type=int, default=3, help="splits of each set")
    return parser.parse_args()


if __name__ == "__main__":
    main()
