"""What goes wrong with files kept in the store, as people read it."""

from __future__ import annotations


class StoreError(Exception):
    """A file is missing, or not the one its record speaks of; `ko` and `en` say which and what to do."""

    def __init__(self, *, ko: str, en: str) -> None:
        super().__init__(en)
        self.ko = ko
        self.en = en
