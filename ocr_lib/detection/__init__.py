"""Finding where the texts of a page are."""

from ocr_lib.detection.build import DETECTORS, Detector, build_detector
from ocr_lib.detection.grouping import Detected

__all__ = ["DETECTORS", "Detected", "Detector", "build_detector"]
