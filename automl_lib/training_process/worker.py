"""The child's side: trains one model, and answers over a connection."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from automl_lib.errors import PlanRefused, TrainingRefused

if TYPE_CHECKING:
    from automl_lib.trained_model import TrainedModel

NAME = "model training"
"""Of the process, as `ps` and `top` show it."""


def work(job: Mapping[str, Any], parent: Connection, errors: str) -> None:
    """Send JSON: {"progress": [done, total, message]}, then {"trained": …} or {"refused": …}.

    Args:
        job: as `train_in_subprocess` makes it.
        parent: ends this process at once when it breaks: the parent no longer waits.
        errors: path of a file for what libraries print.
    """
    print_to(errors)
    Path("/proc/self/comm").write_text(NAME, encoding="ascii")
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()

    def send(message: Mapping[str, Any]) -> None:
        parent.send_bytes(json.dumps(message, ensure_ascii=False).encode())

    try:
        send({"trained": _train(job, send)})
    except (PlanRefused, TrainingRefused) as refusal:
        described = {
            "kind": type(refusal).__name__,
            "code": refusal.code,
            "message": refusal.message.to_json(),
        }
        send({"refused": described})


def print_to(errors: str) -> None:
    """Redirect standard output and standard error to a file, also those of compiled code."""
    file = os.open(errors, os.O_WRONLY | os.O_APPEND)
    os.dup2(file, 1)
    os.dup2(file, 2)


def _train(job: Mapping[str, Any], send: Callable[[Mapping[str, Any]], None]) -> dict[str, Any]:
    from automl_lib.persistence import save_model

    model = _combined(job) if "members" in job else _learned(job, send)
    saved = save_model(model, Path(job["out_dir"]))
    return {
        "digest": saved.digest,
        "fit_seconds": model.fit_seconds,
        "validation": dict(model.validation),
        "settings": {name: str(value) for name, value in model.settings.items()},
    }


def _learned(job: Mapping[str, Any], send: Callable[[Mapping[str, Any]], None]) -> TrainedModel:
    started = time.monotonic()
    import numpy as np

    from automl_lib.frame import load_frame
    from automl_lib.plan import PreprocessingPlan, apply_plan
    from automl_lib.training import train
    from domain.table_schema import TableSchema

    schema, budget = TableSchema.from_dict(job["schema"]), job["budget_seconds"]
    plan = PreprocessingPlan.from_dict(job["plan"])
    frame = load_frame(Path(job["typed_parquet"]), schema).iloc[: job["rows"]]
    held_out = job["held_out"]
    split = (
        None
        if held_out is None
        else apply_plan(frame, schema, plan, held_out=np.array(held_out), apart=job["apart"])
    )
    return train(
        frame,
        schema,
        plan,
        job["learner_code"],
        split=split,
        seed=job["seed"],
        budget_seconds=None if budget is None else max(0.0, budget - (time.monotonic() - started)),
        progress=lambda done, total, message: send({"progress": [done, total, message.to_json()]}),
    )


def _combined(job: Mapping[str, Any]) -> TrainedModel:
    from automl_lib.ensemble import combine
    from automl_lib.persistence import load_model

    members = [load_model(Path(folder), digest) for folder, digest in job["members"]]
    return combine(members, seed=job["seed"])


def _end_with(parent: Connection) -> None:
    try:
        parent.recv_bytes()
    except (EOFError, OSError):
        os._exit(1)
