"""A peer in an environment of its own, made on first use.

Peers pin and pull other versions than ours, so nothing of them is imported here; files go back and forth.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from domain.tasks import Task


@dataclass(frozen=True)
class Peer:
    """Another AutoML library.

    Attributes:
        name: as tables show it.
        package: what pip installs.
        module: what is imported to see whether it is there.
        worker: script of this folder, run with the peer's Python and a folder.
        options: what the worker gets besides the rows, the task, the seconds and the seed.
    """

    name: str
    package: str
    module: str
    worker: str
    options: dict[str, Any]

    def version(self, cache: Path) -> str:
        """Its version, after installing it where it isn't there yet.

        Raises:
            RuntimeError: it can't be installed.
        """
        python = self._python(cache)
        if not python.exists():
            print(f"making an environment for {self.name}", file=sys.stderr, flush=True)
            venv.create(python.parent.parent, with_pip=True)
        show = [python, "-c", f"import {self.module} as peer; print(peer.__version__)"]
        found = subprocess.run(show, capture_output=True, text=True)
        if found.returncode:
            command = [python, "-m", "pip", "install", "--quiet", self.package]
            installed = subprocess.run(command, capture_output=True, text=True)
            found = subprocess.run(show, capture_output=True, text=True)
            if installed.returncode or found.returncode:
                raise RuntimeError((installed.stderr or found.stderr).strip()[-500:])
        return found.stdout.strip()

    def fit(
        self,
        cache: Path,
        rows: tuple[pd.DataFrame, np.ndarray, pd.DataFrame],
        task: Task,
        seconds: float,
        seed: int,
    ) -> tuple[np.ndarray | None, dict[str, Any]]:
        """Predictions for held-out rows.

        Args:
            rows: rows to learn from, their targets, and the held-out rows.
            seconds: its budget of time.

        Returns:
            Probabilities [rows, classes] or numbers [rows], with "seconds" and what it chose; None, with "error", where it
            failed.
        """
        train, y, test = rows
        with tempfile.TemporaryDirectory() as folder:
            work = Path(folder)
            train.assign(target=y).to_csv(work / "train.csv", index=False)
            test.to_csv(work / "test.csv", index=False)
            text = list(test.select_dtypes(exclude="number").columns)
            job = {"seconds": seconds, "seed": seed, "task": str(task), "text": text, **self.options}
            (work / "job.json").write_text(json.dumps(job))
            command = [self._python(cache), Path(__file__).with_name(self.worker), work]
            done = subprocess.run(
                command, capture_output=True, text=True, timeout=seconds * 5 + 300, cwd=folder
            )
            if done.returncode:
                return None, {"error": done.stderr.strip()[-300:]}
            return np.load(work / "predictions.npy"), json.loads((work / "answer.json").read_text())

    def _python(self, cache: Path) -> Path:
        return cache / f"{self.module.split('.')[0]}-env" / "bin" / "python"


PEERS = {
    "flaml": Peer("FLAML", "flaml[automl]", "flaml", "flaml_worker.py", {}),
    "autogluon-medium": Peer(
        "AutoGluon medium",
        "autogluon.tabular[all]",
        "autogluon.tabular",
        "autogluon_worker.py",
        {"preset": "medium_quality"},
    ),
    "autogluon-good": Peer(
        "AutoGluon good",
        "autogluon.tabular[all]",
        "autogluon.tabular",
        "autogluon_worker.py",
        {"preset": "good_quality"},
    ),
}
