"""Mirrors networks to MLflow: during training, and later those that were missed.

MLflow being away delays this and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable

from domain.ocr import DETECTOR
from records.ocr.learning import networks
from records.ocr.tables import Network
from resources.database import Database
from resources.files import Files
from resources.networks import network_files
from resources.tracking import DataMirror, NetworkTracking, TrackingUnavailable

MIRRORS_A_RUN = 10


def mirror_network(
    database: Database,
    files: Files,
    tracking: NetworkTracking,
    network_id: str,
    warn: Callable[[str], None],
) -> None:
    """Make MLflow's run of a judged network whole: its curve, scores, verdict and files."""
    with database.reading() as session:
        network = networks.get(session, network_id)
    if network.mlflow_told or network.training is None:
        return
    try:
        run_id = network.mlflow_run_id
        if run_id is None:
            run_id = tracking.begin(network_id, network.training.get("settings", {}))
            tracking.log_history(run_id, network.training.get("history", []))
        with network_files(files.store, network) as found:
            tracking.finish(
                run_id,
                scores=network.scores or {},
                verdict=str(network.reason or ""),
                folder=found.folder,
                data=_data(network, files),
                detector=(network.items or {}).get(DETECTOR, {}),
            )
    except TrackingUnavailable as trouble:
        warn(f"{trouble}; it is logged later")
        return
    with database.transaction() as session:
        row = networks.get(session, network_id)
        row.mlflow_run_id, row.mlflow_told = run_id, True


def _data(network: Network, files: Files) -> list[DataMirror]:
    """The items a network learnt from and those that were held out; the digest is their manifest's."""
    items = network.items or {}
    if "manifest" not in items:
        return []
    uri, sha256 = str(files.store.path(items["manifest"])), items["sha256"]
    return [
        DataMirror("training items", uri, sha256, items["train"], "training"),
        DataMirror("validation items", uri, sha256, items["validation"], "evaluation"),
    ]


def register_network(
    database: Database, tracking: NetworkTracking, network_id: str, warn: Callable[[str], None]
) -> None:
    """Make the network MLflow's champion; the shipped one, which it has no run of, leaves it without."""
    with database.reading() as session:
        network = networks.get(session, network_id)
    try:
        if network.request_id is None:
            tracking.forget_champion()
            return
        if not network.mlflow_told or network.mlflow_run_id is None:
            return  # comes with the run
        version = tracking.deploy(network.mlflow_run_id, network_id)
    except TrackingUnavailable as trouble:
        warn(f"{trouble}; it is logged later")
        return
    with database.transaction() as session:
        networks.get(session, network_id).mlflow_version = version


def mirror_missed(
    database: Database, files: Files, tracking: NetworkTracking, warn: Callable[[str], None]
) -> None:
    """Tell MLflow of the networks it missed, and which one reads."""
    with database.reading() as session:
        missed = [n.network_id for n in networks.not_mirrored(session, limit=MIRRORS_A_RUN)]
        reading = networks.deployed(session)
    for network_id in missed:
        mirror_network(database, files, tracking, network_id, warn)
    if missed and reading is not None:
        register_network(database, tracking, reading.network_id, warn)
