"""Checkpoints of a training: written at each validation and read when it is resumed."""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from ocr_lib.arrays import StateDict
from ocr_lib.networks.files import UNREADABLE

if TYPE_CHECKING:
    from torch.nn import Module
    from torch.optim import Optimizer

_LOG = logging.getLogger(__name__)


class HistoryEntry(TypedDict):
    """A validation of a training; JSON-ready.

    Attributes:
        images: crops learnt from so far.
        loss: mean since the validation before; None at the start.
        error: by which weights of a training are compared.
        validation_cer: character error rate on the validation samples, of which `error` may be only a part.
        seconds: since the training began.
    """

    iteration: int
    images: int
    loss: float | None
    error: float
    validation_cer: float
    seconds: float


@dataclass
class State:
    """Where a training stands; what a checkpoint holds."""

    iteration: int = 0
    images: int = 0
    seconds: float = 0.0
    best_error: float = float("inf")
    best_iteration: int = 0
    best_weights: StateDict = field(default_factory=dict)
    history: list[HistoryEntry] = field(default_factory=list)


def save(path: Path, state: State, network: Module, averaged: Module, optimiser: Optimizer) -> None:
    """Write all that a training needs to go on; the file is the old one or the new one, never half."""
    import torch

    whole = {
        "state": asdict(state),
        "network": network.state_dict(),
        "averaged": averaged.state_dict(),
        "optimiser": optimiser.state_dict(),
        "random": torch.get_rng_state(),
    }
    partial = path.with_suffix(".partial")
    torch.save(whole, partial)
    partial.replace(path)


def resumed(path: Path | None, network: Module, averaged: Module, optimiser: Optimizer) -> State:
    """Bring a training to where the file has it; to its beginning where there is none that can be read."""
    import torch

    if path is None or not path.exists():
        return State()
    try:
        whole = torch.load(path, map_location="cpu", weights_only=True)
    except UNREADABLE as error:
        # A machine that lost its power may leave an empty one; it would stop every further attempt.
        _LOG.warning("the checkpoint %s can't be read (%s); the training begins anew", path, error)
        return State()
    network.load_state_dict(whole["network"])
    averaged.load_state_dict(whole["averaged"])
    optimiser.load_state_dict(whole["optimiser"])
    torch.set_rng_state(whole["random"])
    return State(**whole["state"])
