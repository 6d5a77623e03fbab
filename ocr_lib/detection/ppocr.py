"""The detector of PP-OCRv6 (small) run by OpenVINO, at the scale that the print needs.

The model is the ONNX file of RapidOCR 3.10's wheel, unchanged (see `weights/README.md`). It is run here instead of by
RapidOCR, whose wheel requires `opencv-python` beside the headless OpenCV that EasyOCR installs.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from ocr_lib.arrays import Floats, Picture
from ocr_lib.detection.detected import TextFrame
from ocr_lib.detection.probability_maps import MapThresholds, core_probability, text_frames
from ocr_lib.detection.squeezed import WIDTH, may_be_spaced, with_rows
from ocr_lib.inference import compile_model, read_model

if TYPE_CHECKING:
    import openvino

SMALLEST_SIDE, LARGEST_SIDE = 736, 1280
"""Pixels of the shorter and the longer side of what the network is shown first."""
READABLE_HEIGHT = 24.0
"""Height in pixels of a frame around print that the network still separates from its neighbours."""
LARGEST_AREA = 5_000_000
"""Pixels of what the network is shown when small print asks for a closer look; memory grows with it."""
LARGEST_SCALE = 3.0
STEP = 32
THRESHOLDS = MapThresholds()
PRINT = 0.35
"""Mean probability in the middle of a frame from which there is print."""


class PpOcrDetector:
    """Finds texts in pictures of any size. The model is loaded by the first picture.

    Args:
        model: the ONNX file.
        threads: processor threads; None for as many as there are.
    """

    def __init__(self, model: Path, *, threads: int | None = None) -> None:
        self._model = model
        self._threads = threads

    @cached_property
    def _network(self) -> openvino.CompiledModel:
        return compile_model(read_model(self._model), threads=self._threads)

    def detect(self, picture: Picture) -> list[TextFrame]:
        """The frames of the texts of a picture (uint8 RGB [height, width, 3])."""
        height, width = picture.shape[:2]
        scale = min(max(1.0, SMALLEST_SIDE / min(height, width)), LARGEST_SIDE / max(height, width))
        first = self._look(picture, scale)
        closer = _closer_scale(first.frames, scale)
        if closer > scale:
            x0, y0, x1, y1 = _around(first.frames, width, height)
            closer = min(closer, float(np.sqrt(LARGEST_AREA / ((x1 - x0) * (y1 - y0)))))
            if closer >= 1.2 * scale:
                part = picture[y0:y1, x0:x1]
                frames = self._with_rows(part, closer, self._look(part, closer))
                return [frame.mapped(np.ones(2), np.array([x0, y0])) for frame in frames]
        return self._with_rows(picture, scale, first)

    def _with_rows(self, picture: Picture, scale: float, first: Look) -> list[TextFrame]:
        """The frames of a look, mended by one at the picture made narrower."""
        if not may_be_spaced(first.frames):
            return first.frames
        return with_rows(first.frames, self._look(picture, scale, WIDTH).frames, first.shows_print)

    def _look(self, picture: Picture, scale: float, squeezed: float = 1.0) -> Look:
        height, width = picture.shape[:2]
        size = tuple(max(STEP, round(side * scale / STEP) * STEP) for side in (width * squeezed, height))
        interpolation = cv2.INTER_AREA if scale < 0.6 else cv2.INTER_LINEAR
        shown = cv2.resize(picture, size, interpolation=interpolation)
        inputs = (shown.astype(np.float32) / 127.5 - 1.0).transpose(2, 0, 1)[None]
        probabilities = self._network(np.ascontiguousarray(inputs))[0][0, 0]
        narrower = size[0] * height / (size[1] * width) if squeezed < 1 else 1.0
        back = np.array([width * narrower / size[0], height / size[1]])
        frames = text_frames(probabilities, THRESHOLDS, squeezed=narrower)
        return Look(
            [frame.mapped(back, np.zeros(2)) for frame in frames],
            probabilities,
            np.array([size[0] / width, size[1] / height]),
        )


@dataclass(frozen=True)
class Look:
    """What the network saw at one scale.

    Attributes:
        frames: in pixels of the picture.
        probabilities: float32 [height, width], the network's map.
        scale: float [2], pixels of the map a pixel of the picture, across and down.
    """

    frames: list[TextFrame]
    probabilities: Floats
    scale: Floats

    def shows_print(self, frame: TextFrame) -> bool:
        """Whether print was seen in a frame, be it as part of another text."""
        return core_probability(self.probabilities, frame.corners * self.scale) > PRINT


def _closer_scale(frames: list[TextFrame], scale: float) -> float:
    """The scale at which the smaller print found is readable; never less than `scale`."""
    if not frames:
        return scale
    heights = np.array([min(frame.width, frame.height) for frame in frames])
    return max(scale, min(LARGEST_SCALE, READABLE_HEIGHT / float(np.percentile(heights, 20))))


def _around(frames: list[TextFrame], width: int, height: int) -> tuple[int, int, int, int]:
    """x0, y0, x1, y1 around the frames with a margin of two lines, within the picture."""
    corners = np.concatenate([frame.corners for frame in frames])
    margin = 2 * float(np.median([frame.height for frame in frames]))
    left, top = np.maximum(corners.min(axis=0) - margin, 0).astype(int)
    right, bottom = np.minimum(np.ceil(corners.max(axis=0) + margin), (width, height)).astype(int)
    return int(left), int(top), int(right), int(bottom)
