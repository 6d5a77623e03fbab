"""That stock EasyOCR reads with a network's files exactly what our recogniser reads with them.

EasyOCR runs in a process of its own: it keeps a custom network's module and height in global state.
"""

from __future__ import annotations

import json
import subprocess
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from domain.messages import Message
from ocr_lib.arrays import Picture
from ocr_lib.errors import NetworkRefused
from ocr_lib.networks.files import NAME, NetworkFiles
from ocr_lib.recognition.recognizer import Recognizer

SECONDS = 600
SAME_SCORE = 0.01


def differences(files: NetworkFiles, crops: Sequence[Picture]) -> list[tuple[int, str, str]]:
    """Crops (uint8 grey [height, width]) the two read differently: number, EasyOCR's text, ours.

    Raises:
        NetworkRefused: EasyOCR can't read with these files at all.
    """
    theirs = _by_easyocr(files, crops)
    ours = Recognizer(files, exact=True).read(crops)
    return [
        (number, text, reading.text)
        for number, ((text, score), reading) in enumerate(zip(theirs, ours, strict=True))
        if text != reading.text or abs(score - reading.score) > SAME_SCORE
    ]


def _by_easyocr(files: NetworkFiles, crops: Sequence[Picture]) -> list[tuple[str, float]]:
    with TemporaryDirectory() as folder:
        np.savez(Path(folder) / "crops.npz", *crops)
        command = [sys.executable, "-m", "ocr_lib.gate.parity", str(files.folder.resolve()), folder]
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            cwd=Path(__file__).parent.parent.parent,
            check=False,
        )
        if done.returncode:
            why = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise NetworkRefused(
                Message("EasyOCR can't read with {folder} ({why})", folder=files.folder, why=why),
                code="easyocr",
            )
        return [tuple(pair) for pair in json.loads((Path(folder) / "read.json").read_text())]


def main(network: str, folder: str) -> None:
    """Read `crops.npz` of the folder with a stock EasyOCR over the network's files, into `read.json`."""
    import easyocr

    warnings.filterwarnings("ignore")
    reader = easyocr.Reader(
        ["ko", "en"],
        gpu=False,
        model_storage_directory=network,
        user_network_directory=network,
        recog_network=NAME,
        download_enabled=False,
        detector=False,
        quantize=False,
        verbose=False,
    )
    read = []
    with np.load(Path(folder) / "crops.npz") as crops:
        for name in crops.files:
            crop = crops[name]
            height, width = crop.shape
            found = reader.recognize(crop, [[0, width, 0, height]], [])
            read.append((found[0][1], float(found[0][2])) if found else ("", 0.0))
    (Path(folder) / "read.json").write_text(json.dumps(read))


if __name__ == "__main__":
    main(*sys.argv[1:])
