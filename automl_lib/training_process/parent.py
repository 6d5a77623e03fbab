"""The parent's side: starts the worker, passes its progress on, and returns its answer."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from automl_lib.errors import AutomlError, PlanRefused, TrainingRefused
from automl_lib.learners.catalogue import Progress
from automl_lib.plan import PreprocessingPlan
from domain.learners import LEARNERS
from domain.messages import Message, message_from_json
from domain.table_schema import TableSchema
from untrusted_files import ProcessExit, importable, module_command
from untrusted_files.child_process import tail

WORKER = module_command("automl_lib.training_process.worker")
_REFUSALS = {kind.__name__: kind for kind in (PlanRefused, TrainingRefused)}


@dataclass(frozen=True)
class SavedTraining:
    """A trained model saved in a folder; see `automl_lib.persistence.load_model`.

    Attributes:
        digest: of the saved files.
        fit_seconds: wall time of fitting, tuning included.
        validation: scores on held-back training rows.
        settings: what tuning chose.
    """

    digest: str
    fit_seconds: float
    validation: Mapping[str, float | None]
    settings: Mapping[str, Any]


def train_in_subprocess(
    typed_parquet: Path,
    schema: TableSchema,
    plan: PreprocessingPlan,
    learner_code: str,
    out_dir: Path,
    *,
    seed: int,
    budget_seconds: float | None = None,
    progress: Progress | None = None,
    worker: tuple[str, ...] = WORKER,
) -> SavedTraining:
    """Train one model as `automl_lib.training.train` does, and save it into `out_dir`.

    Raises:
        PlanRefused, TrainingRefused: as `train` does.
        AutomlError: with code training_died, where the process ended without an answer.
    """
    job = {
        "typed_parquet": str(typed_parquet),
        "schema": schema.to_dict(),
        "plan": plan.to_dict(),
        "learner_code": learner_code,
        "out_dir": str(out_dir),
        "seed": seed,
        "budget_seconds": budget_seconds,
    }
    with tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(
            worker,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=importable(),
            text=True,
            encoding="utf-8",
        )
        try:
            answer = _follow(child, job, progress)
        finally:
            child.kill()
            child.wait()
        ended = ProcessExit(child.returncode, tail(errors))
    if answer is None:
        raise _died(learner_code, ended)
    if "refused" in answer:
        refused = answer["refused"]
        kind = _REFUSALS.get(refused["kind"], TrainingRefused)
        raise kind(message_from_json(refused["message"]), code=refused["code"])
    return SavedTraining(**answer["trained"])


def _follow(
    child: subprocess.Popen[str], job: Mapping[str, Any], progress: Progress | None
) -> dict[str, Any] | None:
    """Lines of progress until the answer; None where the worker ends without one."""
    assert child.stdin is not None
    assert child.stdout is not None
    # Kept open: the worker ends itself when this pipe breaks, as it does when this process is killed.
    child.stdin.write(json.dumps(job) + "\n")
    child.stdin.flush()
    for line in child.stdout:
        message: dict[str, Any] = json.loads(line)
        if "progress" not in message:
            child.stdin.close()
            child.wait()
            return message
        if progress is not None:
            done, total, said = message["progress"]
            progress(done, total, message_from_json(said))
    child.wait()
    return None


def _died(learner_code: str, ended: ProcessExit) -> AutomlError:
    name = LEARNERS[learner_code].name
    memory = Message("It was probably out of memory; use fewer columns or rows and try again.")
    why = memory if ended.out_of_memory else ended.last_line(300)
    return AutomlError(
        Message("the process training {learner} ended ({how}). {why}", learner=name, how=ended.how, why=why),
        code="training_died",
    )
