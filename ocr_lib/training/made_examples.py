"""Made lines and pages as the shipped networks read them, with what they say: what probabilities are fitted on.

Half of the lines look as hard as what a network learns from, half are clean print of ordinary texts, as long as lines of pages; pages
are found and cut by the detector. All are in faces that are never learnt from.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from ocr_lib.detection import build_detector
from ocr_lib.networks.files import shipped_network
from ocr_lib.page_texts import FoundTexts
from ocr_lib.reader import PageReader
from ocr_lib.recognition.arbitration import Attempt, attempts
from ocr_lib.recognition.ppocr import PpOcrRecognizer
from ocr_lib.recognition.recognizer import DECODERS, Recognizer
from ocr_lib.recognition.retries import RetryingReader
from ocr_lib.synthetic.fonts import FontFile, installed_fonts, named
from ocr_lib.synthetic.pages import LAYOUTS, TrueLine, made_page
from ocr_lib.synthetic.scan import scanned
from ocr_lib.synthetic.texts import TextMix
from ocr_lib.training.bootstrap import BootstrapSettings, TrainingLines, office_mix
from ocr_lib.training.replay import NEVER
from ocr_lib.weights import PPOCR_RECOGNISER

LINES_AT_ONCE = 100
MOST_TEXTS = 4
PLAIN_SHARES = {
    "korean": 0.3, "english": 0.12, "receipt": 0.12, "receipt_english": 0.1, "form": 0.12, "address": 0.04, "number": 0.08,
    "amount": 0.05, "when": 0.04, "size": 0.03,
}  # fmt: skip
"""Kinds of text that are ordinary on pages."""
FIRST_PAGE = 700_000
"""Far from the numbers of pages that benchmarks and tests read."""
MARGIN = 4.0
"""Pixels that a true text may reach beyond the frame it was found in."""


@dataclass(frozen=True)
class Example:
    """A made text as it was read.

    Attributes:
        face: the name of its font.
    """

    truth: str
    attempt: Attempt
    face: str


class ExampleMaker:
    """Makes examples with the shipped networks; the same seed makes the same ones.

    Args:
        cache: folder for the converted network; None converts it each time.
    """

    def __init__(self, seed: int, *, cache: Path | None = None) -> None:
        self._seed = seed
        self._files = shipped_network()
        network = Recognizer(self._files, cache=cache, threads=1, decoder=DECODERS[0])
        self._custom, self._second = RetryingReader(network), PpOcrRecognizer(PPOCR_RECOGNISER, threads=1)
        self._reader = PageReader(build_detector("ppocr", cache=cache, threads=1), self._custom)

    def lines(self, count: int) -> Iterator[Example]:
        """Texts that a detector has nothing to do with."""
        charset = self._files.charset
        hard = TrainingLines(charset, BootstrapSettings()).maker(self._seed, unseen=True)
        mix = office_mix(charset).with_shares(**PLAIN_SHARES)
        clean = replace(hard, draw_text=lambda rng: long_text(mix, rng), worn=0.0)
        for start in range(0, count, LINES_AT_ONCE):
            maker = clean if start // LINES_AT_ONCE % 2 else hard
            lines = list(maker.lines(start, min(LINES_AT_ONCE, count - start)))
            read = attempts([line.image for line in lines], self._custom, self._second)
            yield from (
                Example(line.text, attempt, line.font) for line, attempt in zip(lines, read, strict=True)
            )

    def pages(self, count: int) -> Iterator[Example]:
        """Texts of scanned pages."""
        faces = [face for face in named(installed_fonts(), NEVER) if face.covers("가A")]
        for number in range(count if faces else 0):
            yield from self._page(number, faces)

    def _page(self, number: int, faces: Sequence[FontFile]) -> Iterator[Example]:
        rng = np.random.default_rng([self._seed, number])
        face = faces[int(rng.integers(len(faces)))]
        page = made_page(
            FIRST_PAGE + 1000 * self._seed + number,
            fonts=[face],
            language="en" if number % 3 == 2 else "ko",
            layout=list(LAYOUTS)[number % len(LAYOUTS)],
            point_size=float(rng.choice([8.0, 9.0, 10.5, 12.0, 24.0])),
        )
        scan = scanned(
            page, number, tilt=rng.uniform(-1, 1), blur=rng.uniform(0, 1.2), jpeg=int(rng.integers(30, 90))
        )
        found = self._reader.find(cv2.cvtColor(scan.picture, cv2.COLOR_GRAY2RGB))
        read = attempts(found.crops, self._custom, self._second)
        for truth, attempt in zip(true_texts(found, scan.lines), read, strict=True):
            if truth:
                yield Example(truth, attempt, face.name)


def long_text(mix: TextMix, rng: np.random.Generator) -> str:
    """One to four texts in a row: lines of pages are longer than those networks learn from."""
    return " ".join(mix.draw(rng) for _ in range(rng.integers(1, MOST_TEXTS + 1)))


def true_texts(found: FoundTexts, lines: Sequence[TrueLine]) -> list[str]:
    """What each text that was found says: the true texts whose middle lies in it, from left to right; empty where there is none."""
    texts = []
    for text in found.texts:
        quad = np.array(found.rotation.to_given(text.corners.tolist()))
        (left, top), (right, bottom) = quad.min(axis=0) - MARGIN, quad.max(axis=0) + MARGIN
        inside = [line for line in lines if _is_within(line, left, top, right, bottom)]
        texts.append(" ".join(line.text for line in sorted(inside, key=lambda line: line.box[0])))
    return texts


def _is_within(line: TrueLine, left: float, top: float, right: float, bottom: float) -> bool:
    x0, y0, x1, y1 = line.box
    return bool(left <= (x0 + x1) / 2 <= right and top <= (y0 + y1) / 2 <= bottom)
