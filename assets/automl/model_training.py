"""The training of one model in a run: its rows, the child process that trains it, and what is kept of it.

Learning is `automl_lib.training`, combining `automl_lib.ensemble`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from assets import full_disk
from assets.automl import metadata, table_files
from assets.automl.planned import newest_rows_of
from assets.step import Step
from domain.automl import TrainingStatus
from domain.learners import Learner
from domain.messages import Message
from domain.refusal import Refusal
from domain.shown_numbers import shown_value
from records import documents, plans, trainings
from records.errors import Superseded
from records.tables import Document, Plan, Training
from resources.files import Files

if TYPE_CHECKING:
    from automl_lib.training_process import SavedTraining

EVALUATION_LIBRARIES = (
    "automl_lib.training_process.preloaded",
    "matplotlib.figure",
    "automl_lib.pictures.confusion_matrix",
    "automl_lib.evaluation.classification",
)
"""What judging a model imports."""
VALIDATION_SCORES = ("roc_auc", "r2", "silhouette")
"""Of a classifier, a regressor and a clustering: what VALIDATION_VAL holds."""
LOOK_SECONDS = 1.0
BEGIN_SECONDS = 20.0
"""How long an ensemble waits for a model that has not begun: one that can't begin has no row."""


def train_model(
    step: Step,
    files: Files,
    info: Learner,
    *,
    seed: int,
    budget_seconds: float | None,
    plan_version: int | None = None,
) -> metadata.Metadata:
    """Train one model for the request of a step, and keep it; the metadata of its asset.

    Args:
        plan_version: of the plan; None for the one in force.
    """
    with step.transaction() as session:
        document = documents.get(session, step.doc_id)
        plan_row = (
            plans.current(session, step.doc_id)
            if plan_version is None
            else session.get_one(Plan, (step.doc_id, plan_version))
        )
        training = trainings.begin(
            session,
            step.doc_id,
            request_id=step.request_id,
            model_code=info.code,
            plan_version=plan_row.version,
            seed=seed,
            budget_seconds=budget_seconds,
            now=step.clock.now(),
        )
    if training.status == TrainingStatus.EVALUATED:
        return {"training": training.training_id, "note": "done by an earlier attempt"}
    with failing_alone(step, training), TemporaryDirectory() as folder:
        libraries = (
            (*EVALUATION_LIBRARIES, "torch") if info.code == "neural_network" else EVALUATION_LIBRARIES
        )
        step.log_line(Message("training begins: plan {version}", version=plan_row.version))
        with _importing(libraries):
            if info.combines:
                trained = _combine(step, files, training, Path(folder))
            else:
                trained = _learn(step, files, document, plan_row, training, Path(folder))
        key = f"automl/{step.doc_id}/models/{trained.digest}"
        files.store.put_folder(Path(folder), key)
        with step.transaction() as session:
            trainings.set_fitted(
                trainings.get(session, training.training_id),
                model_path=key,
                model_digest=trained.digest,
                fit_seconds=trained.fit_seconds,
                validation_score=next(
                    (trained.validation[name] for name in VALIDATION_SCORES if name in trained.validation),
                    None,
                ),
                now=step.clock.now(),
            )
    took = f"{trained.fit_seconds:.1f}"
    scores = ", ".join(
        f"{name} {value:.4f}" for name, value in trained.validation.items() if value is not None
    )
    step.log_line(Message("trained in {seconds} s; validation {scores}", seconds=took, scores=scores))
    chosen = ", ".join(f"{name}={shown_value(value)}" for name, value in trained.settings.items())
    step.log_line(Message("settings chosen: {settings}", settings=chosen))
    return {
        "training": training.training_id,
        "plan version": plan_row.version,
        "seed": seed,
        "budget seconds": budget_seconds or "–",
        "fit seconds": round(trained.fit_seconds, 2),
        "settings": metadata.table([dict(trained.settings)]),
        "sha256": trained.digest,
    }


def _learn(
    step: Step, files: Files, document: Document, plan_row: Plan, training: Training, folder: Path
) -> SavedTraining:
    from automl_lib.plan import PreprocessingPlan
    from automl_lib.training_process import train_in_subprocess

    chosen = newest_rows_of(files, plan_row)
    with table_files.typed(files.store, document) as typed:
        return train_in_subprocess(
            typed,
            table_files.report_of(document).schema,
            PreprocessingPlan.from_dict(plan_row.plan),
            training.model_code,
            folder,
            seed=training.seed or 0,
            rows=plan_row.effect["rows_total"],
            held_out=chosen.rows.tolist() if chosen else None,
            apart=chosen.apart if chosen else False,
            budget_seconds=training.budget_seconds,
            progress=step.report,
        )


def _combine(step: Step, files: Files, training: Training, folder: Path) -> SavedTraining:
    from automl_lib.training_process import combine_in_subprocess

    _wait_for_others(step, training)
    with step.database.reading() as session:
        members = trainings.combinable(session, step.doc_id, training.plan_version)
    with ExitStack() as stack:
        folders = [(stack.enter_context(files.store.local_folder(path)), digest) for path, digest in members]
        return combine_in_subprocess(folders, folder, seed=training.seed or 0, progress=step.report)


def _wait_for_others(step: Step, training: Training) -> None:
    """Until no other model of the request is trained, as on other workers; here all have ended already."""
    asked = set(step.request.params.get("models", ())) - {training.model_code}
    started = time.monotonic()
    while True:
        with step.transaction() as session:  # which ends this step where its request was taken from it
            made = trainings.of_request(session, step.request_id)
        running = [
            one.model_code
            for one in made
            if one.training_id != training.training_id and one.status == TrainingStatus.TRAINING
        ]
        absent = asked - {one.model_code for one in made}
        if not running and (not absent or time.monotonic() - started > BEGIN_SECONDS):
            return
        step.report(
            0, len(made), Message("waiting for {models}", models=", ".join([*running, *sorted(absent)]))
        )
        time.sleep(LOOK_SECONDS)


@contextmanager
def _importing(names: Sequence[str]) -> Iterator[None]:
    """Import modules in a thread while the body waits for another process."""
    thread = threading.Thread(target=lambda: [import_module(name) for name in names])
    thread.start()
    try:
        yield
    finally:
        thread.join()


@contextmanager
def failing_alone(step: Step, training: Training) -> Iterator[None]:
    """Write a failure to the training's own row; the request is settled when the others are done."""
    try:
        yield
    except Superseded:
        raise
    except Exception as error:
        said = f"{type(error).__name__}: {error}"
        if full_disk.is_full_disk(said):
            reason = full_disk.MESSAGE
        elif isinstance(error, Refusal):
            reason = error.message
        else:
            reason = Message("error in the training: {error}", error=said)
        with step.transaction() as session:
            trainings.set_failed(trainings.get(session, training.training_id), reason)
        step.log_line(reason)
        raise
