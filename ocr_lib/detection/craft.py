"""CRAFT (Baek et al. 2019, the weights EasyOCR uses) run by OpenVINO in 8 bits, at the scale the print allows."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from ocr_lib.detection.grouping import Detected, group
from ocr_lib.detection.ink import find_ink
from ocr_lib.detection.prepare import quantised_apart
from ocr_lib.detection.score_maps import words
from ocr_lib.detection.seen import normalised, print_scale, shrunk
from ocr_lib.inference import compiled


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
            "craft", f"{digest}|int8|1", lambda: quantised_apart(weights), cache=cache, threads=threads
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
        scale = print_scale(part.shape[0], part.shape[1], ink.height)
        seen, scale_x, scale_y = shrunk(part, scale)
        maps = self._network(normalised(seen))[0][0]
        corners = words(maps[:, :, 0], maps[:, :, 1])
        # The maps have half the size of what was seen.
        to_page = np.array([2 / scale_x, 2 / scale_y], dtype=np.float32)
        shift = np.array([x0, y0], dtype=np.float32)
        return group([c * to_page + shift for c in corners], ink)
