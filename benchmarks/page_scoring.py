"""Scores what a reader found on a page against the page's truth.

There are two kinds of truth:

- `TrueText` items with boxes. Each text that was read belongs to the true text whose box holds its centre, or else to the nearest one within
  0.7 line heights; the true texts form rows, and edits are counted row by row. Texts near no true text count as insertions.
- Rows of text without boxes, with cells separated by "|". The texts that were read are chained into rows too, and both lists of rows are
  aligned by dynamic programming.

Spaces are ignored when characters are counted. Signs that look alike (full-width ones, dashes, quotes) count as equal.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from benchmarks.comparable_texts import Normal
from benchmarks.page_rows import Box, ReadText, chain_rows, deskewed, page_slope, text_rows

NEAREST_LINE_HEIGHTS, NEAREST_SIDEWAYS_HEIGHTS = 0.7, 3.0
COVERED = 0.5
"""Share of a true box that must be covered, or of a true row's characters that must be read, to count as found."""
MERGES = ((1, 1), (1, 2), (2, 1), (1, 3), (2, 2))
"""Numbers of true and of read rows that may be aligned with each other."""
PARAGRAPH_ROWS = 60
"""Rows at most that a true paragraph, written as one row, may have been read as."""


@dataclass(frozen=True)
class TrueText:
    """A text of the truth.

    Attributes:
        box: x0, y0, x1, y1 in pixels.
        row: number of its row on the page; None where the truth doesn't say. Rows of tilted pages can't be told from upright boxes.
    """

    text: str
    box: Box
    row: int | None = None


Truth = Sequence[TrueText] | Sequence[str]
"""Texts with boxes, or rows of text without."""


@dataclass(frozen=True)
class PageScore:
    """Counts for one page.

    Attributes:
        edits: insertions, deletions and substitutions, spaces ignored.
        characters: of the truth, spaces ignored.
        found, findable: true texts (or rows, where the truth has no boxes) that were found, of how many.
        cells_whole, cells: true cells whose text was read to the letter, of how many.
        words_shared, words_read, words_true: words split at spaces, as multisets.
    """

    edits: int
    characters: int
    found: int
    findable: int
    cells_whole: int
    cells: int
    words_shared: int
    words_read: int
    words_true: int

    @property
    def error_rate(self) -> float:
        """Edits over characters of the truth."""
        return self.edits / max(1, self.characters)


def is_capitals_only(truths: Iterable[Truth]) -> bool:
    """Whether a set's truth has no lower-case letter, so that letter case can't be judged by it."""
    texts = " ".join(_text(item) for truth in truths for item in truth)
    return texts.upper() == texts and texts.lower() != texts


def score_page(truth: Truth, read: Sequence[ReadText], *, ignore_case: bool = False) -> PageScore:
    """Score one page.

    Args:
        truth: texts with boxes, or rows of text; empty rows are skipped.
        read: what the reader found, in any order.
        ignore_case: compare in capitals, for truths that are written in capitals whatever the print.
    """
    normal = Normal(ignore_case)
    read = [text for text in read if text.text.strip()]
    slope = page_slope(read)
    level, straight = text_rows(read), text_rows(deskewed(read, slope))
    boxed = [item for item in truth if isinstance(item, TrueText)]
    rows = [item for item in truth if isinstance(item, str) and item.strip()]
    if boxed:
        edits, characters, found = _score_boxes(boxed, read, normal)
        findable = len(boxed)
        cells = [item.text for item in boxed]
        true_words = normal.words(item.text for item in boxed)
    else:
        plain = [row.replace("|", " ") for row in rows]
        edits, found, findable = min(
            (_align(plain, option, normal) for option in (straight, level)), key=lambda aligned: aligned[0]
        )
        characters = sum(len(normal.tight(row.replace("|", ""))) for row in rows)
        cells = [cell for row in rows for cell in (row.split("|") if "|" in row else row.split("  "))]
        true_words = normal.words(plain)
    page = "\n".join(normal.tight(row) for row in [*level, *straight])
    tight_cells = [cell for cell in map(normal.tight, cells) if cell]
    read_words = normal.words(text.text for text in read)
    return PageScore(
        edits=edits,
        characters=characters,
        found=found,
        findable=findable,
        cells_whole=sum(cell in page for cell in tight_cells),
        cells=len(tight_cells),
        words_shared=(true_words & read_words).total(),
        words_read=read_words.total(),
        words_true=true_words.total(),
    )


def texts_by_row(
    truth: Sequence[TrueText],
    read: Sequence[ReadText],
    normal: Normal = Normal(ignore_case=False),  # noqa: B008 - frozen
) -> list[tuple[str, list[ReadText]]]:
    """For each true row its text without spaces, and the read texts of it from left to right; at last those of no row."""
    rows, row_of = _true_rows(truth)
    read_in_row: list[list[ReadText]] = [[] for _ in [*rows, ""]]
    for text in read:
        nearest = _nearest(text.box, truth)
        read_in_row[-1 if nearest is None else row_of[nearest]].append(text)
    expected = ["".join(normal.tight(truth[n].text) for n in members) for members in rows]
    return [
        (one, sorted(texts, key=lambda text: text.box[0]))
        for one, texts in zip([*expected, ""], read_in_row, strict=True)
    ]


def _text(item: TrueText | str) -> str:
    return item.text if isinstance(item, TrueText) else item


def _score_boxes(truth: Sequence[TrueText], read: Sequence[ReadText], normal: Normal) -> tuple[int, int, int]:
    """Edits, characters of the truth, and how many true boxes are covered."""
    edits = characters = 0
    for expected, texts in texts_by_row(truth, read, normal):
        got = "".join(normal.tight(text.text) for text in texts)
        edits += Levenshtein.distance(expected, got)
        characters += len(expected)
    return edits, characters, sum(_is_covered(item.box, read) for item in truth)


def _true_rows(truth: Sequence[TrueText]) -> tuple[list[list[int]], dict[int, int]]:
    """Numbers of the true texts in each row, from left to right, and the row of each."""
    if _has_rows(truth):
        named = sorted({item.row for item in truth if item.row is not None})
        order = sorted(range(len(truth)), key=lambda n: truth[n].box[0])
        rows = [[n for n in order if truth[n].row == row] for row in named]
    else:
        rows = chain_rows([item.box for item in truth])
    return rows, {number: place for place, members in enumerate(rows) for number in members}


def _has_rows(truth: Sequence[TrueText]) -> bool:
    return all(item.row is not None for item in truth)


def _nearest(read: Box, truth: Sequence[TrueText]) -> int | None:
    """The true text that a read box belongs to; None where it is near none.

    A long line's upright box on a tilted page crosses other rows. Where the truth knows its rows, the box's centre decides.
    """
    centre = (read[0] + read[2]) / 2
    places = [(centre, read[1], centre, read[3]), read] if _has_rows(truth) else [read]
    for place in places:
        distances = [_distance(place, item.box) for item in truth]
        nearest = min(range(len(truth)), key=distances.__getitem__)
        if distances[nearest] < math.inf:
            return nearest
    return None


def _distance(read: Box, true: Box) -> float:
    """How far a read box is from a true one; infinite where it can't belong to it."""
    centre, height = (read[1] + read[3]) / 2, true[3] - true[1]
    across = max(true[0] - read[2], 0, read[0] - true[2])
    down = max(true[1] - centre, 0, centre - true[3])
    if down > NEAREST_LINE_HEIGHTS * height or across > NEAREST_SIDEWAYS_HEIGHTS * height:
        return math.inf
    return down * 3 + across * 0.2 + abs(centre - (true[1] + true[3]) / 2) * 0.01


def _is_covered(true: Box, read: Sequence[ReadText]) -> bool:
    covered = 0.0
    for text in read:
        wide = min(true[2], text.box[2]) - max(true[0], text.box[0])
        high = min(true[3], text.box[3]) - max(true[1], text.box[1])
        if wide > 0 and high > 0:
            covered += wide * high
    return covered / max(1, (true[2] - true[0]) * (true[3] - true[1])) >= COVERED


def _align(truth: Sequence[str], read: Sequence[str], normal: Normal) -> tuple[int, int, int]:
    """Fewest edits between two lists of rows, true rows of which at least half was read, and true rows."""
    expected = [row for row in map(normal.tight, truth) if row]
    got = [row for row in map(normal.tight, read) if row]
    cost = [[math.inf] * (len(got) + 1) for _ in range(len(expected) + 1)]
    step = [[(0, 0)] * (len(got) + 1) for _ in range(len(expected) + 1)]
    cost[0][0] = 0
    for i in range(len(expected) + 1):
        for j in range(len(got) + 1):
            options: list[tuple[float, tuple[int, int]]] = []
            if i:
                options.append((cost[i - 1][j] + len(expected[i - 1]), (1, 0)))
            if j:
                options.append((cost[i][j - 1] + len(got[j - 1]), (0, 1)))
            options += [
                (cost[i - a][j - b] + _joined_distance(expected[i - a : i], got[j - b : j]), (a, b))
                for a, b in MERGES
                if i >= a and j >= b
            ]
            options += [
                (cost[i - 1][j - b] + _joined_distance(expected[i - 1 : i], got[j - b : j]), (1, b))
                for b in _rows_of_paragraph(expected[i - 1] if i else "", got[:j])
            ]
            for total, taken in options:
                if total < cost[i][j]:
                    cost[i][j], step[i][j] = total, taken
    i, j, found = len(expected), len(got), 0
    while i or j:
        a, b = step[i][j]
        if a and b:
            true, text = "".join(expected[i - a : i]), "".join(got[j - b : j])
            found += a if Levenshtein.distance(true, text) <= (1 - COVERED) * len(true) else 0
        i, j = i - a, j - b
    return int(cost[-1][-1]), found, len(expected)


def _rows_of_paragraph(true: str, got: Sequence[str]) -> Iterator[int]:
    """Numbers of last rows read, four and more, that have together about the length of a true row."""
    length = 0
    for number, row in enumerate(reversed(got[-PARAGRAPH_ROWS:]), 1):
        length += len(row)
        if length > 1.3 * len(true):
            return
        if number > 3 and length >= 0.7 * len(true):
            yield number


def _joined_distance(expected: list[str], got: list[str]) -> int:
    """Fewest edits between rows joined into one text, in either order."""
    return min(
        Levenshtein.distance("".join(one), "".join(other))
        for one in (expected, expected[::-1])
        for other in (got, got[::-1])
    )
