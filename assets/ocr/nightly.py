"""What the steps of the nightly graph share: their request and the network being made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import dagster as dg
from sqlalchemy.orm import Session

from assets.claiming import LAUNCHPAD
from assets.step import Step, open_step
from domain.ocr import NetworkStatus
from domain.requests import RequestKind
from records.ocr.learning import networks
from records.ocr.tables import Network
from records.tables import Request
from resources.clock import Clock
from resources.database import Database
from resources.learning import Learning
from work_requests import ocr_decisions

GROUP = "ocr_learning"


@contextmanager
def open_night(context: dg.AssetExecutionContext, database: Database, clock: Clock) -> Iterator[Step]:
    """A step of the nightly graph, serving its request; one launched by hand writes it first."""
    with open_step(context, database, clock, by_hand=RequestKind.OCR_RETRAIN, decide=_decide) as step:
        yield step


def network_of(session: Session, step: Step) -> Network:
    """The network this night is to make. Raises NotFound where it was not begun (`training_items` does)."""
    network = networks.of_request(session, step.request_id)
    return network if network is not None else networks.get(session, f"of request {step.request_id}")


def minutes_of(context: dg.AssetExecutionContext, learning: Learning) -> float:
    """Most minutes of this run's training: what its launch says for `fine_tuned_network`, else the setting."""
    ops: Any = context.run.run_config.get("ops", {})
    said = ops.get("fine_tuned_network", {}).get("config", {})
    return float(said.get("minutes") or learning.minutes)


def training_folder(network_id: str) -> str:
    """Where in the store the items, images and data set of a training lie."""
    return f"ocr/networks/{network_id}/training"


def network_folder(network_id: str) -> str:
    """Where in the store the files of a network lie."""
    return f"ocr/networks/{network_id}/network"


def _decide(session: Session, _: str, now: datetime) -> Request:
    return ocr_decisions.retrain(session, by=LAUNCHPAD, now=now)


def over_already(network: Network, *, judged: bool = False) -> dict[str, str] | None:
    """What a step shows that an earlier attempt of this night had done; None where it is still to do.

    Args:
        judged: ask for the gate's word, not only for the end of the training.
    """
    status = NetworkStatus(network.status)
    if not (status.is_judged if judged else status.is_trained):
        return None
    return {"network": network.network_id, "done": "by an earlier attempt"}
