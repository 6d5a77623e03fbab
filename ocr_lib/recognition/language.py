"""Which syllables the language expects after which: a character model of Korean business text, for decoding.

`language.txt.gz` beside this file holds how often each run of characters that ends in a syllable occurs in made texts; it is written by
`python -m ocr_lib.training.count_characters` from the project's own words alone.
"""

from __future__ import annotations

import gzip
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path

import numpy as np

from ocr_lib.arrays import Floats, Integers
from ocr_lib.recognition.beam import beam_search, spans
from ocr_lib.recognition.decode import alternatives
from ocr_lib.recognition.reading import Character, Reading

COUNTS = Path(__file__).parent / "language.txt.gz"
LONGEST = 4
"""Characters of the runs that are counted."""
START = "\x02"
UNSURE = 0.9
"""Only texts with a character below this probability are decoded again."""
WEIGHT = 0.3
"""Of the language beside the network."""
SYLLABLES = 11_172


class CharacterModel:
    """How much likelier a syllable is after some characters than anywhere; Witten-Bell smoothing.

    Args:
        counts: how often each run of `LONGEST` characters that ends in a syllable occurs; texts begin with `START`.
    """

    def __init__(self, counts: dict[str, int]) -> None:
        self._counts: Counter[str] = Counter()
        for run, count in counts.items():
            for length in range(1, LONGEST + 1):
                self._counts[run[-length:]] += count
        self._after: dict[str, int] = defaultdict(int)
        self._kinds: dict[str, int] = defaultdict(int)
        for run, count in self._counts.items():
            self._after[run[:-1]] += count
            self._kinds[run[:-1]] += 1

    def preference(self, before: str, syllable: str) -> float:
        """Logarithm of how many times likelier the syllable is after `before` than on average; 0 for what is no syllable."""
        if not "가" <= syllable <= "힣":
            return 0.0
        before = (START * LONGEST + before)[-(LONGEST - 1) :]
        average = probability = self._smoothed("", syllable, 1 / SYLLABLES)
        for length in range(1, LONGEST):
            context = before[-length:]
            if context not in self._after:
                break
            probability = self._smoothed(context, syllable, probability)
        return math.log(probability / average)

    def _smoothed(self, context: str, syllable: str, shorter: float) -> float:
        kinds = self._kinds.get(context, 0)
        seen = self._counts.get(context + syllable, 0)
        return (seen + kinds * shorter) / max(1, self._after.get(context, 0) + kinds)


@cache
def shipped_model() -> CharacterModel:
    """That of `language.txt.gz`."""
    return from_lines(gzip.decompress(COUNTS.read_bytes()).decode())


def counted(texts: Iterable[str]) -> dict[str, int]:
    """The runs of texts that a model is made of."""
    found: Counter[str] = Counter()
    for text in texts:
        padded = START * (LONGEST - 1) + text
        for place in range(LONGEST, len(padded) + 1):
            if "가" <= padded[place - 1] <= "힣":
                found[padded[place - LONGEST : place]] += 1
    return dict(found)


def to_lines(counts: dict[str, int]) -> str:
    """A run and its count a line."""
    return "".join(f"{run}{count}\n" for run, count in sorted(counts.items()))


def from_lines(lines: str) -> CharacterModel:
    """The model of what `to_lines` wrote."""
    rows = lines.split("\n")[:-1]
    return CharacterModel({row[:LONGEST]: int(row[LONGEST:]) for row in rows})


def with_language(
    reading: Reading,
    classes: Integers,
    probabilities: Floats,
    characters: Sequence[str],
    frames_of_crop: float,
    model: Callable[[], CharacterModel],
) -> Reading:
    """A reading by the best classes of frames, decoded again with the language where it holds unsure Hangul.

    Args:
        classes, probabilities: of each frame, as of `beam_search`.
        characters: `characters[i]` is class `i + 1`.
        frames_of_crop: how many frames the crop covers.
        model: gives the model; called only where there is something to decode again, since loading it takes a second.

    Returns:
        The same reading, or another text with its characters; score and lowest frame are those of the first.
    """
    if not any("가" <= c.text <= "힣" for c in reading.characters):
        return reading
    if all(c.probability >= UNSURE for c in reading.characters):
        return reading
    preference = model().preference

    @cache  # prefixes that are followed at once differ in few labels, mostly earlier ones
    def favoured(last: tuple[int, ...], label: int) -> float:
        before = "".join(characters[one - 1] for one in last)
        return WEIGHT * preference(before, characters[label - 1])

    def bonus(labels: tuple[int, ...], label: int) -> float:
        return favoured(labels[1 - LONGEST :], label)

    labels = beam_search(classes, probabilities, bonus)
    text = "".join(characters[label - 1] for label in labels)
    if not labels or text == reading.text:
        return reading
    own = probabilities[:, :, None] * (classes[:, :, None] == np.array(labels))
    found = tuple(
        Character(
            characters[label - 1],
            float(own[start:end, :, number].max()),
            min(1.0, start / frames_of_crop),
            min(1.0, end / frames_of_crop),
            alternatives(classes[start:end], probabilities[start:end], label, characters),
        )
        for number, (label, (start, end)) in enumerate(
            zip(labels, spans(classes, probabilities, labels), strict=True)
        )
    )
    return Reading(text, reading.score, found, reading.recogniser, reading.lowest_frame)
