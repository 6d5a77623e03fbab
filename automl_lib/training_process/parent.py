"""The parent's side: starts the worker, passes its progress on, and returns its answer.

Workers are forked from a server process that has imported scikit-learn (`multiprocessing`'s forkserver): training all models
on a small table would otherwise spend most of its time importing it six times.
"""

from __future__ import annotations

import json
import multiprocessing
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import IO, Any

from automl_lib.errors import AutomlError, PlanRefused, TrainingRefused
from automl_lib.learners.catalogue import Progress
from automl_lib.plan import PreprocessingPlan
from automl_lib.training_process import worker
from domain.learners import ENSEMBLE, LEARNERS
from domain.messages import Message, message_from_json
from domain.table_schema import TableSchema
from untrusted_files import ProcessExit
from untrusted_files.child_process import tail

Work = Callable[[Mapping[str, Any], Connection, str], None]
"""What a worker runs: a job, the connection for its answers, and the file of its standard error."""
_PRELOADED = ["automl_lib.training_process.preloaded"]
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
    rows: int | None = None,
    held_out: Sequence[int] | None = None,
    apart: bool = False,
    budget_seconds: float | None = None,
    progress: Progress | None = None,
    work: Work = worker.work,
) -> SavedTraining:
    """Train one model as `automl_lib.training.train` does, and save it into `out_dir`.

    Args:
        rows: of the table when the plan was applied; those that were added since are not looked at. None: all.
        held_out: positions of the rows that are held out, where the plan doesn't draw them itself.
        apart: whether nothing is learned of the groups of `held_out`.

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
        "rows": rows,
        "held_out": None if held_out is None else list(held_out),
        "apart": apart,
        "budget_seconds": budget_seconds,
    }
    return _saved(job, learner_code, progress, work)


def combine_in_subprocess(
    members: Sequence[tuple[Path, str]],
    out_dir: Path,
    *,
    seed: int,
    progress: Progress | None = None,
    work: Work = worker.work,
) -> SavedTraining:
    """Combine kept models as `automl_lib.ensemble.combine` does, and save the ensemble into `out_dir`.

    Args:
        members: the folder and digest of each, as `load_model` asks for them.

    Raises:
        TrainingRefused: as `combine` does.
        AutomlError: with code training_died, where the process ended without an answer.
    """
    job = {
        "members": [(str(folder), digest) for folder, digest in members],
        "out_dir": str(out_dir),
        "seed": seed,
    }
    return _saved(job, ENSEMBLE, progress, work)


def _saved(job: Mapping[str, Any], learner_code: str, progress: Progress | None, work: Work) -> SavedTraining:
    with tempfile.NamedTemporaryFile() as errors:
        answer, ended = _run(work, job, errors, progress)
    if answer is None:
        raise _died(learner_code, ended)
    if "refused" in answer:
        refused = answer["refused"]
        kind = _REFUSALS.get(refused["kind"], TrainingRefused)
        raise kind(message_from_json(refused["message"]), code=refused["code"])
    return SavedTraining(**answer["trained"])


def _run(
    work: Work, job: Mapping[str, Any], errors: IO[bytes], progress: Progress | None
) -> tuple[dict[str, Any] | None, ProcessExit]:
    """The worker's answer, None where it ended without one; and how it ended."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    # The worker ends itself when this connection breaks, as it does when this process is killed.
    ours, theirs = context.Pipe()
    child = context.Process(target=work, args=(job, theirs, errors.name))
    with _not_daemonic():
        child.start()
    theirs.close()
    try:
        answer = _follow(ours, progress)
        if answer is None:
            child.join()
    finally:
        child.kill()
        child.join()
        ours.close()
    return answer, ProcessExit(child.exitcode or 0, tail(errors))


@contextmanager
def _not_daemonic() -> Iterator[None]:
    """Lift the rule that daemonic processes have no children: Celery's workers are such, and this child ends with its parent."""
    config: dict[str, Any] = multiprocessing.current_process()._config  # type: ignore[attr-defined]
    daemonic = config.pop("daemon", None)
    try:
        yield
    finally:
        if daemonic is not None:
            config["daemon"] = daemonic


def _follow(worker_end: Connection, progress: Progress | None) -> dict[str, Any] | None:
    """Passes progress on until the answer; None where the worker ends without one."""
    while True:
        try:
            message: dict[str, Any] = json.loads(worker_end.recv_bytes())
        except (EOFError, OSError):  # also in the middle of a message
            return None
        if "progress" not in message:
            return message
        if progress is not None:
            done, total, said = message["progress"]
            progress(done, total, message_from_json(said))


def _died(learner_code: str, ended: ProcessExit) -> AutomlError:
    name = LEARNERS[learner_code].name
    memory = Message("It was probably out of memory; use fewer columns or rows and try again.")
    why = memory if ended.out_of_memory else ended.last_line(300)
    return AutomlError(
        Message("the process training {learner} ended ({how}). {why}", learner=name, how=ended.how, why=why),
        code="training_died",
    )
