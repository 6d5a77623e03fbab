"""Pages that carry their own text: taken from the PDF where it says what is drawn, read where it doesn't.

A text layer is compared with the picture by reading a few of its lines. The comparison is made for each font,
since a PDF's encodings go wrong font by font. How a layer is found is `ocr_lib.pages.pdf`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence, Set

import cv2
import numpy as np

from ocr_lib.arrays import Picture
from ocr_lib.page_texts import Line, PageReading
from ocr_lib.pages.text_layer import LayerLine, TextLayer
from ocr_lib.pdf_regions import read_regions
from ocr_lib.reader import PageReader
from ocr_lib.reading_order import reading_order

PDF = "pdf"
SAMPLES, SAMPLES_OF_A_FONT = 4, 2
"""Lines that are read for comparison, on a page and of one font."""
SUBSET = re.compile(r"[A-Z]{6}\+.")
"""Names of subsets that are embedded; the tags of two subsets in one file differ (ISO 32000-1, 9.6.4)."""
SAMPLE_LENGTH = 7.0
"""Times as long as high; of a longer line only the beginning is read, twice as much where it holds digits."""
SAMPLE_CHARACTERS = 12
FEWEST_CHARACTERS, LOWEST_LINE = 2, 10
"""A shorter line, or one lower in pixels, says too little of its font."""
READABLE = 0.7
"""Share of a line's characters that are Hangul or ASCII; with fewer it is doubted only where something else is read surely."""
SURE = 0.6
"""Score from which a reading contradicts a line in other characters, which the network may not know."""
FEWEST_DIGITS, DIGITS_ALIKE = 4, 0.6
"""Digits among letters are compared by themselves from so many on, and contradict where they agree less."""
ALIKE, LEAST_ALIKE = 0.5, 0.3
"""A font is sound when its samples agree this well in the mean, and each at least so well. Garbage agrees below 0.3."""


def read_page(
    reader: PageReader, picture: Picture, layer: TextLayer | None, *, checked: set[str] | None = None
) -> PageReading:
    """The texts of a page, from the PDF where these are sound, else by reading the picture.

    Args:
        picture: uint8 RGB [height, width, 3].
        layer: what the PDF says of the page; None for pictures and pages without text.
        checked: names of embedded subsets that said what was drawn on earlier pages of the same document; those of this
            page are added. They are sampled less.

    Returns:
        Lines in reading order. Those of the PDF have score 1 and the source `pdf`. Remarks are those of what was read.
    """
    if layer is None or not layer.lines:
        return reader.read(picture)
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    sound = _sound_fonts(reader, grey, layer, set() if checked is None else checked)
    lines = [line for line in layer.lines if line.font in sound]
    if not lines:
        return reader.read(picture)
    taken = [_line(line, grey) for line in lines]
    doubted = [line.box for line in layer.lines if line.font not in sound]
    read, remarks = read_regions(reader, picture, lines, [*layer.regions, *doubted])
    found = [*taken, *read]
    order = reading_order([line.box for line in found])
    return PageReading([found[n] for n in order], 0, 0.0, tuple(remarks))


def _sound_fonts(reader: PageReader, grey: Picture, layer: TextLayer, checked: set[str]) -> set[int]:
    """Fonts whose lines say what is drawn, as far as a sample tells; fonts that can't be compared are among them.

    Args:
        checked: names of subsets found sound before; added to.
    """
    lines, names = layer.lines, dict(enumerate(layer.font_names))
    samples = _samples(lines, {font for font, name in names.items() if name in checked})
    crops = [_beginning(_straightened(grey, line), line) for line in samples]
    readings = reader.recognizer.custom.read(crops) if crops else []
    agreements: dict[int, list[float]] = defaultdict(list)
    for line, reading in zip(samples, readings, strict=True):
        if not _is_readable(line.text) and reading.score < SURE:
            continue
        agreed = 0.0 if _digits_contradict(reading.text, line.text) else agreement(reading.text, line.text)
        agreements[line.font].append(agreed)
    doubtful = {
        font
        for font, found in agreements.items()
        if sum(found) / len(found) < ALIKE or min(found) < LEAST_ALIKE
    }
    # A tag makes the name unique in the file; one that failed here is sampled in full from now on.
    checked -= {names.get(font, "") for font in doubtful}
    sound = (names.get(font, "") for font in agreements.keys() - doubtful)
    checked |= {name for name in sound if SUBSET.match(name)}
    return {line.font for line in lines} - doubtful


def _samples(lines: Sequence[LayerLine], checked: Set[int]) -> list[LayerLine]:
    """The lines that tell most of each font, fonts with more text first.

    Of fonts checked before, only the one with most text is sampled, by one line.
    """
    of_font: dict[int, list[LayerLine]] = defaultdict(list)
    for line in lines:
        of_font[line.font].append(line)
    by_size = sorted(of_font.values(), key=lambda found: -sum(len(line.text) for line in found))
    chosen: list[LayerLine] = []
    for place, found in enumerate(by_size):
        if found[0].font in checked and place > 0:
            continue
        comparable = [line for line in found if _is_comparable(line)]
        # Digits may be encoded wrongly where letters are not: the line with most of either.
        best = [max(comparable, key=count, default=None) for count in (_letters, _digits)]
        different = list({id(line): line for line in best if line is not None}.values())
        chosen += different[: 1 if found[0].font in checked else SAMPLES_OF_A_FONT]
    return chosen[:SAMPLES]


def _is_comparable(line: LayerLine) -> bool:
    x0, y0, x1, y1 = line.box
    return line.drawn and len(plain(line.text)) >= FEWEST_CHARACTERS and min(x1 - x0, y1 - y0) >= LOWEST_LINE


def _is_readable(text: str) -> bool:
    """Whether most of a text is Hangul or ASCII, which every network reads."""
    marks = [c for c in text if c != " "]
    return sum(c.isascii() or "가" <= c <= "힣" for c in marks) >= READABLE * len(marks)


def _letters(line: LayerLine) -> int:
    return min(SAMPLE_CHARACTERS, sum(c.isalpha() for c in line.text))


def _digits(line: LayerLine) -> int:
    return min(SAMPLE_CHARACTERS, sum(c.isdigit() for c in line.text[: 2 * SAMPLE_CHARACTERS]))


def agreement(read: str, text: str) -> float:
    """How well what was read agrees with a text or its beginning, 0 … 1."""
    from rapidfuzz import fuzz

    one, whole = plain(read), plain(text)
    if not one or not whole:
        return 0.0
    # Of a long line only the beginning was read.
    return float(fuzz.ratio(one, whole[: max(len(one), 1)] if len(one) < len(whole) else whole)) / 100


def _digits_contradict(read: str, text: str) -> bool:
    """Whether the digits that were read are others than those of a text or its beginning; the letters may be the same."""
    from rapidfuzz import fuzz

    one, whole = ("".join(c for c in plain(t) if c.isdigit()) for t in (read, text))
    if min(len(one), len(whole)) < FEWEST_DIGITS:
        return False
    return fuzz.ratio(one, whole[: len(one)]) < 100 * DIGITS_ALIKE


def plain(text: str) -> str:
    """Compatible forms, without spaces and case: what a recogniser can be held to."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _beginning(crop: Picture, line: LayerLine) -> Picture:
    length = SAMPLE_LENGTH if _digits(line) < FEWEST_DIGITS else 2 * SAMPLE_LENGTH
    return crop[:, : max(1, int(length * crop.shape[0]))]


def _line(line: LayerLine, grey: Picture) -> Line:
    height, width = grey.shape
    x0, y0, x1, y1 = line.box
    box = (max(0, x0), max(0, y0), min(width, x1), min(height, y1))
    return Line(line.text, 1.0, box, line.quad, _straightened(grey, line), "", PDF)


def _straightened(grey: Picture, line: LayerLine) -> Picture:
    """What lies in a line's quad, uint8 grey [height, width], its text level."""
    corners = np.asarray(line.quad, dtype=np.float32)
    width = max(2, round(float(np.linalg.norm(corners[1] - corners[0]))))
    height = max(2, round(float(np.linalg.norm(corners[3] - corners[0]))))
    level = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(corners, level)
    return cv2.warpPerspective(grey, matrix, (width, height), borderValue=255)
