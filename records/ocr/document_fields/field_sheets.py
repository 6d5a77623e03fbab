"""Fields of documents as sheets: one of a document by itself, or one row for each of many.

Resident registration numbers are masked: those of fields are so already, those of names here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol, TypeVar

from domain.document_fields import (
    FieldState,
    FieldType,
    ItemColumn,
    field_label,
    kind_label,
)
from domain.messages import Language, Message, in_context
from domain.ocr import OcrStatus
from domain.registration_numbers import mask_resident_numbers
from domain.sheets import Sheet, SheetCell
from records.ocr.tables import OcrDocument

FIELDS_SHEET = in_context("sheet", "Fields")
ITEMS_SHEET = in_context("sheet", "Line items")
DOCUMENTS_SHEET = in_context("sheet", "Documents")
EXACT = 10**15
"""Spreadsheets keep 15 digits of a number; longer ones are written as text."""
NOT_CONFIRMED = in_context("field sheet", "Not confirmed")
"""Heading of the column that names what is not confirmed."""
FIRST_DAY = date(1900, 3, 1)
"""Spreadsheets know no day before 1900 and have a 29 February of that year."""


class FieldValue(Protocol):
    """A field, as read or as its row."""

    @property
    def key(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def line_no(self) -> int: ...
    @property
    def state(self) -> str: ...
    @property
    def value(self) -> str | None: ...
    @property
    def reason(self) -> Message | None: ...
    @property
    def repair(self) -> str | None: ...
    @property
    def required(self) -> bool: ...


class DecidedField(FieldValue, Protocol):
    """A field as its row, with whether a person decided that its value is right."""

    @property
    def confirmed(self) -> bool: ...


_Field = TypeVar("_Field", bound=FieldValue)


def cell_of(field: FieldValue | None) -> SheetCell:
    """The value of a field as a number or date where it is one."""
    if field is None or not field.value:
        return None
    try:
        if field.type == FieldType.WON:
            amount = int(field.value)
            return amount if abs(amount) < EXACT else field.value
        if field.type == FieldType.QUANTITY:
            number = float(field.value)
            if not abs(number) < EXACT:  # also where it is NaN
                return field.value
            return int(number) if number.is_integer() else number
        if field.type == FieldType.DATE:
            day = date.fromisoformat(field.value)
            return day if day >= FIRST_DAY else field.value
    except ValueError:
        return field.value
    return field.value


def sheets_of_document(kind: str | None, fields: Sequence[FieldValue], language: Language) -> list[Sheet]:
    """A sheet of a document's fields with their proofs, and one of its line items; none without fields."""

    def said(message: Message | None) -> str:
        return "" if message is None else message.render(language)

    of_document = [one for one in fields if one.line_no == 0]
    if not of_document:
        return []
    headings = (
        Message("Field"),
        Message("Value"),
        Message("State"),
        Message("Why"),
        Message("Offered instead"),
    )
    rows: list[list[SheetCell]] = [
        [said(Message("Kind of document")), said(kind_label(kind)), None, None, None]
    ]
    rows += [
        [
            said(field_label(one.key)),
            cell_of(one),
            said(FieldState(one.state).message),
            said(one.reason),
            one.repair,
        ]
        for one in of_document
    ]
    sheets = [Sheet(said(FIELDS_SHEET), [said(one) for one in headings], rows)]
    lines = _lines(fields)
    if lines:
        columns = [column for column in ItemColumn if any(column in line for line in lines.values())]
        items = [
            [number, *(cell_of(line.get(column)) for column in columns)] for number, line in lines.items()
        ]
        sheets.append(
            Sheet(
                said(ITEMS_SHEET),
                [said(in_context("line item", "No.")), *(said(one.message) for one in columns)],
                items,
            )
        )
    return sheets


def sheets_of_documents(
    found: Sequence[tuple[OcrDocument, Sequence[DecidedField]]],
    language: Language,
    *,
    names_open: bool = False,
) -> tuple[Sheet, Sheet]:
    """A sheet with a row for each document and a column for each field, and one of all their line items.

    Args:
        names_open: add a column that names the values of documents that are not 검증 완료 which no person confirmed and
            nothing proves.
    """

    def said(message: Message) -> str:
        return message.render(language)

    first = [Message("No."), in_context("name", "File"), Message("Company"), Message("Kind of document")]
    keys = list(dict.fromkeys(one.key for _, fields in found for one in fields if one.line_no == 0))
    rows: list[list[SheetCell]] = []
    items: list[list[SheetCell]] = []
    columns = list(ItemColumn)
    for document, fields in found:
        values = {one.key: one for one in fields if one.line_no == 0}
        about: list[SheetCell] = [
            document.doc_id,
            mask_resident_numbers(document.file_name),
            mask_resident_numbers(document.company),
            said(kind_label(document.kind)),
        ]
        wrong = [
            said(field_label(one.key)) for one in values.values() if one.state == FieldState.CONTRADICTED
        ]
        last = [_open_of(document, list(values.values()), language)] if names_open else []
        rows.append([*about, *(cell_of(values.get(key)) for key in keys), ", ".join(wrong), *last])
        items += [
            [
                document.doc_id,
                mask_resident_numbers(document.file_name),
                number,
                *(cell_of(line.get(column)) for column in columns),
                *([_open_of(document, list(line.values()), language)] if names_open else []),
            ]
            for number, line in _lines(fields).items()
        ]
    last_heading = [said(NOT_CONFIRMED)] if names_open else []
    headings = [
        *map(said, first),
        *(said(field_label(key)) for key in keys),
        said(FieldState.CONTRADICTED.message),
        *last_heading,
    ]
    of_items = [
        *map(said, first[:2]),
        said(in_context("line item", "No.")),
        *(said(one.message) for one in columns),
        *last_heading,
    ]
    return Sheet(said(DOCUMENTS_SHEET), headings, rows), Sheet(said(ITEMS_SHEET), of_items, items)


def _open_of(document: OcrDocument, fields: Sequence[DecidedField], language: Language) -> str:
    """The names of a document's values that no person looked at and nothing proves, in the order of the fields."""
    if document.status in (OcrStatus.CHECKED, OcrStatus.LEARNT):
        return ""
    named = [
        _name_of(one) for one in fields if one.value and not one.confirmed and one.state != FieldState.PROVEN
    ]
    return ", ".join(name.render(language) for name in named)


def _name_of(field: FieldValue) -> Message:
    return ItemColumn(field.key).message if field.line_no else field_label(field.key)


def plain_of_document(document: OcrDocument, fields: Sequence[FieldValue]) -> dict[str, object]:
    """A document's values and line items as JSON for programs."""
    return {
        "doc_id": document.doc_id,
        "file_name": mask_resident_numbers(document.file_name),
        "company": mask_resident_numbers(document.company),
        "kind": document.kind,
        "fields": {
            one.key: {"value": _json(one), "state": str(one.state)}
            for one in fields
            if one.line_no == 0 and one.value
        },
        "items": [
            {"line": number, **{column: _json(one) for column, one in line.items()}}
            for number, line in _lines(fields).items()
        ],
    }


def _json(field: FieldValue) -> str | int | float | None:
    value = cell_of(field)
    return value.isoformat() if isinstance(value, date) else value


def _lines(fields: Sequence[_Field]) -> Mapping[int, dict[str, _Field]]:
    lines: dict[int, dict[str, _Field]] = {}
    for one in fields:
        if one.line_no:
            lines.setdefault(one.line_no, {})[one.key] = one
    # People removed lines without a value, or have yet to type them.
    return {number: line for number, line in sorted(lines.items()) if any(one.value for one in line.values())}
