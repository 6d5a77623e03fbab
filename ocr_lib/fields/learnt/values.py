"""The value of a learnt field that begins with a text, with what goes on beside it and below."""

from __future__ import annotations

from dataclasses import dataclass

from ocr_lib.fields.hangul import compact
from ocr_lib.fields.learnt.layout import FieldPlace
from ocr_lib.fields.learnt.pages import Frame, Page
from ocr_lib.fields.learnt.spans import Span, holds_constant, is_same, pieces_of, shown
from ocr_lib.fields.normal_forms import Value, normal_form
from ocr_lib.fields.texts import Placed, joined
from ocr_lib.fields.vocabulary import SPELT, FieldType

WORD_GAP, CELL_GAP, LINE_GAP = 1.3, 2.2, 1.0
"""Most heights of a line between two words of a name, of another value, and between two lines of one."""
MOST_WORDS = 12


@dataclass(frozen=True)
class Found:
    """A value in its place."""

    value: Value | None
    placed: Placed


def holds(one: FieldPlace, text: Placed) -> bool:
    """Whether a text has the words in it that all examples had."""
    return one.type in SPELT and holds_constant(text.text, one.constant)


def read_from(one: FieldPlace, start: Placed, page: Page, ends: set[int], frame: Frame) -> Found:
    """The value that begins with a text: with what goes on in its line, and in the lines below where examples do."""
    if holds(one, start) and not is_same(value_in(one, start.text), one.constant):
        return Found(one.constant, start)
    if one.part is not None and (piece := _piece(one, start, page)) is not None:
        return piece
    line = _run(one, start, page, ends)
    if one.type not in SPELT:
        for end in range(1, len(line) + 1):
            together = joined(line[:end])
            value = value_in(one, together.text)
            if value is not None:
                return Found(value, together)
        return Found(None, start)
    lines = [joined(line)]
    for _ in range(one.lines - 1):
        below = [
            text
            for text in page.layout.below(line[0], 2)
            if id(text) not in ends
            and abs(text.x0 - line[0].x0) < frame.unit
            and text.y0 - line[0].y1 < LINE_GAP * frame.unit
        ]
        if not below:
            break
        line = _run(one, below[0], page, ends)
        lines.append(joined(line))
    whole = joined(lines)
    return Found(_spelt(one, value_in(one, whole.text)), whole)


def _spelt(one: FieldPlace, value: Value | None) -> Value | None:
    """A value as all examples spell it, where no more than spaces and punctuation were read otherwise."""
    is_same_print = one.type in SPELT and isinstance(value, str) and isinstance(one.constant, str)
    if is_same_print and compact(str(value)) == compact(str(one.constant)):
        return one.constant
    return value


def _piece(one: FieldPlace, start: Placed, page: Page) -> Found | None:
    """The value of a field whose text the reader parted at a separator; None where its text has the piece, or none is it."""
    assert one.part is not None
    separator, number = one.part
    line = _whole_line(start, page)
    pieces = [(piece, text) for text in line for piece in pieces_of(text.text, separator, len(text.text))]
    values = [(normal_form(one.type, piece), text) for piece, text in pieces]
    known = [pair for pair in values if is_same(pair[0], one.constant)]
    if known:
        value, text = known[0]
        return Found(_spelt(one, value), text)
    if number < len(pieces_of(start.text, *one.part)) and value_in(one, start.text) is not None:
        return None
    if one.type not in SPELT:
        readable = [pair for pair in values if pair[0] is not None]
        if len({value for value, _ in readable}) == 1:
            return Found(*readable[0])
    return Found(*values[number]) if number < len(values) and len(line) > 1 else None


def _whole_line(start: Placed, page: Page) -> list[Placed]:
    """The texts of a line that are no further from each other than words are, around one of them."""
    line = [start]
    for text in page.layout.right_of(start, MOST_WORDS):
        if text.x0 - line[-1].x1 > CELL_GAP * max(text.height, start.height):
            break
        line.append(text)
    while len(line) < 2 * MOST_WORDS:
        before = page.layout.left_of(line[0])
        if before is None or line[0].x0 - before.x1 > CELL_GAP * max(before.height, start.height):
            break
        line.insert(0, before)
    return line


def _run(one: FieldPlace, start: Placed, page: Page, ends: set[int]) -> list[Placed]:
    gap = WORD_GAP if one.type is FieldType.NAME else CELL_GAP
    line = [start]
    for text in page.layout.right_of(start, MOST_WORDS):
        if id(text) in ends or text.x0 - line[-1].x1 > gap * max(text.height, start.height):
            break
        line.append(text)
    return line


def value_in(one: FieldPlace, text: str) -> Value | None:
    """The value of the field in a text; None where it has none of the field's type."""
    return shown(one.type, text, Span(0, one.suffix, one.part))
