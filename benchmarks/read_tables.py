"""Reading narrow tables of short cells: ours beside stock EasyOCR with our network, and Tesseract.

    python -m benchmarks.read_tables [--readers ours easyocr-ours tesseract] [--pages 8]

A4 pages at 150 dpi in faces nothing was trained on, with noise, a small tilt and JPEG 60; print of 20 to 36 pixels in rows 1.25 to 1.9
times as high, with a grid, with level rules or with none. Prints JSON: cells, those read to the letter, texts read, seconds a page.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from benchmarks.read_pages import build_reader
from ocr_lib.synthetic.fonts import FontFile, installed_fonts, named
from ocr_lib.synthetic.pages import MadePage, TrueLine
from ocr_lib.synthetic.scan import scanned
from ocr_lib.training.replay import NEVER

READERS = ("ours", "easyocr-ours", "tesseract")
CELLS: tuple[Callable[[random.Random], str], ...] = (
    lambda rng: str(rng.randint(1, 99)),
    lambda rng: rng.choice(["개", "EA", "대", "식", "권", "BOX"]),
    lambda rng: str(rng.randint(1, 9)),
    lambda rng: rng.choice(["합계", "수량", "볼트", "너트", "납품", "반품"]),
    lambda rng: rng.choice(["김철수", "박영희", "이민호"]),
    lambda rng: f"{rng.randint(10, 9999):,}",
    lambda rng: f"{rng.randint(1, 12):02}/{rng.randint(1, 28):02}",
    lambda rng: f"{rng.random() * 100:.1f}%",
    lambda rng: rng.choice(["서울", "부산", "대구", "A-12", "B-3"]),
)
LEFT, TOP, WIDE, HIGH = 80, 100, 1080, 1500
"""Of the table, in pixels."""


def main() -> None:
    """Read the same tables with each reader."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", nargs="+", choices=READERS, default=READERS)
    parser.add_argument("--pages", type=int, default=8)
    options = parser.parse_args()
    faces = [f for f in named(installed_fonts(), NEVER) if "Bold" not in f.name and "CJK" not in f.name]
    tilts = [n % 2 * 0.4 for n in range(options.pages)]
    pages = [scanned(_table(n, faces[n % len(faces)]), n, tilt=tilt) for n, tilt in enumerate(tilts)]
    found: dict[str, dict[str, Any] | None] = {}
    for name in options.readers:
        with TemporaryDirectory() as folder:
            read = build_reader(name, Path(folder))
            if read is None:
                found[name] = None
                continue
            read(pages[0], "ko", tilts[0])  # to warm up
            began = time.monotonic()
            texts = [read(page, "ko", tilt) for page, tilt in zip(pages, tilts, strict=True)]
            seconds = (time.monotonic() - began) / len(pages)
        found[name] = {
            "cells": sum(len(page.lines) for page in pages),
            "read": sum(_right(page, words) for page, words in zip(pages, texts, strict=True)),
            "texts": sum(map(len, texts)),
            "seconds_a_page": round(seconds, 2),
        }
    print(json.dumps({"pages": options.pages, "readers": found}, indent=1))


def _right(page: MadePage, texts: list[str]) -> int:
    """Cells whose text is among those read, each counted once; readers that join cells are judged by words."""
    read = Counter(word for text in texts for word in text.split())
    return (Counter(line.text for line in page.lines) & read).total()


def _table(seed: int, font: FontFile) -> MadePage:
    rng = random.Random(seed)
    size = rng.choice([20, 24, 30, 36])
    pitch, rules = int(size * rng.choice([1.25, 1.5, 1.9])), ("none", "level", "grid")[seed % 3]
    columns = rng.sample(CELLS, rng.randint(3, 7))
    wide, rows = WIDE // len(columns), min(45, HIGH // pitch)
    face = ImageFont.truetype(str(font.path), size, index=font.index)
    sheet = Image.new("L", (1240, 1754), 255)
    draw, lines = ImageDraw.Draw(sheet), []
    for row in range(rows):
        for column, cell in enumerate(columns):
            text = cell(rng)
            aside = 6 if column % 2 else max(6, int(wide - face.getlength(text)) // 2)
            place = (LEFT + wide * column + aside, TOP + row * pitch + (pitch - size * 1.3) / 2)
            draw.text(place, text, font=face, fill=0)
            x0, y0, x1, y1 = draw.textbbox(place, text, font=face)
            lines.append(TrueLine(text, (int(x0), int(y0), int(x1) + 1, int(y1) + 1)))
    for row in range(rows + 1) if rules != "none" else ():
        draw.line((LEFT, TOP + row * pitch, LEFT + wide * len(columns), TOP + row * pitch), fill=0, width=2)
    for column in range(len(columns) + 1) if rules == "grid" else ():
        draw.line((LEFT + wide * column, TOP, LEFT + wide * column, TOP + rows * pitch), fill=0, width=2)
    return MadePage(np.asarray(sheet), lines)


if __name__ == "__main__":
    main()
