"""The detector of PP-OCRv6 (small) run by OpenVINO, at the scale that the print needs.

The model is the ONNX file of RapidOCR 3.10's wheel, unchanged (see `weights/README.md`). It is run here instead of by
RapidOCR, whose wheel requires `opencv-python` beside the headless OpenCV that EasyOCR installs.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from ocr_lib.detection.detected import TextFrame
from ocr_lib.detection.probability_maps import MapThresholds, text_frames
from ocr_lib.inference import compile_model, read_model

SMALLEST_SIDE, LARGEST_SIDE = 736, 1280
"""Pixels of the shorter and the longer side of what the network is shown first."""
READABLE_HEIGHT = 24.0
"""Height in pixels of a frame around print that the network still separates from its neighbours."""
LARGEST_AREA = 5_000_000
"""Pixels of what the network is shown when small print asks for a closer look; memory grows with it."""
LARGEST_SCALE = 3.0
STEP = 32
THRESHOLDS = MapThresholds()

Picture = np.ndarray[Any, Any]


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
    def _network(self) -> Any:
        return compile_model(read_model(self._model), threads=self._threads)

    def detect(self, picture: Picture) -> list[TextFrame]:
        """The frames of the texts of a picture (uint8 RGB [height, width, 3])."""
        height, width = picture.shape[:2]
        scale = min(max(1.0, SMALLEST_SIDE / min(height, width)), LARGEST_SIDE / max(height, width))
        frames = self._frames(picture, scale)
        closer = _closer_scale(frames, scale)
        if closer <= scale:
            return frames
        x0, y0, x1, y1 = _around(frames, width, height)
        closer = min(closer, float(np.sqrt(LARGEST_AREA / ((x1 - x0) * (y1 - y0)))))
        if closer < 1.2 * scale:
            return frames
        shift = np.array([x0, y0])
        return [frame.mapped(np.ones(2), shift) for frame in self._frames(picture[y0:y1, x0:x1], closer)]

    def _frames(self, picture: Picture, scale: float) -> list[TextFrame]:
        height, width = picture.shape[:2]
        size = tuple(max(STEP, round(side * scale / STEP) * STEP) for side in (width, height))
        interpolation = cv2.INTER_AREA if scale < 0.6 else cv2.INTER_LINEAR
        shown = cv2.resize(picture, size, interpolation=interpolation)
        inputs = (shown.astype(np.float32) / 127.5 - 1.0).transpose(2, 0, 1)[None]
        probabilities = self._network(np.ascontiguousarray(inputs))[0][0, 0]
        back = np.array([width / size[0], height / size[1]])
        return [frame.mapped(back, np.zeros(2)) for frame in text_frames(probabilities, THRESHOLDS)]


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
