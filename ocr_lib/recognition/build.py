"""How crops are read: by the custom network alone, or with the second recogniser beside it."""

from __future__ import annotations

from pathlib import Path

from ocr_lib.networks.files import NetworkFiles
from ocr_lib.recognition.arbitration import TwoRecognisers
from ocr_lib.recognition.calibration import CalibratedReader, shipped_calibration
from ocr_lib.recognition.ppocr import PpOcrRecognizer
from ocr_lib.recognition.reading import BOTH, CUSTOM
from ocr_lib.recognition.recognizer import DECODERS, CropReader, Recognizer
from ocr_lib.recognition.retries import RetryingReader
from ocr_lib.weights import PPOCR_RECOGNISER

CHOICES = (BOTH, CUSTOM)


def build_crop_reader(
    name: str,
    files: NetworkFiles,
    *,
    cache: Path | None,
    threads: int | None = None,
    decoder: str = DECODERS[0],
) -> CropReader:
    """The reader of crops of that name, one of `CHOICES`, with the custom network of these files, and calibrated probabilities.

    Args:
        cache: folder for what is converted for this processor; None converts it each time.
        threads: processor threads; None for as many as there are.
        decoder: one of `ocr_lib.recognition.recognizer.DECODERS`.

    Raises:
        ValueError: there is none of that name.
    """
    if name not in CHOICES:
        raise ValueError(f"no recogniser {name!r}; there are {', '.join(CHOICES)}")
    calibration = shipped_calibration()
    network = Recognizer(files, cache=cache, threads=threads, decoder=decoder)
    reader: CropReader = RetryingReader(network)
    if name == BOTH:
        reader = TwoRecognisers(reader, PpOcrRecognizer(PPOCR_RECOGNISER, threads=threads))
    return CalibratedReader(reader, calibration)
