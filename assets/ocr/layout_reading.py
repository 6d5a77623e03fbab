"""Reading a document by the layout it has: which one, the fields it adds, and the layout that a person drew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from assets.ocr.field_rows import DocumentTexts, document_texts, why
from domain.document_fields import DocumentKind, FieldState, FieldType
from records.ocr import documents, texts
from records.ocr.document_fields import layouts
from records.ocr.document_fields.fields import DecidedField, ReadField
from records.ocr.document_fields.layout_tables import OcrLayout
from records.ocr.tables import OcrDocument
from resources.database import Database

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from ocr_lib.fields import CompanyList, FieldLimits, FieldSpec, ItemCell, PageText, TypedValues
    from ocr_lib.fields.learnt import ConfirmedField, LearntLayout, LearntReading, Zone

OWN_FIELDS = 500
"""Place of the first field that a person named, behind those of the vocabulary."""


@dataclass(frozen=True)
class AppliedLayout:
    """The layout that a document has.

    Attributes:
        kind: of the documents, a `DocumentKind` or the name that a person gave.
    """

    layout: LearntLayout
    kind: str

    @property
    def is_own(self) -> bool:
        """Whether a person named the kind."""
        return self.kind not in set(DocumentKind)

    @property
    def anchors(self) -> list[str]:
        return [one.text for one in self.layout.anchors[:10]]

    @property
    def specs(self) -> list[FieldSpec]:
        """The fields of the vocabulary that it has."""
        from ocr_lib.fields import FieldSpec

        return [FieldSpec(one.key, one.type, ()) for one in self.layout.fields if one.key is not None]


def used_layouts(session: Session, *, kind: str | None = None) -> dict[int, AppliedLayout]:
    """The layouts in use by id, or those of one kind; one of another version is left out until the next night learns it again."""
    from ocr_lib.fields.learnt import InvalidLayout, LearntLayout

    found = {}
    for row in layouts.in_use(session):
        if kind in (None, row.kind):
            with suppress(InvalidLayout):
                found[row.layout_id] = AppliedLayout(LearntLayout.from_json(row.layout), row.kind)
    return found


def layout_of(session: Session, document: OcrDocument, found: Sequence[PageText]) -> AppliedLayout | None:
    """The layout in use that a document has; one of the kind that a person chose, where one did."""
    used = used_layouts(session, kind=document.kind_chosen)
    chosen = layout_by_texts(used, found)
    if chosen is not None:
        return chosen
    own = [one for one in used.values() if one.is_own]
    # A person said that the document is of this kind.
    return own[0] if document.kind_chosen is not None and len(own) == 1 else None


def layout_by_texts(used: Mapping[int, AppliedLayout], found: Sequence[PageText]) -> AppliedLayout | None:
    """The one of some layouts that texts show."""
    from ocr_lib.fields.learnt import choose_layout

    chosen = choose_layout({number: one.layout for number, one in used.items()}, found)
    return None if chosen is None else used[chosen[0]]


def read_texts(
    found: Sequence[PageText],
    kind: str | None,
    layout: AppliedLayout | None,
    *,
    today: date,
    tables: Sequence[Sequence[ItemCell]],
    companies: CompanyList | None,
    limits: FieldLimits,
    typed: TypedValues | None = None,
) -> LearntReading:
    """The fields of a document by its layout, else by the shipped rules.

    Args:
        kind: of the document, as far as is known.
    """
    from ocr_lib.fields import TypedValues, read_fields
    from ocr_lib.fields.learnt import LearntReading, read_with_layout

    typed = typed or TypedValues()
    if layout is not None:
        return read_with_layout(
            layout.layout,
            found,
            today=today,
            tables=tables,
            companies=companies,
            typed=typed,
            limits=limits,
        )
    known = DocumentKind(kind) if kind in set(DocumentKind) else None
    return LearntReading(
        read_fields(
            found,
            today=today,
            tables=tables,
            companies=companies,
            kind=known,
            typed=typed,
            limits=limits,
        )
    )


def own_rows(
    layout: AppliedLayout,
    learnt: LearntReading,
    found: DocumentTexts,
    kept: Sequence[DecidedField],
    today: date,
) -> list[ReadField]:
    """The rows of the fields that a person named, also of those that were not found.

    Args:
        kept: decisions; states are of the values that people wrote.
    """
    read = {one.name: one for one in learnt.own}
    written = {one.key: one.corrected for one in kept if not one.line_no and one.corrected is not None}
    rows = []
    for number, place in enumerate(one for one in layout.layout.fields if one.key is None):
        row = ReadField(place.name, place.type, OWN_FIELDS + number, FieldState.UNREAD)
        one = read.get(place.name)
        if one is not None:
            row = replace(
                row,
                state=one.state,
                machine=None if one.value is None else str(one.value),
                text=one.text,
                score=one.score,
                text_ids=tuple(found.ids[n] for n in one.indexes),
                page_no=found.pages[one.indexes[0]] if one.indexes else None,
                reason=why(one.reasons),
            )
        rows.append(_with_written(row, written[place.name], today) if place.name in written else row)
    return rows


def _with_written(row: ReadField, written: str, today: date) -> ReadField:
    """A row of a field with the state of what a person wrote."""
    from ocr_lib.fields.proofs import value_proof
    from ocr_lib.fields.reasons import ReasonKind, reason
    from ocr_lib.fields.typed_values import typed_by_people

    if not written:
        return replace(row, state=FieldState.UNREAD, reason=None)
    value = typed_by_people(row.type, written)
    if value is None:
        unreadable = why([reason(ReasonKind.NOT_READABLE, {"text": written})])
        return replace(row, state=FieldState.CONTRADICTED, reason=unreadable)
    state, reasons = value_proof(None, row.type, value, today=today)
    return replace(row, state=state, reason=why(reasons), normal=str(value))


def learn_drawn(database: Database, doc_id: str, now: datetime) -> None:
    """Learn the layout of a kind that a person drew on this document, where it has none yet."""
    from ocr_lib.fields.learnt import Example, learn_layout

    with database.reading() as session:
        row = layouts.drawn_on(session, doc_id)
        if row is None:
            return
        documents.get(session, doc_id)
        found = document_texts(texts.of_document(session, doc_id))
    layout = learn_layout([Example(found.texts, _drawn_fields(row, found))], today=now.date())
    with database.transaction() as session:
        layouts.keep_drawn(session, row.layout_id, layout.to_json(), now=now)


def _zone(corners: Sequence[float], page: int) -> Zone:
    from ocr_lib.fields.learnt import Zone

    left, top, right, bottom = corners
    return Zone(left, top, right, bottom, page)


def _drawn_fields(row: OcrLayout, found: DocumentTexts) -> tuple[ConfirmedField, ...]:
    from ocr_lib.fields import FIELDS
    from ocr_lib.fields.learnt import ConfirmedField

    # A field of the vocabulary has its own type, whatever was chosen beside its name.
    types = {spec.key.value: spec.type for specs in FIELDS.values() for spec in specs}
    places = {text_id: n for n, text_id in enumerate(found.ids)}
    fields = []
    for one in row.drawn or ():
        corners = one.get("zone")
        zone = _zone(corners, one["page"] - 1) if corners else None
        indexes = tuple(places[text_id] for text_id in one["texts"] if text_id in places)
        of = types.get(one["name"], FieldType(one["type"]))
        fields.append(ConfirmedField(one["name"], of, None, indexes, zone))
    return tuple(fields)
