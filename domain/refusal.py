"""The one family of errors that are written for people to read."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """An error with a sentence that says what is wrong, where, and what to do next.

    Programming mistakes are ordinary exceptions and are never wrapped in one.

    Args:
        code: stable short name of the case in snake_case; empty where a class has one case.
        ko: the sentence in Korean.
        en: the same sentence in English.
    """

    def __init__(self, code: str = "", *, ko: str, en: str) -> None:
        super().__init__(en)
        self.code = code
        self.ko = ko
        self.en = en

    def __reduce__(self) -> tuple[Any, ...]:
        # Refusals cross process borders (child processes, Dagster's step processes); the default would call the
        # constructor without its keywords.
        return _rebuilt, (type(self), self.__dict__.copy())


def _rebuilt(kind: type[Refusal], attributes: dict[str, Any]) -> Refusal:
    refusal = kind.__new__(kind, attributes["en"])
    refusal.__dict__.update(attributes)
    return refusal
