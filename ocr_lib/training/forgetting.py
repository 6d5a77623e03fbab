"""What a training forgot of general text, and how much of it is kept so that hardly anything is.

The training itself is in `fine_tune`; the penalty that holds it back while it learns, in `remembering`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ocr_lib.arrays import StateDict
from ocr_lib.networks.charset import Charset
from ocr_lib.synthetic.lines import LineMaker
from ocr_lib.training.samples import Sample, to_samples

if TYPE_CHECKING:
    from easyocr.model.vgg_model import Model

    from ocr_lib.training.frames import Head

TOLERATED = 0.0007
"""How much the error on general text may rise in what is kept at the end. The gate allows three times that, in faces that
are farther from those learnt in, where more is forgotten."""
CHANCE = 1
"""Characters by which a part of the general lines may be read worse without its meaning anything."""
MIXES = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.35)
"""Shares of the trained weights that are tried, the largest first."""


class Forgotten:
    """How much worse a head reads general text than another did: the most of Korean, English and numbers."""

    def __init__(self, network: Model, head: Head, charset: Charset, probe: LineMaker, count: int) -> None:
        from ocr_lib.training.frames import extract_features, head_error

        parts = _by_script(to_samples([(line.image, line.text) for line in probe.lines(0, count)]))
        self.parts = [extract_features(network, part) for part in parts]
        self.charset = charset
        self.before = [head_error(head.eval(), part, charset) for part in self.parts]
        # A part may be empty where few lines are drawn.
        self.chance = [CHANCE / max(1, sum(len(seen.label) for seen in part)) for part in self.parts]

    def by(self, head: Head) -> float:
        """Character error rate, at least 0."""
        return max(0.0, *self._changes(head))

    def beyond_chance(self, head: Head) -> float:
        """As `by`, without what a few characters of a part can make."""
        return max(change - some for change, some in zip(self._changes(head), self.chance, strict=True))

    def _changes(self, head: Head) -> list[float]:
        from ocr_lib.training.frames import head_error

        now = [head_error(head, part, self.charset) for part in self.parts]
        return [after - before for after, before in zip(now, self.before, strict=True)]


def largest_mix(head: Head, before: StateDict, after: StateDict, forgotten: Forgotten) -> StateDict:
    """As large a share of the trained weights as forgets hardly anything.

    Between old and new weights lies most of what was learnt with little of what was forgotten (Wortsman et
    al. 2022, "Robust fine-tuning of zero-shot models"), and a smaller share forgets less: the share is found by halving. Where
    every share forgets, the one of those tried that does least.
    """
    tried: list[tuple[float, float, StateDict]] = []

    def forgets(share: float) -> bool:
        mixed = {name: before[name].lerp(value, share) for name, value in after.items()}
        head.load_state_dict(mixed)
        tried.append((forgotten.beyond_chance(head), -share, mixed))
        return tried[-1][0] > TOLERATED

    place = bisect_left(MIXES, True, key=lambda share: not forgets(share))
    if place < len(MIXES):
        return next(mixed for _, share, mixed in tried if share == -MIXES[place])
    return min(tried, key=lambda one: one[:2])[2]


def _by_script(samples: Sequence[Sample]) -> list[list[Sample]]:
    """Lines with Hangul, English, and numbers alone, each judged by itself."""
    latin = [s for s in samples if s.label.isascii() and any(c.isalpha() for c in s.label)]
    numbers = [s for s in samples if s.label.isascii() and not any(c.isalpha() for c in s.label)]
    return [[s for s in samples if not s.label.isascii()], latin, numbers]
