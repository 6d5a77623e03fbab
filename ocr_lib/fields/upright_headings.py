"""Headings beside the details of a party whose letters run downwards and were read one by one, with mistakes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ocr_lib.fields.hangul import jamo, jamo_distance
from ocr_lib.fields.labels import Labels
from ocr_lib.fields.texts import Placed, joined
from ocr_lib.fields.vocabulary import Party

FEWEST_LETTERS, MOST_TEXTS = 3, 300
"""Letters of a heading, and short texts of a document that are looked at."""
SIDEWAYS, APART = 0.7, 2.0
"""Heights of a line by which the middles of two letters differ at most, and between one and the next below."""
FIVE_LETTERS = 4.0
"""Widths of a letter that 공급받는자 is at least high, and 공급자 is not."""
SUPPLIER_MISREAD, BUYER_MISREAD = 4, 5
"""Letters (jamo) of 공급자 and of 공급받는자 that may be misread."""


@dataclass(frozen=True)
class UprightHeading:
    """Letters below each other.

    Attributes:
        placed: all of it.
        party: that it names; None where it can't be told.
    """

    placed: Placed
    party: Party | None


def upright_headings(labels: Labels) -> list[UprightHeading]:
    """The columns of at least three short texts that are no labels and no numbers, and tall texts."""
    height = labels.layout.line_height
    found = []
    letters = [text for text in labels.layout.texts if _is_letter(text, labels)][:MOST_TEXTS]
    taken: set[int] = set()
    for place, first in enumerate(letters):
        if id(first) in taken:
            continue
        members = [first]
        for other in letters[place + 1 :]:
            last = members[-1]
            if other.y0 - last.y1 > APART * height:
                break
            if id(other) not in taken and abs(other.x - last.x) < SIDEWAYS * height and other.y > last.y:
                members.append(other)
        if len(members) >= FEWEST_LETTERS or _is_tall(first, labels):
            taken.update(id(member) for member in members)
            found.append(UprightHeading(joined(members, separator=""), _party(members)))
    return found


def _is_letter(text: Placed, labels: Labels) -> bool:
    if labels.label(text) is not None or any(character.isdecimal() for character in text.text):
        return False
    return _is_tall(text, labels) or (
        len(text.text.strip()) <= 2 and text.width < 1.6 * labels.layout.line_height
    )


def _is_tall(text: Placed, labels: Labels) -> bool:
    return text.height > 2.2 * max(text.width, labels.layout.line_height)


def _party(members: Sequence[Placed]) -> Party | None:
    written = "".join(member.text.strip() for member in members)
    inner = jamo(written[1:-1])
    is_high = members[-1].y1 - members[0].y0 >= FIVE_LETTERS * max(member.width for member in members)
    # 받 and 하 are in one of 공급받는자 and 공급하는자 alone.
    if is_high and len(written) > FEWEST_LETTERS and (jamo("바") in inner) is not (jamo("하") in inner):
        return Party.BUYER if jamo("바") in inner else Party.SUPPLIER
    if not is_high and jamo_distance(written, "공급자", SUPPLIER_MISREAD) <= SUPPLIER_MISREAD:
        return Party.SUPPLIER
    if is_high and jamo_distance(written, "공급받는자", BUYER_MISREAD) <= BUYER_MISREAD:
        return Party.BUYER
    return None
