"""The fields of a document as its page shows them: those that need a person first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy.orm import Session

from domain.document_fields import DocumentKind, FieldState, FieldType, ItemColumn, field_label, kind_label
from domain.messages import Message, in_context
from records.ocr.document_fields import layouts
from records.ocr.document_fields.field_tables import OcrField
from records.ocr.document_fields.line_decisions import is_removed


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
GROUP_HEADINGS: dict[str, Message] = {
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
    place = {name: number for number, name in enumerate(GROUP_HEADINGS)}
    of_document = sorted(
        (one for one in fields if one.line_no == 0), key=lambda one: (place[group_of(one)], one.order_no)
    )
    return [
        FieldGroup(GROUP_HEADINGS[name], name, list(members), is_folded=name == ABSENT)
        for name, members in groupby(of_document, key=group_of)
    ]


@dataclass(frozen=True)
class ItemTable:
    """The line items of a document.

    Attributes:
        columns: those that at least one line has.
        lines: by number of the line, the values of the columns; None where nothing was read.
        removed: numbers of the lines that people removed.
    """

    columns: list[ItemColumn]
    lines: list[tuple[int, list[OcrField | None]]]
    removed: list[int]


def item_table(fields: Sequence[OcrField]) -> ItemTable:
    """The line items in columns."""
    of_lines: dict[int, dict[str, OcrField]] = {}
    for one in sorted(fields, key=lambda one: one.line_no):
        if one.line_no:
            of_lines.setdefault(one.line_no, {})[one.key] = one
    removed = [number for number, line in of_lines.items() if is_removed(list(line.values()))]
    shown = {number: line for number, line in of_lines.items() if number not in removed}
    columns = [column for column in ItemColumn if any(column in line for line in shown.values())]
    lines = [(number, [line.get(column) for column in columns]) for number, line in shown.items()]
    return ItemTable(columns, lines, removed)


@dataclass(frozen=True)
class WrongLine:
    """A line item with contradicted values that no person confirmed.

    Attributes:
        number: of the line, from 1.
        fields: these values.
        reasons: why they are contradicted, each once.
    """

    number: int
    fields: list[OcrField]
    reasons: list[Message]


def wrong_lines(fields: Sequence[OcrField]) -> list[WrongLine]:
    """The line items with contradicted values, in their order."""
    wrong: dict[int, list[OcrField]] = {}
    for one in fields:
        if one.line_no and group_of(one) == FieldState.CONTRADICTED:
            wrong.setdefault(one.line_no, []).append(one)
    return [WrongLine(number, values, _reasons(values)) for number, values in sorted(wrong.items())]


def _reasons(fields: Sequence[OcrField]) -> list[Message]:
    found = {one.reason.en: one.reason for one in fields if one.reason is not None}
    # An amount's reason may go on where the one of its quantity ends.
    return [reason for text, reason in found.items() if not any(text in one and text != one for one in found)]


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


SHOWN_FIELDS: dict[str, Any] = {
    "field_label": field_label,
    "field_state": FieldState,
    "group_of": group_of,
    "shown_field": shown_field,
}
"""What the templates of fields are rendered with."""
