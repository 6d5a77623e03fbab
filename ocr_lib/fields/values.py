"""Values printed near a label: in the same line to its right, or below it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from domain.registration_numbers import birth_date_of_number
from ocr_lib.fields.hangul import compact
from ocr_lib.fields.labels import Label, Labels
from ocr_lib.fields.normal_forms import Value, normal_form
from ocr_lib.fields.parties import heading_party
from ocr_lib.fields.texts import Placed, joined
from ocr_lib.fields.vocabulary import SPELT, FieldKey, FieldSpec, FieldType

MISREAD, BELOW, FURTHER, BARE = 0.2, 0.4, 0.3, 0.4
"""Costs: of each misread letter of the label, of a value below instead of beside it, of each value that is nearer, and of a
number of one or two digits as an amount."""
WORD_GAP, CELL_GAP = 1.2, 3.0
"""Heights of a line between words of a name, and of a longer text such as an address."""
MOST_LINES = 3
"""Lines of a text in a cell."""
FAR = 0.55
"""Share of the document's width between a label and its name or text."""
UNPARSED = 5.0
_WRAPPED = {FieldKey.SUPPLIER_ADDRESS, FieldKey.BUYER_ADDRESS, FieldKey.ADDRESS}
_PATTERNS = {
    FieldKey.CARD_NUMBER: re.compile(r"[\d*xX]{4}[-\s]?[\d*xX]{2,4}[-\s*xX\d]{4,14}"),
    FieldKey.APPROVAL_NUMBER: re.compile(r"\d{4}[\w\s-]*"),
    FieldKey.DOCUMENT_NUMBER: re.compile(r"[\w가-힣()\s-]*\d[\w가-힣()\s./-]*"),
}
_NO_NAME = re.compile(r"[\d\s.,:/₩\\()원-]+|.*\d{3}-\d{2}-\d{5}.*")


@dataclass(frozen=True)
class Candidate:
    """A text that may be the value of a field.

    Attributes:
        value: in normal form; None where the text has none though it should.
        cost: the smaller the likelier.
        label: its label; None where the value was found without.
        is_party_certain: whether a heading says whose it is, where both parties of a document have such a field.
    """

    value: Value | None
    placed: Placed
    cost: float
    label: Label | None = None
    is_party_certain: bool = True


def candidates(
    spec: FieldSpec, label: Label, labels: Labels, *, ends: Callable[[Placed], bool] = lambda _: False
) -> list[Candidate]:
    """The possible values of a field near one of its labels, the cheapest first.

    Args:
        ends: whether a text is no part of any value, as texts of a table of goods.
    """

    def is_end(text: Placed) -> bool:
        return labels.label(text) is not None or heading_party(text) is not None or ends(text)

    found = []
    cost = MISREAD * label.misread
    right = _until(labels.layout.right_of(label.placed), is_end) or _beside(spec, label, labels, is_end)
    for number, text in enumerate(_grouped(spec, right, labels, is_end)):
        found.append((text, cost + FURTHER * number))
    below = [
        text for text in labels.layout.below(label.placed, 1) if not is_end(text) and _is_under(text, label)
    ]
    for text in below:
        run = [text, *_until(labels.layout.right_of(text), is_end)]
        found.append((_grouped(spec, run, labels, is_end)[0], cost + BELOW))
    if spec.type in SPELT:
        most = FAR * labels.layout.width
        found = [(text, cost) for text, cost in found if text.x0 - label.placed.x1 < most]
    read = [_candidate(spec, text, cost, label) for text, cost in found]
    return sorted((one for one in read if one is not None), key=lambda one: one.cost)


def typed_value(spec: FieldSpec, text: str) -> Value | None:
    """The value of a field that a text writes; None for what can be no value of it."""
    value = normal_form(spec.type, text)
    if value is None and spec.key is FieldKey.BIRTH_DATE:
        value = birth_date_of_number(text)
    if value is None:
        return None
    pattern = _PATTERNS.get(spec.key)
    if pattern is not None:
        found = pattern.search(str(value))
        return found[0].strip() if found else None
    if spec.type is FieldType.NAME and (_NO_NAME.fullmatch(str(value)) or len(compact(str(value))) < 2):
        return None
    return value


def _candidate(spec: FieldSpec, text: Placed, cost: float, label: Label) -> Candidate | None:
    value = typed_value(spec, text.text)
    if value is None:
        is_close = any(character.isdecimal() for character in text.text)
        # What a label with two names leads to may be the value of the other one.
        is_number = spec.type not in SPELT and label.second is None
        return Candidate(None, text, cost + UNPARSED, label) if is_close and is_number else None
    if spec.type is FieldType.WON and isinstance(value, int) and 0 < abs(value) < 100:
        cost += BARE
    return Candidate(value, text, cost, label)


def _until(texts: Sequence[Placed], is_end: Callable[[Placed], bool]) -> list[Placed]:
    """The texts before the first that ends values."""
    found = []
    for text in texts:
        if is_end(text):
            break
        found.append(text)
    return found


def _beside(spec: FieldSpec, label: Label, labels: Labels, is_end: Callable[[Placed], bool]) -> list[Placed]:
    """The lines of a cell whose label is printed at half their height."""
    layout, placed = labels.layout, label.placed
    number = layout.line_of(placed)
    lines = []
    for near in layout.lines[max(0, number - 2) : number + 3]:
        right = [text for text in near if text.x0 >= placed.x1 - 0.3 * placed.height]
        touches = bool(right) and right[0].overlap_y(placed) > 0.05 * placed.height
        left = [
            text
            for text in near
            if text is not placed and placed.x1 <= text.x1 <= (right[0].x0 if right else 0)
        ]
        if touches and not left and not is_end(right[0]):
            lines.append(_run(_until(right, is_end), CELL_GAP))
    if not lines or len(lines) > MOST_LINES:
        return []
    nearest = max(lines, key=lambda line: line.overlap_y(placed))
    if spec.type is not FieldType.TEXT:
        return [nearest]
    return [joined([line for line in lines if abs(line.x0 - nearest.x0) < nearest.height])]


def _grouped(
    spec: FieldSpec, texts: Sequence[Placed], labels: Labels, is_end: Callable[[Placed], bool]
) -> list[Placed]:
    """The texts to the right of a label as values: words put together, each amount by itself."""
    if not texts:
        return []
    if spec.type is FieldType.WON:
        return list(_amounts(texts))
    if spec.type is FieldType.NAME:
        return [_run(texts, WORD_GAP)]
    if spec.type is FieldType.TEXT:
        run = _run(texts, CELL_GAP)
        return [_with_lines_below(run, labels, is_end) if spec.key in _WRAPPED else run]
    # Numbers and dates may be printed in several boxes.
    alone = texts[0]
    if normal_form(spec.type, alone.text) is None and len(texts) > 1:
        for end in range(2, len(texts) + 1):
            together = joined(texts[:end])
            if normal_form(spec.type, together.text) is not None:
                return [together]
    return list(texts[:2])


def _amounts(texts: Sequence[Placed]) -> Iterator[Placed]:
    """Each amount; digits printed one in each box of a form are put together, and so is the sign of won."""
    place = 0
    while place < len(texts):
        end = place + 1
        while end < len(texts) and _continues(texts[place:end], texts[end]):
            end += 1
        digits = all(len(text.text.strip()) <= 2 for text in texts[place:end])
        yield joined(texts[place:end], "" if digits else " ")
        place = end


def _continues(before: Sequence[Placed], text: Placed) -> bool:
    last = before[-1].text.strip()
    if last in {"₩", "￦", "\\", "W", "원", "금", "일금"}:
        return True
    if text.text.strip() in {"원", "원정", "정", "-"}:
        return True
    gap = text.x0 - before[-1].x1
    if last.endswith((",", ".")) and gap < CELL_GAP * text.height:
        return True
    return (
        all(len(one.text.strip()) == 1 and one.text.strip().isdecimal() for one in (*before, text))
        and gap < CELL_GAP * text.height
    )


def _run(texts: Sequence[Placed], gap: float) -> Placed:
    members = [texts[0]]
    for text in texts[1:]:
        if text.x0 < members[-1].x1 - text.height:
            continue  # of the next row, which a slanting line brought in
        if text.x0 - members[-1].x1 > gap * max(text.height, members[-1].height):
            break
        members.append(text)
    return joined(members)


def _with_lines_below(text: Placed, labels: Labels, is_end: Callable[[Placed], bool]) -> Placed:
    """A text with the lines that go on below it in the same cell."""
    lines = [text]
    last = text
    height = labels.layout.line_height
    for line in labels.layout.lines:
        start = [one for one in line if abs(one.x0 - text.x0) < height and one.y > last.y]
        if not start or len(lines) == MOST_LINES:
            continue
        first = start[0]
        is_next = first.y0 - last.y1 < 0.7 * height and not last.shares_line(first)
        has_label = any(labels.label(one) is not None and one.x1 <= first.x0 for one in line)
        if not is_next or is_end(first) or (has_label and _label_is_beside(first, line, labels)):
            break
        last = _run([first, *_until(labels.layout.right_of(first), is_end)], CELL_GAP)
        lines.append(last)
    return joined(lines)


def _label_is_beside(text: Placed, line: Sequence[Placed], labels: Labels) -> bool:
    """Whether the nearest text to the left is a label, whose value the text then is."""
    left = [one for one in line if one.x1 <= text.x0 + 1]
    return bool(left) and labels.label(max(left, key=lambda one: one.x1)) is not None


def _is_under(text: Placed, label: Label) -> bool:
    """Whether a text is below a label as in a table of two rows: near, and about the same middle or left edge."""
    placed = label.placed
    near = text.y0 - placed.y1 < 2.5 * max(placed.height, text.height)
    aligned = (
        abs(text.x - placed.x) < max(text.width, placed.width) / 2 or abs(text.x0 - placed.x0) < placed.height
    )
    return near and aligned
