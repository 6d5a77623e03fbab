"""Texts of made pages as the product's reader reads them, each with what is printed there, for simulations of checking.

    python -m benchmarks.read_items OUT.json [--pages 40] [--half looked|unseen]

The pages are those of `benchmarks.made_forms`. A text's truth is cut from the truth of its row by an alignment of characters. What
the reader missed is no item: checking texts can't find it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
from rapidfuzz.distance import Levenshtein

from benchmarks.made_forms.__main__ import write_pages
from benchmarks.page_folder import HALVES, load_picture, open_sets
from benchmarks.page_readers import our_reader
from benchmarks.page_rows import ReadText
from benchmarks.page_scoring import TrueText, texts_by_row
from ocr_lib.page_texts import Line

SEED = 19


@dataclass(frozen=True)
class ReadItem:
    """One text.

    Attributes:
        page: name of its page.
        truth: what is printed, NFC, without spaces.
        characters: of `text`, each with the probability that it is right.
    """

    page: str
    text: str
    truth: str
    score: float
    characters: list[tuple[str, float]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--half", choices=HALVES, default="looked")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    with TemporaryDirectory() as folder:
        items = list(_read(Path(folder), options.pages, options.half))
    options.out.write_text(json.dumps([asdict(item) for item in items], ensure_ascii=False))


def load(path: Path) -> list[ReadItem]:
    """Items that `main` wrote."""
    return [ReadItem(**item) for item in json.loads(path.read_text())]


def _read(folder: Path, pages: int, half: str) -> Iterator[ReadItem]:
    write_pages(folder / "pages", range(pages), half, SEED)
    reader = our_reader(folder / "reader")
    for one in open_sets(folder / "pages"):
        for name, truth in one.truths.items():
            lines = reader.read(load_picture(one.folder / name)).lines
            found = list(items_of(name, [item for item in truth if isinstance(item, TrueText)], lines))
            print(name, len(found), file=sys.stderr, flush=True)
            yield from found


def items_of(page: str, truth: Sequence[TrueText], lines: Sequence[Line]) -> Iterator[ReadItem]:
    """The texts of a page, each with the part of the truth that it is of; empty where nothing is printed."""
    read = {_read_text(line): line for line in lines if line.text.strip()}
    for expected, texts in texts_by_row(truth, list(read)):
        got = ["".join(text.text.split()) for text in texts]
        for text, part in zip(texts, cut(expected, got), strict=True):
            line = read[text]
            characters = [(one.text, one.probability) for one in line.characters]
            yield ReadItem(page, line.text, part, line.score, characters)


def _read_text(line: Line) -> ReadText:
    x0, y0, x1, y1 = map(float, line.box)
    return ReadText(
        line.text, (x0, y0, x1, y1), tuple((float(x), float(y)) for x, y in line.quad), line.score
    )


def cut(expected: str, got: Sequence[str]) -> list[str]:
    """`expected` in as many parts as `got`, so that each is most like its part."""
    if not got:
        return []
    place = {0: 0}
    for step in Levenshtein.opcodes("".join(got), expected):
        width, height = step.src_end - step.src_start, step.dest_end - step.dest_start
        for n in range(1, width + 1):
            place[step.src_start + n] = step.dest_start + (height if n == width else min(n, height))
    ends = [place.get(end, len(expected)) for end in accumulate(map(len, got))]
    ends[-1] = len(expected)
    return [expected[begin:end] for begin, end in zip([0, *ends], ends, strict=False)]


if __name__ == "__main__":
    main()
