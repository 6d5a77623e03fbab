"""What the process that runs are forked from imports (`code_server`); nothing else imports this.

No torch, OpenVINO, polars or MLflow: they start threads, which a fork would lose, or take longer than all others together.
"""

from __future__ import annotations

import gc

import matplotlib.figure  # noqa: F401

import automl_lib.training_process.preloaded  # noqa: F401
import orchestration.definitions  # noqa: F401
from orchestration.runtime.idle_end import end_when_idle

IDLE_SECONDS = 60

end_when_idle(IDLE_SECONDS)
gc.freeze()  # what is imported stays, in memory that runs share
