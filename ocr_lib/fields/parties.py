"""Whose details a label belongs to, on documents that name a supplier and a buyer with the same labels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ocr_lib.fields.hangul import compact
from ocr_lib.fields.labels import Label
from ocr_lib.fields.texts import Layout, Placed
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
MOST_HEADINGS, MOST_PARTY_LABELS = 20, 200
"""Headings and labels that are looked at: more are on no real page."""
FAR = 12.0
"""Heights of a line below a heading within which labels are under it."""


def heading_party(text: Placed) -> Party | None:
    """The party that a text heads the details of."""
    return _PARTY_OF.get(compact(text.text).strip("()"))


class Parties:
    """Assigns labels to parties by the headings of a document, else by their places.

    Args:
        labels: those of details that both parties have.
    """

    def __init__(self, layout: Layout, labels: Sequence[Label]) -> None:
        self._layout = layout
        self._labels = [label.placed for label in labels[:MOST_PARTY_LABELS]]
        self._headings = [
            (party, text) for text in layout.texts if (party := heading_party(text)) is not None
        ][:MOST_HEADINGS]
        self._beside = [(party, text) for party, text in self._headings if self._is_beside(text)]
        self._above = [pair for pair in self._headings if pair not in self._beside]

    def party(self, label: Label) -> Party | None:
        """Whose a label is; None where no heading says so."""
        text = label.placed
        beside = self._of_rows(text, self._beside)
        if beside:
            return max(beside, key=lambda pair: pair[1].x0)[0]  # the nearest to its left
        return self._under(text)

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


def by_place(labels: Sequence[Label]) -> dict[int, Party]:
    """The party of each label of one field where no heading says: the first is the supplier's, a second the buyer's.

    The first is the left one where both are on a line, as on tax invoices.
    """
    ordered = sorted(labels, key=lambda label: (label.placed.y, label.placed.x0))
    if len(ordered) >= 2 and ordered[0].placed.shares_line(ordered[1].placed):
        ordered[:2] = sorted(ordered[:2], key=lambda label: label.placed.x0)
    return {id(label): party for label, party in zip(ordered, (Party.SUPPLIER, Party.BUYER), strict=False)}
