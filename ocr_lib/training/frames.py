"""What the convolutions make of crops, computed once, and the part of a network that learns from it.

A network's convolutions are three quarters of a training step's work. Kept as they are, a crop's frames can be
used again and again, and what follows them (two BiLSTM layers and the last layer) learns a hand from them alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch

from ocr_lib.arrays import Floats
from ocr_lib.networks.charset import Charset
from ocr_lib.recognition.decode import greedy_text
from ocr_lib.scoring import error_rate
from ocr_lib.training.samples import Batch, Sample, Spread, batches_of_a_pool, grouped, known_of

if TYPE_CHECKING:
    from easyocr.model.vgg_model import Model

PIXELS = 12_800


@dataclass(frozen=True)
class CachedFeatures:
    """A sample after the convolutions.

    Attributes:
        frames: float32 [width / 4 - 1, 256].
        width: the padded width of the crop they come from.
        known: as of the sample.
        before: what the network said of it before it learnt, [frames, kept]; of known samples, where noted.
    """

    frames: Floats
    width: int
    label: str
    known: bool
    before: Spread | None = None


class Head(torch.nn.Module):
    """What follows the convolutions of a recogniser. Shares its weights and their names."""

    def __init__(self, network: Model) -> None:
        super().__init__()
        self.SequenceModeling = network.SequenceModeling
        self.Prediction = network.Prediction

    @property
    def classes(self) -> int:
        """How many it scores, the blank included."""
        return int(self.Prediction.out_features)

    def forward(self, frames: torch.Tensor, _text: None = None) -> torch.Tensor:
        """Floats [batch, frames, 256] to class scores [batch, frames, classes]."""
        return self.Prediction(self.SequenceModeling(frames).contiguous())


def device_of(module: torch.nn.Module) -> torch.device:
    """Where its weights are."""
    return next(module.parameters()).device


def extract_features(network: Model, samples: Sequence[Sample]) -> list[CachedFeatures]:
    """The frames of samples, in the order of their widths.

    Args:
        network: the recogniser; only its convolutions are used, in evaluation mode.
    """
    features = network.FeatureExtraction.eval().to(memory_format=torch.channels_last)
    device = device_of(features)
    seen = []
    with torch.inference_mode():
        for batch in batches_of_a_pool(samples, PIXELS, np.random.default_rng(0)):
            images = torch.from_numpy(batch.images).to(device, memory_format=torch.channels_last)
            # As `easyocr.model.vgg_model` goes on: the height is averaged away.
            frames = features(images).mean(2).transpose(1, 2).contiguous().cpu().numpy()
            width = batch.images.shape[3]
            rows = zip(frames, batch.labels, batch.known, strict=True)
            seen += [CachedFeatures(one.copy(), width, label, bool(known)) for one, label, known in rows]
    return seen


def frame_batches(
    seen: Sequence[CachedFeatures], pixels: int, rng: np.random.Generator, *, most: int = 64
) -> Iterator[Batch]:
    """As `samples.batches_of_a_pool`; the batches hold frames."""
    for group in grouped(seen, pixels, rng, most=most):
        said = [one.before for one in group if one.before is not None]
        before = (
            Spread(np.stack([one.classes for one in said]), np.stack([one.probabilities for one in said]))
            if said
            else None
        )
        frames, labels = np.stack([one.frames for one in group]), [one.label for one in group]
        yield Batch(frames, labels, known_of(group), before)


def head_error(head: Head, seen: Sequence[CachedFeatures], charset: Charset) -> float:
    """The character error rate of a head (evaluation mode) on samples."""
    batches = list(frame_batches(seen, PIXELS, np.random.default_rng(0)))

    def texts_of(batch: Batch) -> list[str]:
        with torch.inference_mode():
            best = head(torch.from_numpy(batch.images).to(device_of(head))).argmax(2).cpu().numpy()
        return [greedy_text(row, charset.characters) for row in best]

    # An LSTM goes frame by frame, in products too small for several threads: batches are read side by side instead.
    with ThreadPoolExecutor(torch.get_num_threads()) as pool:
        read = [text for texts in pool.map(texts_of, batches) for text in texts]
    return error_rate(read, [label for batch in batches for label in batch.labels])
