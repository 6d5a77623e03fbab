"""Runs inside FLAML's environment: reads a split from a folder, fits, writes scores. Imports nothing of ours."""

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
    model = AutoML()
    started = time.perf_counter()
    model.fit(
        X_train=train,
        y_train=y,
        task="classification",
        metric="roc_auc" if len(np.unique(y)) == 2 else "roc_auc_ovr",
        time_budget=job["seconds"],
        seed=job["seed"],
        n_jobs=2,
        verbose=0,
    )
    seconds = time.perf_counter() - started
    np.save(work / "scores.npy", model.predict_proba(test))
    (work / "answer.json").write_text(json.dumps({"seconds": seconds, "estimator": model.best_estimator}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
