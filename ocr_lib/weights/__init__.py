"""The networks that ship with the library (see `README.md` beside this file)."""

from pathlib import Path

FOLDER = Path(__file__).parent
SHIPPED = FOLDER / "shipped"
"""The EasyOCR custom network that every home starts with."""
PPOCR_DETECTOR = FOLDER / "pp_ocrv6" / "PP-OCRv6_det_small.onnx"
PPOCR_RECOGNISER = FOLDER / "pp_ocrv6" / "PP-OCRv6_rec_small.onnx"
