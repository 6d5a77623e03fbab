"""Which remarks pages get, by kind of page: false alarms on ordinary pages, and flawed pages that pass without a word.

    python -m benchmarks.remarked_pages [--count N] [--first N] [--folder FOLDER]

Ordinary pages are made as a scanner sees them. Each flaw is given to some of the same pages, so that only the flaw differs. With
`--folder`, the pictures of the looked-at half of a folder (`benchmarks.page_folder`) are read too, and counted by set.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from benchmarks.page_folder import load_picture, open_sets
from benchmarks.page_readers import our_reader
from ocr_lib.reader import PageReader
from ocr_lib.synthetic.fonts import package_fonts
from ocr_lib.synthetic.pages import LAYOUTS, MadePage, made_page
from ocr_lib.synthetic.scan import scanned

Grey = NDArray[np.uint8]
Picture = NDArray[np.uint8]
LANGUAGES = ("ko", "en", "mixed")
SIZES = (10.5, 9.0, 12.0, 14.0)
PART = 900
"""Rows of a page that are read: less work, and as much evidence as most receipts."""
SCRIPTS = {
    "Cyrillic": "Настоящий договор вступает в силу со дня подписания",
    "Japanese": "この契約は署名の日から効力を生ずるものとする",
    "한자": "本契約은 署名日로부터 效力이 發生하며 雙方은 誠實히 履行한다",
    "Greek": "Η παρούσα σύμβαση αρχίζει να ισχύει από την υπογραφή",
}


def ordinary(number: int) -> MadePage:
    """A scanned page without flaws, cut between two of its lines."""
    layouts = list(LAYOUTS)
    page = made_page(
        number,
        fonts=package_fonts(),
        language=LANGUAGES[number % len(LANGUAGES)],  # type: ignore[arg-type]
        layout=layouts[number % len(layouts)],
        point_size=SIZES[number % len(SIZES)],
    )
    inked = (page.picture < 128).any(axis=1)
    end = PART
    while end < len(inked) and inked[max(0, end - 12) : end + 12].any():
        end += 1
    kept = [line for line in page.lines if line.box[3] <= end]
    return scanned(MadePage(np.ascontiguousarray(page.picture[:end]), kept), number, tilt=0.3)


def blurred(page: MadePage, deviation: float) -> Grey:
    """Out of focus: a blur of so many pixels."""
    return np.asarray(cv2.GaussianBlur(page.picture, (0, 0), deviation), dtype=np.uint8)


def shrunk(page: MadePage, dpi: float) -> Grey:
    """The page, made at 150 dpi, at fewer."""
    scale = dpi / 150
    return np.asarray(
        cv2.resize(page.picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8
    )


def cut_through(page: MadePage, side: str) -> Grey:
    """Without what lies beyond the middle of the page's texts on one side."""
    boxes = np.array([line.box for line in page.lines])
    if side == "left":
        return page.picture[:, int(boxes[:, 0].min() + 0.25 * (boxes[:, 2] - boxes[:, 0]).max()) :]
    if side == "right":
        return page.picture[:, : int(boxes[:, 2].max() - 0.25 * (boxes[:, 2] - boxes[:, 0]).max())]
    first = boxes[boxes[:, 1].argmin()]
    return page.picture[int((first[1] + first[3]) / 2) :]


def faded(page: MadePage, contrast: float) -> Grey:
    """Ink that is so many times as strong, on the same noisy paper."""
    ink = 240 - cv2.GaussianBlur(page.picture, (0, 0), 0.6).astype(np.float32)
    noise = np.random.default_rng(len(page.lines)).normal(0, 4, page.picture.shape)
    return np.clip(236 - np.clip(ink, 0, None) * contrast + noise, 0, 255).astype(np.uint8)


def blank(number: int) -> Grey:
    """A sheet without ink: white, noisy, or unevenly lit."""
    rng = np.random.default_rng(number)
    if number % 3 == 0:
        return np.full((PART, 1240), 255, np.uint8)
    light = cv2.resize(rng.uniform(-20, 20, (3, 3)).astype(np.float32), (1240, PART))
    return np.clip(rng.normal(225, 4, (PART, 1240)) + (number % 3 - 1) * light, 0, 255).astype(np.uint8)


def stray_marks(number: int) -> Grey:
    """A sheet with specks, a stroke or a rule, and no text."""
    rng = np.random.default_rng(number)
    sheet = blank(number)
    for _ in range(int(rng.integers(1, 5))):
        x, y = int(rng.uniform(50, 1150)), int(rng.uniform(50, PART - 50))
        kind = int(rng.integers(3))
        if kind == 0:
            cv2.circle(sheet, (x, y), int(rng.integers(2, 7)), 60, -1)
        elif kind == 1:
            cv2.line(sheet, (x, y), (x + int(rng.integers(-60, 60)), y + int(rng.integers(20, 90))), 50, 2)
        else:
            cv2.line(sheet, (40, y), (1200, y), 90, 2)
    return sheet


def other_script(number: int) -> Grey:
    """A page in letters that the custom network doesn't write."""
    sheet = Image.new("L", (1240, PART), 245)
    draw = ImageDraw.Draw(sheet)
    face = ImageFont.truetype(str(package_fonts()[0].path), 26 + 4 * (number % 3))
    text = list(SCRIPTS.values())[number % len(SCRIPTS)]
    words = text.split()
    for row in range(9):
        line = " ".join(words[row % len(words) :] + words[: row % len(words)])
        draw.text((120, 90 + 80 * row), line, font=face, fill=30)
    return np.asarray(sheet, dtype=np.uint8)


def _flaw(make: Callable[[MadePage, Any], Grey], value: Any) -> Callable[[int], Grey]:
    return lambda number: make(ordinary(number), value)


KINDS: dict[str, Callable[[int], Grey]] = {
    "ordinary": lambda number: ordinary(number).picture,
    **{f"blur {deviation} px": _flaw(blurred, deviation) for deviation in (1.0, 1.5, 2.0, 3.0, 4.0, 6.0)},
    **{f"{dpi} dpi": _flaw(shrunk, dpi) for dpi in (100, 75, 60, 45)},
    **{f"cut at the {side}": _flaw(cut_through, side) for side in ("left", "right", "top")},
    **{f"ink × {contrast}": _flaw(faded, contrast) for contrast in (0.4, 0.2, 0.12, 0.06, 0.03)},
    **{
        f"turned by {degrees}°": lambda number, degrees=degrees: np.ascontiguousarray(  # type: ignore[misc]
            np.rot90(ordinary(number).picture, -degrees // 90)
        )
        for degrees in (90, 180)
    },
    "blank": blank,
    "stray marks": stray_marks,
    "other script": other_script,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument(
        "--count", type=int, default=6, help="pages of each kind; of ordinary ones four times as many"
    )
    parser.add_argument(
        "--first", type=int, default=100, help="number of the first page; thresholds were chosen on 0 to 11"
    )
    parser.add_argument("--folder", type=Path, help="also the pictures of this folder's looked-at half")
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        reader = our_reader(Path(folder))
        for kind, make in KINDS.items():
            count = options.count * (4 if kind == "ordinary" else 1)
            numbers = range(options.first, options.first + count)
            _print(kind, [_remarks(reader, _rgb(make(number))) for number in numbers])
        for pages in open_sets(options.folder, half="looked") if options.folder else []:
            _print(pages.name, [_remarks(reader, load_picture(path)) for path in pages.pictures])


def _rgb(grey: Grey) -> Picture:
    return np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB), dtype=np.uint8)


def _remarks(reader: PageReader, picture: Picture) -> list[str]:
    return [str(remark.kind) for remark in reader.read(picture).remarks]


def _print(kind: str, remarks: list[list[str]]) -> None:
    """One line: how many pages, how many with a remark, and how many with each."""
    counts = Counter(name for names in remarks for name in set(names))
    each = ", ".join(f"{name} {count}" for name, count in counts.most_common())
    print(f"{kind:18} {sum(map(bool, remarks)):3} of {len(remarks):3}  {each}", flush=True)


if __name__ == "__main__":
    main()
