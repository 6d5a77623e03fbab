"""Deployment of networks: `deployed_network` and rollback. The row is authoritative; files and MLflow follow."""

from collections.abc import Callable, Iterator

import dagster as dg

from assets.ocr.gate import network_gate
from assets.ocr.mirroring import mirror_network, register_network
from assets.ocr.nightly import GROUP, open_night
from assets.runs import IO_RETRY, OWNERS
from assets.step import Step, started_step
from domain.ocr import NetworkStatus
from domain.requests import RequestStatus
from ocr_lib.errors import NetworkRefused
from records.ocr.learning import networks
from records.ocr.tables import Network
from resources.clock import Clock
from resources.database import Database
from resources.files import Files
from resources.networks import follow_row, network_files
from resources.tracking import NetworkTracking
from store.errors import StoreError
from work_requests import lifecycle


@dg.asset(
    deps=[network_gate],
    group_name=GROUP,
    owners=OWNERS,
    kinds={"mlflow"},
    retry_policy=IO_RETRY,
    output_required=False,
    description="The network the gate let through becomes the one that reads: its row is marked, then "
    "the pointer and MLflow's alias follow. Refused, or overtaken by what people put into use, the old one stays and the "
    "reason is on its row.",
)
def deployed_network(
    context: dg.AssetExecutionContext,
    database: Database,
    files: Files,
    clock: Clock,
    network_tracking: NetworkTracking,
) -> Iterator[dg.MaterializeResult[None]]:
    with open_night(context, database, clock) as step:
        with database.reading() as session:
            network = networks.of_request(session, step.request_id)
        if network is None or network.status == NetworkStatus.KEPT_BACK:
            _end_undeployed(context, step, network)
            return
        # Whole and ours, before anything reads with it.
        with network_files(files.store, network) as found:
            found.state()
        with step.transaction() as session:
            row = networks.get(session, network.network_id)
            if row.status == NetworkStatus.APPROVED:
                networks.deploy_approved(session, row, clock.now())
        if row.status == NetworkStatus.KEPT_BACK:
            mirror_network(database, files, network_tracking, row.network_id, context.log.warning)
            _end_undeployed(context, step, row)
            return
        follow_deployed(database, files, network_tracking, context.log.warning)
    yield dg.MaterializeResult(metadata={"network": network.network_id, "folder": network.folder or ""})


def _end_undeployed(context: dg.AssetExecutionContext, step: Step, network: Network | None) -> None:
    reason = network.reason if network else None
    step.finish({"deployed": False, **(reason.sentences if reason else {})})
    context.log.info(f"not deployed: {reason or ''}")


def follow_deployed(
    database: Database, files: Files, tracking: NetworkTracking, warn: Callable[[str], None]
) -> None:
    """Bring the pointer and MLflow's alias to the deployed row. May be repeated."""
    with database.reading() as session:
        network = networks.deployed(session)
    if network is None:
        return
    follow_row(files.store, network)
    register_network(database, tracking, network.network_id, warn)


@dg.op(description="The files and MLflow's alias follow the network people went back to.")
def follow_rollback(
    context: dg.OpExecutionContext,
    database: Database,
    files: Files,
    clock: Clock,
    network_tracking: NetworkTracking,
) -> None:
    step = started_step(context, database, clock)
    refusal = _unusable(database, files)
    if refusal is not None and step is not None:
        with step.transaction() as session:
            networks.take_back(session, before=step.request.params.get("before"), now=clock.now())
            request = lifecycle.get(session, step.request_id)
            lifecycle.settle(request, RequestStatus.FAILED, now=clock.now(), reason=refusal.message)
        context.log.error(refusal.en)
    follow_deployed(database, files, network_tracking, context.log.warning)
    if refusal is None and step is not None:
        step.finish()


def _unusable(database: Database, files: Files) -> NetworkRefused | StoreError | None:
    """Why the network people chose can't read, if it can't: its files were whole when it was made, not for ever."""
    with database.reading() as session:
        network = networks.deployed(session)
    if network is None:
        return None
    try:
        with network_files(files.store, network) as found:
            found.state()
    except (NetworkRefused, StoreError) as refusal:
        return refusal
    return None


@dg.job(
    name="ocr_rollback", executor_def=dg.in_process_executor, description="Goes back to an earlier network."
)
def rollback_job() -> None:
    follow_rollback()
