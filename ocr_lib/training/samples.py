"""What a recogniser learns from: crops at network height with their labels, grouped into batches.

A batch holds crops of one padded width, the very input the serving side would make of each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

import numpy as np

from ocr_lib.arrays import Floats, Grey, Integers, Mask
from ocr_lib.networks.architecture import steps, steps_needed
from ocr_lib.networks.charset import Charset
from ocr_lib.recognition.preprocess import fit_height, network_input, padded_width

if TYPE_CHECKING:
    import torch


@dataclass(frozen=True)
class Sample:
    """A crop at 64 pixels of height and what it says.

    Attributes:
        image: uint8 [64, width].
        width: the padded width of its input.
        known: general text, which the network read before and is to go on reading.
    """

    image: Grey
    width: int
    label: str
    known: bool = False


@dataclass(frozen=True)
class Spread:
    """The likeliest classes of frames, by some network.

    Attributes:
        classes: int64 [..., frames, kept].
        probabilities: float32, of the same shape.
    """

    classes: Integers
    probabilities: Floats


@dataclass(frozen=True)
class Batch:
    """Inputs of one width.

    Attributes:
        images: float32 [batch, 1, 64, width] in -1 … 1; or [batch, frames, 256], what convolutions made of them.
        labels: one text each.
        known: which are general text; bool [batch].
        before: what was said of those before, [known, frames, kept]; None where it isn't asked or there are none.
    """

    images: Floats
    labels: list[str]
    known: Mask
    before: Spread | None = None


def to_sample(image: Grey, label: str, *, known: bool = False) -> Sample | None:
    """A crop [height, width] as a sample; None where CTC can't write the label in its frames."""
    fitted = fit_height(image)
    if fitted is None or fitted.shape[0] != 64:
        return None
    width = padded_width(image)
    if not label or steps_needed(label) > steps(width):
        return None
    return Sample(fitted, width, label, known)


def to_samples(pairs: Sequence[tuple[Grey, str]]) -> list[Sample]:
    """Crops with their labels, without those `to_sample` can't use."""
    return [s for s in (to_sample(image, label) for image, label in pairs) if s is not None]


def make_batch(samples: Sequence[Sample]) -> Batch:
    """Samples of one width, stacked."""
    images = np.stack([network_input(sample.image, sample.width) for sample in samples])
    return Batch(images[:, None], [sample.label for sample in samples], known_of(samples))


class _Groupable(Protocol):
    @property
    def width(self) -> int: ...

    @property
    def known(self) -> bool: ...


_One = TypeVar("_One", bound=_Groupable)


def known_of(samples: Sequence[_Groupable]) -> Mask:
    """Which of them are known text; bool [batch]."""
    return np.array([sample.known for sample in samples])


def grouped(
    pool: Iterable[_One], pixels: int, rng: np.random.Generator, *, most: int = 64
) -> Iterator[list[_One]]:
    """Groups of one width, about `pixels` of it in all (at most `most` samples), in random order."""
    by_width: dict[int, list[_One]] = defaultdict(list)
    for sample in pool:
        by_width[sample.width].append(sample)
    groups = []
    for width in sorted(by_width):
        samples = by_width[width]
        rng.shuffle(samples)
        size = max(1, min(most, pixels // width))
        groups += [samples[i : i + size] for i in range(0, len(samples), size)]
    for place in rng.permutation(len(groups)):
        yield groups[place]


def batches_of_a_pool(
    pool: Iterable[Sample], pixels: int, rng: np.random.Generator, *, most: int = 64
) -> Iterator[Batch]:
    """The batches of `grouped`."""
    for samples in grouped(pool, pixels, rng, most=most):
        yield make_batch(samples)


def targets(labels: Sequence[str], charset: Charset) -> tuple[torch.Tensor, torch.Tensor]:
    """CTC's targets: all classes in a row, int64 [sum of lengths], and the lengths, int64 [batch]."""
    import torch

    classes = [charset.encode(label) for label in labels]
    return (
        torch.tensor([number for one in classes for number in one]),
        torch.tensor([len(one) for one in classes]),
    )
