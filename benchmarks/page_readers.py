"""The readers that `benchmarks.real_pages` compares, each run in a process of its own with one thread.

    python -m benchmarks.page_readers READER < PICTURES > RESULT

PICTURES is JSON: {"pictures": [path], "language": "ko" | "en"}. RESULT is JSON: {"texts": {path: [{"text", "score", "quad"}]},
"seconds": {path: CPU seconds}, "peak_mib"}. Opening and decoding a picture isn't counted, except by Tesseract, which does it itself.
"""

from __future__ import annotations

import csv
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.page_folder import PageSet, load_picture
from benchmarks.page_rows import ReadText

if TYPE_CHECKING:
    from ocr_lib.reader import PageReader

CHECKOUT = Path(__file__).resolve().parent.parent
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "saebyeok"
RAPIDOCR_REQUIREMENTS = ("rapidocr==3.10.0", "onnxruntime", "opencv-python-headless")
TESSERACT_MODES = (3, 4, 6, 11)
"""Page segmentation modes; the best of them by character error rate is Tesseract's result for a set."""
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"
)
Read = Callable[[NDArray[np.uint8]], list[dict[str, Any]]]
"""From a picture (RGB [height, width, 3]) to its texts."""


@dataclass(frozen=True)
class ReadPages:
    """What one reader found in pictures.

    Attributes:
        texts: by the picture's file name.
        seconds: CPU seconds by the picture's file name.
        peak_mib: peak resident memory of the reader's process, and of Tesseract's.
    """

    texts: dict[str, list[ReadText]]
    seconds: dict[str, float]
    peak_mib: float


def read_set(reader: str, pages: PageSet, *, rapidocr_python: Path | None = None) -> ReadPages:
    """Read a set's pictures with a reader in a process of its own.

    Args:
        reader: "ours", "easyocr", "easyocr-stock", "tesseract-PSM" or "rapidocr".
        rapidocr_python: interpreter of an environment with RapidOCR; only "rapidocr" needs one.

    Raises:
        subprocess.CalledProcessError: the reader failed; its error is on stderr.
    """
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.page_readers", reader]
    if reader == "rapidocr":
        command = [str(rapidocr_python), str(CHECKOUT / "benchmarks" / "rapidocr_pages.py")]
    found = _run(command, {"pictures": [str(path) for path in pages.pictures], "language": pages.language})
    texts = {Path(path).name: [_read_text(item) for item in items] for path, items in found["texts"].items()}
    seconds = {Path(path).name: value for path, value in found["seconds"].items()}
    return ReadPages(texts, seconds, found["peak_mib"])


def prepare_ours() -> None:
    """Compile our networks for this machine, so that the measured processes only load them."""
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.page_readers", "ours"]
    _run(command, {"pictures": [], "language": "ko"})


def _run(command: list[str], job: dict[str, Any]) -> dict[str, Any]:
    done = subprocess.run(
        command,
        input=json.dumps(job),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        cwd=CHECKOUT,
        env={**os.environ, **ONE_THREAD},
    )
    return dict(json.loads(done.stdout.splitlines()[-1]))


def make_rapidocr_environment(folder: Path) -> Path:
    """An environment with RapidOCR in `folder`, made where there is none; returns its interpreter."""
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", *RAPIDOCR_REQUIREMENTS], check=True)
    return python


def main() -> None:
    """Read the pictures named on stdin."""
    reader, job = sys.argv[1], json.load(sys.stdin)
    with TemporaryDirectory() as folder:
        read = _build(reader, job["language"], Path(folder))
        read(np.full((64, 256, 3), 255, np.uint8))  # what is loaded at the first page isn't counted
        texts, seconds = {}, {}
        for path in job["pictures"]:
            picture = load_picture(Path(path))
            began = _cpu_seconds()
            texts[path] = read(picture)
            seconds[path] = _cpu_seconds() - began
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps({"texts": texts, "seconds": seconds, "peak_mib": peak / 1024}))


def _build(reader: str, language: str, folder: Path) -> Read:
    import cv2

    cv2.setNumThreads(1)
    if reader == "ours":
        return _ours(folder)
    if reader.startswith("tesseract-"):
        return _tesseract(int(reader.removeprefix("tesseract-")), language, folder)
    return _easyocr(folder, with_ours=reader == "easyocr")


def our_reader(folder: Path) -> PageReader:
    """The reader as `saebyeok ocr read` builds it with default settings and the shipped network.

    What is compiled from the weights is kept where that command keeps it, so that it is done once.

    Args:
        folder: where nothing is written; a home that isn't there.
    """
    from ocr_lib.networks.files import shipped_network
    from orchestration.runtime.reading_resources import build_recogniser
    from orchestration.settings import Settings

    recogniser = build_recogniser(Settings(home=folder / "home", cache=CACHE, threads=1))
    return recogniser.page_reader(shipped_network())


def _ours(folder: Path) -> Read:
    """Our reader."""
    reader = our_reader(folder)

    def read(picture: NDArray[np.uint8]) -> list[dict[str, Any]]:
        return [
            {"text": line.text, "score": float(line.score), "quad": np.asarray(line.quad, float).tolist()}
            for line in reader.read(picture).lines
        ]

    return read


def _easyocr(folder: Path, *, with_ours: bool) -> Read:
    """EasyOCR with its default settings: its own English network, or ours as its custom one."""
    import easyocr
    import easyocr_en_models
    import torch

    from ocr_lib.networks.files import shipped_network

    torch.set_num_threads(1)
    options: dict[str, Any] = {"model_storage_directory": easyocr_en_models.model_dir()}
    if with_ours:
        network = shipped_network().folder
        for path in (Path(easyocr_en_models.model_dir()) / "craft_mlt_25k.pth", network / "custom.pth"):
            (folder / path.name).symlink_to(path)
        options = {
            "model_storage_directory": str(folder),
            "user_network_directory": str(network),
            "recog_network": "custom",
        }
    languages = ["ko", "en"] if with_ours else ["en"]
    reader = easyocr.Reader(languages, gpu=False, download_enabled=False, verbose=False, **options)

    def read(picture: NDArray[np.uint8]) -> list[dict[str, Any]]:
        return [
            {"text": text, "score": float(score), "quad": np.asarray(quad, float).tolist()}
            for quad, text, score in reader.readtext(picture)
        ]

    return read


def _tesseract(mode: int, language: str, folder: Path) -> Read:
    import cv2

    path = folder / "page.png"
    languages = "kor+eng" if language == "ko" else "eng"
    command = ["tesseract", str(path), "-", "-l", languages, "--psm", str(mode), "tsv"]

    def read(picture: NDArray[np.uint8]) -> list[dict[str, Any]]:
        # Level 0 takes the least time, since writing is counted.
        cv2.imwrite(str(path), cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_PNG_COMPRESSION, 0])
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True
        )
        words = csv.DictReader(done.stdout.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
        return [_word(row) for row in words if row["level"] == "5" and (row["text"] or "").strip()]

    return read


def _word(row: dict[str, str]) -> dict[str, Any]:
    x, y, wide, high = (int(row[name]) for name in ("left", "top", "width", "height"))
    return {"text": row["text"], "score": float(row["conf"]) / 100, "box": [x, y, x + wide, y + high]}


def _read_text(item: dict[str, Any]) -> ReadText:
    if "quad" not in item:
        return ReadText(item["text"], tuple(item["box"]), score=item["score"])
    quad = tuple((float(x), float(y)) for x, y in item["quad"])
    xs, ys = [x for x, _ in quad], [y for _, y in quad]
    return ReadText(item["text"], (min(xs), min(ys), max(xs), max(ys)), quad, item["score"])


def _cpu_seconds() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


if __name__ == "__main__":
    main()
