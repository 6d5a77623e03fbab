"""A page as layouts see it: texts parted after anchors, and which of its texts are the anchors of a layout."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from domain.characters import is_syllable, is_wide
from ocr_lib.fields.hangul import compact, jamo
from ocr_lib.fields.learnt.layout import LONGEST, Anchor
from ocr_lib.fields.limits import FieldLimits
from ocr_lib.fields.texts import Layout, PageText, Placed, joined, placed_texts

TOLERATED = 1
"""Misread jamo of an anchor."""
MOST_TEXTS_FUZZY = 3_000
"""Texts of a page among which misread anchors are looked for."""
OUT_OF_PLACE = 3.0
"""Heights of a line, and a share of the distance, that an anchor is from where the others are before it is another text."""
OUT_OF_SCALE = 0.04
LETTER_GAP, MOST_LETTERS = 2.5, 6
MOST_PAIRS = 40
SMALLEST_UNIT = 0.001
"""Pixels of a line: texts may have no height."""
_COLON = ":："
_SKIPPED = frozenset(" \t\r\n:：;·∙•‧.,'\"`*_-–—~|※■□▶◆●○<>[]【】")


@dataclass(frozen=True)
class Frame:
    """How a page is scaled and shifted against the layout.

    Attributes:
        unit: pixels of the layout's unit on this page.
        left, top: of the layout's origin, in units.
    """

    unit: float
    left: float = 0.0
    top: float = 0.0


class Page:
    """The texts of a document, parted at anchors.

    Args:
        words: as of `page_words`.
        anchors: whose print is parted from what follows it in the same text.
    """

    def __init__(self, words: Iterable[Placed], anchors: Iterable[Anchor] = ()) -> None:
        heads = {one.text: one.is_head for one in anchors if len(one.text) >= 2}
        self.layout = Layout(piece for word in words for piece in parted(word, heads))
        self.unit = max(SMALLEST_UNIT, self.layout.line_height)

    def match(self, anchors: Sequence[Anchor]) -> tuple[dict[int, Placed], Frame]:
        """The text of each anchor that is on the page in its place, by the anchor's number, and the frame of the page."""
        found = self._same_texts(anchors)
        alike: dict[str, list[int]] = defaultdict(list)
        for number in found:
            alike[anchors[number].text].append(number)
        pairs = [
            (anchors[numbers[0]], found[numbers[0]][0])
            for numbers in alike.values()
            if len(numbers) == 1 and len(found[numbers[0]]) == 1
        ]
        frame = _frame(pairs, self.unit)
        matched: dict[int, Placed] = {}
        for numbers in alike.values():
            for number, text in _assigned(numbers, found[numbers[0]], anchors, frame).items():
                anchor = anchors[number]
                off = abs(text.x0 / frame.unit - anchor.x - frame.left)
                if len(pairs) < 3 or off <= OUT_OF_PLACE + OUT_OF_SCALE * abs(anchor.x):
                    matched[number] = text
        return matched, frame

    def _same_texts(self, anchors: Sequence[Anchor]) -> dict[int, list[Placed]]:
        """The texts that read as each anchor, one misread jamo tolerated where none reads so exactly."""
        written: dict[str, list[Placed]] = defaultdict(list)
        for text in self.layout.texts:
            written[compact(text.text)].append(text)
        found = {n: written[one.text] for n, one in enumerate(anchors) if one.text in written}
        missing = [n for n, one in enumerate(anchors) if n not in found and len(one.text) >= 2]
        if not missing or len(written) > MOST_TEXTS_FUZZY:
            return found
        exact = {one.text for one in anchors}
        others = [text for text in written if len(text) >= 2 and text not in exact]
        letters = [jamo(text) for text in others]
        for number in missing:
            near = process.extract(
                jamo(anchors[number].text),
                letters,
                scorer=Levenshtein.distance,
                score_cutoff=TOLERATED,
                limit=4,
            )
            texts = [text for _, _, n in near for text in written[others[n]]]
            if texts:
                found[number] = texts
        return found


def parted(text: Placed, heads: Mapping[str, bool]) -> list[Placed]:
    """A text in pieces: before, at and after each anchor in it that a value follows.

    Args:
        heads: compact anchors, and whether values follow them after a mere space.
    """
    if not heads or compact(text.text) in heads:
        return [text]
    places = [n for n, character in enumerate(text.text) if character not in _SKIPPED]
    longest = max(map(len, heads))
    cuts: list[int] = []
    at = 0
    while at < len(places):
        start = places[at]
        end = None
        if start == 0 or text.text[start - 1] in _SKIPPED or text.text[start - 1] in "(/":
            end = _head_end(text.text, start, heads, longest)
        if end is None:
            at += 1
            continue
        cuts += [start, end]
        at = next((n for n, place in enumerate(places) if place >= end), len(places))
    return cut(text, cuts)


def _head_end(text: str, start: int, heads: Mapping[str, bool], longest: int) -> int | None:
    """Where the longest anchor that begins at a place ends."""
    written, end = "", None
    for place in range(start, min(len(text), start + 4 * longest)):
        character = text[place]
        if character in _SKIPPED:
            continue
        written += unicodedata.normalize("NFKC", character).upper()
        if len(written) > longest:
            break
        if written in heads and _ends_here(text, place + 1, is_head=heads[written]):
            end = place + 1
    return end


def _ends_here(text: str, end: int, *, is_head: bool) -> bool:
    rest = text[end:]
    after = next((n for n, character in enumerate(rest) if character not in _SKIPPED), None)
    if after is None:
        return True
    gap, first = rest[:after], rest[after]
    if any(character in _COLON for character in gap) or first in "₩￦":
        return True
    if first.isdecimal() and not text[end - 1].isdecimal():
        return True
    return is_head and (any(character.isspace() for character in gap) or first in "([/")


def cut(text: Placed, places: Iterable[int]) -> list[Placed]:
    """A text cut at places among its characters, each piece with its share of the width; empty pieces are left out."""
    written = text.text
    ends = [0, *sorted({place for place in places if 0 < place < len(written)}), len(written)]
    widths = [0.0]
    for character in written:
        widths.append(widths[-1] + (1.0 if is_wide(character) else 0.55))
    scale = text.width / widths[-1] if widths[-1] else 0.0
    pieces = []
    for start, end in pairwise(ends):
        body = written[start:end]
        kept = body.strip(" \t:：")
        if not kept:
            continue
        first = start + body.index(kept)
        last = first + len(kept)
        x0, x1 = text.x0 + scale * widths[first], text.x0 + scale * widths[last]
        pieces.append(replace(text, text=kept, x0=x0, x1=x1))
    return pieces


def page_words(texts: Sequence[PageText], max_texts: int = FieldLimits.max_texts) -> list[Placed]:
    """The texts, with single syllables beside each other joined to the word whose letter spacing parted them."""
    found: list[Placed] = []
    for line in Layout(placed_texts(texts, max_texts)).lines:
        run: list[Placed] = []
        for text in line:
            written = text.text.strip()
            is_letter = len(written) == 1 and is_syllable(written)
            is_near = bool(run) and text.x0 - run[-1].x1 < LETTER_GAP * text.height
            if run and not (is_letter and is_near and len(run) < MOST_LETTERS):
                found.append(joined(run, ""))
                run = []
            if is_letter:
                run.append(text)
            else:
                found.append(text)
        if run:
            found.append(joined(run, ""))
    return found


def _frame(pairs: Sequence[tuple[Anchor, Placed]], unit: float) -> Frame:
    """The frame in which most anchors are where the layout has them (slope of Theil and Sen over both axes)."""
    if not pairs:
        return Frame(unit)
    step = max(1, len(pairs) // MOST_PAIRS)
    some = pairs[::step][:MOST_PAIRS]
    slopes = []
    for n, (one, text) in enumerate(some):
        for other, further in some[n + 1 :]:
            if abs(other.x - one.x) > 8:
                slopes.append((further.x0 - text.x0) / unit / (other.x - one.x))
    scale = median(slopes) if len(slopes) >= 3 else 1.0
    if not 0.5 < scale < 2:
        scale = 1.0
    size = unit * scale
    left = median([text.x0 / size - one.x for one, text in pairs])
    return Frame(size, left, median([text.y / size - one.y for one, text in pairs]))


def _assigned(
    numbers: Sequence[int], texts: Sequence[Placed], anchors: Sequence[Anchor], frame: Frame
) -> dict[int, Placed]:
    """Anchors of the same print, each with the text nearest to its place; in reading order where all are there."""
    if len(numbers) == len(texts) == 1:
        return {numbers[0]: texts[0]}
    taken: set[int] = set()
    found: dict[int, Placed] = {}
    distances = sorted(
        (
            abs(text.x0 / frame.unit - anchors[number].x - frame.left)
            + 0.4 * abs(text.y / frame.unit - anchors[number].y - frame.top),
            number,
            n,
        )
        for number in numbers
        for n, text in enumerate(texts[:MOST_PAIRS])
    )
    for _, number, n in distances:
        if number not in found and n not in taken:
            found[number] = texts[n]
            taken.add(n)
    return found


def is_anchor_text(written: str) -> bool:
    """Whether a compact text can be fixed print: of a possible length, with letters, without many digits."""
    letters = sum(character.isalpha() for character in written)
    digits = sum(character.isdecimal() for character in written)
    return 1 <= len(written) <= LONGEST and letters > digits


def texts_of(matched: Collection[Placed]) -> set[int]:
    """Identities of texts, for telling whether one is among them."""
    return {id(text) for text in matched}
