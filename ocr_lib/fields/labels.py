"""Finding printed labels: texts are parted at labels, letter-spaced and broken ones are put together, misread ones tolerated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from ocr_lib.fields.amount_labels import amount_label
from ocr_lib.fields.hangul import compact, jamo
from ocr_lib.fields.label_pairs import opposite_labels
from ocr_lib.fields.texts import Layout, Placed
from ocr_lib.fields.vocabulary import FIELDS, OTHER_LABELS

LONGEST_LABEL = 20
"""Characters without spaces."""
MOST_LABELS = 40
"""Places of one label in which its value is looked for."""
MOST_TOKENS = 8
"""Words that may make up a label printed with spaces."""
JAMO_PER_ERROR = 6
"""Letters of a label for each misread one that is tolerated."""
NEAR, WORD_GAP = 3.5, 0.8
"""Heights of a line between syllables of a letter-spaced label, and between words of one."""
_TOKEN = re.compile(r"[^\s:：]+[:：]?|[:：]")
_GLUED = re.compile(r"^(?P<label>[가-힣()]{2,}?)(?P<value>[₩￦\\]?\(?\d[\d\s,.\-/()년월일:]*\D{0,3})$")
_HANGUL = re.compile(r"^[가-힣()·\s]+$")


@dataclass(frozen=True)
class Label:
    """A text that is a label.

    Attributes:
        spelling: the label of the vocabulary, compact.
        misread: its letters that differ from the spelling.
        second: another label that follows in brackets, as in 생년월일(주민등록번호), compact; the value is that of one or of both.
    """

    placed: Placed
    spelling: str
    misread: int = 0
    second: str | None = None


class Labels:
    """The labels of a document and the layout that is left once texts are parted at them.

    Args:
        placed: the texts of the document.
    """

    def __init__(self, placed: Sequence[Placed]) -> None:
        parts = [part for text in placed for part in _parted(text)]
        self.layout = Layout(_with_joined(Layout(parts)))
        self._known = {id(text): label for text in self.layout.texts if (label := _label(text)) is not None}
        spelt = [(label.placed, label.spelling) for label in self._known.values()]
        for text, spelling, misread in opposite_labels(spelt, self.layout):
            self._known[id(text)] = Label(text, spelling, misread)

    def label(self, text: Placed) -> Label | None:
        """What a text of the layout is a label of; None where it is no label."""
        return self._known.get(id(text))

    @cached_property
    def found(self) -> list[Label]:
        """All labels from top to bottom."""
        return [self._known[id(text)] for text in self.layout.texts if id(text) in self._known]

    def of(self, spellings: Iterable[str], *, with_second: bool = False) -> list[Label]:
        """The labels with one of these spellings.

        Args:
            with_second: whether it may also be the second one of a label.
        """
        wanted = {compact(spelling) for spelling in spellings}
        return [
            label
            for label in self.found
            if label.spelling in wanted or (with_second and label.second in wanted)
        ]


@cache
def spellings() -> Mapping[str, str]:
    """Each compact spelling of a label with its jamo."""
    labels = {label for specs in FIELDS.values() for spec in specs for label in spec.labels}
    return {compact(label): jamo(compact(label)) for label in (*labels, *OTHER_LABELS) if compact(label)}


def _parted(text: Placed) -> list[Placed]:
    """A text parted where a label begins or ends in it; its parts have shares of its width by their characters."""
    tokens = list(_TOKEN.finditer(text.text[:300]))
    if len(text.text) > 300 or not tokens or _label(text) is not None:
        return [text]
    head = re.match(r"[^:：]{2,30}[:：]", text.text)
    if head and _label(replace(text, text=head[0])) is not None:
        rest = _part(text, head.end(), len(text.text), len(text.text))
        return [_part(text, 0, head.end(), len(text.text)), *_parted(rest)]
    if len(tokens) == 1 and (glued := _GLUED.match(text.text.strip())):
        if compact(glued["label"]) in spellings():
            cut = text.text.index(glued["label"]) + len(glued["label"])
            return [_part(text, 0, cut, len(text.text)), _part(text, cut, len(text.text), len(text.text))]
        return [text]
    cuts: list[tuple[int, int, bool]] = []
    place = 0
    while place < len(tokens):
        end = _label_end(tokens, place)
        if end > place:
            cuts.append((tokens[place].start(), tokens[end - 1].end(), True))
            place = end
            continue
        cuts.append((tokens[place].start(), tokens[place].end(), False))
        place += 1
    if not any(is_label for *_, is_label in cuts):
        return [text]
    parts: list[tuple[int, int]] = []
    after_value = False
    for start, stop, is_label in cuts:
        if not is_label and after_value:
            parts[-1] = (parts[-1][0], stop)
        else:
            parts.append((start, stop))
        after_value = not is_label
    return [_part(text, start, stop, len(text.text)) for start, stop in parts]


def _part(text: Placed, start: int, stop: int, length: int) -> Placed:
    left = text.x0 + text.width * start / length
    right = text.x0 + text.width * stop / length
    return replace(text, text=text.text[start:stop].strip(), x0=left, x1=right)


def _label_end(tokens: Sequence[re.Match[str]], place: int) -> int:
    """The number of the token after the longest label that begins at `place`; `place` where none does."""
    best, written = place, ""
    for end in range(place, min(len(tokens), place + MOST_TOKENS)):
        token = tokens[end][0]
        written += compact(token)
        if len(written) > LONGEST_LABEL:
            break
        # One syllable is a label only by itself or with its colon.
        enough = len(written) > 1 or token.endswith((":", "："))
        # Before a comma it is a word of a sentence.
        if written in spellings() and enough and not token.endswith(","):
            best = end + 1
        if token.endswith((":", "：")):
            break
    return best


def _label(text: Placed) -> Label | None:
    """The label that a whole text is, with as many misread letters as its length allows."""
    written = compact(text.text)
    if not written or len(written) > LONGEST_LABEL:
        return None
    if written in spellings():
        return Label(text, written)
    if (composed := amount_label(written)) is not None:
        return Label(text, compact(composed))
    bare = re.sub(r"\(.*?\)", "", written)  # 명칭(상호)
    if len(bare) > 1 and bare in spellings():
        second = re.search(r"\((.*?)\)", written)
        is_label = second is not None and second[1] in spellings()
        return Label(text, bare, second=second[1] if second is not None and is_label else None)
    if written.startswith("(") and written.endswith(")") and written[1:-1] in spellings():
        return Label(text, written[1:-1])
    # Numbers and short words are alike by chance.
    letters = jamo(written)
    most = len(letters) // JAMO_PER_ERROR
    if most == 0 or len(written) < 3 or sum(c.isdecimal() for c in written) > 0:
        return None
    near = _nearest(written, most)
    return None if near is None else Label(text, near[0], near[1])


@lru_cache(maxsize=10_000)
def _nearest(written: str, most: int) -> tuple[str, int] | None:
    """The spelling with the fewest other letters, and how many; None where more than `most` differ."""
    found = process.extractOne(
        jamo(written), _long_spellings(), scorer=Levenshtein.distance, score_cutoff=most
    )
    return None if found is None else (found[2], int(found[1]))


@cache
def _long_spellings() -> dict[str, str]:
    return {spelling: letters for spelling, letters in spellings().items() if len(spelling) >= 3}


def _with_joined(layout: Layout) -> list[Placed]:
    """The texts, with those put together that make a label only as one: letter-spaced in a line, or broken over lines."""
    taken: set[int] = set()
    found: list[Placed] = []
    for text in (text for line in layout.lines for text in line):
        if id(text) in taken or not _may_be_part(text):
            continue
        whole = _across(layout, text, taken) or _down(layout, text, taken)
        if whole is not None:
            members, label = whole
            taken.update(id(member) for member in members)
            found.append(label)
    return [text for text in layout.texts if id(text) not in taken] + found


def _may_be_part(text: Placed) -> bool:
    return len(text.text) <= 8 and bool(_HANGUL.match(text.text.rstrip(":： ")))


def _is_whole(text: Placed) -> bool:
    """Whether a text is a label by itself; a syllable may be one by chance."""
    written = compact(text.text)
    return len(written) > 1 and written in spellings()


def _across(layout: Layout, text: Placed, taken: set[int]) -> tuple[list[Placed], Placed] | None:
    """The longest label that begins with a text and goes on in the same line."""
    members, found = [text], None
    for other in layout.right_of(text, MOST_TOKENS):
        gap = other.x0 - members[-1].x1
        height = max(text.height, other.height)
        # Next to each other in a row of headings, 합계 and 금액 are two labels.
        near = NEAR if min(len(compact(members[-1].text)), len(compact(other.text))) == 1 else WORD_GAP
        if id(other) in taken or not _may_be_part(other) or gap > near * height:
            break
        members.append(other)
        if (whole := _joined_label(members)) is not None:
            found = list(members), whole
    return found


def _down(layout: Layout, text: Placed, taken: set[int]) -> tuple[list[Placed], Placed] | None:
    members = [text]
    while len(members) < MOST_TOKENS:
        last = members[-1]
        below = [
            other
            for other in layout.below(last)
            if id(other) not in taken
            and _may_be_part(other)
            and not (_is_whole(last) and _is_whole(other))
            and other.y0 - last.y1 < 1.5 * max(last.height, other.height)
            and abs(other.x - last.x) < max(last.width, other.width) / 2
        ]
        if not below:
            return None
        members.append(below[0])
        if (whole := _joined_label(members)) is not None:
            return members, whole
    return None


def _joined_label(members: Sequence[Placed]) -> Placed | None:
    written = "".join(compact(member.text) for member in members)
    if written not in spellings():
        return None
    return Placed(
        written,
        min(member.x0 for member in members),
        min(member.y0 for member in members),
        max(member.x1 for member in members),
        max(member.y1 for member in members),
        tuple(dict.fromkeys(index for member in members for index in member.indexes)),
    )
