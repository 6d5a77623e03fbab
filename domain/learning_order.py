"""In which order texts are worth teaching the recogniser: uncertain ones, for characters that many others are uncertain at. Pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

UNCERTAIN = 0.9
"""Characters with a smaller probability are uncertain."""
UNREADABLE = 0.05
"""Texts that are less probably right teach nothing: mostly stains, stamps and handwriting on top of print."""


@dataclass(frozen=True)
class Candidate:
    """A text that could be checked and learnt.

    Attributes:
        characters: of the text, each with the probability that it is right.
    """

    text_id: str
    score: float
    characters: Sequence[tuple[str, float]]

    @property
    def doubts(self) -> dict[str, float]:
        """Its uncertain characters, each with the probability that it is wrong."""
        found: dict[str, float] = {}
        for character, probability in self.characters:
            if probability < UNCERTAIN and not character.isspace():
                found[character] = max(found.get(character, 0.0), 1 - probability)
        return found


def learning_order(candidates: Sequence[Candidate], chosen: Iterable[str], *, limit: int) -> list[str]:
    """Ids of texts, the one that teaches most first.

    A text counts by its doubts; a doubt counts by how many candidates share it (representative), divided by how many of
    the texts chosen so far have that character already (diverse).

    Args:
        chosen: texts that are to be learnt already.
        limit: most ids.
    """
    doubts = {one.text_id: one.doubts for one in candidates if one.score > UNREADABLE}
    shared = Counter(character for each in doubts.values() for character in each)
    learnt = Counter(character for text in chosen for character in set(text))
    order: list[str] = []

    def gain(text_id: str) -> float:
        return sum(
            doubt * math.log1p(shared[character]) / (1 + learnt[character])
            for character, doubt in doubts[text_id].items()
        )

    while doubts and len(order) < limit:
        best = max(doubts, key=gain)
        if gain(best) <= 0:
            break
        order.append(best)
        learnt.update(doubts.pop(best).keys())
    return order
