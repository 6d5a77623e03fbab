"""How much is gained by checking a text: how much of it is probably wrong, times the consequence of an error. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum

from domain.document_fields import FieldState, FieldType


class Consequence(IntEnum):
    """What one wrong character costs, in wrong characters of running text.

    The figures are a definition, not a measurement: a wrong amount is paid or booked, a wrong number finds another company or
    account, a wrong date another period; a wrong word is mostly seen by its reader.
    """

    WORDS = 1
    DATE = 3
    NUMBER = 5
    AMOUNT = 10


_AMOUNT = re.compile(
    r"[₩￦\\]\s*\d|\d[\d,.\s]*원|^\D{0,12}[-△]?\d{1,3}([,.]\s?\d{3})+\D{0,4}$|(금액|합계|세액|가액|단가|총액|잔액)\D{0,6}\d|일금"
)
_DATE = re.compile(r"(19|20)\d{2}\s?[-./년]\s?\d{1,2}|\d{1,2}\s?월\s?\d{1,2}\s?일")
_NUMBER = re.compile(r"\d{2,6}-\d{2,6}(-\d{2,8})?|\d{8,}")
OF_FIELD = {
    FieldType.WON: Consequence.AMOUNT,
    FieldType.QUANTITY: Consequence.AMOUNT,
    FieldType.BUSINESS_NUMBER: Consequence.NUMBER,
    FieldType.CORPORATE_NUMBER: Consequence.NUMBER,
    FieldType.ACCOUNT_NUMBER: Consequence.NUMBER,
    FieldType.PHONE: Consequence.NUMBER,
    FieldType.DATE: Consequence.DATE,
}
CONTRADICTED = 0.5
"""Wrong characters at least in a text whose field is contradicted: the error is in one of the fields of a sum."""
NOT_READ = 1.0
"""Wrong characters of what was missed, whose length isn't known."""
PROVEN = 0.1
"""Factor of what is probably wrong in a text whose fields are proven."""
EDIT_KEYSTROKES = 2.0
"""Keystrokes per wrong character of a text that is corrected: going there, and the character; a confirmation is one."""


def consequence_of(text: str) -> Consequence:
    """What an error in the text costs, by what it looks like."""
    if _DATE.search(text):
        return Consequence.DATE
    if _AMOUNT.search(text):
        return Consequence.AMOUNT
    if _NUMBER.search(text):
        return Consequence.NUMBER
    return Consequence.WORDS


def expected_errors(score: float, characters: Sequence[tuple[str, float]] | None, length: int) -> float:
    """Characters that are probably wrong.

    Args:
        score: probability that the whole text is right.
        characters: each with the probability that it is right; None where not known.
        length: of the text, where the characters aren't known.
    """
    if not characters:
        return (1 - score) * max(1.0, length / 2)
    by_character = sum(1 - probability for character, probability in characters if not character.isspace())
    # A text that is wrong has an error at least, whatever its characters say.
    return max(by_character, 1 - score)


def check_value(
    text: str,
    score: float,
    characters: Sequence[tuple[str, float]] | None,
    fields: Sequence[tuple[FieldType, FieldState]] = (),
) -> float:
    """Cost of errors that a check is expected to remove, per keystroke; 0 where the text is surely right.

    Args:
        text: as it was read.
        score, characters: as in `expected_errors`.
        fields: type and state of each field of the document that was read from the text.
    """
    wrong = expected_errors(score, characters, len(text))
    states = {state for _, state in fields}
    if FieldState.CONTRADICTED in states:
        wrong = max(wrong, CONTRADICTED)
    elif states == {FieldState.PROVEN}:
        wrong *= PROVEN
    consequence = max([consequence_of(text), *(OF_FIELD.get(kind, Consequence.WORDS) for kind, _ in fields)])
    return _gained(consequence, wrong)


def field_value(kind: FieldType, state: FieldState, *, required: bool) -> float:
    """The same of a field that a person must decide on, as no text of it does by itself; 0 for all others."""
    consequence = OF_FIELD.get(kind, Consequence.WORDS)
    if state is FieldState.CONTRADICTED:
        return _gained(consequence, CONTRADICTED)
    return _gained(consequence, NOT_READ) if state is FieldState.UNREAD and required else 0.0


def page_value(*, lacks_text: bool) -> float:
    """The same of a page on which texts may have been missed, which no text tells."""
    return _gained(Consequence.NUMBER, NOT_READ) if lacks_text else 0.0


def _gained(consequence: Consequence, wrong: float) -> float:
    return consequence * wrong / (1 + EDIT_KEYSTROKES * wrong)
