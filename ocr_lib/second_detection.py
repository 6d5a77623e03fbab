"""A second look at doubtful texts of a page by another detector: where its texts are likelier to be right, they are kept.

Signs and labels set single syllables in shapes and at a slant, and handwriting leaves wide gaps between letters and between the parts of a
syllable: there detectors differ most (docs/performance.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ocr_lib.detection.detected import box_shares
from ocr_lib.page_remarks import uncertain_characters, unreadable
from ocr_lib.recognition.reading import is_hangul
from ocr_lib.remarks import PageRemark, RemarkKind

if TYPE_CHECKING:
    from ocr_lib.page_texts import Line, PageReading

FEW_TEXTS = 10
"""Pages with so few texts are looked at again for the sake of a single doubtful one: signs and labels."""
OFTEN_DOUBTFUL, LEAST_LIKELY, PIECE = 0.3, 0.5, 6
"""Korean pages with more texts are looked at again where this share of them is rather wrong than right, and where they are pieces: so few
characters a text, in the mean. Looking at each form and receipt twice would double their time and mend next to nothing, as would looking
again at handwriting whose lines were found and can't be read."""
DOUBTFUL = 0.8
"""Below this score a text is doubtful; texts around it stay as they are."""
A_TEXT = 1.0
"""What each text costs, in characters: of two readings of the same characters, the one in fewer parts is likelier right."""
SHARED = 0.3
"""Share of the smaller of two boxes from which they hold the same print."""


def may_be_mended(reading: PageReading) -> bool:
    """Whether another detector may find other texts: few and a doubtful one among them, or many Korean pieces of which many are doubtful."""
    scores = [line.score for line in reading.lines]
    if len(scores) <= FEW_TEXTS:
        return any(score < DOUBTFUL for score in scores)
    characters = "".join("".join(line.text.split()) for line in reading.lines)
    wrong = sum(score < LEAST_LIKELY for score in scores)
    in_pieces = len(characters) <= PIECE * len(scores)
    return in_pieces and wrong >= OFTEN_DOUBTFUL * len(scores) and any(map(is_hangul, characters))


def likelier(first: PageReading, second: PageReading) -> PageReading:
    """The first reading, with texts of the second in place of doubtful ones where more characters are expected right.

    Texts whose boxes share print are replaced together; what the second reading finds elsewhere is left out, and so is
    all of it where it turned the page another way.
    """
    if second.rotation != first.rotation:
        return first
    lines: list[Line] = []
    for old, new in _same_print(first.lines, second.lines):
        doubtful = any(line.score < DOUBTFUL for line in old)
        lines += new if new and doubtful and expected_gain(new) > expected_gain(old) else old
    return replace(first, lines=lines, remarks=tuple(_of_lines(first.remarks, lines)))


def _of_lines(remarks: Sequence[PageRemark], lines: Sequence[Line]) -> Iterator[PageRemark]:
    """Remarks whose example is a text of the page; without the one on unreadable characters where none is left."""
    for one in remarks:
        if one.kind is not RemarkKind.UNREADABLE:
            yield one
            continue
        worst = max(lines, key=lambda line: uncertain_characters(line.characters))
        if uncertain_characters(worst.characters):
            yield unreadable(worst.text)


def expected_gain(lines: Sequence[Line]) -> float:
    """Characters expected to be right less those expected to be wrong, and less the cost of each text.

    A character is believed half by its own probability, half by that of its whole text: the score of a long text falls with one wrong
    character, and characters of fragments are sure of themselves.
    """
    return sum(_gain(line) for line in lines)


def _gain(line: Line) -> float:
    characters = len("".join(line.text.split()))
    own = sum(c.probability for c in line.characters if c.text != " ") or line.score * characters
    return (own + line.score * characters) - characters - A_TEXT


def _same_print(first: Sequence[Line], second: Sequence[Line]) -> list[tuple[list[Line], list[Line]]]:
    """Groups of texts of both readings whose boxes share print, in the order of the first; none without a text of it."""
    from scipy.sparse import coo_array  # type: ignore[import-untyped]
    from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]

    one, other = (np.array([line.box for line in part], float).reshape(-1, 4) for part in (first, second))
    smaller = np.maximum(box_shares(one, other), box_shares(other, one).T)  # shares of the smaller box
    rows, columns = np.nonzero(smaller > SHARED)
    lines = [*first, *second]
    graph = coo_array((np.ones(len(rows)), (rows, len(first) + columns)), shape=(len(lines), len(lines)))
    _, labels = connected_components(graph, directed=False)
    groups: dict[int, tuple[list[Line], list[Line]]] = {label: ([], []) for label in labels[: len(first)]}
    for place, (line, label) in enumerate(zip(lines, labels, strict=True)):
        if label in groups:
            groups[label][place >= len(first)].append(line)
    return list(groups.values())
