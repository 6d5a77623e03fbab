"""What a training forgot of general text, and how much of it is kept so that hardly anything is.

The training itself is in `fine_tune`; the penalty that holds it back while it learns, in `remembering`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
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

    def goes_beyond(self, head: Head, tolerated: float) -> bool:
        """Whether a part is read worse by more than `tolerated` and what a few characters can make."""
        changes = zip(self._changes(head), self.chance, strict=True)
        return any(change - some > tolerated for change, some in changes)

    def _changes(self, head: Head) -> Iterator[float]:
        """Of the parts, the quickest first; none is read before it is asked for."""
        from ocr_lib.training.frames import head_error

        for part, before in zip(self.parts, self.before, strict=True):
            yield head_error(head, part, self.charset) - before


def largest_mix(head: Head, before: StateDict, after: StateDict, forgotten: Forgotten) -> StateDict:
    """As large a share of the trained weights as forgets hardly anything.

    Between old and new weights lies most of what was learnt with little of what was forgotten (Wortsman et
    al. 2022, "Robust fine-tuning of zero-shot models"), and a smaller share forgets less: the share is found by halving. Where
    every share forgets, the smallest.
    """

    def mixed(share: float) -> StateDict:
        return {name: before[name].lerp(value, share) for name, value in after.items()}

    def keeps(share: float) -> bool:
        head.load_state_dict(mixed(share))
        return not forgotten.goes_beyond(head, TOLERATED)

    place = bisect_left(MIXES, True, key=keeps)
    return mixed(MIXES[min(place, len(MIXES) - 1)])


def _by_script(samples: Sequence[Sample]) -> list[list[Sample]]:
    """Numbers alone, English, and lines with Hangul, each judged by itself: the fewest characters first."""
    latin = [s for s in samples if s.label.isascii() and any(c.isalpha() for c in s.label)]
    numbers = [s for s in samples if s.label.isascii() and not any(c.isalpha() for c in s.label)]
    return [numbers, latin, [s for s in samples if not s.label.isascii()]]
