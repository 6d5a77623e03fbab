"""The one family of errors that are written for people to read."""

from __future__ import annotations

from typing import Any

from domain.messages import Message, Sentences, Worded


class Refusal(Worded, Exception):
    """An error with a sentence that says what is wrong, where, and what to do next.

    Programming mistakes are ordinary exceptions and are never wrapped in one.

    Args:
        message: the sentence; the code where `ko` and `en` are given.
        code: stable short name of the case in snake_case; empty where a class has one case.
        ko: the sentence in Korean, where it is not in the catalogues.
        en: the same sentence in English.
    """

    def __init__(self, message: Message | str = "", *, code: str = "", ko: str = "", en: str = "") -> None:
        if isinstance(message, str):
            code, message = message or code, Sentences(ko, en)
        self.message = message
        super().__init__(message.en)
        self.code = code

    def __reduce__(self) -> tuple[Any, ...]:
        # Refusals cross process borders (child processes, Dagster's step processes); the default would call the
        # constructor without its keywords.
        return _rebuilt, (type(self), self.args, self.__dict__.copy())


def _rebuilt(kind: type[Refusal], args: tuple[Any, ...], attributes: dict[str, Any]) -> Refusal:
    refusal = kind.__new__(kind, *args)
    refusal.__dict__.update(attributes)
    return refusal
