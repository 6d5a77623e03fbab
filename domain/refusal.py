"""The one family of errors that are written for people to read."""

from __future__ import annotations

from typing import Any

from domain.messages import Message, Worded


class Refusal(Worded, Exception):
    """An error with a sentence that says what is wrong, where, and what to do next.

    Programming mistakes are ordinary exceptions and are never wrapped in one.

    Args:
        message: the sentence.
        code: stable short name of the case in snake_case; empty where a class has one case.
    """

    def __init__(self, message: Message, *, code: str = "") -> None:
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
