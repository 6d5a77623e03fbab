"""The job that sends MLflow what it missed while it was unavailable, for both halves."""

import dagster as dg

from assets.automl.mirroring import mirror_one, register_one
from assets.ocr.mirroring import mirror_missed
from assets.step import started_step
from ocr_lib.errors import OcrError
from records import trainings
from records.errors import RecordsError
from resources.clock import Clock
from resources.database import Database
from resources.files import Files
from resources.tracking import NetworkTracking, Tracking
from store.errors import StoreError

MIRRORS_A_RUN = 20


@dg.op(description="Tells MLflow of the trainings and networks it missed while it was away.")
def mirror_trainings(
    context: dg.OpExecutionContext,
    database: Database,
    files: Files,
    tracking: Tracking,
    network_tracking: NetworkTracking,
    clock: Clock,
) -> None:
    step = started_step(context, database, clock)
    with database.reading() as session:
        missed = [t.training_id for t in trainings.not_mirrored(session, limit=MIRRORS_A_RUN)]
        unregistered = [t.training_id for t in trainings.not_registered(session, limit=MIRRORS_A_RUN)]
    left = 0
    for training_id in dict.fromkeys([*missed, *unregistered]):
        try:
            mirror_one(database, files, tracking, training_id, lambda _: None, context.log.warning)
            if training_id in unregistered:
                register_one(database, files, tracking, training_id, lambda _: None, context.log.warning)
        except (RecordsError, StoreError) as trouble:
            context.log.warning(f"{training_id}: {trouble}")  # the others are told all the same
            left += 1
    try:
        mirror_missed(database, files, network_tracking, context.log.warning)
    except (OcrError, RecordsError, StoreError) as trouble:
        context.log.warning(f"networks: {trouble}")
        left += 1
    if step is not None:
        step.finish({"left": left})


@dg.job(
    name="mlflow_mirror",
    executor_def=dg.in_process_executor,
    description="Tells MLflow of what it missed while it was away.",
)
def mirror_job() -> None:
    mirror_trainings()
