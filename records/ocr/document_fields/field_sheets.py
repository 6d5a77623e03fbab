"""Fields of documents as sheets: one of a document by itself, or one row for each of many.

Resident registration numbers are masked: those of fields are so already, those of names here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import chain

from domain.document_fields import FieldKey, FieldState, FieldType, ItemColumn, field_label, kind_label
from domain.messages import Language, Message, in_context
from domain.ocr import OcrStatus
from domain.registration_numbers import mask_resident_numbers
from domain.sheets import CellMark, Sheet, SheetCell
from records.ocr.document_fields.field_doubts import (
    DOUBTS,
    FieldValue,
    doubt_of,
    mark_of,
    names_in,
    offers_of,
    reasons_of,
    state_label,
    state_of_line,
)
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


PAPER_KEYS = (FieldKey.ISSUE_DATE, FieldKey.SUPPLIER_NAME, FieldKey.SUPPLIER_NUMBER)
"""Fields of a document that its line items have as well, behind their own values."""
_ABOUT_LINE = (Message("State"), Message("Why"), Message("Offered instead"))
"""Headings of what is known of a line item, behind its values."""


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
            state_label(one, language),
            said(one.reason),
            one.repair,
        ]
        for one in of_document
    ]
    # What the notes would say is beside the values already.
    marks = _marks([[None], *([None, one] for one in of_document)], language, with_notes=False)
    sheets = [Sheet(said(FIELDS_SHEET), [said(one) for one in headings], rows, marks=marks)]
    lines = _lines(fields)
    if lines:
        columns = [column for column in ItemColumn if any(column in line for line in lines.values())]
        items = [
            [
                number,
                *(cell_of(line.get(column)) for column in columns),
                *_about_line(line, language),
            ]
            for number, line in lines.items()
        ]
        sheets.append(
            Sheet(
                said(ITEMS_SHEET),
                [
                    said(in_context("line item", "No.")),
                    *(said(one.message) for one in columns),
                    *map(said, _ABOUT_LINE),
                ],
                items,
                marks=_marks([[None, *map(line.get, columns)] for line in lines.values()], language),
            )
        )
    return sheets


def sheets_of_documents(
    found: Sequence[tuple[OcrDocument, Sequence[FieldValue]]],
    language: Language,
    *,
    names_open: bool = False,
    with_states: bool = False,
    item_keys: Sequence[FieldKey] | None = None,
    item_columns: Sequence[ItemColumn] = tuple(ItemColumn),
) -> tuple[Sheet, Sheet]:
    """A sheet with a row for each document and a column for each field, and one of all their line items.

    Args:
        names_open: add a column that names the values of documents that are not 검증 완료 which no person confirmed and
            nothing proves.
        with_states: add columns for people that name the doubtful values of each row and why they are, and mark them.
        item_keys: which of `PAPER_KEYS` line items have; None: those that any document has.
        item_columns: which of their own values line items have.
    """

    def said(message: Message) -> str:
        return message.render(language)

    first = [Message("No."), in_context("name", "File"), Message("Company"), Message("Kind of document")]
    keys = list(dict.fromkeys(one.key for _, fields in found for one in fields if one.line_no == 0))
    doubts = DOUBTS if with_states else (FieldState.CONTRADICTED,)
    rows: list[list[SheetCell]] = []
    items: list[list[SheetCell]] = []
    of_rows: list[list[FieldValue | None]] = []
    of_items: list[list[FieldValue | None]] = []
    columns = list(item_columns)
    of_paper = [key for key in PAPER_KEYS if key in (keys if item_keys is None else item_keys)]
    for document, fields in found:
        values = {one.key: one for one in fields if one.line_no == 0}
        names = [mask_resident_numbers(name) for name in (document.file_name, document.company)]
        about: list[SheetCell] = [document.doc_id, *names, said(kind_label(document.kind))]
        lines = _lines(fields)
        paper = [values[key] for key in of_paper if key in values]
        shown = [*values.values(), *chain.from_iterable(line.values() for line in lines.values())]
        rows.append(
            [
                *about,
                *(cell_of(values.get(key)) for key in keys),
                *(names_in(shown, state, language) for state in doubts),
                *([reasons_of(shown, language, with_line=True)] if with_states else []),
                *([_open_of(document, list(values.values()), language)] if names_open else []),
            ]
        )
        of_rows.append([*([None] * len(first)), *map(values.get, keys)])
        for number, line in lines.items():
            items.append(
                [
                    *about[:2],
                    number,
                    *(cell_of(line.get(column)) for column in columns),
                    *(cell_of(values.get(key)) for key in of_paper),
                    *(_about_line(line, language) if with_states else []),
                    *([_open_of(document, [*line.values(), *paper], language)] if names_open else []),
                ]
            )
            of_items.append([None, None, None, *map(line.get, columns), *map(values.get, of_paper)])
    last = [said(NOT_CONFIRMED)] if names_open else []
    headings = [
        *map(said, first),
        *(said(field_label(key)) for key in keys),
        *(said(state.message) for state in doubts),
        *([said(Message("Why"))] if with_states else []),
        *last,
    ]
    item_headings = [
        *map(said, first[:2]),
        said(in_context("line item", "No.")),
        *(said(one.message) for one in columns),
        *(said(field_label(key)) for key in of_paper),
        *(map(said, _ABOUT_LINE) if with_states else []),
        *last,
    ]
    return (
        Sheet(
            said(DOCUMENTS_SHEET),
            headings,
            rows,
            marks=_marks(of_rows, language) if with_states else {},
        ),
        Sheet(
            said(ITEMS_SHEET),
            item_headings,
            items,
            marks=_marks(of_items, language) if with_states else {},
        ),
    )


def _about_line(line: Mapping[str, FieldValue], language: Language) -> list[SheetCell]:
    """The cells under `_ABOUT_LINE`."""
    values = list(line.values())
    return [state_of_line(line, language), reasons_of(values, language), offers_of(values, language)]


def _marks(
    rows: Sequence[Sequence[FieldValue | None]], language: Language, *, with_notes: bool = True
) -> dict[tuple[int, int], CellMark]:
    """The marks of a sheet.

    Args:
        rows: the fields whose values its cells have; None for other cells.
    """
    return {
        (number, column): mark
        for number, row in enumerate(rows)
        for column, field in enumerate(row)
        if (mark := mark_of(field, language, with_note=with_notes)) is not None
    }


def _open_of(document: OcrDocument, fields: Sequence[FieldValue], language: Language) -> str:
    """The names of a document's values that no person looked at and nothing proves, in the order of the fields."""
    if document.status in (OcrStatus.CHECKED, OcrStatus.LEARNT):
        return ""
    named = [one for one in fields if one.value and not one.confirmed and one.state != FieldState.PROVEN]
    return ", ".join(field_label(one.key).render(language) for one in named)


def plain_of_document(document: OcrDocument, fields: Sequence[FieldValue]) -> dict[str, object]:
    """A document's values and line items as JSON for programs."""
    return {
        "doc_id": document.doc_id,
        "file_name": mask_resident_numbers(document.file_name),
        "company": mask_resident_numbers(document.company),
        "kind": document.kind,
        "fields": {
            one.key: {"value": _json(one), **_state_json(one)}
            for one in fields
            if one.line_no == 0 and (one.value or doubt_of(one) is not None)
        },
        "items": [
            {
                "line": number,
                **{column: _json(one) for column, one in line.items()},
                "state": FieldState.weakest(FieldState(one.state) for one in line.values()).value,
                "states": {column: _state_json(one) for column, one in line.items()},
            }
            for number, line in _lines(fields).items()
        ],
    }


def _state_json(field: FieldValue) -> dict[str, object]:
    """What is known of a value."""
    return {
        "state": str(field.state),
        "confirmed": field.confirmed,
        "reason": None if field.reason is None else field.reason.sentences,
        "offered": field.repair,
    }


def _json(field: FieldValue) -> str | int | float | None:
    value = cell_of(field)
    return value.isoformat() if isinstance(value, date) else value


def _lines(fields: Sequence[FieldValue]) -> Mapping[int, dict[str, FieldValue]]:
    lines: dict[int, dict[str, FieldValue]] = {}
    for one in fields:
        if one.line_no:
            lines.setdefault(one.line_no, {})[one.key] = one
    # People removed lines without a value, or have yet to type them.
    return {number: line for number, line in sorted(lines.items()) if any(one.value for one in line.values())}
