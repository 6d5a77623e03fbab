"""EasyOCR's own detector, unchanged: the peer that the others are measured against."""

from __future__ import annotations

from pathlib import Path

from ocr_lib.arrays import Picture
from ocr_lib.detection.craft import to_frames
from ocr_lib.detection.detected import TextFrame


class StockDetector:
    """`easyocr.Reader.detect` with its defaults.

    Args:
        weights: folder that holds `craft_mlt_25k.pth`.
    """

    def __init__(self, weights: Path) -> None:
        import easyocr
        import torch

        # EasyOCR loads it as a pickle, which may run code; this checks first that it holds weights alone.
        torch.load(weights / "craft_mlt_25k.pth", map_location="cpu", weights_only=True)
        self._reader = easyocr.Reader(
            ["en"],
            gpu=False,
            model_storage_directory=str(weights),
            download_enabled=False,
            recognizer=False,
            verbose=False,
        )

    def detect(self, picture: Picture) -> list[TextFrame]:
        """The frames of the texts of a picture (uint8 RGB [height, width, 3])."""
        level, tilted = self._reader.detect(picture)
        return to_frames(level[0], tilted[0])
