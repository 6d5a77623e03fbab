"""Labels that are printed twice in a line, as those of two parties side by side, and misread ones among them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from ocr_lib.fields.hangul import compact, jamo, jamo_distance
from ocr_lib.fields.texts import Layout, Placed

FEWEST_APART = 0.25
"""Share of the document's width between two labels of a pair."""
MOST_LABELS = 200
"""Labels that are looked at: more are on no real page."""
FEWEST_PAIRS, ASIDE = 2, 0.7
"""Pairs that say where the opposite of a label is, and heights of a line by which it may be off."""
MISREAD = 0.4
"""Share of the letters (jamo) that may differ in a text that is opposite to a label."""

Spelt = tuple[Placed, str]
"""A label and its spelling."""


def label_pairs(labels: Sequence[Spelt], layout: Layout) -> list[tuple[Placed, Placed]]:
    """Labels with one spelling in one line and far apart, each with the left one first."""
    labels = labels[:MOST_LABELS]
    pairs = []
    for place, (one, spelling) in enumerate(labels):
        for other, others_spelling in labels[place + 1 :]:
            if spelling == others_spelling and one.shares_line(other):
                first, second = sorted((one, other), key=lambda text: text.x0)
                if second.x0 - first.x0 > FEWEST_APART * layout.width:
                    pairs.append((first, second))
    return pairs


def opposite_labels(labels: Sequence[Spelt], layout: Layout) -> Iterator[tuple[Placed, str, int]]:
    """Texts that are no labels as they were read, in the place opposite to a label, with its spelling and their misread letters.

    More letters may be misread than elsewhere, where a text may be another word.
    """
    pairs = label_pairs(labels, layout)
    if len(pairs) < FEWEST_PAIRS:
        return
    paired = {id(text) for pair in pairs for text in pair}
    known = {id(text) for text, _ in labels}
    offset = median([second.x - first.x for first, second in pairs])
    columns = [text.x for pair in pairs for text in pair]
    aside = ASIDE * layout.line_height
    for label, spelling in labels[:MOST_LABELS]:
        if id(label) in paired or min(abs(label.x - column) for column in columns) > aside:
            continue
        for text in layout.lines[layout.line_of(label)]:
            if id(text) in known or abs(abs(text.x - label.x) - offset) > aside:
                continue
            written = compact(text.text)
            most = int(MISREAD * len(jamo(spelling)))
            misread = jamo_distance(written, spelling, most)
            if len(written) == len(spelling) and misread <= most:
                yield text, spelling, misread
