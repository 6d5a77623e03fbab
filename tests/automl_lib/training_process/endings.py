"""Work of training processes that comes to no answer."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from automl_lib.training_process import worker


def killed(job, parent, errors):
    os.kill(os.getpid(), signal.SIGKILL)


def aborted(job, parent, errors):
    os.abort()


def raised(job, parent, errors):
    worker.print_to(errors)
    raise ValueError("broken inside")


def never(job, parent, errors):
    """Writes its pid where the job has its table, and trains for ever."""

    def train(job, send):
        path = Path(job["typed_parquet"])
        path.with_suffix(".part").write_text(str(os.getpid()))
        path.with_suffix(".part").rename(path)
        time.sleep(600)

    worker._train = train
    worker.work(job, parent, errors)
