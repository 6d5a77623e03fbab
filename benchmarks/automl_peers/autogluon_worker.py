"""Runs inside AutoGluon's environment: reads a split from a folder, fits, writes predictions. Imports nothing of ours."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
from autogluon.tabular import TabularPredictor


def main(work: Path) -> None:
    job = json.loads((work / "job.json").read_text())
    kinds = dict.fromkeys(job["text"], "category")
    train, test = (pd.read_csv(work / f"{part}.csv", dtype=kinds) for part in ("train", "test"))
    if job["task"] == "regression":
        kind, metric = "regression", "r2"
    else:
        two = train["target"].nunique() == 2
        kind, metric = ("binary", "roc_auc") if two else ("multiclass", "roc_auc_ovr")
    predictor = TabularPredictor(
        label="target", problem_type=kind, eval_metric=metric, path=str(work / "model"), verbosity=0
    )
    started = time.perf_counter()
    predictor.fit(train, time_limit=job["seconds"], presets=job["preset"])
    seconds = time.perf_counter() - started
    if kind == "regression":
        predictions = predictor.predict(test).to_numpy()
    else:
        predictions = predictor.predict_proba(test)[sorted(train["target"].unique())].to_numpy()
    np.save(work / "predictions.npy", predictions)
    (work / "answer.json").write_text(json.dumps({"seconds": seconds, "chosen": predictor.model_best}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
