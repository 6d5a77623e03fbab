"""EasyOCR's own detector, unchanged: slower, and the measure of ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from ocr_lib.detection.grouping import Detected


class StockDetector:
    """`easyocr.Reader.detect` with its defaults.

    Args:
        weights: folder that holds `craft_mlt_25k.pth`.
    """

    def __init__(self, weights: Path) -> None:
        import easyocr
        import torch

        # EasyOCR loads it as a pickle, which may do anything; so that it holds weights alone is made sure of before.
        torch.load(weights / "craft_mlt_25k.pth", map_location="cpu", weights_only=True)
        self._reader = easyocr.Reader(
            ["en"],
            gpu=False,
            model_storage_directory=str(weights),
            download_enabled=False,
            recognizer=False,
            verbose=False,
        )

    def detect(self, picture: np.ndarray[Any, Any]) -> Detected:
        """Where the texts of a picture (uint8 RGB [height, width, 3]) are."""
        level, tilted = self._reader.detect(picture)
        return Detected(
            [(int(x0), int(x1), int(y0), int(y1)) for x0, x1, y0, y1 in level[0]],
            quads=[[[float(x), float(y)] for x, y in quad] for quad in tilted[0]],
        )
