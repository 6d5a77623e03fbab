"""Tables of made pages: cells in the right place with the right span, and TEDS of the structure.

    python -m benchmarks.tables [--family unseen|tuned] [--pages N] [--step N] [--boxes true|read] [--img2table PYTHON] [--out FILE]

Ruled, half-ruled and unruled tables of 3 to 12 columns, half of them with merged headers, in Korean; each as drawn, tilted by one degree,
in JPEG of quality 60 with noise, and photographed with perspective. The library was adjusted on the "tuned" family, the
thresholds of faint rules with results of both in view; the "unseen" one has other columns, faces, alignments and arrangements. `--boxes true` gives the true boxes of texts, moved a little as a
detector's are; `--boxes read` those of the product's own reader. A cell is right if the cell found with the same row, column and spans
holds the middles of the same true texts, none if it is empty. TEDS is PubTabNet's (Zhong et al., 2020) without texts. `--img2table` names the
Python of an environment with img2table, which sees the same pictures. With `--boxes read`, `cell_error_rate` is that of the characters
in cells that are right, and `page_error_rate` that of all texts of the page (`benchmarks.page_scoring`), spaces ignored. Prints JSON;
seconds are of the processor, of finding tables alone.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.made_tables.drawing import CAPTURES, RULINGS, MadePage, made_page
from benchmarks.made_tables.scoring import FoundCell, FoundTable, Score, score_page
from benchmarks.page_rows import ReadText
from benchmarks.page_scoring import TrueText
from benchmarks.page_scoring import score_page as score_text
from ocr_lib.tables import find_tables
from ocr_lib.tables.cell_texts import text_of_parts
from ocr_lib.tables.structure import PlacedText, bounding_box

JITTER = 0.04
"""Standard deviation of a true box's corners, in its height."""


class _Text:
    def __init__(self, text: str, quad: NDArray[np.float64]) -> None:
        self.text, self.quad = text, quad.tolist()


def main() -> None:
    """Score each kind of page."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--family", choices=("tuned", "unseen"), default="unseen")
    parser.add_argument("--pages", type=int, default=20, help="of each ruling and capture")
    parser.add_argument("--step", type=int, default=1, help="take every so many of them")
    parser.add_argument("--boxes", choices=("true", "read"), default="true")
    parser.add_argument("--rulings", nargs="+", choices=RULINGS, default=RULINGS)
    parser.add_argument("--captures", nargs="+", choices=CAPTURES, default=CAPTURES)
    parser.add_argument("--img2table", type=Path)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    reader = _Reader() if options.boxes == "read" else None
    found: dict[str, Any] = {"family": options.family, "boxes": options.boxes, "pages": options.pages}
    for ruling in options.rulings:
        whole, peer_whole = _Sum(), _Sum()
        for capture in options.captures:
            ours, peer = _Sum(), _Sum()
            pages = [
                made_page(n, options.family, ruling, capture) for n in range(0, options.pages, options.step)
            ]
            for number, page in enumerate(pages):
                texts = reader.read(page) if reader else _true_texts(page, number)
                tables, seconds = _ours(page, texts, with_words=reader is not None)
                for one in (ours, whole):
                    one.add(page, tables, seconds)
                    if reader:
                        one.add_page(page, texts)
            found.setdefault(ruling, {})[capture] = {"ours": ours.as_dict()}
            if options.img2table:
                for page, tables, seconds in _img2table(pages, options.img2table):
                    peer.add(page, tables, seconds)
                    peer_whole.add(page, tables, seconds)
                found[ruling][capture]["img2table"] = peer.as_dict()
        found[ruling]["all"] = {"ours": whole.as_dict()}
        if options.img2table:
            found[ruling]["all"]["img2table"] = peer_whole.as_dict()
        print(json.dumps({ruling: found[ruling]}, indent=1), flush=True)
    if options.out:
        options.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


class _Sum:
    def __init__(self) -> None:
        self.score, self.seconds = Score(), list[float]()
        self.edits = self.characters = 0

    def add(self, page: MadePage, tables: list[FoundTable], seconds: float) -> None:
        score_page(self.score, page, tables)
        self.seconds.append(seconds)

    def add_page(self, page: MadePage, texts: Sequence[PlacedText]) -> None:
        """Count the errors of all texts of a page."""
        truth = [TrueText(text, bounding_box(quad.tolist())) for text, quad in page.texts]
        read = [_read(text) for text in texts]
        score = score_text(truth, read)
        self.edits, self.characters = self.edits + score.edits, self.characters + score.characters

    def as_dict(self) -> dict[str, float]:
        rate = {"page_error_rate": round(self.edits / self.characters, 4)} if self.characters else {}
        return {
            **self.score.as_dict(),
            **rate,
            "seconds_a_page": round(float(np.mean(self.seconds)), 3),
            "seconds_95th": round(float(np.percentile(self.seconds, 95)), 3),
        }


class _Reader:
    """The product's reader, as the command line runs it."""

    def __init__(self) -> None:
        from benchmarks.page_readers import our_reader

        with TemporaryDirectory() as folder:
            self.reader = our_reader(Path(folder))

    def read(self, page: MadePage) -> list[PlacedText]:
        return list(self.reader.read(page.picture).lines)


def _read(text: PlacedText) -> ReadText:
    quad = tuple((float(x), float(y)) for x, y in text.quad)
    return ReadText(text.text, bounding_box(quad), quad)


def _true_texts(page: MadePage, number: int) -> list[PlacedText]:
    rng = np.random.default_rng(number)
    return [
        _Text(text, quad + rng.normal(0, JITTER * np.linalg.norm(quad[3] - quad[0]), quad.shape))
        for text, quad in page.texts
    ]


def _ours(page: MadePage, texts: list[PlacedText], *, with_words: bool) -> tuple[list[FoundTable], float]:
    began = time.process_time()
    found = find_tables(page.picture, texts)
    seconds = time.process_time() - began
    tables = [
        FoundTable(
            table.box,
            [
                FoundCell(
                    (cell.row, cell.column, cell.row_span, cell.column_span),
                    np.array(cell.quad, dtype=float),
                    text_of_parts(texts, cell.texts) if with_words else None,
                )
                for cell in table.cells
            ],
            table.header_rows,
        )
        for table in found.tables
    ]
    return tables, seconds


def _img2table(pages: list[MadePage], python: Path) -> Iterator[tuple[MadePage, list[FoundTable], float]]:
    with TemporaryDirectory() as folder:
        paths = []
        for number, page in enumerate(pages):
            paths.append(str(Path(folder) / f"{number}.png"))
            cv2.imwrite(paths[-1], page.picture)
        script = Path(__file__).with_name("img2table_pages.py")
        done = subprocess.run(
            [str(python), str(script)], input=json.dumps(paths), capture_output=True, text=True, check=True
        )
    result = json.loads(done.stdout)
    for page, tables, seconds in zip(pages, result["tables"], result["seconds"], strict=True):
        yield page, [_peer_table(table) for table in tables], seconds


def _peer_table(table: dict[str, Any]) -> FoundTable:
    cells = []
    for cell in table["cells"]:
        x0, y0, x1, y1 = cell["box"]
        quad = np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], dtype=float)
        cells.append(FoundCell(tuple(cell["span"]), quad))
    return FoundTable(tuple(table["box"]), cells)


if __name__ == "__main__":
    main()
