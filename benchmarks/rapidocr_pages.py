"""Reads pictures with RapidOCR, in an environment of its own: it imports nothing of this project.

    PYTHON benchmarks/rapidocr_pages.py < PICTURES > RESULT

PICTURES is JSON: {"pictures": [path]}. RESULT is JSON as `benchmarks.page_readers` prints it.
"""

from __future__ import annotations

import json
import logging
import resource
import sys
import time

import cv2
import numpy as np
from PIL import Image, ImageOps
from rapidocr import RapidOCR

THREADS = {
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
}


def main() -> None:
    logging.disable(logging.CRITICAL)
    cv2.setNumThreads(1)
    engine = RapidOCR(params=THREADS)
    engine(np.full((64, 256, 3), 255, np.uint8))  # to warm up
    texts, seconds = {}, {}
    for path in json.load(sys.stdin)["pictures"]:
        with Image.open(path) as picture:
            rgb = np.asarray(ImageOps.exif_transpose(picture).convert("RGB"))
        bgr = cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR)
        began = time.process_time()
        found = engine(bgr)
        seconds[path] = time.process_time() - began
        texts[path] = [
            {"text": text, "score": float(score), "quad": np.asarray(quad).tolist()}
            for quad, text, score in zip(*_lists(found), strict=True)
        ]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"texts": texts, "seconds": seconds, "peak_mib": peak}))


def _lists(found: object) -> tuple[list[object], list[str], list[float]]:
    """Quads, texts and scores; empty where nothing was found."""
    parts = (getattr(found, name, None) for name in ("boxes", "txts", "scores"))
    quads, texts, scores = ([] if part is None else list(part) for part in parts)
    return quads, texts, scores


if __name__ == "__main__":
    main()
