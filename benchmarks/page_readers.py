"""The readers that `read_pages` compares, each in a process of its own: reads a folder's pages, writes what and how fast.

Run as `python -m benchmarks.page_readers NAME FOLDER THREADS`; the folder holds `pages.json` and one PNG per page.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from ocr_lib.networks.files import NAME, NetworkFiles, open_network, shipped_network
from ocr_lib.reading_order import reading_order

Read = Callable[[Path, str], list[str]]
"""From a page's file and its language to the lines in reading order."""


def ours(folder: Path, threads: int) -> Read:
    """`PageReader` as it is deployed, its converted networks kept in the folder."""
    from ocr_lib.detection import build_detector
    from ocr_lib.reader import PageReader
    from ocr_lib.recognition.recognizer import Recognizer

    cache = folder.parent / "cache"
    reader = PageReader(
        build_detector("openvino", cache=cache, threads=threads),
        Recognizer(_network(folder), cache=cache, threads=threads),
    )
    return lambda page, _: [line.text for line in reader.read(_picture(page)).lines]


def stock(_: Path, threads: int) -> Read:
    """`easyocr.Reader(["en"])` with the weights of its makers; it can't read Korean without korean_g2."""
    import easyocr_en_models

    return _easyocr(threads, ["en"], model_storage_directory=easyocr_en_models.model_dir())


def stock_with_our_network(folder: Path, threads: int) -> Read:
    """EasyOCR's own detection and reading, with our weights."""
    import shutil

    import easyocr_en_models

    models, network = folder / "models", _network(folder)
    shutil.copytree(network.folder, models, dirs_exist_ok=True)
    shutil.copy(Path(easyocr_en_models.model_dir()) / "craft_mlt_25k.pth", models)
    return _easyocr(
        threads,
        ["ko", "en"],
        recog_network=NAME,
        model_storage_directory=str(models),
        user_network_directory=str(models),
    )


def tesseract(_: Path, threads: int) -> Read:
    """The `tesseract` command (5, LSTM) with the language of the page."""
    environment = {**os.environ, "OMP_THREAD_LIMIT": str(threads)}

    def read(page: Path, language: str) -> list[str]:
        command = [
            "tesseract",
            str(page),
            "-",
            "--psm",
            "3",
            "--dpi",
            "150",
            "-l",
            {"ko": "kor"}.get(language, "eng"),
        ]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        return done.stdout.split("\n")

    return read


READERS: dict[str, Callable[[Path, int], Read]] = {
    "stock_easyocr": stock,
    "stock_easyocr_with_our_network": stock_with_our_network,
    "tesseract": tesseract,
    "ours": ours,
}


def _easyocr(threads: int, languages: list[str], **options: Any) -> Read:
    import easyocr
    import torch

    torch.set_num_threads(threads)
    reader = easyocr.Reader(languages, gpu=False, download_enabled=False, verbose=False, **options)

    def read(page: Path, _: str) -> list[str]:
        found = reader.readtext(_picture(page))
        # EasyOCR sorts by the top edge alone; in our order the two differ by what they read, not by how it is sorted.
        corners = [np.array(quad) for quad, _, _ in found]
        boxes = [(*map(int, c.min(axis=0)), *map(int, c.max(axis=0))) for c in corners]
        return [found[n][1] for n in reading_order(boxes)]

    return read


def _network(folder: Path) -> NetworkFiles:
    chosen = json.loads((folder / "pages.json").read_text())["network"]
    return open_network(Path(chosen)) if chosen else shipped_network()


def _picture(page: Path) -> np.ndarray[Any, Any]:
    return cv2.cvtColor(cv2.imread(str(page), cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)


def main(name: str, folder: Path, threads: int) -> None:
    warnings.filterwarnings("ignore")
    cv2.setNumThreads(threads)
    pages = json.loads((folder / "pages.json").read_text())["pages"]
    started = time.perf_counter()
    read = READERS[name](folder, threads)
    ready = time.perf_counter() - started
    # One page that isn't counted: what a reader does only once is no part of its pace.
    started = time.perf_counter()
    read(folder / "warm_up.png", "en")
    first = time.perf_counter() - started
    lines, seconds = [], []
    for page in pages:
        started = time.perf_counter()
        lines.append(read(folder / page["file"], page["language"]))
        seconds.append(time.perf_counter() - started)
        print(f"{name}: {page['file']} {seconds[-1]:.2f} s", file=sys.stderr, flush=True)
    answer = {"ready_seconds": ready, "first_page_seconds": first, "seconds": seconds, "lines": lines}
    (folder / f"{name}.json").write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
