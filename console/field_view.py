"""The fields of a document as its page shows them: those that need a person first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy.orm import Session

from domain.document_fields import DocumentKind, FieldState, FieldType, ItemColumn, kind_label
from domain.messages import Message, in_context
from records.ocr import layouts
from records.ocr.field_tables import OcrField


@dataclass(frozen=True)
class FieldGroup:
    """Fields under one heading.

    Attributes:
        is_folded: whether it is shown on demand only.
    """

    heading: Message
    state: str
    fields: list[OcrField]
    is_folded: bool = False


CONFIRMED, ABSENT = "confirmed", "absent"
_GROUPS: dict[str, Message] = {
    FieldState.CONTRADICTED: FieldState.CONTRADICTED.message,
    FieldState.UNREAD: in_context("fields", "Required, not read"),
    FieldState.UNCHECKED: FieldState.UNCHECKED.message,
    FieldState.CONSISTENT: FieldState.CONSISTENT.message,
    FieldState.PROVEN: FieldState.PROVEN.message,
    CONFIRMED: in_context("fields", "Confirmed by people"),
    ABSENT: in_context("fields", "Not found on the pages"),
}


def kinds_to_choose(session: Session) -> list[tuple[str, Message]]:
    """Every kind of document, those that people named last: its code and what people read for it."""
    return [(kind, kind_label(kind)) for kind in (*DocumentKind, *layouts.named_kinds(session))]


def group_of(field: OcrField) -> str:
    """The state of a field, or what a person decided on it."""
    if field.state == FieldState.UNREAD and not (field.required and not field.confirmed):
        return ABSENT
    if field.confirmed:
        return CONFIRMED
    return field.state


def grouped(fields: Sequence[OcrField]) -> list[FieldGroup]:
    """The fields of a document by what they need, each group in the order of the kind."""
    place = {name: number for number, name in enumerate(_GROUPS)}
    of_document = sorted(
        (one for one in fields if one.line_no == 0), key=lambda one: (place[group_of(one)], one.order_no)
    )
    return [
        FieldGroup(_GROUPS[name], name, list(members), is_folded=name == ABSENT)
        for name, members in groupby(of_document, key=group_of)
    ]


@dataclass(frozen=True)
class ItemTable:
    """The line items of a document.

    Attributes:
        columns: those that at least one line has.
        lines: by number of the line, the values of the columns; None where nothing was read.
    """

    columns: list[ItemColumn]
    lines: list[tuple[int, list[OcrField | None]]]


def item_table(fields: Sequence[OcrField]) -> ItemTable:
    """The line items in columns."""
    cells = {(one.line_no, one.key): one for one in fields if one.line_no}
    columns = [column for column in ItemColumn if any(key == column for _, key in cells)]
    numbers = sorted({number for number, _ in cells})
    return ItemTable(
        columns, [(number, [cells.get((number, column)) for column in columns]) for number in numbers]
    )


def shown_field(field: OcrField, value: str | None) -> str:
    """A value as people write it: amounts with separated thousands."""
    if not value:
        return ""
    if field.type in (FieldType.WON, FieldType.QUANTITY):
        whole, point, decimals = value.partition(".")
        digits = whole.lstrip("-")
        if digits.isdecimal():
            return f"{'-' if whole.startswith('-') else ''}{int(digits):,}{point}{decimals}"
    return value
