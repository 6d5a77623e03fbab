"""Amounts written in Hangul or Hanja numerals, such as 일백이십만원정 or 壹百貳拾萬원.

Written here because no library known to us reads both scripts with the traditional forms of banks.
"""

from __future__ import annotations

import re
import unicodedata

_DIGITS = {
    **dict.fromkeys("영공零〇", 0),
    **dict.fromkeys("일一壹壱", 1),
    **dict.fromkeys("이二貳貮弐", 2),
    **dict.fromkeys("삼三參叁", 3),
    **dict.fromkeys("사四肆", 4),
    **dict.fromkeys("오五伍", 5),
    **dict.fromkeys("육륙六陸", 6),
    **dict.fromkeys("칠七柒漆", 7),
    **dict.fromkeys("팔八捌", 8),
    **dict.fromkeys("구九玖", 9),
}
_UNITS = {**dict.fromkeys("십十拾", 10), **dict.fromkeys("백百佰", 100), **dict.fromkeys("천千仟", 1000)}
_MYRIADS = {
    **dict.fromkeys("만萬万", 10**4),
    **dict.fromkeys("억億", 10**8),
    **dict.fromkeys("조兆", 10**12),
}
_LETTERS = "".join((*_DIGITS, *_UNITS, *_MYRIADS))
_RUN = rf"[{_LETTERS}\d]*[{_LETTERS}]"
_WRITTEN = re.compile(rf"(?:일금|一金)({_RUN})|(?:금|金)?({_RUN})(?:원|圓|元)(?:정|整)")
_TOKEN = re.compile(r"\d+|\D")
LONGEST = 60
"""Characters; a longer run is no amount."""


def number_in_words(text: str) -> int | None:
    """The number that a run of Hangul or Hanja numerals writes; Arabic digits may stand before units, as in 120만.

    Args:
        text: numerals alone, without spaces.

    Returns:
        The number, or None where the order of digits and units is wrong.
    """
    if not text or len(text) > LONGEST:
        return None
    total = part = 0
    digit: int | None = None
    smallest_unit, smallest_myriad = 10**4, 10**16
    for token in _TOKEN.findall(text):
        if token in _DIGITS or (token.isascii() and token.isdecimal()):
            if digit is not None:
                return None
            digit = _DIGITS[token] if token in _DIGITS else int(token)
        elif token in _UNITS:
            unit = _UNITS[token]
            if unit >= smallest_unit or digit == 0:
                return None
            part += (1 if digit is None else digit) * unit
            smallest_unit, digit = unit, None
        elif token in _MYRIADS:
            myriad = _MYRIADS[token]
            part += digit or 0
            if myriad >= smallest_myriad or (part == 0 and (digit is not None or total)):
                return None
            total += (part or 1) * myriad
            smallest_myriad, smallest_unit, part, digit = myriad, 10**4, 0, None
        else:
            return None
    return total + part + (digit or 0)


def amount_in_words(text: str) -> int | None:
    """The amount in won that a text writes in numerals, such as "일금 일백이십만 원정 (₩1,200,000)".

    Returns:
        Won; None where the text has none or several.
    """
    written = "".join(unicodedata.normalize("NFKC", text[: LONGEST * 4]).split()).replace(",", "")
    amounts = {number_in_words(one or other) for one, other in _WRITTEN.findall(written)} - {None}
    return amounts.pop() if len(amounts) == 1 else None
