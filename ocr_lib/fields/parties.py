"""Whose details a label belongs to, on documents that name a supplier and a buyer with the same labels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ocr_lib.fields.hangul import compact
from ocr_lib.fields.label_pairs import label_pairs
from ocr_lib.fields.labels import Label, Labels
from ocr_lib.fields.texts import Layout, Placed
from ocr_lib.fields.upright_headings import upright_headings
from ocr_lib.fields.vocabulary import Party

HEADINGS = {
    Party.SUPPLIER: (
        "공급자",
        "공급하는자",
        "공급자정보",
        "공급하는사업자",
        "공급자용",
        "판매자",
        "공급업체",
        "매출처",
    ),
    Party.BUYER: (
        "공급받는자",
        "공급받는사업자",
        "공급받는자정보",
        "받는자",
        "구매자",
        "매입처",
        "고객정보",
        "인수처",
    ),
}
_PARTY_OF = {spelling: party for party, spellings in HEADINGS.items() for spelling in spellings}
_OTHER = {Party.SUPPLIER: Party.BUYER, Party.BUYER: Party.SUPPLIER}
ROWS_BEYOND = 5.0
"""Heights of a line above and below the first and last label that both sides have within which others are."""
MOST_HEADINGS, MOST_PARTY_LABELS = 20, 200
"""Headings and labels that are looked at: more are on no real page."""
FAR = 12.0
"""Heights of a line below a heading within which labels are under it."""


def heading_party(text: Placed) -> Party | None:
    """The party that a text heads the details of."""
    return _PARTY_OF.get(compact(text.text).strip("()"))


@dataclass(frozen=True)
class Sides:
    """Two parties whose details are side by side.

    Attributes:
        left, right: left edges of the labels at each side.
        top, bottom: of both.
    """

    left: float
    right: float
    top: float
    bottom: float

    def holds(self, text: Placed) -> bool:
        """Whether a text is at the height of the details."""
        return self.top <= text.y <= self.bottom

    def is_right(self, text: Placed) -> bool:
        """Whether a label or value is at the right side."""
        return text.x >= self.right


class Parties:
    """Assigns labels to parties by the headings of a document, else by their places.

    Args:
        of_both: labels of details that both parties have.
    """

    def __init__(self, labels: Labels, of_both: Sequence[Label]) -> None:
        self._layout = labels.layout
        of_both = of_both[:MOST_PARTY_LABELS]
        self._labels = [label.placed for label in of_both]
        upright = [one for one in upright_headings(labels)[:MOST_HEADINGS] if self._is_beside(one.placed)]
        self.heading_texts = frozenset(n for one in upright for n in one.placed.indexes)
        self._headings = [
            (party, text) for text in self._layout.texts if (party := heading_party(text)) is not None
        ][:MOST_HEADINGS]
        self._beside = [(party, text) for party, text in self._headings if self._is_beside(text)]
        self._above = [pair for pair in self._headings if pair not in self._beside]
        self._beside += [(one.party, one.placed) for one in upright if one.party is not None]
        self._sides = _sides(of_both, self._layout)
        self._of_sides = self._parties_of_sides()

    def party(self, text: Placed) -> Party | None:
        """Whose a label or value is; None where no heading says so."""
        if self._is_at_side(text) and self._sides is not None:
            return None if self._of_sides is None else self._of_sides[self._sides.is_right(text)]
        beside = self._of_rows(text, self._beside)
        if beside:
            return max(beside, key=lambda pair: pair[1].x0)[0]  # the nearest to its left
        return self._under(text)

    def party_by_place(self, text: Placed) -> Party | None:
        """Whose a label or value is where no heading says so: the supplier's at the left; None where none is at its side."""
        if not self._is_at_side(text) or self._sides is None:
            return None
        return Party.BUYER if self._sides.is_right(text) else Party.SUPPLIER

    def _is_at_side(self, text: Placed) -> bool:
        return self._sides is not None and self._sides.holds(text)

    def _parties_of_sides(self) -> tuple[Party, Party] | None:
        """The parties at the left and at the right; one heading says both. None without a heading, or where they disagree."""
        sides = self._sides
        if sides is None:
            return None
        height = self._layout.line_height
        near = [
            (party, text, is_beside)
            for is_beside, headings in ((True, self._beside), (False, self._above))
            for party, text in headings
            if sides.top - FAR / 2 * height <= text.y <= sides.bottom
        ]
        # Headings above all details say which copy it is, as 공급자용.
        of_beside = [(party, text.x0 >= sides.left) for party, text, is_beside in near if is_beside]
        of_above = [(party, sides.is_right(text)) for party, text, is_beside in near if not is_beside]
        found = of_beside or of_above
        left = {party for party, is_right in found if not is_right}
        right = {party for party, is_right in found if is_right}
        left = left or {_OTHER[party] for party in right}
        right = right or {_OTHER[party] for party in left}
        if len(left) != 1 or len(right) != 1 or left == right:
            return None
        return left.pop(), right.pop()

    def _is_beside(self, heading: Placed) -> bool:
        """Whether its details are to its right: it is tall, or its middle is among their rows."""
        right = [
            label
            for label in self._labels
            if label.x0 >= heading.x1 - 0.3 * heading.height
            and label.x0 - heading.x1 < max(4 * self._layout.line_height, 0.08 * self._layout.width)
            and abs(label.y - heading.y) < FAR / 2 * self._layout.line_height + heading.height / 2
        ]
        tops = [label.y for label in right]
        return bool(tops) and min(tops) - 0.5 * self._layout.line_height <= heading.y

    def _of_rows(self, text: Placed, headings: Iterable[tuple[Party, Placed]]) -> list[tuple[Party, Placed]]:
        """The headings whose rows, as far as the next heading below or above reaches, hold the text."""
        headings = list(headings)
        near = []
        for party, heading in headings:
            if heading.x1 - 0.3 * heading.height > text.x0:
                continue
            rivals = [other for _, other in headings if other is not heading and other.overlap_x(heading) > 0]
            distance = abs(text.y - heading.y)
            if all(abs(text.y - other.y) >= distance for other in rivals) and distance < max(
                heading.height / 2, FAR * self._layout.line_height
            ):
                near.append((party, heading))
        return near

    def _under(self, text: Placed) -> Party | None:
        """The party whose heading is above, the nearest row of headings first, in it the nearest to the side."""
        above = [
            (party, heading)
            for party, heading in self._above
            if heading.y < text.y and text.y - heading.y < 2 * FAR * self._layout.line_height
        ]
        if not above:
            return None
        lowest = max(heading.y for _, heading in above)
        row = [pair for pair in above if lowest - pair[1].y < self._layout.line_height]
        return min(row, key=lambda pair: abs(pair[1].x - text.x))[0]


def _sides(labels: Sequence[Label], layout: Layout) -> Sides | None:
    """The sides of labels that are printed twice in a line; None where there are none, or where they overlap."""
    pairs = label_pairs([(label.placed, label.spelling) for label in labels], layout)
    if not pairs:
        return None
    right = min(second.x0 for _, second in pairs)
    if max(first.x1 for first, _ in pairs) >= right:
        return None
    tops, bottoms = [first.y0 for first, _ in pairs], [first.y1 for first, _ in pairs]
    margin = ROWS_BEYOND * layout.line_height
    left = min(first.x0 for first, _ in pairs)
    return Sides(left, right - layout.line_height, min(tops) - margin, max(bottoms) + margin)


def by_place(labels: Sequence[Label]) -> dict[int, Party]:
    """The party of each label of one field where no heading says: the first is the supplier's, a second the buyer's.

    The first is the left one where both are on a line, as on tax invoices.
    """
    ordered = sorted(labels, key=lambda label: (label.placed.y, label.placed.x0))
    if len(ordered) >= 2 and ordered[0].placed.shares_line(ordered[1].placed):
        ordered[:2] = sorted(ordered[:2], key=lambda label: label.placed.x0)
    return {id(label): party for label, party in zip(ordered, (Party.SUPPLIER, Party.BUYER), strict=False)}
