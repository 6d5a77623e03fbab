"""Reading a document by a learnt layout, and choosing the layout that a document has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from domain.messages import verbatim
from domain.registration_numbers import business_number
from ocr_lib.fields.companies import CompanyList, bare_name
from ocr_lib.fields.document import DocumentFields
from ocr_lib.fields.extraction import read_fields
from ocr_lib.fields.given import GivenValues
from ocr_lib.fields.hangul import compact, jamo_distance
from ocr_lib.fields.learnt.layout import FieldPlace, LearntLayout
from ocr_lib.fields.learnt.pages import Page, page_words
from ocr_lib.fields.learnt.places import values_of
from ocr_lib.fields.learnt.values import Found
from ocr_lib.fields.limits import FieldLimits
from ocr_lib.fields.normal_forms import Value, masked
from ocr_lib.fields.proofs import value_proof
from ocr_lib.fields.reasons import FieldState, Reason, ReasonKind, reason
from ocr_lib.fields.table_items import ItemCell
from ocr_lib.fields.texts import PageText, Placed
from ocr_lib.fields.typed_values import TypedValues
from ocr_lib.fields.values import Candidate
from ocr_lib.fields.vocabulary import FieldKey, FieldType

APPLIES, APPLIES_TO_SUPPLIER = 0.6, 0.3
"""Share of a layout's anchors that a document has: by itself, and where it names the supplier."""
FEWEST_ANCHORS = 3
OF_SUPPLIER = 0.25
"""What the supplier's number or name counts beside the share of the anchors."""
LONGEST_LINE = 60


@dataclass(frozen=True)
class OwnField:
    """A field that a person named, as read. Resident numbers in it are masked."""

    name: str
    type: FieldType
    value: Value | None
    text: str = field(repr=False)
    score: float
    state: FieldState
    reasons: tuple[Reason, ...]
    indexes: tuple[int, ...]

    def to_json(self) -> dict[str, Any]:
        """As of `DocumentField`."""
        return {
            "key": self.name,
            "name": verbatim(self.name).sentences,
            "type": self.type.value,
            "value": self.value,
            "text": self.text,
            "score": round(self.score, 4),
            "state": self.state.value,
            "reasons": [reason.to_json() for reason in self.reasons],
            "texts": list(self.indexes),
            "repair": None,
        }


@dataclass(frozen=True)
class LearntReading:
    """What a layout read from a document.

    Attributes:
        document: its kind and the fields of the vocabulary, with their proofs.
        own: the fields that people named.
    """

    document: DocumentFields
    own: tuple[OwnField, ...] = ()

    def value(self, name: str) -> Value | None:
        """The value of a field of either sort."""
        for one in self.document.fields:
            if one.key.value == name:
                return one.value
        return next((one.value for one in self.own if one.name == name), None)

    @property
    def names(self) -> tuple[str, ...]:
        """Of the fields that were found."""
        return (*(one.key.value for one in self.document.fields), *(one.name for one in self.own))

    def to_json(self) -> dict[str, Any]:
        """As of `DocumentFields`, with the fields that people named behind the others."""
        whole = self.document.to_json()
        return whole | {"fields": [*whole["fields"], *(one.to_json() for one in self.own)]}


def read_with_layout(
    layout: LearntLayout,
    texts: Sequence[PageText],
    *,
    today: date,
    tables: Sequence[Sequence[ItemCell]] = (),
    companies: CompanyList | None = None,
    typed: TypedValues = TypedValues(),  # noqa: B008 - frozen
    limits: FieldLimits = FieldLimits(),  # noqa: B008 - frozen
) -> LearntReading:
    """The fields of a document that has a layout: those in their places, and the rest by the shipped rules.

    Args:
        texts: of all pages of the document.
        today, tables, companies, typed, limits: as of `read_fields`, whose proofs decide the states.
    """
    page = Page(page_words(texts, limits.max_texts), layout.anchors)
    matched, frame = page.match(layout.anchors)
    found = values_of(layout, page, matched, frame)
    given = _given(layout, found)
    document = read_fields(
        texts,
        today=today,
        tables=tables,
        companies=companies,
        kind=layout.kind,
        typed=typed,
        given=given,
        limits=limits,
    )
    own = [
        _own(place, found[place.name], texts, today)
        for place in layout.fields
        if place.key is None and place.name in found
    ]
    return LearntReading(document, tuple(own))


def choose_layout(
    layouts: Mapping[int, LearntLayout], texts: Sequence[PageText]
) -> tuple[int, LearntLayout] | None:
    """The layout that a document has, with its number: the one most of whose anchors are in their places.

    A document that names the supplier, by number or name, needs fewer of them.
    """
    if not layouts:
        return None
    numbers = {number for text in texts if (number := business_number(text.text)) is not None}
    lines = [bare_name(text.text) for text in texts if len(text.text) <= LONGEST_LINE]
    words = page_words(texts)
    best: tuple[float, int] | None = None
    for layout_id, layout in layouts.items():
        if not layout.anchors:
            continue
        matched, _ = Page(words, layout.anchors).match(layout.anchors)
        share = anchor_share(layout, matched)
        is_supplier = names_supplier(layout, numbers, lines)
        few = min(FEWEST_ANCHORS, len(layout.anchors))
        if len(matched) < few or share < (APPLIES_TO_SUPPLIER if is_supplier else APPLIES):
            continue
        score = share + OF_SUPPLIER * is_supplier
        if best is None or score > best[0]:
            best = (score, layout_id)
    return None if best is None else (best[1], layouts[best[1]])


def anchor_share(layout: LearntLayout, matched: Mapping[int, Placed]) -> float:
    """Share of the layout's anchors that a document has, each by how many examples have it."""
    whole = sum(one.seen for one in layout.anchors)
    return sum(layout.anchors[n].seen for n in matched) / whole if whole else 0.0


def names_supplier(layout: LearntLayout, numbers: set[str], lines: Sequence[str]) -> bool:
    """Whether a document has the business number, or the name, that all examples have.

    Args:
        lines: texts as compared names.
    """
    number = layout.constant(FieldKey.SUPPLIER_NUMBER, FieldKey.BUSINESS_NUMBER)
    if number is not None and number in numbers:
        return True
    name = layout.constant(FieldKey.SUPPLIER_NAME, FieldKey.COMPANY_NAME)
    wanted = bare_name(str(name)) if name is not None else ""
    if len(wanted) < 2:
        return False
    return any(
        wanted in line or (len(line) >= 3 and jamo_distance(line, wanted, 1) <= 1) for line in lines if line
    )


def _given(layout: LearntLayout, found: Mapping[str, Found]) -> GivenValues:
    types = {one.key: one.type for one in layout.fields if one.key is not None}
    values = {}
    for one in layout.fields:
        at = found.get(one.name)
        if one.key is not None and at is not None and not one.rules_first:
            values[one.key] = Candidate(at.value, at.placed, 0.0)
    return GivenValues(values, types, frozenset(layout.absent))


def _own(place: FieldPlace, found: Found, texts: Sequence[PageText], today: date) -> OwnField:
    text, value = masked(place.type, found.placed.text, found.value)
    score = min((texts[n].score for n in found.placed.indexes), default=0.0)
    unreadable = reason(ReasonKind.NOT_READABLE, {"text": compact(text)[:40]})
    state: FieldState = FieldState.CONTRADICTED
    reasons: tuple[Reason, ...] = (unreadable,)
    if value is not None:
        state, reasons = value_proof(place.key, place.type, value, today=today)
    return OwnField(place.name, place.type, value, text, score, state, reasons, found.placed.indexes)
