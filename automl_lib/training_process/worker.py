"""The child's side: takes a job as a line of JSON on stdin, answers in lines of JSON on stdout.

Run as `python -m automl_lib.training_process.worker`. Ends at once when its stdin closes before the
answer: the parent no longer waits for it.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TextIO

from automl_lib.errors import PlanRefused, TrainingRefused


def main() -> int:
    """Progress as {"progress": [done, total, message]}, then {"trained": …} or {"refused": …}."""
    answers = sys.stdout
    # What libraries print must not get between the lines of the protocol.
    sys.stdout = sys.stderr
    job = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with, args=(sys.stdin,), daemon=True).start()

    def send(message: Mapping[str, Any]) -> None:
        answers.write(json.dumps(message, ensure_ascii=False) + "\n")
        answers.flush()

    try:
        send({"trained": _train(job, send)})
    except (PlanRefused, TrainingRefused) as refusal:
        described = {
            "kind": type(refusal).__name__,
            "code": refusal.code,
            "message": refusal.message.to_json(),
        }
        send({"refused": described})
    return 0


def _train(job: Mapping[str, Any], send: Callable[[Mapping[str, Any]], None]) -> dict[str, Any]:
    from automl_lib.frame import load_frame
    from automl_lib.persistence import save_model
    from automl_lib.plan import PreprocessingPlan
    from automl_lib.training import train
    from domain.table_schema import TableSchema

    schema = TableSchema.from_dict(job["schema"])
    model = train(
        load_frame(Path(job["typed_parquet"]), schema),
        schema,
        PreprocessingPlan.from_dict(job["plan"]),
        job["learner_code"],
        seed=job["seed"],
        budget_seconds=job["budget_seconds"],
        progress=lambda done, total, message: send({"progress": [done, total, message.to_json()]}),
    )
    saved = save_model(model, Path(job["out_dir"]))
    return {
        "digest": saved.digest,
        "fit_seconds": model.fit_seconds,
        "validation": dict(model.validation),
        "settings": {name: str(value) for name, value in model.settings.items()},
    }


def _end_with(stdin: TextIO) -> None:
    stdin.read()
    os._exit(1)


if __name__ == "__main__":
    # Not sys.exit: the watching thread may hold stdin, and there is nothing left to tidy.
    code = main()
    sys.stderr.flush()
    os._exit(code)
