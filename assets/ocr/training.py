"""Fine-tuning: `fine_tuned_network`. How it is done is `ocr_lib.training.fine_tune`."""

import math
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import dagster as dg
from pydantic import Field

from assets.metadata import table
from assets.ocr.nightly import GROUP, network_folder, network_of, open_night, over_already
from assets.ocr.training_data import data_set, lmdb_dataset
from assets.runs import IO_RETRY, OWNERS
from assets.step import Step
from domain.messages import Message
from domain.ocr import NetworkStatus
from records.ocr.learning import networks
from records.ocr.tables import Network
from resources.clock import Clock
from resources.database import Database
from resources.files import Files
from resources.learning import Learning
from resources.networks import network_files
from resources.tracking import NetworkTracking, TrackingUnavailable

if TYPE_CHECKING:
    from ocr_lib.training.fine_tune import FineTuned, FineTuneSettings
    from ocr_lib.training.loop import Step as TrainingStep


class TrainingBudget(dg.Config):
    """How long the training may take."""

    minutes: float | None = Field(
        default=None, gt=0, description="Most minutes of training. Empty: as the settings say."
    )


@dg.asset(
    deps=[lmdb_dataset],
    group_name=GROUP,
    owners=OWNERS,
    kinds={"pytorch", "mlflow"},
    retry_policy=IO_RETRY,
    description="The deployed network learns the items, with general text against forgetting; "
    "stopped or killed, it goes on from its checkpoint. Live in MLflow.",
)
def fine_tuned_network(
    context: dg.AssetExecutionContext,
    config: TrainingBudget,
    database: Database,
    files: Files,
    clock: Clock,
    learning: Learning,
    network_tracking: NetworkTracking,
) -> dg.MaterializeResult[None]:
    from ocr_lib.datasets.lmdb_files import read_lmdb
    from ocr_lib.networks.files import write_network
    from ocr_lib.training.fine_tune import fine_tune

    with open_night(context, database, clock) as step:
        with database.reading() as session:
            network = network_of(session, step)
            parent = networks.get(session, network.parent_id or "")
        if (done := over_already(network)) is not None:
            return dg.MaterializeResult(metadata=done)
        settings = _settings(learning, config)
        run_id = _begin_tracking(context, network_tracking, network, settings)
        with step.transaction() as session:  # so that people find the run while it trains
            networks.get(session, network.network_id).mlflow_run_id = run_id
        learning.checkpoints.mkdir(parents=True, exist_ok=True)
        checkpoint = learning.checkpoints / f"{network.network_id}-{(network.tried or '')[:16]}.pt"
        with (
            network_files(files.store, parent) as base,
            data_set(files, network, "train") as train,
            data_set(files, network, "valid") as valid,
            TemporaryDirectory() as name,
        ):
            # The first measurement is a minute away.
            step.report(0, settings.iterations, Message("measuring the network as it reads now"))
            trained = fine_tune(
                base,
                list(read_lmdb(train)),
                list(read_lmdb(valid)),
                settings,
                checkpoint=checkpoint,
                on_progress=_progress_callback(context, step, network_tracking, run_id, settings),
            )
            lineage = _lineage(network, parent, trained, settings)
            made = write_network(Path(name) / "network", trained.state, trained.charset, lineage=lineage)
            files.store.put_folder(made.folder, network_folder(network.network_id))
        with step.transaction() as session:
            row = networks.get(session, network.network_id)
            row.folder = network_folder(network.network_id)
            row.sha256 = made.sha256
            row.characters = len(trained.charset.characters)
            row.training = {**lineage, "history": trained.history, "stopped_by_time": trained.stopped_by_time}
            row.status = NetworkStatus.TRAINED if trained.improved else NetworkStatus.KEPT_BACK
            if not trained.improved:
                row.reason = _no_better(trained)
            row.trained_at = clock.now()
            row.mlflow_run_id = run_id
        checkpoint.unlink(missing_ok=True)
    link = {"mlflow": dg.MetadataValue.url(network_tracking.run_url(run_id))} if run_id else {}
    return dg.MaterializeResult(metadata={"network": network.network_id, **_metadata(trained), **link})


def _metadata(trained: "FineTuned") -> dict[str, Any]:
    return {
        "iterations": trained.history[-1]["iteration"],
        "best iteration": trained.iteration,
        "validation error": trained.error,
        "history": table(trained.history[-50:]),
    }


def _settings(learning: Learning, budget: TrainingBudget) -> "FineTuneSettings":
    from ocr_lib.training.fine_tune import FineTuneSettings

    return FineTuneSettings(
        iterations=learning.iterations,
        batch_size=learning.batch_size,
        validate_every=learning.validate_every,
        seconds=60 * (budget.minutes or learning.minutes),
        seed=learning.seed,
        device=learning.device,
    )


def _begin_tracking(
    context: dg.AssetExecutionContext,
    tracking: NetworkTracking,
    network: Network,
    settings: "FineTuneSettings",
) -> str | None:
    from dataclasses import asdict

    items = network.items or {}
    params = {**asdict(settings), "parent": network.parent_id, "items": items.get("train")}
    try:
        return tracking.begin(network.network_id, params)
    except TrackingUnavailable as trouble:
        context.log.warning(f"{trouble}; the training goes on without it")
        return None


def _progress_callback(
    context: dg.AssetExecutionContext,
    step: Step,
    tracking: NetworkTracking,
    run_id: str | None,
    settings: "FineTuneSettings",
) -> "Callable[[TrainingStep], None]":
    """Progress to the log, to TB_PROGRESS and to MLflow. The claim is looked at too: a cancelled or
    superseded training stops at its next validation."""
    from ocr_lib.training.telling import in_words

    def on_progress(at: "TrainingStep") -> None:
        how_far = in_words(at, settings.iterations)
        context.log.info(how_far.en)
        with step.database.reading() as session:
            step.guard(session)
        step.report(at.iteration, settings.iterations, how_far)
        if run_id is None:
            return
        values = {"loss": at.loss, "validation_cer": at.validation_cer, "seconds_left": at.seconds_left}
        try:
            tracking.log(
                run_id,
                {k: v for k, v in values.items() if v is not None and math.isfinite(v)},
                step=at.iteration,
            )
        except TrackingUnavailable as trouble:
            context.log.warning(str(trouble))

    return on_progress


def _no_better(trained: "FineTuned") -> Message:
    """There is nothing to judge: no weights of the training read better than those it began with."""
    next_step = (
        Message("give it more time")
        if trained.stopped_by_time
        else Message("choose more texts and try again")
    )
    return Message(
        "nothing in the training read better than what reads now (validation CER {cer:.4f}); {next_step}",
        cer=trained.error,
        next_step=next_step,
    )


def _lineage(
    network: Network, parent: Network, trained: "FineTuned", settings: "FineTuneSettings"
) -> dict[str, Any]:
    from dataclasses import asdict

    items = network.items or {}
    return {
        "network": network.network_id,
        "parent": parent.network_id,
        "parent_sha256": parent.sha256,
        "items_sha256": items.get("sha256"),
        "train": items.get("train"),
        "validation": items.get("validation"),
        "settings": asdict(settings),
        "iteration": trained.iteration,
        "error": trained.error,
    }
