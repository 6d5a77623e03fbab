"""What a toast needs to take a deletion back: static/console.js shows it and sends the values to the place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from domain.messages import Language, Message


@dataclass(frozen=True)
class Undo:
    """The detail of the event `undo`, JSON-ready.

    Attributes:
        text: what was done, in the language of the page.
        undo: what the button says.
        place: path that takes it back.
        field: the field of the form that is sent.
        values: its values.
    """

    text: str
    undo: str
    place: str
    field: str
    values: Sequence[str]

    def to_dict(self) -> dict[str, object]:
        return asdict(self)


def undo_of(language: Language, done: Message, *, place: str, field: str, values: Sequence[str]) -> Undo:
    """The offer to take back what was `done`."""
    return Undo(done.render(language), Message("Undo").render(language), place, field, list(values))
