"""The shipped network as pages are read with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ocr_lib.detection import build_detector
from ocr_lib.networks.files import shipped_network
from ocr_lib.reader import PageReader
from ocr_lib.recognition.build import BOTH, build_crop_reader


def build_reader(cache: Path) -> PageReader:
    """In one thread, as OMP_NUM_THREADS of `make test`: two workers share two cores."""
    crops = build_crop_reader(BOTH, shipped_network(), cache=cache, threads=1)
    return PageReader(build_detector("ppocr", cache=cache, threads=1), crops)


@pytest.fixture(scope="session")
def reader(machine_cache: Path) -> PageReader:
    """Compiled once for all files."""
    return build_reader(machine_cache / "ocr")
