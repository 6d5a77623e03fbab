"""The characters a recogniser can write, in the order of its classes; class 0 is the CTC blank."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Charset:
    """Characters in class order: `characters[i]` is class `i + 1`.

    Raises:
        ValueError: a character stands twice.
    """

    characters: str

    def __post_init__(self) -> None:
        if len(set(self.characters)) != len(self.characters):
            raise ValueError("a character stands twice in the character set")

    @property
    def classes(self) -> int:
        """How many classes, blank included."""
        return len(self.characters) + 1

    @cached_property
    def _classes(self) -> dict[str, int]:
        return {character: place + 1 for place, character in enumerate(self.characters)}

    def encode(self, text: str) -> list[int]:
        """The classes of a text. Raises KeyError for a character that isn't in the set."""
        return [self._classes[character] for character in text]

    def lacks(self, text: str) -> str:
        """The characters of `text` that aren't in the set, each once, in order."""
        return "".join(dict.fromkeys(c for c in text if c not in self._classes))

    def grown(self, texts: Iterable[str]) -> Charset:
        """With what the texts need added at the end, so that known classes keep their numbers.

        Control characters, marks without a shape and lone surrogates, which no page shows, are not added.
        """
        new = self.lacks("".join(texts))
        shown = "".join(c for c in new if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Cn"))
        return Charset(self.characters + shown)


def clean_label(text: str) -> str:
    """A label as it is learnt: NFC, one space between words, none at the ends, nothing without a shape."""
    seen = (c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) != "Cf")
    return " ".join("".join(seen).split())
