"""CRAFT (Baek et al. 2019, the weights EasyOCR uses) run by OpenVINO in 8 bits; words are joined to lines as EasyOCR joins them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from ocr_lib.arrays import Picture
from ocr_lib.detection.detected import TextFrame
from ocr_lib.detection.prepare import quantised_apart
from ocr_lib.detection.score_maps import words
from ocr_lib.detection.seen import canvas_scale, normalised, shrunk
from ocr_lib.inference import compiled

WIDEST_SPACE = 0.5
"""Between words of one line, in heights of the line (the `width_ths` of `easyocr.Reader.detect`)."""


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

    def detect(self, picture: Picture) -> list[TextFrame]:
        """The frames of the texts of a picture (uint8 RGB [height, width, 3])."""
        from easyocr.utils import group_text_box

        seen, scale_x, scale_y = shrunk(picture, canvas_scale(*picture.shape[:2]))
        maps = self._network(normalised(seen))[0][0]
        # The maps have half the size of what the network is shown.
        to_page = np.array([2 / scale_x, 2 / scale_y], dtype=np.float32)
        corners = [(c * to_page).reshape(-1) for c in words(maps[:, :, 0], maps[:, :, 1])]
        level, tilted = group_text_box(corners, width_ths=WIDEST_SPACE)
        return to_frames(level, tilted)


def to_frames(
    level: Iterable[Sequence[float]], tilted: Iterable[Sequence[Sequence[float]]]
) -> list[TextFrame]:
    """EasyOCR's boxes (x0, x1, y0, y1) and quads [4][2] as frames; EasyOCR gives no confidence, so each has 1."""
    boxes = [[[x0, y0], [x1, y0], [x1, y1], [x0, y1]] for x0, x1, y0, y1 in level]
    return [TextFrame(np.array(corners, dtype=np.float32), 1.0) for corners in [*boxes, *tilted]]
