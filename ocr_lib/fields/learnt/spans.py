"""Where in a text its value is, and what is printed around it."""

from __future__ import annotations

from dataclasses import dataclass

from ocr_lib.fields.hangul import compact, has_near, jamo_distance
from ocr_lib.fields.normal_forms import Value, normal_form
from ocr_lib.fields.vocabulary import SPELT, FieldType

_UPRIGHT = "/|"
"""Stands for a bar or a slash, which readers take for each other."""
SEPARATORS = ("/", "|", "  ", ",", "(", "~", ";", "·", _UPRIGHT)
_STARTS = " \t:：/|([,"
LONG = 6
"""Characters of a value that is found in another text with one misread jamo."""
_UPRIGHTS = ("/", "|", _UPRIGHT)
_BARS = "|｜¦│┃ㅣ↓!"
"""What a printed bar is read as."""
SEPARATING = _BARS + "/[],(~;· "
"""Signs between the values of a text."""
_AS_BAR = str.maketrans(dict.fromkeys(_BARS, "|"))
_AS_UPRIGHT = str.maketrans(dict.fromkeys(_BARS + "/[]", "|"))


@dataclass(frozen=True)
class Span:
    """The part of a text that its value is read from.

    Attributes:
        start: of its first character; what is before it is a label.
        suffix: compact print after the value that is no part of it.
        part: separator and number of the piece after `start` that is the value.
    """

    start: int
    suffix: str = ""
    part: tuple[str, int] | None = None


def value_span(kind: FieldType, text: str, value: Value) -> Span | None:
    """Where a text writes a value; None where it does not."""
    starts = [n for n in range(len(text)) if n == 0 or text[n - 1] in _STARTS]
    whole = [n for n in starts if normal_form(kind, text[n:]) == value]
    if whole and whole[0] > 0 and kind not in SPELT:
        # Its text alone can't be read: other numbers are in it.
        span = _with_part(kind, text, 0, value)
        if span is not None:
            return span
    if whole:
        start = _after_letters(kind, text, whole[0] if kind in SPELT else whole[-1], value)
        return Span(start)
    span = _with_part(kind, text, 0, value)
    if span is not None:
        return span
    if kind in SPELT:
        wanted = compact(str(value))
        for start in starts:
            written = compact(text[start:])
            if wanted and written.startswith(wanted):
                span = Span(start, written[len(wanted) :][:20])
                if _same(shown(kind, text[start:], span), value):
                    return span
        return None
    for start in starts:
        span = _with_part(kind, text, start, value)
        if span is not None:
            return span
    return None


def shown(kind: FieldType, text: str, span: Span) -> Value | None:
    """The value of a text that begins with it, by what is printed around others of its kind."""
    if span.part is not None:
        pieces = pieces_of(text, *span.part)
        number = span.part[1]
        text = pieces[number] if number < len(pieces) else text
    if kind in SPELT:
        text = text.lstrip(_BARS + "/ ") or text
    if span.suffix and kind in SPELT:
        text = without_suffix(text, span.suffix)
    return normal_form(kind, text)


def pieces_of(text: str, separator: str, number: int) -> list[str]:
    """The pieces of a text between separators; where piece `number` is missing, between all that a bar or a slash is read as."""
    pieces = _pieces(text, separator)
    return _pieces(text, _UPRIGHT) if separator in _UPRIGHTS and number >= len(pieces) else pieces


def _pieces(text: str, separator: str) -> list[str]:
    if separator in ("|", _UPRIGHT):
        text = text.translate(_AS_BAR if separator == "|" else _AS_UPRIGHT)
        separator = "|"
    return [piece for piece in text.split(separator) if piece.strip()]


def without_suffix(text: str, suffix: str) -> str:
    """The text without print at its end, whatever spaces and punctuation are in it."""
    written = compact(text)
    if not written.endswith(suffix) or written == suffix:
        return text
    keep = len(written) - len(suffix)
    for end in range(len(text), 0, -1):
        if len(compact(text[:end])) == keep:
            return text[:end]
    return text


def _with_part(kind: FieldType, text: str, start: int, value: Value) -> Span | None:
    for separator in SEPARATORS:
        pieces = _pieces(text[start:], separator)
        for number, piece in enumerate(pieces[:10]):
            if len(pieces) > 1 and _same(normal_form(kind, piece), value):
                return Span(start, part=(separator, number))
    return None


def _after_letters(kind: FieldType, text: str, start: int, value: Value) -> int:
    """The place after a label that is written together with a number."""
    if kind in SPELT:
        return start
    place = start
    while place < len(text) and (text[place].isalpha() or text[place] in ".:： "):
        place += 1
    if place > start and place < len(text) and normal_form(kind, text[place:]) == value:
        return place
    return start


def _same(read: Value | None, value: Value) -> bool:
    return read is not None and (read == value or compact(str(read)) == compact(str(value)))


def may_be_name(value: Value | None) -> bool:
    """Whether a value has more letters than digits."""
    written = str(value or "")
    return sum(map(str.isalpha, written)) > sum(map(str.isdecimal, written))


def is_same(value: Value | None, constant: Value | None) -> bool:
    """Whether a value is the one that all examples have, one misread jamo tolerated."""
    if value is None or constant is None:
        return False
    if isinstance(value, int) or isinstance(constant, int):
        return value == constant
    return jamo_distance(compact(value), compact(constant), 1) <= (1 if len(compact(constant)) > 2 else 0)


def holds_constant(text: str, constant: Value | None) -> bool:
    """Whether the value that all examples have is in a text whose parts were not told apart."""
    if not isinstance(constant, str):
        return False
    wanted, written = compact(constant), compact(text)
    if len(wanted) < 2 or wanted in written:
        return len(wanted) >= 2
    # One misread jamo, as where the value is by itself; of a short name it may make another one.
    return len(wanted) >= LONG and has_near(written, wanted)
