"""Reading made A4 pages: ours beside stock EasyOCR, stock EasyOCR with our network, and Tesseract.

    python -m benchmarks.read_pages [--readers ours easyocr easyocr-ours tesseract]

Five Korean and five English pages at 150 dpi, in faces, sentences and layouts nothing was trained on, print of 8 to 24 points, with noise,
tilt up to 1° and JPEG 60. Each reader has a process of its own, is loaded before the clock starts, and reads the pages one
after the other, twice; the second time counts. Prints JSON: seconds a page, character error rates, peak memory.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import cv2
import numpy as np

from ocr_lib.scoring import error_rate
from ocr_lib.synthetic.fonts import installed_fonts, named
from ocr_lib.synthetic.pages import MadePage, made_page
from ocr_lib.synthetic.scan import scanned
from ocr_lib.training.replay import NEVER

Read = Callable[[MadePage, str, float], list[str]]
"""From a page, its language and its tilt in degrees to its texts in reading order."""
READERS = ("ours", "easyocr", "easyocr-ours", "tesseract")
PAGES = (
    ("ko", "letter", 10.5),
    ("ko", "invoice", 10.5),
    ("ko", "form", 8.0),
    ("ko", "notice", 24.0),
    ("ko", "columns", 10.5),
    ("en", "letter", 10.5),
    ("en", "columns", 8.0),
    ("en", "form", 12.0),
    ("en", "invoice", 24.0),
    ("en", "notice", 10.0),
)
TILTS = (-1.0, -0.5, 0.3, 0.8, 1.0)


def main() -> None:
    """Run each reader in a process of its own, and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", nargs="+", choices=READERS, default=READERS)
    parser.add_argument("--seed", type=int, default=100)
    parser.add_argument("--alone", choices=READERS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.alone:
        print(json.dumps(_measure(options.alone, options.seed)))
        return
    found = {}
    for reader in options.readers:
        command = [
            sys.executable,
            "-m",
            "benchmarks.read_pages",
            "--alone",
            reader,
            "--seed",
            str(options.seed),
        ]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        found[reader] = json.loads(done.stdout.splitlines()[-1])
        print(f"{reader}: {found[reader]}", file=sys.stderr, flush=True)
    ratios = {}
    if "ours" in found and "easyocr" in found:
        ratios["times faster than stock EasyOCR"] = round(
            found["easyocr"]["seconds_a_page"] / found["ours"]["seconds_a_page"], 1
        )
    if "ours" in found and found.get("tesseract", {}).get("seconds_a_page"):
        ratios["times faster than Tesseract"] = round(
            found["tesseract"]["seconds_a_page"] / found["ours"]["seconds_a_page"], 2
        )
    print(json.dumps({"pages": len(PAGES), "readers": found, "ratios": ratios}, indent=1))


def _measure(name: str, seed: int) -> dict[str, Any]:
    pages = _pages(seed)
    with TemporaryDirectory() as folder:
        read = build_reader(name, Path(folder))
        if read is None:
            return {"reason": "tesseract with kor and eng is not installed", "seconds_a_page": None}
        # Once to warm up; for the slow ones a page of each language is enough.
        for number in range(len(pages)) if name == "ours" else (1, 8):
            read(pages[number], PAGES[number][0], 0.0)
        began, texts = time.monotonic(), []
        for n, (page, (language, _, _)) in enumerate(zip(pages, PAGES, strict=True)):
            texts.append(read(page, language, TILTS[n % len(TILTS)]))
        seconds = (time.monotonic() - began) / len(pages)
    rates: dict[str, Any] = {}
    for language in ("ko", "en"):
        numbers = [n for n, page in enumerate(PAGES) if page[0] == language]
        if name == "easyocr" and language == "ko":
            rates["cer_ko"] = None  # korean_g2 is not to be had without the internet
            continue
        rates[f"cer_{language}"] = round(
            error_rate(
                [" ".join(texts[n]) for n in numbers],
                [" ".join(line.text for line in pages[n].lines) for n in numbers],
            ),
            4,
        )
    return {
        "seconds_a_page": round(seconds, 2),
        "pages_a_minute": round(60 / seconds, 1),
        **rates,
        "peak_mib": round(
            max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
            / 1024
        ),
    }


def _pages(seed: int) -> list[MadePage]:
    faces = [f for f in named(installed_fonts(), NEVER) if "Bold" not in f.name and "CJK" not in f.name]
    return [
        scanned(
            made_page(seed + n, fonts=faces, language=language, layout=layout, point_size=size),
            n,
            tilt=TILTS[n % len(TILTS)],
        )
        for n, (language, layout, size) in enumerate(PAGES)
    ]


def build_reader(name: str, folder: Path) -> Read | None:
    """A reader with what it keeps in a folder of its own; None where it isn't installed."""
    return {
        "ours": _ours,
        "easyocr": _stock,
        "easyocr-ours": _stock_with_ours,
        "tesseract": _tesseract,
    }[name](folder)


def _ours(folder: Path) -> Read:
    from ocr_lib.detection import build_detector
    from ocr_lib.networks.files import shipped_network
    from ocr_lib.reader import PageReader
    from ocr_lib.recognition.build import BOTH, build_crop_reader

    crop_reader = build_crop_reader(BOTH, shipped_network(), cache=folder)
    reader = PageReader(build_detector("ppocr", cache=folder), crop_reader)
    return lambda page, _, __: [line.text for line in reader.read(_rgb(page.picture)).lines]


def _stock(_: Path) -> Read:
    import easyocr
    import easyocr_en_models

    reader = easyocr.Reader(
        ["en"],
        gpu=False,
        model_storage_directory=easyocr_en_models.model_dir(),
        download_enabled=False,
        verbose=False,
    )
    return _in_true_order(reader)


def _stock_with_ours(folder: Path) -> Read:
    import easyocr
    import easyocr_en_models

    from ocr_lib.networks.files import shipped_network

    network = shipped_network().folder
    for path in (Path(easyocr_en_models.model_dir()) / "craft_mlt_25k.pth", network / "custom.pth"):
        (folder / path.name).symlink_to(path)
    reader = easyocr.Reader(
        ["ko", "en"],
        gpu=False,
        model_storage_directory=str(folder),
        user_network_directory=str(network),
        recog_network="custom",
        download_enabled=False,
        verbose=False,
    )
    return _in_true_order(reader)


def _in_true_order(reader: Any) -> Read:
    """EasyOCR's texts, each at the place of the true line it stands on.

    EasyOCR sorts by the upper edge alone, which takes a tilted page's lines and a page's columns apart; it is compared
    by what it reads, not by how it sorts.
    """

    def read(page: MadePage, _: str, tilt: float) -> list[str]:
        height, width = page.picture.shape[:2]
        back = cv2.getRotationMatrix2D((width / 2, height / 2), -tilt, 1.0)

        def straight(corners: Any) -> Any:
            return cv2.transform(np.array([corners], float), back)[0].mean(axis=0)

        boxes = np.array([line.box for line in page.lines], float)
        middles = np.array([straight([(x0, y0), (x1, y1)]) for x0, y0, x1, y1 in boxes])
        halves = (boxes[:, 2] - boxes[:, 0]) / 2

        def place(quad: Any) -> tuple[int, float]:
            x, y = straight(quad)
            away = np.abs(y - middles[:, 1]) + np.maximum(0, np.abs(x - middles[:, 0]) - halves)
            return int(away.argmin()), x

        found = reader.readtext(_rgb(page.picture))
        return [text for _, text in sorted((place(quad), text) for quad, text, _ in found)]

    return read


def _tesseract(folder: Path) -> Read | None:
    if shutil.which("tesseract") is None:
        return None
    listed = subprocess.run(
        ["tesseract", "--list-langs"], capture_output=True, text=True, check=True
    ).stdout.split()
    if not {"kor", "eng"} <= set(listed):
        return None

    def read(page: MadePage, language: str, _: float) -> list[str]:
        path = folder / "page.png"
        cv2.imwrite(str(path), page.picture)
        code = "kor+eng" if language == "ko" else "eng"
        command = ["tesseract", str(path), "-", "-l", code, "--dpi", "150"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return [line for line in done.stdout.splitlines() if line.strip()]

    return read


def _rgb(picture: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    return cv2.cvtColor(picture, cv2.COLOR_GRAY2RGB)


if __name__ == "__main__":
    main()
