"""From confirmed documents to a layout: recurring print as anchors, and each value's place beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from statistics import median

from ocr_lib.fields.extraction import read_fields
from ocr_lib.fields.hangul import compact
from ocr_lib.fields.learnt.examples import Example, known_key
from ocr_lib.fields.learnt.layout import (
    FARTHEST,
    LONGEST,
    MOST_ANCHORS,
    MOST_FIELDS,
    MOST_LINES,
    MOST_OFFSETS,
    Anchor,
    FieldPlace,
    LearntLayout,
    Offset,
)
from ocr_lib.fields.learnt.locating import KnownExample, known_example
from ocr_lib.fields.learnt.pages import Frame, is_anchor_text
from ocr_lib.fields.learnt.places import alike_in_column
from ocr_lib.fields.learnt.reading import read_with_layout
from ocr_lib.fields.texts import Placed
from ocr_lib.fields.vocabulary import FieldKey

MOST_EXAMPLES = 20
"""Documents that a layout is learnt from; of more the latest are taken."""
RECURS = 0.6
"""Share of the examples that have an anchor."""
UNSTABLE = 6.0
"""Heights of a line by which offsets may vary in the steadier direction; others are no help."""


def learn_layout(examples: Sequence[Example], *, today: date) -> LearntLayout:
    """The layout of documents that look alike.

    Args:
        examples: at least one, the latest last. With one, every text may be an anchor and places are as on it; from two
            on, only what recurs counts, and the anchors are those whose distance to a value varies least.
        today: for comparing with the shipped rules.

    Raises:
        ValueError: without an example.
    """
    if not examples:
        raise ValueError("a layout is learnt from at least one document")
    examples = examples[-MOST_EXAMPLES:]
    layout = _learnt(examples)
    read = [read_fields(one.texts, today=today, kind=one.kind) for one in examples]
    absent = tuple(
        key
        for key in FieldKey
        if any(one.get(key) is not None for one in read)
        and all(one.value(key.value) is None for one in examples)
    )
    layout = replace(layout, absent=absent)
    if len(examples) < 2:
        return layout
    # Each example is read with a layout learnt from the others.
    lost: Counter[str] = Counter()
    for n, example in enumerate(examples):
        without = _learnt([*examples[:n], *examples[n + 1 :]])
        places = read_with_layout(without, example.texts, today=today).document
        for field in example.fields:
            key = known_key(field.name)
            if key is not None:
                by_place, by_rules = places.get(key), read[n].get(key)
                lost[field.name] += (by_rules is not None and by_rules.value == field.value) - (
                    by_place is not None and by_place.value == field.value
                )
    return replace(
        layout, fields=tuple(replace(one, rules_first=lost[one.name] > 0) for one in layout.fields)
    )


def _learnt(examples: Sequence[Example]) -> LearntLayout:
    known = [known_example(example) for example in examples]
    anchors = _anchors(known)
    frames: list[Frame] = []
    matched: list[dict[int, Placed]] = []
    for one in known:
        found, frame = one.page.match(anchors)
        matched.append(found)
        frames.append(frame)
    names = list(dict.fromkeys(name for one in known for name in one.located))[:MOST_FIELDS]
    fields = tuple(_place(name, known, matched, frames, anchors) for name in names)
    kinds = Counter(one.kind for one in examples)
    return LearntLayout(kinds.most_common(1)[0][0], tuple(anchors), fields, (), len(examples))


def _anchors(known: Sequence[KnownExample]) -> list[Anchor]:
    """The print that recurs on the examples; on a single one every text that is no value."""
    reference = known[0]
    unit = reference.page.unit
    texts = [text for text in reference.page.layout.texts if is_anchor_text(compact(text.text))]
    fields = [one.first for one in reference.located.values()]

    def distance(text: Placed) -> float:
        return min((abs(text.y - one.y) + 0.2 * abs(text.x0 - one.x0) for one in fields), default=0.0)

    heads = {head for one in known for head in one.heads}
    many = [text for text in texts if abs(text.x0 / unit) < FARTHEST and abs(text.y / unit) < FARTHEST]
    many = sorted(many, key=distance)[: 3 * MOST_ANCHORS]
    written = [
        Anchor(
            compact(text.text),
            round(text.x0 / unit, 3),
            round(text.y / unit, 3),
            1.0,
            compact(text.text) in heads,
        )
        for text in many
    ]
    if len(known) == 1:
        return written[:MOST_ANCHORS]
    matches = [one.page.match(written)[0] for one in known]
    found = []
    for number, anchor in enumerate(written):
        readings = [compact(match[number].text) for match in matches if number in match]
        if len(readings) >= max(2, RECURS * len(known)):
            spelling = Counter(readings).most_common(1)[0][0]
            share = round(len(readings) / len(known), 3)
            found.append(replace(anchor, text=spelling[:LONGEST], seen=share, is_head=spelling in heads))
    return found[:MOST_ANCHORS]


def _place(
    name: str,
    known: Sequence[KnownExample],
    matched: Sequence[Mapping[int, Placed]],
    frames: Sequence[Frame],
    anchors: Sequence[Anchor],
) -> FieldPlace:
    """A field's place by the anchors whose distance to it varies least."""
    have = [n for n, one in enumerate(known) if name in one.located]
    # In one text with its label a value is nearer than where it is printed apart; the reader tells both.
    apart = [n for n in have if known[n].located[name].span.start == 0]
    placed = apart or have
    fields = [next(field for field in known[n].example.fields if field.name == name) for n in have]
    located = [known[n].located[name] for n in have]
    offsets = []
    for number in range(len(anchors)):
        seen = [
            (known[n].located[name].first, matched[n][number], frames[n].unit)
            for n in placed
            if number in matched[n]
        ]
        if len(seen) >= min(2, len(placed)):
            offsets.append(_offset(number, seen))
    steady = [one for one in offsets if min(one.spread_x, one.spread_y) <= UNSTABLE]
    best_y = sorted(steady, key=lambda one: one.spread_y + 0.15 * abs(one.down) + 0.01 * abs(one.left))
    best_x = sorted(steady, key=lambda one: one.spread_x + 0.03 * abs(one.left) + 0.01 * abs(one.down))
    half = MOST_OFFSETS // 2
    chosen = list({one.anchor: one for one in (*best_y[:half], *best_x[:half])}.values())
    lines = max(
        1 + round(max(0.0, one.last - one.first.y) / max(1e-6, 1.3 * one.first.height)) for one in located
    )
    suffixes = Counter(one.span.suffix for one in located)
    parts = Counter(one.span.part for one in located)
    values = {field.value for field in fields}
    ranks = {
        alike_in_column(fields[0].type, one.first, known[n].example.texts)
        for n, one in zip(have, located, strict=True)
    }
    rank = ranks.pop() if len(ranks) == 1 and len(have) > 1 else None
    return FieldPlace(
        name=name,
        type=fields[0].type,
        offsets=tuple(chosen),
        lines=min(MOST_LINES, lines),
        suffix=suffixes.most_common(1)[0][0][:LONGEST],
        part=parts.most_common(1)[0][0],
        height=round(min(FARTHEST, max(one.height for one in located) / known[have[0]].page.unit), 3),
        rank=rank if rank is not None and rank < 999 else None,
        constant=fields[0].value if len(values) == 1 and len(have) > 1 else None,
    )


def _offset(number: int, seen: Sequence[tuple[Placed, Placed, float]]) -> Offset:
    columns = (
        [(value.x0 - anchor.x0) / unit for value, anchor, unit in seen],
        [(value.x - anchor.x0) / unit for value, anchor, unit in seen],
        [(value.x1 - anchor.x0) / unit for value, anchor, unit in seen],
        [(value.y - anchor.y) / unit for value, anchor, unit in seen],
    )
    middles = [median(column) for column in columns]
    spreads = [
        max(abs(value - middle) for value in column) for column, middle in zip(columns, middles, strict=True)
    ]
    left, middle, right, down = (round(max(-FARTHEST, min(FARTHEST, value)), 3) for value in middles)
    return Offset(
        number,
        left,
        middle,
        right,
        down,
        round(min(FARTHEST, *spreads[:3]), 3),
        round(min(FARTHEST, spreads[3]), 3),
    )
