"""Texts that run up or down an upright page, and large ones that came in parts: joined and turned as they read better."""

from __future__ import annotations

import numpy as np

from ocr_lib.page_texts import FoundTexts, Stack
from ocr_lib.recognition.recognizer import Recognizer

CLEARLY_BETTER = 0.1
"""By so much the turned text's score must exceed the mean of its pieces as they lie."""
FEWEST_LETTERS = 2
"""A rule or a bracket on its side reads as one sign."""
AS_IT_LIES, DOWN, UP = 0, 1, 3
"""By how many quarter turns, counter-clockwise, a text is turned that lies level, or runs down or up the page."""


def laid(found: FoundTexts, recognizer: Recognizer) -> FoundTexts:
    """A page's texts; words one above another that are one text joined, and turned where it is on its side."""
    if not found.stacks:
        return found
    pieces = sorted({n for stack in found.stacks for n in stack.pieces})
    lying = dict(zip(pieces, recognizer.read([found.crops[n] for n in pieces]), strict=True))
    ways = {way: [np.rot90(stack.crop, way) for stack in found.stacks] for way in (AS_IT_LIES, DOWN, UP)}
    read = {way: recognizer.read(crops) for way, crops in ways.items()}
    chosen: list[Stack] = []
    taken: set[int] = set()
    # A text may have been found whole and in part.
    for place in sorted(range(len(found.stacks)), key=lambda place: -found.stacks[place].crop.size):
        stack = found.stacks[place]
        best = max(ways, key=lambda way: read[way][place].score)
        one = read[best][place]
        before = sum(lying[n].score for n in stack.pieces) / len(stack.pieces)
        says_something = best == AS_IT_LIES or len(one.text) >= FEWEST_LETTERS
        if says_something and one.score >= before + CLEARLY_BETTER and not taken.intersection(stack.pieces):
            crop = np.ascontiguousarray(ways[best][place])
            chosen.append(Stack(crop, (*stack.quad[best:], *stack.quad[:best]), stack.pieces))
            taken.update(stack.pieces)
    return found.joined(chosen)
