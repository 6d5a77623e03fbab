"""Signs that look alike, settled by the kind of the word they are in: ₩ before amounts, 0 within numbers; codes stay.

Rules for other look-alikes (1 and l, 5 and S, 8 and B, capitals among capitals) were measured and change as much for the worse as
for the better.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

from ocr_lib.recognition.reading import Reading

_RULES = (
    # The second recogniser reads W for ₩, which it seldom saw. With its thousands separated, what follows is an amount.
    (re.compile(r"(?<![A-Za-z0-9])W(?= ?\d{1,3}(?:,\d{3})+(?![\d,A-Za-z]))"), str.maketrans("W", "₩")),
    # Between digits, or two in a row behind one; a single letter behind a number may be a unit or part of a code.
    (
        re.compile(
            r"(?<![^\s(\[₩$*~가-힣])\d[\d,.:-]*(?:[Oo]{2,}|[Oo](?=[\d,.:]*\d))[\dOo,.:-]*(?![^\s)\]%*~가-힣])"
        ),
        str.maketrans("Oo", "00"),
    ),
)


def settled(reading: Reading) -> Reading:
    """The reading with its look-alikes settled; places and probabilities stay."""
    text = reading.text
    for pattern, look_alikes in _RULES:
        text = pattern.sub(partial(_translated, look_alikes), text)
    if text == reading.text:
        return reading
    if not reading.characters:
        return replace(reading, text=text)
    characters = tuple(
        replace(c, text=sign).with_alternative(c.text)
        for c, sign in zip(reading.characters, text, strict=True)
    )
    return replace(reading, text=text, characters=characters)


def _translated(look_alikes: dict[int, int], found: re.Match[str]) -> str:
    return found[0].translate(look_alikes)
