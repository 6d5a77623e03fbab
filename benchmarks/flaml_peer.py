"""FLAML on the same split, in an environment of its own that is made on first use.

FLAML pins and pulls other versions than ours, so nothing of it is imported here; files go back and forth.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from automl_lib.evaluation.scores import roc_areas

_WORKER = Path(__file__).with_name("flaml_worker.py")


class FlamlPeer:
    """Fits FLAML by a subprocess.

    Args:
        cache: folder for the environment.
        seconds: FLAML's time budget for each fit.

    Attributes:
        state: a sentence on whether FLAML is there.
    """

    def __init__(self, cache: Path, seconds: float) -> None:
        self.seconds = seconds
        self.python = cache / "flaml-env" / "bin" / "python"
        self.state = self._install(cache / "flaml-env")

    def fit(
        self, train: pd.DataFrame, y: np.ndarray, test: pd.DataFrame, y_test: np.ndarray, seed: int
    ) -> dict[str, Any]:
        """Held-out ROC AUC (one-vs-rest, macro with more than two classes), or why there is none."""
        if not self.state.startswith("installed"):
            return {"auc": None, "error": self.state}
        with tempfile.TemporaryDirectory() as folder:
            work = Path(folder)
            train.assign(target=y).to_csv(work / "train.csv", index=False)
            test.to_csv(work / "test.csv", index=False)
            job = {
                "seconds": self.seconds,
                "seed": seed,
                "text": list(test.select_dtypes(exclude="number").columns),
            }
            (work / "job.json").write_text(json.dumps(job))
            done = subprocess.run(
                [self.python, _WORKER, work], capture_output=True, text=True, timeout=self.seconds * 5 + 120
            )
            if done.returncode:
                return {"auc": None, "error": done.stderr.strip().splitlines()[-1][:300]}
            scores = np.load(work / "scores.npy")
            answer = json.loads((work / "answer.json").read_text())
        areas = [area for area in roc_areas(y_test, scores) if area is not None]
        auc = areas[1] if scores.shape[1] == 2 else float(np.mean(areas))
        return {"auc": auc, **answer}

    def _install(self, folder: Path) -> str:
        if not self.python.exists():
            print("making an environment for FLAML", file=sys.stderr, flush=True)
            venv.create(folder, with_pip=True)
        show = [self.python, "-c", "import flaml, flaml.automl.automl; print(flaml.__version__)"]
        found = subprocess.run(show, capture_output=True, text=True)
        if found.returncode:
            command = [self.python, "-m", "pip", "install", "--quiet", "flaml[automl]"]
            installed = subprocess.run(command, capture_output=True, text=True)
            found = subprocess.run(show, capture_output=True, text=True)
            if installed.returncode or found.returncode:
                return f"not installed: {(installed.stderr or found.stderr).strip()[-300:]}"
        return f"installed: {found.stdout.strip()}"
