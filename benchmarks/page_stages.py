"""Which stage of reading loses what: each stage is given the truth of the one before.

    python -m benchmarks.page_stages FOLDER [--sets NAME ...] [--half looked|unseen|all] [--pages N] [--out FILE]

Only sets whose truth has boxes (see `benchmarks.page_folder`). Prints, by set, the character error rate with spaces ignored of the whole
reader, of the same with the true boxes instead of the detector's (what is left is cutting and recognition), with the custom
network alone, with crops that aren't trimmed, and with the other detectors; and the share of true boxes that each detector finds.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
from numpy.typing import NDArray

from benchmarks.page_folder import PageSet, load_picture, open_sets
from benchmarks.page_readers import CACHE
from benchmarks.page_rows import ReadText
from benchmarks.page_scoring import TrueText, score_page
from benchmarks.real_pages import summarise
from ocr_lib.detection import TextFrame, build_detector
from ocr_lib.networks.files import shipped_network
from ocr_lib.reader import PageReader
from ocr_lib.recognition.build import build_crop_reader
from ocr_lib.recognition.reading import BOTH, CUSTOM

Picture = NDArray[np.uint8]


class TrueFrames:
    """A detector that finds the boxes of a page's truth."""

    def __init__(self) -> None:
        self.boxes: list[tuple[float, float, float, float]] = []

    def detect(self, _picture: Picture) -> list[TextFrame]:
        """The frames of the current page's truth, whatever the picture."""
        return [
            TextFrame(np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], dtype=np.float32), 1.0)
            for x0, y0, x1, y1 in self.boxes
        ]


def main() -> None:
    """Measure each stage on each set."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sets", nargs="+")
    parser.add_argument("--half", choices=("looked", "unseen", "all"), default="all")
    parser.add_argument("--pages", type=int)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    found: dict[str, dict[str, Any]] = {}
    for pages in open_sets(options.folder, names=options.sets, half=options.half, pages=options.pages):
        if all(isinstance(item, TrueText) for truth in pages.truths.values() for item in truth):
            found[pages.name] = {name: stage(pages) for name, stage in _stages().items()}
            print(json.dumps({pages.name: found[pages.name]}, indent=1), flush=True)
    if options.out:
        options.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def _stages() -> dict[str, Callable[[PageSet], dict[str, float]]]:
    cache = CACHE / "ocr"
    both, custom = (
        build_crop_reader(name, shipped_network(), cache=cache, threads=1) for name in (BOTH, CUSTOM)
    )
    ppocr = build_detector("ppocr", cache=cache, threads=1)
    truth = TrueFrames()

    def untrimmed(pages: PageSet) -> dict[str, float]:
        with mock.patch("ocr_lib.page_texts.text_extent", return_value=None):
            return _measured(PageReader(ppocr, both), pages, None)

    return {
        "whole": lambda pages: _measured(PageReader(ppocr, both), pages, None),
        "true boxes": lambda pages: _measured(PageReader(truth, both), pages, truth),
        "custom network alone": lambda pages: _measured(PageReader(ppocr, custom), pages, None),
        "not trimmed": untrimmed,
        "CRAFT in 8 bits": lambda pages: _measured(
            PageReader(build_detector("openvino", cache=cache, threads=1), both), pages, None
        ),
    }


def _measured(reader: PageReader, pages: PageSet, truth: TrueFrames | None) -> dict[str, float]:
    scores = []
    for name, items in pages.truths.items():
        if truth is not None:
            truth.boxes = [item.box for item in items if isinstance(item, TrueText)]
        lines = reader.read(load_picture(pages.folder / name)).lines
        read = [ReadText(line.text, line.box, line.quad) for line in lines]
        scores.append(score_page(items, read, ignore_case=pages.is_capitals_only))
    summary = summarise(scores)
    return {key: summary[key] for key in ("cer", "rows_found")}


if __name__ == "__main__":
    main()
