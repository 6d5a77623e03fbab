"""Our regressors beside the plain scikit-learn estimators on the same held-out rows, and what their intervals hold.

Run as `python -m benchmarks.numbers`. Prints one JSON object; progress goes to stderr. The sets are in `number_sets`.
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

from automl_lib.evaluation import evaluate_regressor
from automl_lib.evaluation.scores import regression_scores
from automl_lib.learners import load_learner
from automl_lib.plan import PreprocessingPlan, apply_plan
from automl_lib.recommendation import recommended_model
from automl_lib.training import train
from benchmarks.model_sets import ModelSet
from benchmarks.number_sets import NUMBER_SETS, load_number_set
from domain.learners import CLASSIFIERS
from domain.preprocessing import Missing
from domain.tasks import Task


def main() -> None:
    arguments = _arguments()
    warnings.filterwarnings("ignore", category=UserWarning, module="sklearn")
    for code in arguments.families:
        load_learner(code)  # importing torch is no part of fitting
    runs = []
    for name in arguments.sets or NUMBER_SETS:
        table = load_number_set(name)
        for seed in range(arguments.seeds):
            run = _run(table, seed, arguments.families)
            runs.append(run)
            print(json.dumps(_brief(run)), file=sys.stderr, flush=True)
    print(json.dumps({"summary": summary(runs), "runs": runs}, indent=1))


def _run(table: ModelSet, seed: int, families: list[str]) -> dict[str, Any]:
    plan = PreprocessingPlan(
        target=table.target, columns=table.columns, missing=Missing.KEEP, seed=seed, task=Task.REGRESSION
    )
    split = apply_plan(table.frame, table.schema, plan)
    learn, held = table.frame.iloc[split.train_rows], table.frame.iloc[split.test_rows]
    run: dict[str, Any] = {"set": table.name, "seed": seed, "rows": len(table.frame), "families": {}}
    models, evaluations = {}, {}
    for code in families:
        started = time.perf_counter()
        model = train(table.frame, table.schema, plan, code, seed=seed, split=split)
        seconds = time.perf_counter() - started
        ours = evaluate_regressor(model, held)
        models[code], evaluations[code] = model, ours
        run["families"][code] = {
            "r2": ours.r2,
            "plain_r2": _plain_r2(code, learn, held, table, seed),
            "coverage": ours.coverage,
            "interval_width": ours.interval_width / float(np.std(held[table.target])),
            "target_scale": ours.target_scale,
            "seconds": seconds,
        }
    found = recommended_model(models, evaluations)
    run["best"] = found.training_id if found else None
    return run


def _plain_r2(code: str, learn: pd.DataFrame, held: pd.DataFrame, table: ModelSet, seed: int) -> float | None:
    """R² of the estimator as scikit-learn has it, on scaled numbers and indicators."""
    from sklearn.compose import make_column_selector, make_column_transformer
    from sklearn.ensemble import HistGradientBoostingRegressor, RandomForestRegressor
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import Ridge
    from sklearn.neural_network import MLPRegressor
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler
    from sklearn.svm import SVR
    from sklearn.tree import DecisionTreeRegressor

    plain = {
        "gradient_boost": HistGradientBoostingRegressor(random_state=seed),
        "decision_tree": DecisionTreeRegressor(random_state=seed),
        "random_forest": RandomForestRegressor(random_state=seed),
        "svm": SVR(),
        "neural_network": MLPRegressor(max_iter=500, random_state=seed),
        "linear": Ridge(),
    }[code]
    encoder = make_column_transformer(
        (make_pipeline(SimpleImputer(), StandardScaler()), make_column_selector(dtype_include="number")),
        (OneHotEncoder(handle_unknown="ignore"), make_column_selector(dtype_exclude="number")),
        sparse_threshold=0.0,
    )
    columns = list(table.columns)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitted = make_pipeline(encoder, plain).fit(learn[columns], learn[table.target])
    return regression_scores(held[table.target].to_numpy(float), fitted.predict(held[columns])).r2


def summary(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """Means over sets of the means over seeds, so that every set counts the same; times are totals."""
    families = list(runs[0]["families"])
    return {
        "sets": len({run["set"] for run in runs}),
        "runs": len(runs),
        "mean_r2": {code: _mean(runs, code, "r2") for code in families},
        "mean_r2_minus_plain": {
            code: _mean(runs, code, "r2") - _mean(runs, code, "plain_r2") for code in families
        },
        "median_r2_minus_plain": {code: _median_lead(runs, code) for code in families},
        "mean_coverage": {code: _mean(runs, code, "coverage") for code in families},
        "coverage_by_set": {
            name: float(
                np.mean(
                    [
                        family["coverage"]
                        for run in runs
                        if run["set"] == name
                        for family in run["families"].values()
                    ]
                )
            )
            for name in dict.fromkeys(run["set"] for run in runs)
        },
        "mean_interval_width": {code: _mean(runs, code, "interval_width") for code in families},
        "seconds": {code: sum(run["families"][code]["seconds"] for run in runs) for code in families},
        "best_r2": float(np.mean([run["families"][run["best"]]["r2"] for run in runs])),
    }


def _mean(runs: list[dict[str, Any]], code: str, name: str) -> float:
    by_set: dict[str, list[float]] = {}
    for run in runs:
        by_set.setdefault(run["set"], []).append(run["families"][code][name])
    return float(np.mean([np.mean(values) for values in by_set.values()]))


def _median_lead(runs: list[dict[str, Any]], code: str) -> float:
    """Over the runs: some plain estimators fail altogether on a target of another size than theirs."""
    return float(np.median([run["families"][code]["r2"] - run["families"][code]["plain_r2"] for run in runs]))


def _brief(run: dict[str, Any]) -> dict[str, Any]:
    families = {
        code: f"{f['r2']:.3f} ({f['r2'] - f['plain_r2']:+.3f}) {f['coverage']:.2f} {f['target_scale']} {f['seconds']:.1f}s"
        for code, f in run["families"].items()
    }
    return {"set": run["set"], "seed": run["seed"], "best": run["best"], **families}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", nargs="*", choices=list(NUMBER_SETS), help="all when left out")
    parser.add_argument("--families", nargs="*", choices=CLASSIFIERS, default=list(CLASSIFIERS))
    parser.add_argument("--seeds", type=int, default=3, help="splits of each set")
    return parser.parse_args()


if __name__ == "__main__":
    main()
