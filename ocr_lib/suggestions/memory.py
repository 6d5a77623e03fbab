"""Remembering corrections: whole texts, and the parts of texts that were wrong, also when they come back a little different.

Hangul is compared by its letters (jamo, Unicode NFD), so that 디엘이언시 is one letter away from 디엘이언씨.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from ocr_lib.suggestions.parts import Part, wrong_parts

ONE_LETTER = 1
SHORTEST_FUZZY = 4
"""Syllables of a part that is looked for with one letter changed; shorter ones are in too many words."""
SHORTEST_INSIDE = 4
"""Syllables of a part that is looked for inside words too: 니다 is right in most words that end so."""
MOST = 5


@dataclass(frozen=True)
class Suggestion:
    """A text to offer.

    Attributes:
        reason: "same" (this very text was corrected so), "part" (a part of it was), "near" (one letter away).
        times: how often people corrected so.
    """

    text: str
    reason: str
    times: int


@dataclass
class _Seen:
    """When one correction was learnt, the newest last."""

    at: list[int] = field(default_factory=list)

    @property
    def times(self) -> int:
        return len(self.at)

    @property
    def last(self) -> int:
        return self.at[-1] if self.at else 0


_Corrections = dict[str, dict[str, _Seen]]
"""For each wrong text the right ones that people put in its place."""


class CorrectionMemory:
    """Learns (read, corrected) pairs and suggests.

    Args:
        pairs: past corrections, the newest last.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self._clock = 0
        self._whole: _Corrections = {}
        self._parts: _Corrections = {}
        self._rights: Counter[str] = Counter()
        self._near: dict[str, set[str]] = defaultdict(set)
        self._lengths: set[int] = set()
        self._fuzzy_lengths: set[int] = set()
        for read, corrected in pairs:
            self.learn(read, corrected)

    def learn(self, read: str, corrected: str) -> None:
        """Remember that `read` says `corrected`."""
        read, corrected = _plain(read), _plain(corrected)
        if not read or not corrected or read == corrected:
            return
        self._clock += 1
        _count(self._whole, read, corrected, self._clock)
        for part in wrong_parts(read, corrected):
            self._learn_part(part)

    def forget(self, read: str, corrected: str) -> None:
        """Take back one `learn` of the same pair, the newest; one that was never learnt is ignored."""
        read, corrected = _plain(read), _plain(corrected)
        if not _uncount(self._whole, read, corrected):
            return
        for part in wrong_parts(read, corrected):
            self._forget_part(part)

    def suggest(self, text: str) -> list[Suggestion]:
        """What the text may say, the likeliest first; never the text itself. At most five."""
        text = _plain(text)
        found: dict[str, tuple[int, int, int, str]] = {}

        def offer(what: str, reason: str, rank: int, seen: _Seen) -> None:
            key = (rank, -seen.times, -seen.last, reason)
            if what != text and (what not in found or key < found[what]):
                found[what] = key

        for corrected, seen in self._whole.get(text, {}).items():
            offer(corrected, "same", 0, seen)
        places = list(self._parts_in(text))
        for start, wrong in places:
            for right, seen in self._parts[wrong].items():
                if not _is_right_already(text, start, wrong, right):
                    offer(text[:start] + right + text[start + len(wrong) :], "part", 2, seen)
        offer(*self._all_mended(text, places))
        if not found:
            for start, length, wrong in self._near_parts_in(text):
                for right, seen in self._parts[wrong].items():
                    if text[start : start + length] != right:
                        offer(text[:start] + right + text[start + length :], "near", 3, seen)
        ranked = sorted(found.items(), key=lambda entry: entry[1])[:MOST]
        return [Suggestion(what, key[3], -key[1]) for what, key in ranked]

    def _all_mended(self, text: str, places: Iterable[tuple[int, str]]) -> tuple[str, str, int, _Seen]:
        """The text with every part that was corrected before as it was mostly corrected: what `suggest` offers of it.

        With one part mended alone it would be taken for right, and its other parts stay wrong.
        """
        mended, end, least = [], 0, _Seen()
        for start, wrong in sorted(places, key=lambda place: (place[0], -len(place[1]))):
            right, seen = max(self._parts[wrong].items(), key=lambda entry: (entry[1].times, entry[1].last))
            if start < end or _is_right_already(text, start, wrong, right):
                continue
            mended += [text[end:start], right]
            end = start + len(wrong)
            least = min(least, seen, key=lambda one: one.times) if least.times else seen
        return "".join([*mended, text[end:]]), "part", 1 if len(mended) > 2 else 2, least

    def _learn_part(self, part: Part) -> None:
        new = part.wrong not in self._parts
        _count(self._parts, part.wrong, part.right, self._clock)
        self._rights[part.right] += 1
        if not new:
            return
        self._lengths.add(len(part.wrong))
        if len(part.wrong) >= SHORTEST_FUZZY:
            self._fuzzy_lengths.update((len(part.wrong) - 1, len(part.wrong), len(part.wrong) + 1))
            for key in _deletions(_letters(part.wrong)):
                self._near[key].add(part.wrong)

    def _forget_part(self, part: Part) -> None:
        _uncount(self._parts, part.wrong, part.right)
        self._rights -= Counter([part.right])  # drops what is at zero
        if part.wrong in self._parts or len(part.wrong) < SHORTEST_FUZZY:
            return
        for key in _deletions(_letters(part.wrong)):
            self._near[key].discard(part.wrong)
            if not self._near[key]:
                del self._near[key]

    def _parts_in(self, text: str) -> Iterable[tuple[int, str]]:
        """Where parts that were corrected before stand in a text; short ones only as whole words."""
        for length in self._lengths:
            for start in range(len(text) - length + 1):
                piece = text[start : start + length]
                if piece in self._parts and (length >= SHORTEST_INSIDE or _stands_alone(text, start, length)):
                    yield start, piece

    def _near_parts_in(self, text: str) -> Iterable[tuple[int, int, str]]:
        """Words of a text that are one letter away from a part that was corrected before.

        (By the deletions of both, as in SymSpell: two texts one edit apart share one.)
        """
        from rapidfuzz.distance import Levenshtein

        lengths = [n for n in sorted(self._fuzzy_lengths, reverse=True) if n >= SHORTEST_FUZZY - 1]
        for place, word in _words(text):
            for length in lengths:
                for start in range(len(word) - length + 1):
                    piece = word[start : start + length]
                    if piece in self._rights:
                        continue
                    letters = _letters(piece)
                    for wrong in sorted(set().union(*(self._near.get(k, ()) for k in _deletions(letters)))):
                        if Levenshtein.distance(letters, _letters(wrong)) == ONE_LETTER:
                            yield place + start, length, wrong


def _is_right_already(text: str, start: int, wrong: str, right: str) -> bool:
    """Whether the text has the right form there already, of which the wrong one is a part."""
    place = right.find(wrong)
    return place >= 0 and text[max(0, start - place) :].startswith(right)


def _stands_alone(text: str, start: int, length: int) -> bool:
    """Whether no letter or digit stands right before or behind."""
    around = (text[start - 1 : start], text[start + length : start + length + 1])
    return not any(sign.isalnum() for sign in around if sign)


def _count(corrections: _Corrections, wrong: str, right: str, now: int) -> None:
    corrections.setdefault(wrong, {}).setdefault(right, _Seen()).at.append(now)


def _uncount(corrections: _Corrections, wrong: str, right: str) -> bool:
    """Take back the newest `_count`; False where there is none."""
    seen = corrections.get(wrong, {}).get(right)
    if seen is None:
        return False
    seen.at.pop()
    if not seen.at:
        del corrections[wrong][right]
    if not corrections[wrong]:
        del corrections[wrong]
    return True


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _letters(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def _deletions(letters: str) -> set[str]:
    return {letters, *(letters[:n] + letters[n + 1 :] for n in range(len(letters)))}


def _words(text: str) -> Iterable[tuple[int, str]]:
    start = 0
    for word in text.split(" "):
        if word:
            yield start, word
        start += len(word) + 1
