"""The values that are in the places of a layout's fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ocr_lib.fields.learnt.layout import FieldPlace, LearntLayout, Offset
from ocr_lib.fields.learnt.pages import Frame, Page, texts_of
from ocr_lib.fields.learnt.spans import is_same, may_be_name
from ocr_lib.fields.learnt.values import Found, holds, read_from, value_in
from ocr_lib.fields.normal_forms import normal_form
from ocr_lib.fields.texts import PageText, Placed, joined, placed_texts
from ocr_lib.fields.vocabulary import SPELT, FieldType
from ocr_lib.weighted_median import weighted_median

NEAR_X, NEAR_Y = 2.0, 0.9
"""Heights of a line that a value may be from where the layout has it."""
SPREAD_X, SPREAD_Y = 3.0, 0.6
"""How much of the deviation over the examples is added to these, in heights of a line."""
UNSTEADY = 1.2
"""Deviation of the steadiest anchor from which on the row of a value is looked for from below."""
UNREADABLE = 3.0
SAME_LINE, FAR = 0.6, 40.0
SAME_TEXT, CONSTANT, OTHER_ANCHOR, FURTHER = 0.2, -1.0, 1.5, 2.5
LABEL_FAR, LABEL_ABOVE = 15.0, 2.5
FAR_Y, MOST_OTHERS = 8.0, 3
MOST_ZONE = 60
"""Texts of a zone."""


@dataclass(frozen=True)
class _Place:
    """Where a value is expected, in pixels of the page.

    Attributes:
        xs: its left edge, middle and right edge.
        ys: its line's middle as most anchors have it, then as single ones do.
        near_x, near_y: that it may be off.
        far_y: that the value which all examples have may be off.
    """

    xs: tuple[float, float, float]
    ys: tuple[float, ...]
    near_x: float
    near_y: float
    far_y: float
    steady: bool


def values_of(
    layout: LearntLayout, page: Page, matched: Mapping[int, Placed], frame: Frame
) -> dict[str, Found]:
    """The value of each field that is in its place, by the field's name."""
    fixed = texts_of(matched.values())
    free = [text for text in page.layout.texts if id(text) not in fixed]
    pairs: list[tuple[float, int, Placed]] = []
    found: dict[str, Found] = {}
    for number, one in enumerate(layout.fields):
        place = _expected(one, matched, frame)
        if place is None:
            continue
        if one.height > 0:
            zone = _in_zone(one, place, free, frame)
            if zone is not None:
                found[one.name] = zone
            continue
        near = _near(one, place, free)
        beside = _beside_label(one, page, matched, fixed)
        if beside is not None and (beside[0] == SAME_TEXT or not near):
            near = [beside, *(pair for pair in near if pair[1] is not beside[1])]
        pairs += [(cost, number, text) for cost, text in near]
    starts: dict[int, Placed] = {}
    taken: dict[int, list[FieldPlace]] = {}
    for _, number, text in sorted(pairs, key=lambda pair: pair[:2]):
        one = layout.fields[number]
        others = taken.setdefault(id(text), [])
        shares = holds(one, text) or all(_share_text(one, other) or holds(other, text) for other in others)
        if number in starts or not shares:
            continue
        starts[number] = text
        others.append(one)
    ends = fixed | texts_of(starts.values())
    for number, text in starts.items():
        found[layout.fields[number].name] = read_from(layout.fields[number], text, page, ends, frame)
    return found


def _share_text(one: FieldPlace, other: FieldPlace) -> bool:
    """Whether two fields may be from one text: what parts them, or the form of a number, tells them apart."""
    return (one.part, one.type) != (other.part, other.type) and all(
        field.part is not None or field.type not in SPELT for field in (one, other)
    )


def alike_in_column(kind: FieldType, first: Placed, texts: Sequence[PageText]) -> int:
    """How many values of the type are below one in its column."""
    if kind in SPELT:
        return 0
    return sum(
        1
        for text in placed_texts(texts)
        if text.y > first.y + 0.5 * first.height
        and min(abs(text.x0 - first.x0), abs(text.x1 - first.x1), abs(text.x - first.x)) < first.height
        and normal_form(kind, text.text) is not None
    )


def _expected(one: FieldPlace, matched: Mapping[int, Placed], frame: Frame) -> _Place | None:
    """The weighted median of where the anchors have the value; the steadier and nearer an anchor, the more it counts."""
    votes = [(matched[at.anchor], at) for at in one.offsets if at.anchor in matched]
    if not votes:
        return None
    unit = frame.unit
    xs = tuple(
        weighted_median(
            (
                anchor.x0 + unit * getattr(at, edge),
                (0.3 + at.spread_x + 0.02 * abs(at.left) + 0.01 * abs(at.down)) ** -2,
            )
            for anchor, at in votes
        )
        for edge in ("left", "middle", "right")
    )
    ys = [
        (
            anchor.y + unit * at.down,
            (0.15 + at.spread_y + 0.12 * abs(at.down) + 0.005 * abs(at.left)) ** -2,
        )
        for anchor, at in votes
    ]
    # A row that other documents lack moves what is below it: then some anchors are right, and most may not be.
    others = [] if _label_is_missing(one, matched) else sorted(ys, key=lambda vote: -vote[1])[:MOST_OTHERS]
    spread_x, spread_y = min(at.spread_x for _, at in votes), min(at.spread_y for _, at in votes)
    return _Place(
        (xs[0], xs[1], xs[2]),
        (weighted_median(ys), *(y for y, _ in others)),
        unit * (NEAR_X + min(SPREAD_X, spread_x)),
        unit * (NEAR_Y + min(SPREAD_Y, spread_y)),
        unit * FAR_Y,
        spread_y < UNSTEADY,
    )


def _label_is_missing(one: FieldPlace, matched: Mapping[int, Placed]) -> bool:
    """Whether every example has a label beside or right above the value, and the page none."""
    labels = [at.anchor for at in one.offsets if is_label(at)]
    return bool(labels) and not any(anchor in matched for anchor in labels)


def is_label(at: Offset) -> bool:
    """Whether an anchor is in the value's line before it, or right above it."""
    if at.spread_y > SAME_LINE:
        return False
    is_before = abs(at.down) < SAME_LINE and 0 < at.left < LABEL_FAR
    return is_before or (0 < at.down < LABEL_ABOVE and min(abs(at.left), abs(at.right)) < NEAR_X)


def _near(one: FieldPlace, place: _Place, free: Sequence[Placed]) -> list[tuple[float, Placed]]:
    """The texts that may begin the value, each with its cost."""
    column = [
        (min(abs(text.x0 - place.xs[0]), abs(text.x - place.xs[1]), abs(text.x1 - place.xs[2])), text)
        for text in free
    ]
    column = [(off / place.near_x, text) for off, text in column if off <= place.near_x]
    if not place.steady and one.rank is not None:
        typed = sorted(
            (pair for pair in column if normal_form(one.type, pair[1].text) is not None),
            key=lambda pair: -pair[1].y,
        )
        return [(1.0 + typed[one.rank][0], typed[one.rank][1])] if one.rank < len(typed) else []
    found = []
    for off, text in column:
        down = min(abs(text.y - y) for y in place.ys)
        value = value_in(one, text.text)
        if down <= place.far_y and (is_same(value, one.constant) or holds(one, text)):
            return [(CONSTANT, text)]
        if down > place.near_y or (one.type is FieldType.NAME and not may_be_name(value)):
            continue
        cost = off + 1.5 * down / place.near_y + OTHER_ANCHOR * (abs(text.y - place.ys[0]) > place.near_y)
        if one.type not in SPELT and value is None:
            if not any(character.isdecimal() for character in text.text):
                continue
            cost += UNREADABLE
        found.append((cost, text))
    return found


def _beside_label(
    one: FieldPlace, page: Page, matched: Mapping[int, Placed], fixed: set[int]
) -> tuple[float, Placed] | None:
    """The text after the label, with its cost: in one text with it, or further off than in other documents."""
    before = [
        at for at in one.offsets if at.anchor in matched and abs(at.down) < SAME_LINE and 0 < at.left < FAR
    ]
    if not before:
        return None
    label = matched[min(before, key=lambda at: at.left).anchor]
    after = page.layout.right_of(label, 1)
    if not after or id(after[0]) in fixed:
        return None
    text = after[0]
    if text.indexes == label.indexes:
        return SAME_TEXT, text
    is_near = text.x0 - label.x1 < LABEL_FAR * label.height
    return (FURTHER, text) if is_near and value_in(one, text.text) is not None else None


def _in_zone(one: FieldPlace, place: _Place, free: Sequence[Placed], frame: Frame) -> Found | None:
    """The texts whose middles are where a person drew a zone on a place without text."""
    half = frame.unit * one.height / 2
    inside = [
        text for text in free if place.xs[0] <= text.x <= place.xs[2] and abs(text.y - place.ys[0]) <= half
    ][:MOST_ZONE]
    if not inside:
        return None
    whole = joined(inside)
    return Found(value_in(one, whole.text), whole)
