"""Why nothing may start on a home; who looks for reasons is in `readiness`, `home_identity`, `store_identity`, `moving`."""

from __future__ import annotations


class NotReady(Exception):
    """Why nothing may start yet, in Korean and in English."""

    def __init__(self, *, ko: str, en: str) -> None:
        super().__init__(en)
        self.ko, self.en = ko, en
