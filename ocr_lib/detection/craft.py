"""CRAFT (Baek et al. 2019, the weights EasyOCR uses) run by OpenVINO in 8 bits, at the scale the print allows."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from ocr_lib.detection.grouping import Detected, group
from ocr_lib.detection.ink import find_ink
from ocr_lib.detection.score_maps import words
from ocr_lib.inference import compiled, quantised

_LOG = logging.getLogger(__name__)
PRINT_HEIGHT = 12.0
"""Pixels that the smallest print has in what the network sees."""
LARGEST_SCALE = 1.5
LARGEST_SIDE, LARGEST_AREA = 2560, 2_600_000
"""Of what the network sees: memory grows with it (about 1 GB for this area)."""
STEP = 32
_MEAN = np.array([0.485, 0.456, 0.406], dtype=np.float32) * 255
_DEVIATION = np.array([0.229, 0.224, 0.225], dtype=np.float32) * 255
_CALIBRATION = 8


class CraftDetector:
    """Finds texts on pages.

    Args:
        weights: `craft_mlt_25k.pth`.
        cache: folder for the converted network.
        threads: processor threads; None for as many as there are.
    """

    def __init__(self, weights: Path, *, cache: Path | None, threads: int | None = None) -> None:
        digest = hashlib.sha256(weights.read_bytes()).hexdigest()
        self._network = compiled(
            "craft", f"{digest}|int8|1", lambda: _quantised(weights), cache=cache, threads=threads
        )

    def detect(self, picture: np.ndarray[Any, Any]) -> Detected:
        """Where the texts of a picture (uint8 RGB [height, width, 3]) are."""
        ink = find_ink(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY))
        if ink is None:
            return Detected()
        border = int(2 * ink.height) + 4
        x0, y0 = max(0, ink.box[0] - border), max(0, ink.box[1] - border)
        x1 = min(picture.shape[1], ink.box[2] + border)
        y1 = min(picture.shape[0], ink.box[3] + border)
        part = picture[y0:y1, x0:x1]
        scale = _scale(part.shape[0], part.shape[1], ink.height)
        seen, scale_x, scale_y = _shrunk(part, scale)
        maps = self._network(_normalised(seen))[0][0]
        corners = words(maps[:, :, 0], maps[:, :, 1])
        # The maps have half the size of what was seen.
        to_page = np.array([2 / scale_x, 2 / scale_y], dtype=np.float32)
        shift = np.array([x0, y0], dtype=np.float32)
        return group([c * to_page + shift for c in corners], ink)


def _scale(height: int, width: int, print_height: float) -> float:
    scale = min(LARGEST_SCALE, PRINT_HEIGHT / print_height)
    return min(scale, LARGEST_SIDE / max(height, width), (LARGEST_AREA / (height * width)) ** 0.5)


def _shrunk(part: np.ndarray[Any, Any], scale: float) -> tuple[np.ndarray[Any, Any], float, float]:
    """The part at the scale, with the exact factors of both sides."""
    height, width = part.shape[:2]
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    way = cv2.INTER_AREA if scale < 0.6 else cv2.INTER_LINEAR
    return cv2.resize(part, size, interpolation=way), size[0] / width, size[1] / height


def _normalised(seen: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """float32 [1, 3, height, width], sides padded to multiples of 32 as EasyOCR pads: with black."""
    height, width = seen.shape[:2]
    canvas = np.zeros((-(-height // STEP) * STEP, -(-width // STEP) * STEP, 3), dtype=np.float32)
    canvas[:height, :width] = seen
    return np.ascontiguousarray(((canvas - _MEAN) / _DEVIATION).transpose(2, 0, 1)[None])


def _quantised(weights: Path) -> Any:
    """The network in 8 bits, calibrated on made pages."""
    import openvino

    _LOG.info("preparing the text detector for this machine; once, half a minute")
    model = openvino.convert_model(
        _scores_only(weights),
        example_input=_example(),
        input=[openvino.PartialShape([1, 3, -1, -1])],
    )
    return quantised(model, list(_calibration()))


def _scores_only(weights: Path) -> Any:
    import torch
    from easyocr.craft import CRAFT
    from easyocr.detection import copyStateDict

    class ScoresOnly(torch.nn.Module):
        """CRAFT without the features it also gives."""

        def __init__(self, craft: Any) -> None:
            super().__init__()
            self.craft = craft

        def forward(self, picture: Any) -> Any:
            return self.craft(picture)[0]

    craft = CRAFT()
    craft.load_state_dict(copyStateDict(torch.load(weights, map_location="cpu", weights_only=True)))
    return ScoresOnly(craft.eval())


def _example() -> Any:
    import torch

    return torch.zeros(1, 3, 256, 256)


def _calibration() -> Iterator[np.ndarray[Any, Any]]:
    """Pieces of made pages, in the fonts that are on every machine."""
    from ocr_lib.synthetic.fonts import package_fonts
    from ocr_lib.synthetic.pages import LAYOUTS, made_page
    from ocr_lib.synthetic.scan import scanned

    layouts = list(LAYOUTS)
    for number in range(_CALIBRATION):
        size = (8.0, 10.5, 14.0, 20.0)[number % 4]
        page = made_page(
            number,
            fonts=package_fonts(),
            language=("ko", "en", "mixed")[number % 3],
            layout=layouts[number % len(layouts)],
            point_size=size,
        )
        picture = cv2.cvtColor(scanned(page, number).picture, cv2.COLOR_GRAY2RGB)
        seen, _, _ = _shrunk(picture, PRINT_HEIGHT / (size * 150 / 72))
        yield _normalised(seen[:512, :512])
