"""Two recognisers for one crop: the custom network, and PP-OCRv6's for what holds no Hangul.

The custom network reads every crop. Where it finds no Hangul, or is unsure of what it takes for Hangul, the second recogniser
reads the crop too; where a line holds both, it reads the stretches between the syllables, cut where the CTC alignment of
the custom network puts them. Of two readings the one with the surer characters is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ocr_lib.arrays import Picture
from ocr_lib.recognition.agreement import with_grouped_amounts, with_hangul_kept, with_rivals
from ocr_lib.recognition.crop_quality import CropQuality, crop_quality
from ocr_lib.recognition.ppocr import PpOcrRecognizer
from ocr_lib.recognition.reading import BOTH, CUSTOM, Character, Reading, is_hangul
from ocr_lib.recognition.recognizer import CropReader

SURE = 0.98
"""Characters with this probability are not asked for again, Latin letters excepted: there the custom network errs too surely."""
SURE_HANGUL = 0.9
"""Mean probability of syllables from which a line is certainly Hangul."""
SHORTEST_STRETCH = 2
"""Characters, spaces aside: the second recogniser needs some context."""
SURE_LATIN = 0.8
"""Mean probability of the second recogniser's characters from which it is believed on a page without Hangul."""
BESIDE_HANGUL = " )]:", " (["
"""Signs at the start and at the end of a stretch that belong to the Hangul before and behind it."""
SURE_HAN, UNSURE_OF_HAN = 0.95, 0.5
"""Mean probabilities of the second recogniser and of the custom network with which 한자 are believed: the second recogniser
reads Hangul as 한자 too."""


@dataclass(frozen=True)
class Stretch:
    """A part of a reading: characters `first` to `end`, of which `end` is the first after it."""

    first: int
    end: int


@dataclass(frozen=True)
class Answer:
    """What the second recogniser reads in a stretch, or in the whole crop."""

    stretch: Stretch | None
    reading: Reading


@dataclass(frozen=True)
class Attempt:
    """What both recognisers read in a crop of that quality."""

    own: Reading
    answers: tuple[Answer, ...]
    quality: CropQuality

    @property
    def whole(self) -> tuple[Reading, ...]:
        """The readings of the whole crop: one, or two that know how alike they are."""
        for answer in self.answers:
            if answer.stretch is None:
                alike = similarity(self.own.text, answer.reading.text)
                return replace(self.own, similarity=alike), replace(answer.reading, similarity=alike)
        return (self.own,)


@dataclass(frozen=True)
class Question:
    """What the second recogniser is asked to read: the part of a crop, uint8 grey, with a stretch; no stretch means all of it."""

    crop: Picture
    stretch: Stretch | None


class TwoRecognisers:
    """Reads crops with the custom network and asks the second recogniser where it may know better.

    Args:
        custom: reads everything.
        second: reads what holds no Hangul.
    """

    def __init__(self, custom: CropReader, second: PpOcrRecognizer) -> None:
        self._custom = custom
        self._second = second

    @property
    def custom(self) -> CropReader:
        """The custom network alone."""
        return self._custom.custom

    @property
    def for_latin(self) -> LatinFirst:
        """The same two, the second recogniser first."""
        return LatinFirst(self._custom, self._second)

    def read(self, crops: Sequence[Picture]) -> list[Reading]:
        """What the crops (uint8 grey [height, width]) say, in their order; an empty crop says nothing."""
        return [decided(attempt) for attempt in attempts(crops, self._custom, self._second)]


class LatinFirst(TwoRecognisers):
    """Reads crops of pages without Hangul with the second recogniser, and asks the custom network where that is unsure.

    On such pages it reads better than the custom network, which sees Hangul in smudged letters, and in less than half the time.
    """

    def read(self, crops: Sequence[Picture]) -> list[Reading]:
        """What the crops (uint8 grey [height, width]) say, in their order; an empty crop says nothing."""
        readings = self._second.read(crops)
        unsure = [n for n, one in enumerate(readings) if crops[n].size and not is_sure_latin(one)]
        for n, own in zip(unsure, self._custom.read([crops[n] for n in unsure]), strict=True):
            alike = similarity(own.text, readings[n].text)
            readings[n] = better(replace(own, similarity=alike), replace(readings[n], similarity=alike))
        return readings


def is_sure_latin(answer: Reading) -> bool:
    """Whether the second recogniser's reading needs no other beside it, on a page without Hangul.

    Of another script it surely reads the spaces alone.
    """
    letters = [c for c in answer.characters if c.text != " "]
    return mean_probability(letters) >= SURE_LATIN and not any(is_han(c.text) for c in letters)


def attempts(crops: Sequence[Picture], custom: CropReader, second: PpOcrRecognizer) -> list[Attempt]:
    """What both recognisers say of crops, the second where it may know better."""
    readings = custom.read(crops)
    asked = [
        list(questions(crop, own)) if crop.size else [] for crop, own in zip(crops, readings, strict=True)
    ]
    answers = iter(second.read([question.crop for one in asked for question in one]))
    return [
        Attempt(
            own,
            tuple(Answer(question.stretch, next(answers)) for question in one),
            crop_quality(crop),
        )
        for crop, own, one in zip(crops, readings, asked, strict=True)
    ]


def questions(crop: Picture, reading: Reading) -> Iterator[Question]:
    """What the second recogniser is asked of a crop (not empty) that the custom network read so."""
    syllables = [c.probability for c in reading.characters if is_hangul(c.text)]
    if reading.characters and all(_is_certain(c) for c in reading.characters):
        return
    if not syllables or sum(syllables) / len(syllables) < SURE_HANGUL:
        yield Question(crop, None)
        return
    for stretch in stretches_without_hangul(reading.characters):
        if not all(_is_certain(c) for c in reading.characters[stretch.first : stretch.end]):
            left, right = _extent(reading.characters, stretch, crop.shape[1])
            yield Question(crop[:, left:right], stretch)


def decided(attempt: Attempt) -> Reading:
    """The reading that is likeliest right."""
    if len(attempt.whole) > 1:
        own, answer_of_whole = attempt.whole
        return better(own, answer_of_whole)
    found = attempt.own
    # From the end of the text, so that the places before it stay.
    for answer in reversed(attempt.answers):
        if answer.stretch is not None:
            found = with_stretch(found, answer.stretch, answer.reading)
    return found


def _is_certain(character: Character) -> bool:
    return character.probability >= SURE and not (character.text.isascii() and character.text.isalpha())


def stretches_without_hangul(characters: Sequence[Character]) -> Iterator[Stretch]:
    """The longest runs without Hangul that hold enough to be read by themselves; spaces and brackets of the Hangul beside
    them are left out: cut off at its edge, a bracket reads as 1."""
    start = 0
    for place in range(len(characters) + 1):
        if place < len(characters) and not is_hangul(characters[place].text):
            continue
        first, end = start, place
        while first < end and characters[first].text in BESIDE_HANGUL[0]:
            first += 1
        while end > first and characters[end - 1].text in BESIDE_HANGUL[1]:
            end -= 1
        if sum(c.text != " " for c in characters[first:end]) >= SHORTEST_STRETCH:
            yield Stretch(first, end)
        start = place + 1


def _extent(characters: Sequence[Character], stretch: Stretch, width: int) -> tuple[int, int]:
    """Where a stretch is cut from a crop of that width: half way to the characters beside it."""
    start, end = characters[stretch.first].start, characters[stretch.end - 1].end
    before = characters[stretch.first - 1].end if stretch.first else 0.0
    after = characters[stretch.end].start if stretch.end < len(characters) else 1.0
    left = 0.0 if not stretch.first else (before + start) / 2
    right = 1.0 if stretch.end == len(characters) else (end + after) / 2
    return int(left * width), max(int(left * width) + 1, int(np.ceil(right * width)))


def better(own: Reading, answer: Reading) -> Reading:
    """Of two readings of one crop, by the custom network and by the second recogniser, the one that is likelier right.

    The characters of the other are alternatives of its own.
    """
    found = _likelier(own, answer)
    for other in (own, answer):
        if other.text and other.text != found.text:
            found = replace(found, characters=with_rivals(found.characters, other.characters))
    return found


def _likelier(own: Reading, answer: Reading) -> Reading:
    if not answer.text.strip():
        return own
    if not own.characters:
        return answer
    if (amounts := with_grouped_amounts(own, answer)) is not None:
        return amounts
    sure, own_sure = mean_probability(answer.characters), mean_probability(own.characters)
    if any(is_han(c.text) for c in answer.characters):
        return answer if sure > SURE_HAN and own_sure < UNSURE_OF_HAN else own
    if any(is_hangul(c.text) for c in own.characters):
        if sure <= own_sure:
            return own
        return with_hangul_kept(own, answer) or answer
    # Choosing by calibrated probabilities was measured: no better on made lines, worse on real pages.
    return answer if sure > 0.5 else own


def with_stretch(own: Reading, stretch: Stretch, answer: Reading) -> Reading:
    """The custom network's reading with the second recogniser's answer in a stretch of it, where that is surer."""
    part = own.characters[stretch.first : stretch.end]
    alike = similarity("".join(c.text for c in part), answer.text)
    own = replace(own, similarity=min(alike, 1.0 if own.similarity is None else own.similarity))
    if not answer.text.strip() or any(is_han(c.text) for c in answer.characters):
        return own
    amounts = with_grouped_amounts(Reading("".join(c.text for c in part), own.score, part), answer)
    believed = mean_probability(answer.characters) > mean_probability(part)
    if not believed if amounts is None else amounts.recogniser == CUSTOM:
        return _replaced(own, stretch, with_rivals(part, _stripped(answer.characters)))
    left, right = part[0].start, part[-1].end
    placed = tuple(
        replace(c, start=left + c.start * (right - left), end=left + c.end * (right - left))
        for c in with_rivals(_stripped(answer.characters), part)
    )
    return replace(_replaced(own, stretch, placed), recogniser=BOTH)


def _replaced(reading: Reading, stretch: Stretch, part: Sequence[Character]) -> Reading:
    characters = (*reading.characters[: stretch.first], *part, *reading.characters[stretch.end :])
    return replace(reading, text="".join(c.text for c in characters), characters=characters)


def mean_probability(characters: Sequence[Character]) -> float:
    """0 without characters."""
    return sum(c.probability for c in characters) / max(1, len(characters))


def similarity(one: str, other: str) -> float:
    """How alike two texts are without their spaces, 0 … 1."""
    from rapidfuzz.distance import Levenshtein

    return float(Levenshtein.normalized_similarity(one.replace(" ", ""), other.replace(" ", "")))


def is_han(character: str) -> bool:
    """한자, or the Japanese letters that the second recogniser also writes."""
    return "\u3040" <= character <= "\u30ff" or "\u4e00" <= character <= "\u9fff"


def _stripped(characters: tuple[Character, ...]) -> tuple[Character, ...]:
    first, end = 0, len(characters)
    while first < end and characters[first].text == " ":
        first += 1
    while end > first and characters[end - 1].text == " ":
        end -= 1
    return characters[first:end]
