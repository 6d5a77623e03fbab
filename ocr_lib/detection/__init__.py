"""Finding where the texts of a page are."""

from ocr_lib.detection.build import DETECTORS, Detector, build_detector, second_detector
from ocr_lib.detection.detected import TextFrame

__all__ = ["DETECTORS", "Detector", "TextFrame", "build_detector", "second_detector"]
