"""Resident registration numbers that were read as several neighbouring texts, such as 900101- and 1234567. Pure."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from domain.registration_numbers import (
    CORPORATE_LABEL,
    Beside,
    ResidentNumber,
    begins_with_thirteen_digits,
    digits_in_place,
    has_resident_check_digit,
    is_corporate_label,
    resident_numbers,
)

MOST_PARTS = 4
"""Texts of one number: date of birth, dash, and seven digits in two parts."""
BETWEEN, WITHIN, OVERLAP, ASIDE = 4.0, 1.0, 0.5, 0.5
"""In heights of a text: the widest white where a number has its dash and within its digits, how far two texts overlap along the line, and
how far the next one is off it."""
ABOVE = 4.0
"""How far a label may be above, or in front of, the first part, in heights."""
_DASHES = frozenset("-‐‑–—−~ㅡ.·")
CORPORATE_REACH = 12.0
"""How far a label of corporate numbers may be in front of a number, in heights: cells are wide."""
_LABELS = ("주민", "외국인", "거소신고", "생년월일")
_CANDIDATES = 40
"""Texts looked at for the next one: on no real page do more begin so near to one place."""
Quad = Sequence[Sequence[float]]


@dataclass(frozen=True)
class PartedNumber:
    """A number over several texts.

    Attributes:
        indexes: of its texts, in the order of its digits.
        parts: what each of them has of the number, in plain digits.
    """

    indexes: tuple[int, ...]
    parts: tuple[str, ...]


def parted_numbers(texts: Sequence[tuple[str, Quad]]) -> list[PartedNumber]:
    """The numbers of one page that are parted over neighbouring texts of a line, whatever direction the line has.

    Where no dash is printed, a label such as 주민등록번호 has to say that six digits and seven beside them are one number, or their check
    digit where they are as near as digits: a date and an amount may have the same form.

    Args:
        texts: each with its four corners, clockwise from its own top left.
    """
    plain = [digits_in_place(text) for text, _ in texts]
    first = [n for n, text in enumerate(plain) if _may_go_on(text)]
    if not first:
        return []
    places = [_place(quad) for _, quad in texts]
    following = _Following(places)
    found = []
    for start in first:
        chain, gaps = [start], list[float]()
        while len(chain) < MOST_PARTS:
            after = following.of(chain[-1])
            if after is None or after[0] in chain or not _may_follow(plain[after[0]]):
                break
            chain.append(after[0])
            gaps.append(after[1])
            if number := _number(chain, gaps, plain, texts, places):
                found.append(number)
                break
    return found


def numbers_beside(texts: Sequence[tuple[str, Quad]]) -> dict[int, Beside]:
    """By the number of a text that has a part of a parted number, what others have of it.

    Of a corporate registration number whose label is another text, the label.
    """
    found: dict[int, Beside] = {}
    for number in parted_numbers(texts):
        for place, index in enumerate(number.indexes):
            before, after = found.get(index, ("", ""))
            # The last part of one number may have the first part of another.
            before = "".join(number.parts[:place]) or before
            after = "".join(number.parts[place + 1 :]) or after
            found[index] = (before, after)
    for index in _labelled_corporate(texts):
        found.setdefault(index, (f"{CORPORATE_LABEL} ", ""))
    return found


def _labelled_corporate(texts: Sequence[tuple[str, Quad]]) -> list[int]:
    """The texts that begin with a number whose label, a text in front of it or above it, says that it is a corporation's."""
    labels = [
        place for text, quad in texts if is_corporate_label(text) and (place := _place(quad)) is not None
    ]
    if not labels:
        return []
    of_persons = [
        place
        for text, quad in texts
        if any(label in text for label in _LABELS) and (place := _place(quad)) is not None
    ]
    found = []
    for index, (text, quad) in enumerate(texts):
        place = _place(quad)
        if place is None or not begins_with_thirteen_digits(text):
            continue
        near = [label for label in labels if _is_label_of(label, place)]
        if near and not any(_is_label_of(label, place) for label in of_persons):
            found.append(index)
    return found


def _is_label_of(label: _Place, place: _Place) -> bool:
    """Whether a text is in front of another on its line, or right above it."""
    reach = CORPORATE_REACH * place.height
    x, y = place.left[0] - label.right[0], place.left[1] - label.right[1]
    ahead = x * place.along[0] + y * place.along[1]
    aside = abs(x * place.along[1] - y * place.along[0])
    if -OVERLAP * place.height <= ahead <= reach and aside <= ASIDE * place.height:
        return True
    down = place.left[0] - label.left[0], place.left[1] - label.left[1]
    below = -down[0] * place.along[1] + down[1] * place.along[0]
    beside = down[0] * place.along[0] + down[1] * place.along[1]
    return 0 < below <= 2 * place.height and abs(beside) <= place.height


def _may_go_on(text: str) -> bool:
    """Whether a number may have begun at the end of a text."""
    end = text.rstrip()
    return bool(end) and (end[-1].isdecimal() or (end[-1] in _DASHES and any(map(str.isdecimal, end))))


def _may_follow(text: str) -> bool:
    begin = text.lstrip()[:1]
    return begin.isdecimal() or begin in _DASHES


@dataclass(frozen=True)
class _Place:
    """Where a text is: the middles of its left and right ends, its direction and its height."""

    left: tuple[float, float]
    right: tuple[float, float]
    along: tuple[float, float]
    height: float


def _place(quad: Quad) -> _Place | None:
    """None for corners that are no text's."""
    if len(quad) != 4 or any(len(point) != 2 or not all(map(math.isfinite, point)) for point in quad):
        return None
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = quad
    left, right = ((ax + dx) / 2, (ay + dy) / 2), ((bx + cx) / 2, (by + cy) / 2)
    length = math.dist(left, right)
    height = (math.dist((ax, ay), (dx, dy)) + math.dist((bx, by), (cx, cy))) / 2
    if length == 0 or height == 0:
        return None
    return _Place(left, right, ((right[0] - left[0]) / length, (right[1] - left[1]) / length), height)


class _Following:
    """Finds the text that begins behind the end of another, in a grid of where texts begin."""

    def __init__(self, places: Sequence[_Place | None]) -> None:
        self._places = places
        heights = sorted(place.height for place in places if place is not None)
        self._size = (BETWEEN + 1) * (heights[len(heights) // 2] if heights else 1.0)
        self._cells: dict[tuple[int, int], list[int]] = defaultdict(list)
        for number, place in enumerate(places):
            if place is not None:
                self._cells[self._cell(place.left)].append(number)

    def of(self, number: int) -> tuple[int, float] | None:
        """The next text and the white before it, in heights; None without one that is near enough."""
        place = self._places[number]
        if place is None:
            return None
        best: tuple[int, float] | None = None
        for other in self._near(place.right):
            begun = self._places[other]
            if other == number or begun is None:
                continue
            height = min(place.height, begun.height)
            x, y = begun.left[0] - place.right[0], begun.left[1] - place.right[1]
            gap = (x * place.along[0] + y * place.along[1]) / height
            aside = abs(x * place.along[1] - y * place.along[0]) / height
            is_next = -OVERLAP <= gap <= BETWEEN and aside <= ASIDE
            if is_next and (best is None or gap < best[1]):
                best = other, gap
        return best

    def _near(self, point: tuple[float, float]) -> Iterator[int]:
        column, row = self._cell(point)
        for x in (column - 1, column, column + 1):
            for y in (row - 1, row, row + 1):
                yield from self._cells.get((x, y), ())[:_CANDIDATES]

    def _cell(self, point: tuple[float, float]) -> tuple[int, int]:
        return math.floor(point[0] / self._size), math.floor(point[1] / self._size)


def _number(
    chain: Sequence[int],
    gaps: Sequence[float],
    plain: Sequence[str],
    texts: Sequence[tuple[str, Quad]],
    places: Sequence[_Place | None],
) -> PartedNumber | None:
    """The number that begins in the first text of a chain and ends in its last one."""
    members = [plain[index].rstrip() if n == 0 else plain[index].strip() for n, index in enumerate(chain)]
    ends = list(accumulate(map(len, members)))
    for number in resident_numbers("".join(members)):
        start, end = number.start, number.end
        if start >= ends[0] or end <= ends[-2]:
            continue
        if not _is_close(number, gaps, ends):
            continue
        # The check digit alone says little: a date beside a number of seven digits has it in two of eleven cases.
        is_one = max(gaps) <= WITHIN and has_resident_check_digit(number.digits)
        is_one = is_one or bool(number.dash.strip())
        if not (is_one or _is_labelled(chain[0], plain[chain[0]][:start], texts, places)):
            continue
        bounds = [start, *ends[:-1], end]
        whole = "".join(members)
        return PartedNumber(tuple(chain), tuple(whole[one:other] for one, other in pairwise(bounds)))
    return None


def _is_close(number: ResidentNumber, gaps: Iterable[float], ends: Sequence[int]) -> bool:
    """Whether digits of one group are as near to each other as digits are."""
    groups = (number.start, number.start + 6), (number.end - 7, number.end)
    return all(
        gap <= (WITHIN if any(begin < place < stop for begin, stop in groups) else BETWEEN)
        for gap, place in zip(gaps, ends, strict=False)
    )


def _is_labelled(
    first: int, ahead: str, texts: Sequence[tuple[str, Quad]], places: Sequence[_Place | None]
) -> bool:
    """Whether a label of such numbers is in front of a number, in its own text or near it, or above it."""
    if any(label in ahead for label in _LABELS):
        return True
    place = places[first]
    if place is None:
        return False
    reach = ABOVE * place.height
    for (text, _), other in zip(texts, places, strict=True):
        if other is None or not any(label in text for label in _LABELS):
            continue
        x, y = place.left[0] - other.right[0], place.left[1] - other.right[1]
        in_front = math.hypot(x, y) <= reach
        down = place.left[0] - other.left[0], place.left[1] - other.left[1]
        below = -down[0] * place.along[1] + down[1] * place.along[0]
        beside = down[0] * place.along[0] + down[1] * place.along[1]
        if in_front or (0 < below <= reach and abs(beside) <= 2 * reach):
            return True
    return False
