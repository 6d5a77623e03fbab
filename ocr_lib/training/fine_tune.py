"""Teaching a network people's crops without its forgetting the rest.

The convolutions stay as they are; what follows them learns (`frames`). Each batch holds crops of one width, made as
serving makes them. People's items and general lines take turns, and on the latter the network is held to what it said
before (`remembering`). The running mean of the weights is validated and kept.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from domain.messages import Message
from ocr_lib.arrays import Grey, StateDict
from ocr_lib.errors import TrainingRefused
from ocr_lib.networks.architecture import build, grow_head
from ocr_lib.networks.charset import Charset
from ocr_lib.networks.files import NetworkFiles
from ocr_lib.synthetic.lines import LineMaker
from ocr_lib.training.augment import augment
from ocr_lib.training.checkpoint import HistoryEntry
from ocr_lib.training.device import chosen_device, multiplies_bfloat16
from ocr_lib.training.forgetting import Forgotten, largest_mix
from ocr_lib.training.loop import LoopSettings, Step, Validation, train
from ocr_lib.training.replay import replay_faces, replay_lines
from ocr_lib.training.samples import Batch, Sample, to_sample, to_samples

if TYPE_CHECKING:
    from easyocr.model.vgg_model import Model

    from ocr_lib.training.frames import CachedFeatures
    from ocr_lib.training.remembering import Remembering

Labelled = tuple[Grey, str]
USES = 6
"""How often frames are gone through, in another order each time, before new ones are made."""
BLOCK = 50
"""Batches are drawn in blocks of at most so many, each from its own seed, so that a resumed training goes on with
the very batches an unbroken one would have had."""
VARIED = 0.5
"""Of the general lines, those that are varied as people's items are."""
GENERAL_LINES = 1000
MIXING_LINES = 4000
LEAST_MIXING_LINES = 1200
"""General lines by which the share that is kept is chosen. Of fewer, one character more in the numbers would decide."""
AMPLE_SECONDS = 600.0
"""With less time than this, fewer frames are made ahead and fewer general lines are looked at, in proportion."""
LEAST_SHARE = 0.1
AVERAGE = 0.97
"""Decay of the running mean of the weights."""


@dataclass(frozen=True)
class FineTuneSettings:
    """Bounds and proportions of a training.

    Args:
        iterations, validate_every, batch_size: as the trainers of EasyOCR and DTRB have them; upper bounds.
        seconds: budget of time; None for none.
        replay: general lines for each of people's items.
        remembering: how much more it counts that those are read as before; see `remembering`.
        forgetting: how much more, when networks of a training are compared, an error counts that was not there
            before, on general text, than one on people's items.
        seed: of everything random.
        device: where to compute: `auto`, `cpu` or `cuda`.
    """

    iterations: int = 3000
    batch_size: int = 32
    validate_every: int = 100
    seconds: float | None = None
    learning_rate: float = 5e-4
    patience: int = 6
    replay: float = 3.0
    remembering: float = 0.4
    forgetting: float = 3.0
    seed: int = 0
    device: str = "cpu"

    @property
    def share(self) -> float:
        """How much of the ample preparations there is time for, 0.1 … 1."""
        return 1.0 if self.seconds is None else max(LEAST_SHARE, min(1.0, self.seconds / AMPLE_SECONDS))

    @property
    def general_lines(self) -> int:
        """General lines by which it is measured during the training what was forgotten."""
        return round(GENERAL_LINES * self.share)

    @property
    def mixing_lines(self) -> int:
        """General lines by which the share of the trained weights that is kept is chosen."""
        return max(LEAST_MIXING_LINES, round(MIXING_LINES * self.share))

    def loop(self, *, bfloat16: bool) -> LoopSettings:
        """Those of the training loop.

        Args:
            bfloat16: whether the device multiplies in it quickly.
        """
        return LoopSettings(
            iterations=self.iterations,
            learning_rate=self.learning_rate,
            validate_every=self.validate_every,
            patience=self.patience,
            seconds=self.seconds,
            average=AVERAGE,
            bfloat16=bfloat16,
        )


@dataclass(frozen=True)
class FineTuned:
    """The best network of a training, and how it came about; `improved` is False where none was better."""

    state: StateDict
    charset: Charset
    error: float
    iteration: int
    history: list[HistoryEntry]
    stopped_by_time: bool
    improved: bool


def fine_tune(
    base: NetworkFiles,
    items: Sequence[Labelled],
    validation: Sequence[Labelled],
    settings: FineTuneSettings,
    *,
    checkpoint: Path | None = None,
    on_progress: Callable[[Step], None] = lambda _step: None,
    clock: Callable[[], float] = time.monotonic,
) -> FineTuned:
    """Teach `base` the items.

    Characters of the labels that it can't write yet are added to its set. What is validated is its error on
    `validation` (or, where that is empty, on the items) and what it forgot of general text.

    Args:
        items, validation: uint8 grey [height, width] with labels, checked by `datasets.items`.
        checkpoint: file a stopped training is resumed from; of the same data and settings.

    Raises:
        TrainingRefused: there are no items.
    """
    import torch

    from ocr_lib.training.frames import Head, extract_features, head_error
    from ocr_lib.training.remembering import Remembering

    if not items:
        raise TrainingRefused(
            Message(
                "there is nothing to learn from; choose texts of documents that are learnt from, or add "
                "training texts that a font can show"
            ),
            code="no_items",
        )
    torch.manual_seed(settings.seed)
    charset = base.charset.grown(label for _, label in [*items, *validation])
    network, grown = _grown(base, charset, settings.seed)
    device = chosen_device(settings.device)
    network.to(device)
    head = Head(network)
    learnt, probed = replay_faces()
    probe = replay_lines(charset, settings.seed + 1, probed)
    forgotten = Forgotten(network, head, charset, probe, settings.general_lines)
    judged = extract_features(network, to_samples(validation or items))

    def validate(candidate: Head) -> Validation:
        rate = head_error(candidate, judged, charset)
        return Validation(rate + settings.forgetting * forgotten.by(candidate), rate)

    remembering = Remembering(head, settings.remembering)
    replay = replay_lines(charset, settings.seed + 2, learnt)
    blocks = _Blocks(list(items), replay, settings, network, remembering)
    outcome = train(
        head,
        charset,
        blocks.from_iteration,
        validate,
        settings.loop(bfloat16=multiplies_bfloat16(device)),
        penalty=remembering,
        checkpoint=checkpoint,
        on_progress=on_progress,
        clock=clock,
    )
    weights = {name: value.cpu() for name, value in outcome.weights.items()}
    error = outcome.error
    if outcome.iteration > 0:
        head.load_state_dict({name: grown[name] for name in weights})
        forgotten = Forgotten(network, head, charset, probe, settings.mixing_lines)
        weights = largest_mix(head, grown, weights, forgotten)
        head.load_state_dict(weights)
        error = head_error(head, judged, charset)
    return FineTuned(
        {**grown, **weights},
        charset,
        error,
        outcome.iteration,
        outcome.history,
        outcome.stopped_by_time,
        improved=outcome.iteration > 0,
    )


def _grown(base: NetworkFiles, charset: Charset, seed: int) -> tuple[Model, StateDict]:
    """The base with rows for new characters of `charset`, in training mode, and its weights."""
    import torch

    network = build(charset)
    grown = grow_head(base.state(), base.charset, charset, torch.Generator().manual_seed(seed))
    network.load_state_dict(grown)
    return network, grown


@dataclass
class _Blocks:
    """The batches of a training, found again from any iteration."""

    items: list[Labelled]
    replay: LineMaker
    settings: FineTuneSettings
    network: Model
    remembering: Remembering
    _made: int = -1
    _pool: list[CachedFeatures] = field(default_factory=list)

    def from_iteration(self, start: int) -> Iterator[Batch]:
        block, offset = divmod(start, self._block_size)
        while True:
            yield from islice(self._block(block), offset, None)
            block, offset = block + 1, 0

    def _block(self, number: int) -> Iterator[Batch]:
        from ocr_lib.training.frames import extract_features, frame_batches

        if self._made != number // USES:
            self._made = number // USES
            self._pool = self.remembering.note(extract_features(self.network, self._samples()))
        rng = np.random.default_rng([self.settings.seed, number])
        batches = frame_batches(self._pool, self._pixels, rng, most=self.settings.batch_size)
        yield from islice(batches, self._block_size)

    @property
    def _block_size(self) -> int:
        return round(BLOCK * self.settings.share)

    @property
    def _pixels(self) -> int:
        return 300 * self.settings.batch_size

    def _samples(self) -> list[Sample]:
        """People's items, each varied anew, with the general lines between them: enough for a block."""
        rng = np.random.default_rng([self.settings.seed, self._made, 1])
        pool: list[Sample] = []
        width, place, wanted = 0, self._made * 100_000, self._block_size * self._pixels
        while width < wanted:
            for n in rng.permutation(len(self.items)):
                image, label = self.items[n]
                sample = to_sample(augment(image, rng), label) or to_sample(image, label)
                count = int(rng.poisson(self.settings.replay))
                lines = self.replay.lines(place, count)
                place += count
                new = [sample, *(self._known(line.image, line.text, rng) for line in lines)]
                pool += [s for s in new if s is not None]
                width += sum(s.width for s in new if s is not None)
                if width >= wanted:
                    break
        return pool

    @staticmethod
    def _known(image: Grey, label: str, rng: np.random.Generator) -> Sample | None:
        """A general line, every other one stretched and slanted: print of other faces is to be remembered too."""
        varied = augment(image, rng) if rng.random() < VARIED else image
        return to_sample(varied, label, known=True) or to_sample(image, label, known=True)
