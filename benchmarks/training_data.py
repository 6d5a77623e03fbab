"""How fast training data are made: synthetic images on one core, and LMDB files.

    python -m benchmarks.training_data

Prints JSON: images a second, 64 pixels high, eight syllables on average, with all damage; and LMDB samples a second.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np

from ocr_lib.datasets.lmdb_files import write_lmdb
from ocr_lib.recognition.preprocess import fit_height
from ocr_lib.synthetic.lines import LineMaker, from_list
from ocr_lib.synthetic.style import Style
from ocr_lib.synthetic.texts import TextMix
from ocr_lib.training.replay import replay_fonts

IMAGES, SAMPLES, SYLLABLES = 3000, 20_000, 8


def main() -> None:
    """Measure both."""
    cv2.setNumThreads(1)
    rng = np.random.default_rng(0)
    mix = TextMix(frozenset(chr(code) for code in range(0xAC00, 0xD7A4)) | set(" .,-()0123456789"))
    texts = [text for text in (mix.draw(rng) for _ in range(20_000)) if 5 <= len(text) <= 11]
    maker = LineMaker(from_list(texts), replay_fonts(), Style(clean=0.0, background=1.0), seed=0)
    lines = list(maker.lines(0, 500))  # faces are opened once
    began = time.monotonic()
    fitted = [fit_height(line.image) for line in maker.lines(500, IMAGES)]
    seconds = time.monotonic() - began
    png = [bytes(cv2.imencode(".png", line.image)[1]) for line in lines]
    samples = [(png[n % len(png)], lines[n % len(lines)].text) for n in range(SAMPLES)]
    with TemporaryDirectory() as folder:
        began = time.monotonic()
        write_lmdb(Path(folder) / "train", samples)
        building = time.monotonic() - began
    print(
        json.dumps(
            {
                "images_a_second_a_core": round(IMAGES / seconds),
                "mean_syllables": round(float(np.mean([len(text) for text in texts])), 1),
                "all_64_pixels": all(image is not None and min(image.shape) == 64 for image in fitted),
                "lmdb_samples_a_second": round(SAMPLES / building),
            },
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
