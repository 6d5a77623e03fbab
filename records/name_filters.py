"""Finding documents by a part of their name, which may hold a resident registration number."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

_NUMBER = r"[0-9０-９]{6}.{0,3}[0-9０-９]{7}"
"""Any text that `mask_resident_numbers` changes has this form; some others have it too."""


def has_words(
    column: sa.SQLColumnExpression[Any], words: str, *, shows_numbers: bool
) -> sa.ColumnElement[bool]:
    """Whether a name contains the words, in any case.

    Args:
        words: at least a character.
        shows_numbers: whether who asks sees resident registration numbers whole. For others, words with digits find no name
            that has such a number: by trying digit after digit, they would learn what is masked.
    """
    found = column.icontains(words, autoescape=True)
    if shows_numbers or not any(character.isdecimal() for character in words):
        return found
    return sa.and_(found, sa.not_(column.regexp_match(_NUMBER)))
