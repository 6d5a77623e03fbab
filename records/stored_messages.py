"""Sentences in rows: the message with its values, so that it is written in the language of its reader.

The columns beside it hold the sentence in Korean and in English: for readers of the database, and as the only form in rows of
revisions before 0013.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from domain.messages import Message, Sentences, message_from_json

MessageJson = sa.JSON(none_as_null=True)
"""Type of the column that keeps `Message.to_json`."""


class StoredMessage:
    """An attribute of a row class that reads and writes the three columns of a sentence.

    Args:
        name: the columns are the attributes `{name}_json`, `{name}_ko` and `{name}_en`.
        empty: what the two sentences hold where there is none.
    """

    def __init__(self, name: str, *, empty: str | None = None) -> None:
        self._json, self._ko, self._en = f"{name}_json", f"{name}_ko", f"{name}_en"
        self._empty = empty

    def __get__(self, row: Any, owner: type | None = None) -> Message | None:
        if row is None:
            return None
        stored, ko, en = (getattr(row, name) for name in (self._json, self._ko, self._en))
        if stored is not None:
            message = message_from_json(stored)
            # The sentence may have been reworded since it was stored.
            if message.is_known("ko"):
                return message
        return Sentences(ko, en or "") if ko else None

    def __set__(self, row: Any, message: Message | None) -> None:
        setattr(row, self._json, None if message is None else message.to_json())
        setattr(row, self._ko, self._empty if message is None else message.ko)
        setattr(row, self._en, self._empty if message is None else message.en)
