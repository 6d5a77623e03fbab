"""Where the confirmed values of an example are on its page, and which of its print may be anchors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ocr_lib.fields.hangul import compact
from ocr_lib.fields.learnt.examples import ConfirmedField, Example, Zone
from ocr_lib.fields.learnt.layout import LONGEST, MOST_FIELDS
from ocr_lib.fields.learnt.pages import Page, cut, is_anchor_text, page_words
from ocr_lib.fields.learnt.spans import SEPARATING, Span, value_span
from ocr_lib.fields.normal_forms import normal_form
from ocr_lib.fields.texts import Layout, PageText, Placed, joined
from ocr_lib.fields.vocabulary import SPELT

Used = list[tuple[Placed, int]]
"""Texts that a value is from, each with the place where the value begins in it."""


@dataclass(frozen=True)
class Located:
    """The value of a field on an example.

    Attributes:
        first: its first line.
        last: the middle of its last line.
        height: of the zone, where it has no text.
    """

    first: Placed
    last: float
    span: Span
    height: float = 0.0


@dataclass
class KnownExample:
    """An example as it is learnt from: its page, its located fields, and the texts that are no values."""

    example: Example
    page: Page
    located: dict[str, Located]
    heads: set[str]


def known_example(example: Example) -> KnownExample:
    zones = [field.zone for field in example.fields if not field.indexes and field.zone is not None]
    # Zones are levelled with the texts, as texts of their own.
    texts = [*example.texts, *(_zone_text(zone) for zone in zones if zone.is_possible)]
    page = Page(page_words(texts))
    located: dict[str, Located] = {}
    pieces: dict[int, set[int]] = {}
    heads: set[str] = set()
    for field in example.fields[:MOST_FIELDS]:
        if len(field.name) > LONGEST:
            continue
        found = _located(field, example, page, texts)
        if found is None:
            continue
        located[field.name] = found[0]
        for text, start in found[1]:
            pieces.setdefault(id(text), set()).add(start)
    rest: list[Placed] = []
    values = {compact(str(field.value)) for field in example.fields if field.type in SPELT and field.value}
    for text in page.layout.texts:
        if min(text.indexes) >= len(example.texts):
            continue
        if id(text) not in pieces:
            rest.append(text)
            continue
        for place in sorted(pieces[id(text)]):
            label = _label_before(text, place, pieces[id(text)])
            # A value in front of another one is no label of it.
            if label is None or _bare(label.text) in values:
                continue
            if is_anchor_text(compact(label.text)):
                rest.append(label)
                heads.add(compact(label.text))
    page.layout = Layout(rest)
    return KnownExample(example, page, located, heads)


def _bare(text: str) -> str:
    """A label or value without what parts it from the next one."""
    return compact(text.strip(SEPARATING))


def _label_before(text: Placed, place: int, starts: set[int]) -> Placed | None:
    """What is printed before a value in its text; behind another value there, the last word."""
    before = [start for start in starts if start < place]
    if place <= 0:
        return None
    written = text.text[:place]
    if not before:
        return next(iter(cut(text, [place])), None) if written.strip() else None
    words = written[max(before) :].split()
    if len(words) < 2:
        return None
    start = written.rindex(words[-1])
    return next((one for one in cut(text, [start, place]) if one.text in words[-1]), None)


def _located(
    field: ConfirmedField, example: Example, page: Page, texts: Sequence[PageText]
) -> tuple[Located, Used] | None:
    """Where a field is, and the texts it is from with the place where its value begins in each."""
    indexes = set(field.indexes)
    if field.zone is not None and not indexes:
        if not field.zone.is_possible:
            return None
        indexes = {n for n, text in enumerate(example.texts) if field.zone.holds(text)}
    members = [text for text in page.layout.texts if indexes & set(text.indexes)]
    if not members and field.zone is not None:
        return _empty_zone(field, page, texts)
    lines = [
        [text for text in line if indexes & set(text.indexes)]
        for line in page.layout.lines
        if any(indexes & set(text.indexes) for text in line)
    ]
    ordered = [text for line in lines for text in line]
    span: Span | None = None
    if field.value is not None:
        while ordered:
            span = value_span(field.type, " ".join(text.text for text in ordered), field.value)
            if span is None or span.start <= len(ordered[0].text):
                break
            ordered = ordered[1:]  # a label of its own that was given as part of the value
    if span is None and field.value is not None and field.zone is None:
        elsewhere = _only_text(field, page)
        if elsewhere is not None:
            ordered, span = [elsewhere[0]], elsewhere[1]
    start = span.start if span is not None else 0
    if not ordered:
        return None
    first = cut(ordered[0], [start])[-1] if 0 < start < len(ordered[0].text) else ordered[0]
    line = [first, *(text for text in ordered[1:] if text.shares_line(first))]
    placed = joined(line)
    used = [(ordered[0], start), *((text, 0) for text in ordered[1:])]
    return Located(placed, max(text.y for text in ordered), span or Span(0)), used


def _only_text(field: ConfirmedField, page: Page) -> tuple[Placed, Span] | None:
    """The only text of the page that writes a value which a person typed."""
    found = []
    for text in page.layout.texts:
        if field.value is None or normal_form(field.type, text.text) is None:
            continue
        span = value_span(field.type, text.text, field.value)
        if span is not None:
            found.append((text, span))
    return found[0] if len(found) == 1 else None


def _zone_text(zone: Zone) -> PageText:
    quad = ([zone.x0, zone.y0], [zone.x1, zone.y0], [zone.x1, zone.y1], [zone.x0, zone.y1])
    return PageText("\N{WHITE SQUARE}", quad, 1.0, zone.page)


def _empty_zone(field: ConfirmedField, page: Page, texts: Sequence[PageText]) -> tuple[Located, Used] | None:
    zone = field.zone
    if zone is None or not zone.is_possible or field.indexes:
        return None
    wanted = _zone_text(zone)
    number = next((n for n, text in enumerate(texts) if text == wanted), None)
    place = next((text for text in page.layout.texts if text.indexes == (number,)), None)
    if place is None:
        return None
    return Located(place, place.y, Span(0), place.height), []
