"""Reading crops with a network, as EasyOCR's recogniser would, but many of one width at a time.

A parity test holds texts and scores to `easyocr.Reader.recognize`. Finding and cutting crops is elsewhere.
"""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from ocr_lib.arrays import Floats, Grey, Picture
from ocr_lib.inference import compiled, quantised
from ocr_lib.networks.architecture import IMAGE_HEIGHT, PIXELS_A_FRAME
from ocr_lib.networks.charset import Charset
from ocr_lib.networks.files import NetworkFiles
from ocr_lib.recognition.decode import WordBeamSearch, greedy
from ocr_lib.recognition.language import shipped_model, with_language
from ocr_lib.recognition.preprocess import (
    CONTRAST_LIMIT,
    fit_height,
    network_input,
    padded_width,
    with_contrast,
)
from ocr_lib.recognition.reading import Reading

if TYPE_CHECKING:
    import openvino
    import torch

PIXELS_A_BATCH = 6400
"""Width of a batch in all: more gains nothing on a processor and costs memory."""

CALIBRATION_LINES = 96
DECODERS = ("language", "greedy", "wordbeamsearch")
LIKELIEST = 8
"""Classes of each frame among which the language chooses."""


class CropReader(Protocol):
    """Reads crops."""

    @property
    def custom(self) -> CropReader:
        """The custom network alone, for comparing: whose scores tell how a text is turned, and texts whether a PDF is right. The second
        recogniser reads Hangul as anything."""

    @property
    def for_latin(self) -> CropReader:
        """The reader for pages without Hangul."""

    def read(self, crops: Sequence[Picture]) -> list[Reading]:
        """What the crops (uint8 grey [height, width]) say, in their order; an empty crop says nothing."""


class Recognizer:
    """Reads crops with one network.

    Args:
        files: the network; its hash names what is kept in the cache.
        cache: folder for the converted network; None converts it each time.
        threads: processor threads; None for as many as there are.
        exact: compute as EasyOCR does, in 32 bits. Otherwise the convolutions work in 8 bits, which is
            between two and three times faster and reads a few crops in a hundred differently, no worse.
        decoder: `greedy`, `language` to read unsure Hangul as Korean expects it (`ocr_lib.recognition.language`), or
            `wordbeamsearch` for EasyOCR's search through its word lists.
    """

    def __init__(
        self,
        files: NetworkFiles,
        *,
        cache: Path | None = None,
        threads: int | None = None,
        exact: bool = False,
        decoder: str = "greedy",
    ) -> None:
        if decoder not in DECODERS:
            raise ValueError(f"no decoder {decoder!r}; there are {', '.join(DECODERS)}")
        self.charset: Charset = files.charset
        self.sha256 = files.sha256
        arithmetic = "exact" if exact else "int8"
        self.identity = f"{files.sha256}|{arithmetic}|{decoder}"
        """What its readings depend on: the network, the arithmetic, the decoder."""
        self._search = WordBeamSearch(files.charset) if decoder == "wordbeamsearch" else None
        self._uses_language = decoder == "language"
        # Classes that the network gives of each frame; None for all.
        classes = {"wordbeamsearch": None, "language": LIKELIEST}.get(decoder, 1)
        self._network = compiled(
            "recogniser",
            f"{files.sha256}|{arithmetic}|{'whole' if classes is None else f'likeliest {classes}'}",
            lambda: _converted(files, classes) if exact else _quantised(files, classes),
            cache=cache,
            threads=threads,
        )

    @cached_property
    def custom(self) -> Recognizer:
        """The same network without the language model, which changes no score and takes a second to load."""
        alone = copy.copy(self)
        alone._uses_language = False
        return alone

    @property
    def for_latin(self) -> Recognizer:
        """Itself."""
        return self

    def read(self, crops: Sequence[Picture]) -> list[Reading]:
        """What the crops (uint8 grey [height, width]) say, in their order; an empty crop says nothing.

        One that is read with little certainty is read again with more contrast, and the better kept.
        """
        fitted = [(fit_height(crop), padded_width(crop)) if crop.size else (None, 0) for crop in crops]
        readings = self._read_fitted(fitted)
        again = [n for n, r in enumerate(readings) if r.score < CONTRAST_LIMIT and fitted[n][0] is not None]
        second = self._read_fitted(
            [
                (with_contrast(image), width)
                for image, width in (fitted[n] for n in again)
                if image is not None
            ]
        )
        for number, reading in zip(again, second, strict=True):
            if reading.score >= readings[number].score:
                readings[number] = reading
        return readings

    def _read_fitted(self, fitted: Sequence[tuple[Grey | None, int]]) -> list[Reading]:
        readings = [Reading("", 0.0)] * len(fitted)
        by_width: dict[int, list[tuple[int, Grey]]] = defaultdict(list)
        for number, (image, width) in enumerate(fitted):
            if image is not None:
                by_width[width].append((number, image))
        for width, numbered in by_width.items():
            size = max(1, PIXELS_A_BATCH // width)
            for start in range(0, len(numbered), size):
                batch = numbered[start : start + size]
                inputs = np.stack([network_input(image, width) for _, image in batch])
                widths = [min(width, image.shape[1]) for _, image in batch]
                for (number, _), reading in zip(batch, self._decoded(inputs[:, None], widths), strict=True):
                    readings[number] = reading
        return readings

    def _decoded(self, inputs: Floats, widths: Sequence[int]) -> Iterator[Reading]:
        """What each of a batch [batch, 1, 64, padded width] says; `widths` are those of the crops before padding."""
        outputs = list(self._network(inputs).values())
        if self._search is not None:
            values, best = outputs[0].max(axis=2, keepdims=True), outputs[0].argmax(axis=2)[..., None]
        else:
            values, best = outputs
        for number, (one, sure, width) in enumerate(zip(best, values, widths, strict=True)):
            frames, characters = width / PIXELS_A_FRAME, self.charset.characters
            reading = greedy(one, sure, characters, frames)
            if self._uses_language:
                reading = with_language(reading, one, sure, characters, frames, shipped_model)
            if self._search is not None:
                # The search gives no places of its characters.
                reading = replace(reading, text=self._search(outputs[0][number]), characters=())
            yield reading


def _converted(files: NetworkFiles, classes: int | None) -> openvino.Model:
    """The network with its softmax, giving the likeliest classes of each frame and their probabilities, or all (None)."""
    import openvino
    import torch

    class LikeliestOfFrames(torch.nn.Module):
        def __init__(self, network: torch.nn.Module) -> None:
            super().__init__()
            self.network = network

        def forward(self, pictures: torch.Tensor) -> torch.Tensor | tuple[torch.Tensor, torch.Tensor]:
            probabilities = torch.softmax(self.network(pictures, None), dim=2)
            return probabilities if classes is None else torch.topk(probabilities, classes, dim=2)

    return openvino.convert_model(
        LikeliestOfFrames(files.network()),
        example_input=torch.zeros(2, 1, 64, 256),
        input=[openvino.PartialShape([-1, 1, 64, -1])],
    )


def _quantised(files: NetworkFiles, classes: int | None) -> openvino.Model:
    """The network with its convolutions in 8 bits, calibrated on made lines."""
    # The recurrent layers and the many classes lose what 8 bits can't tell apart.
    return quantised(
        _converted(files, classes),
        list(_calibration(files.charset)),
        exact_types=("LSTMSequence", "MatMul"),
    )


def _calibration(charset: Charset) -> Iterator[Floats]:
    """Made lines, in the fonts that are on every machine."""
    from ocr_lib.synthetic.fonts import package_fonts
    from ocr_lib.synthetic.lines import LineMaker
    from ocr_lib.synthetic.style import Style
    from ocr_lib.synthetic.texts import TextMix

    mix = TextMix(frozenset(charset.characters))
    for line in LineMaker(mix.draw, package_fonts(), Style(), seed=0).lines(0, CALIBRATION_LINES):
        fitted = fit_height(line.image)
        if fitted is not None and fitted.shape[0] == IMAGE_HEIGHT:
            yield network_input(fitted, padded_width(line.image))[None, None]
