"""The training loop of a CTC recogniser: steps, validation, early stopping. Knows no data; where it stands is kept by `checkpoint`."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from ocr_lib.arrays import StateDict
from ocr_lib.networks.charset import Charset
from ocr_lib.training.checkpoint import HistoryEntry, State, resumed, save
from ocr_lib.training.drawn_classes import log_probabilities
from ocr_lib.training.samples import Batch, targets

if TYPE_CHECKING:
    import torch

Penalty: TypeAlias = "Callable[[torch.Tensor, Batch], torch.Tensor | float]"
"""What is added to the loss of a batch, from its log probabilities [frames, batch, classes]."""
COOLING = 0.3
"""Share of a budget of time in which the learning rate falls to zero by the clock."""


@dataclass(frozen=True)
class LoopSettings:
    """How long and how hard to train.

    Args:
        iterations: steps at most; the learning rate falls to zero over them (half a cosine).
        learning_rate: the highest, reached after `warmup` steps.
        validate_every: steps between validations.
        patience: validations without a better one after which training stops.
        seconds: budget of time, checked each step; None for none. In its last part the rate falls to zero by
            the clock; before, the clock changes nothing, so that a training that ends earlier can be repeated.
        average: decay of the running mean of weights that is validated and kept; 0 keeps the weights themselves.
        bfloat16: products in it, where that is quicker; weights, losses and validation stay in float32.
        drawn_classes: classes drawn for each step beside those it needs (see `drawn_classes`); 0 for all classes, which
            a penalty and frames in place of pictures need.
    """

    iterations: int = 3000
    learning_rate: float = 3e-4
    warmup: int = 50
    weight_decay: float = 1e-4
    clip: float = 5.0
    validate_every: int = 100
    patience: int = 8
    seconds: float | None = None
    average: float = 0.0
    bfloat16: bool = False
    drawn_classes: int = 0


@dataclass(frozen=True)
class Validation:
    """How well weights read.

    Attributes:
        error: by which weights of a training are compared.
        character_error_rate: on the validation samples, of which `error` may be only a part.
    """

    error: float
    character_error_rate: float


@dataclass(frozen=True)
class Step:
    """What is told at each validation: losses are means since the last one (None before the first step), `error` and
    `validation_cer` are the validation's.

    `seconds_left` is infinite before the first step, unless a budget bounds it.
    """

    iteration: int
    loss: float | None
    error: float
    validation_cer: float
    best_error: float
    seconds: float
    seconds_left: float


_Network = TypeVar("_Network", bound="torch.nn.Module")
Validate: TypeAlias = Callable[[_Network], Validation | float]


@dataclass(frozen=True)
class Outcome:
    """The best weights (those at the start where nothing was better) and how they came about.

    Attributes:
        stopped_by_time: the budget of time had a part in it, so that another time may give other weights.
    """

    weights: StateDict
    error: float
    iteration: int
    history: list[HistoryEntry]
    stopped_by_time: bool


@contextmanager
def _denormals_flushed() -> Iterator[None]:
    """Confident CTC outputs have denormal gradients, which cost a step ten times its time.

    The processor's mode holds for the whole process, so it is given back.
    """
    import torch

    torch.set_flush_denormal(True)
    try:
        yield
    finally:
        torch.set_flush_denormal(False)


@_denormals_flushed()
def train(
    network: _Network,
    charset: Charset,
    batches: Callable[[int], Iterator[Batch]],
    validate: Validate[_Network],
    settings: LoopSettings,
    *,
    penalty: Penalty | None = None,
    checkpoint: Path | None = None,
    on_progress: Callable[[Step], None] = lambda _step: None,
    clock: Callable[[], float] = time.monotonic,
) -> Outcome:
    """Train `network` in place and give the weights with the lowest validation error.

    Args:
        batches: the endless stream of batches from an iteration on, the same for the same number.
        validate: error of a network on held-out samples, alone or as part of a `Validation`; the start is validated
            first, so that a training that only does harm is seen as such.
        penalty: added to the loss of a batch, from its log probabilities [frames, batch, classes].
        checkpoint: file written at each validation and resumed from where it exists.
    """
    import torch
    from torch.optim.swa_utils import AveragedModel

    network = network.to(memory_format=torch.channels_last)
    optimiser = torch.optim.AdamW(
        network.parameters(), settings.learning_rate, weight_decay=settings.weight_decay
    )
    average = AveragedModel(network, avg_fn=partial(_mean, settings.average)) if settings.average else None
    averaged = network if average is None else average.module
    state = resumed(checkpoint, network, averaged, optimiser)
    if average is not None:
        average.n_averaged.fill_(state.iteration + 1)  # the weights at the start count as one
    began = clock() - state.seconds
    if not state.history:
        _judge(state, averaged, validate, loss=None, seconds=clock() - began)
        on_progress(_step(state, settings))
    by_time, cooled, losses = False, False, []
    stream = batches(state.iteration)
    while state.iteration < settings.iterations:
        cooling = _cooling(clock() - began, settings)
        cooled = cooled or cooling < 1
        # LambdaLR is longer here: it sets a step's rate when the step before ends, so the clock would not see a validation
        # in between, and to resume it needs `initial_lr` in the checkpoint.
        for group in optimiser.param_groups:
            group["lr"] = settings.learning_rate * _rate(state.iteration, settings) * cooling
        batch = next(stream)
        losses.append(_learn(network, charset, batch, optimiser, settings, penalty))
        state.iteration += 1
        state.images += len(batch.labels)
        if average is not None:
            average.update_parameters(network)
        by_time = settings.seconds is not None and clock() - began >= settings.seconds
        if (
            state.iteration % settings.validate_every
            and state.iteration < settings.iterations
            and not by_time
        ):
            continue
        _judge(state, averaged, validate, loss=sum(losses) / len(losses), seconds=clock() - began)
        losses = []
        on_progress(_step(state, settings))
        if checkpoint is not None:
            save(checkpoint, state, network, averaged, optimiser)
        waited = (state.iteration - state.best_iteration) / settings.validate_every
        if by_time or waited >= settings.patience:
            break
    return Outcome(
        state.best_weights, state.best_error, state.best_iteration, state.history, by_time or cooled
    )


def _learn(
    network: torch.nn.Module,
    charset: Charset,
    batch: Batch,
    optimiser: torch.optim.Optimizer,
    settings: LoopSettings,
    penalty: Penalty | None,
) -> float:
    import torch

    network.train()
    device = next(network.parameters()).device
    inputs = torch.from_numpy(batch.images).to(device)
    if inputs.dim() == 4:
        inputs = inputs.to(memory_format=torch.channels_last)
    with torch.autocast(device.type, torch.bfloat16, enabled=settings.bfloat16):
        if settings.drawn_classes:
            scores, labels, lengths = log_probabilities(
                network, inputs, batch.labels, charset, settings.drawn_classes
            )
        else:
            scores = network(inputs, None).float().log_softmax(2).permute(1, 0, 2)
            labels, lengths = targets(batch.labels, charset)
    frames = torch.full((len(batch.labels),), scores.shape[0])
    loss = torch.nn.functional.ctc_loss(scores, labels.to(device), frames, lengths, zero_infinity=True)
    if penalty is not None:
        loss = loss + penalty(scores, batch)
    optimiser.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), settings.clip)
    optimiser.step()
    return float(loss.detach())


def _judge(
    state: State, network: _Network, validate: Validate[_Network], *, loss: float | None, seconds: float
) -> None:
    network.eval()
    found = validate(network)
    found = found if isinstance(found, Validation) else Validation(found, found)
    state.seconds = seconds
    state.history.append(
        {
            "iteration": state.iteration,
            "images": state.images,
            "loss": loss,
            "error": found.error,
            "validation_cer": found.character_error_rate,
            "seconds": seconds,
        }
    )
    if found.error < state.best_error:
        state.best_error, state.best_iteration = found.error, state.iteration
        state.best_weights = {name: value.detach().clone() for name, value in network.state_dict().items()}


def _rate(iteration: int, settings: LoopSettings) -> float:
    """Half a cosine over the steps, after warming up."""
    warm = min(1.0, (iteration + 1) / max(1, settings.warmup))
    return warm * 0.5 * (1 + math.cos(math.pi * iteration / settings.iterations))


def _cooling(seconds: float, settings: LoopSettings) -> float:
    """1 until the last part of the budget of time, in which it falls to 0."""
    if settings.seconds is None:
        return 1.0
    return max(0.0, min(1.0, (1 - seconds / settings.seconds) / COOLING))


def _mean(decay: float, mean: torch.Tensor, value: torch.Tensor, count: torch.Tensor) -> torch.Tensor:
    """The running mean moved towards a value; it follows faster while it is a mean of few."""
    return mean.lerp(value, 1 - min(decay, int(count) / (int(count) + 10)))


def _step(state: State, settings: LoopSettings) -> Step:
    last = state.history[-1]
    per_iteration = state.seconds / state.iteration if state.iteration else math.inf
    left = per_iteration * (settings.iterations - state.iteration)
    if settings.seconds is not None:
        left = min(left, max(0.0, settings.seconds - state.seconds))
    return Step(
        state.iteration,
        last["loss"],
        last["error"],
        last["validation_cer"],
        state.best_error,
        state.seconds,
        left,
    )
