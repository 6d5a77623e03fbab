"""Runs inside FLAML's environment: reads a split from a folder, fits, writes predictions. Imports nothing of ours."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
from flaml import AutoML


def main(work: Path) -> None:
    job = json.loads((work / "job.json").read_text())
    kinds = dict.fromkeys(job["text"], "category")
    train, test = (pd.read_csv(work / f"{part}.csv", dtype=kinds) for part in ("train", "test"))
    y = train.pop("target").to_numpy()
    classes = job["task"] == "classification"
    metric = ("roc_auc" if len(np.unique(y)) == 2 else "roc_auc_ovr") if classes else "r2"
    model = AutoML()
    started = time.perf_counter()
    model.fit(
        X_train=train,
        y_train=y,
        task=job["task"],
        metric=metric,
        time_budget=job["seconds"],
        seed=job["seed"],
        n_jobs=-1,
        verbose=0,
    )
    seconds = time.perf_counter() - started
    np.save(work / "predictions.npy", model.predict_proba(test) if classes else model.predict(test))
    (work / "answer.json").write_text(json.dumps({"seconds": seconds, "chosen": model.best_estimator}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
