"""The recogniser of PP-OCRv6 (small) run by OpenVINO: Latin, digits, signs and 한자, but no Hangul.

The model is the ONNX file of RapidOCR 3.10's wheel, unchanged (see `weights/README.md`).
"""

from __future__ import annotations

import math
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from ocr_lib.arrays import Floats, Integers, Picture
from ocr_lib.inference import compile_model, read_model
from ocr_lib.recognition.decode import greedy
from ocr_lib.recognition.reading import PPOCR, Reading

if TYPE_CHECKING:
    import openvino

HEIGHT = 48
PIXELS_A_FRAME = 8
WIDTH_STEP = 64
PIXELS_A_BATCH = 3200
"""Width of a batch in all."""
SMALLEST_WIDTH = 64
LIKELIEST = 4
"""Classes of each frame that are looked at."""


class PpOcrRecognizer:
    """Reads crops that hold no Hangul. The model is loaded by the first crop.

    Args:
        model: the ONNX file, whose metadata names the characters.
        threads: processor threads; None for as many as there are.
    """

    def __init__(self, model: Path, *, threads: int | None = None) -> None:
        self._path = model
        self._threads = threads

    @cached_property
    def _model(self) -> openvino.Model:
        return read_model(self._path)

    @cached_property
    def _characters(self) -> list[str]:
        listed = self._model.get_rt_info(["framework", "character"]).astype(str).splitlines()
        return [*(unicodedata.normalize("NFKC", c) if _is_wide(c) else c for c in listed), " "]

    @cached_property
    def _network(self) -> openvino.CompiledModel:
        return compile_model(_likeliest_of_frames(self._model), threads=self._threads)

    def read(self, crops: Sequence[Picture]) -> list[Reading]:
        """The texts of crops (uint8 grey [height, width] or RGB [height, width, 3]), with the mean probability of
        their characters as the score, 0 … 1."""
        readings = [Reading("", 0.0)] * len(crops)
        by_width: dict[int, list[int]] = defaultdict(list)
        for number, crop in enumerate(crops):
            if crop.size:
                by_width[_padded_width(crop)].append(number)
        for width, numbers in by_width.items():
            size = max(1, PIXELS_A_BATCH // width)
            for start in range(0, len(numbers), size):
                batch = numbers[start : start + size]
                inputs = np.stack([_network_input(crops[n], width) for n in batch])
                values, best = self._network(inputs).values()
                for number, one, sure in zip(batch, best, values, strict=True):
                    frames = HEIGHT * crops[number].shape[1] / crops[number].shape[0] / PIXELS_A_FRAME
                    readings[number] = self._decoded(one, sure, frames)
        return readings

    def _decoded(self, classes: Integers, probabilities: Floats, frames_of_crop: float) -> Reading:
        reading = greedy(classes, probabilities, self._characters, frames_of_crop)
        of_characters = [character.probability for character in reading.characters]
        score = sum(of_characters) / max(1, len(of_characters))
        return replace(reading, score=score, recogniser=PPOCR)


def _is_wide(character: str) -> bool:
    """Full-width ASCII, which Korean papers write half-width."""
    return "！" <= character <= "～"


def _likeliest_of_frames(network: openvino.Model) -> openvino.Model:
    """The network with the likeliest classes of each frame and their probabilities instead of all."""
    import openvino
    from openvino import opset13

    likeliest = opset13.topk(network.output(0).get_node().input_value(0), LIKELIEST, 2, "max", "value")
    return openvino.Model([likeliest.output(0), likeliest.output(1)], network.get_parameters())


def _padded_width(crop: Picture) -> int:
    width = math.ceil(HEIGHT * crop.shape[1] / crop.shape[0])
    return max(SMALLEST_WIDTH, -(-width // WIDTH_STEP) * WIDTH_STEP)


def _network_input(crop: Picture, width: int) -> Floats:
    """Float32 [3, 48, width] in -1 … 1, padded on the right with grey as the network was trained."""
    own = min(width, max(1, math.ceil(HEIGHT * crop.shape[1] / crop.shape[0])))
    fitted = cv2.resize(crop, (own, HEIGHT), interpolation=cv2.INTER_LINEAR)
    if fitted.ndim == 2:
        fitted = cv2.cvtColor(fitted, cv2.COLOR_GRAY2RGB)
    inputs = np.zeros((3, HEIGHT, width), dtype=np.float32)
    inputs[:, :, :own] = fitted.transpose(2, 0, 1).astype(np.float32) / 127.5 - 1.0
    return inputs
