"""String enums whose members carry the label people see."""

from __future__ import annotations

from enum import StrEnum

from domain.messages import Message


class Labelled(StrEnum):
    """A string enum whose members carry a label.

    Attributes:
        message: the label, in every language.
    """

    message: Message

    def __new__(cls, value: str, message: Message | None = None) -> Labelled:
        member = str.__new__(cls, value)
        member._value_ = value
        member.message = message or Message(value)
        return member

    @property
    def label(self) -> str:
        """The label in Korean."""
        return self.message.ko
