"""Between rows and `ocr_lib.fields`: texts of a document, what people typed, and the rows of its fields."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from domain.document_fields import FieldKey, FieldState, ItemColumn
from domain.messages import Joined, Message
from domain.ocr import TextState
from records.ocr.document_fields.fields import DecidedField, ReadField
from records.ocr.table_editing.page_tables import StoredTable
from records.ocr.tables import OcrText

if TYPE_CHECKING:
    from ocr_lib.fields import (
        DocumentField,
        DocumentFields,
        FieldSpec,
        ItemCell,
        ItemField,
        PageText,
        TypedValues,
    )
    from ocr_lib.fields.reasons import Reason

_CHECKED = (TextState.CONFIRMED, TextState.CORRECTED)


@dataclass(frozen=True)
class DocumentTexts:
    """The legible texts of a document, with ids, pages and readings of their rows in the same order."""

    texts: list[PageText]
    ids: list[str]
    pages: list[int]
    as_read: list[str]
    checked: frozenset[str] = frozenset()
    """Ids of the texts that people looked at."""

    def part(self, number: int, start: int, stop: int) -> str:
        """Some characters of a text as it was read; all of one that a person corrected, whose characters are others."""
        text = self.texts[number].text
        return text[start:stop] if text == self.as_read[number] else text


def document_texts(found: Sequence[OcrText]) -> DocumentTexts:
    """What `ocr_lib.fields` reads. Texts that people checked are certain; illegible ones are left out."""
    from ocr_lib.fields import CharacterReading, PageText

    legible = [one for one in found if one.state != TextState.UNREADABLE]
    texts = []
    for one in legible:
        checked = one.state in _CHECKED
        of_text = [(c, 1.0) for c in one.label] if checked else one.characters or ()
        others = {} if checked else one.alternatives or {}
        characters = tuple(CharacterReading(c, p, others.get(str(n), "")) for n, (c, p) in enumerate(of_text))
        score = 1.0 if checked else one.score
        texts.append(PageText(one.label, one.quad, score, one.page_no - 1, characters))
    return DocumentTexts(
        texts,
        [one.text_id for one in legible],
        [one.page_no for one in legible],
        [one.text for one in legible],
        frozenset(one.text_id for one in legible if one.state in _CHECKED),
    )


def table_cells(tables: Mapping[int, Sequence[StoredTable]], texts: DocumentTexts) -> list[list[ItemCell]]:
    """The cells of the tables of all pages, as the fields are read with them."""
    from ocr_lib.fields import ItemCell

    index_of = {text_id: n for n, text_id in enumerate(texts.ids)}
    found = []
    for page_no in sorted(tables):
        for table in tables[page_no]:
            cells = []
            for cell in table.cells:
                parts = [(index_of[i], start, stop) for i, start, stop in cell.texts if i in index_of]
                words = " ".join(texts.part(n, start, stop) for n, start, stop in parts)
                cells.append(ItemCell(cell.row, cell.column, words, tuple(n for n, _, _ in parts)))
            found.append(cells)
    return found


def moved_lines(
    decided: Sequence[DecidedField], found: DocumentFields, texts: DocumentTexts
) -> list[DecidedField]:
    """Decisions on line items with the numbers that their lines have now, by the texts they share.

    Lines that are not found any more are numbered behind all others.
    """
    lines: dict[int, set[str]] = {}
    for cell in found.cells:
        lines.setdefault(cell.row + 1, set()).update(texts.ids[n] for n in cell.indexes)
    before: dict[int, set[str]] = {}
    for one in decided:
        if one.line_no:
            before.setdefault(one.line_no, set()).update(one.text_ids)
    shared = {
        (old, new): len(ids & now) for old, ids in before.items() for new, now in lines.items() if ids & now
    }
    # Two lines never become one: a decision on one of them would be lost.
    numbers: dict[int, int] = {0: 0}
    for old, new in sorted(shared, key=lambda pair: (-shared[pair], pair[0] != pair[1], pair)):
        if old not in numbers and new not in numbers.values():
            numbers[old] = new
    for old in sorted(before.keys() - numbers.keys()):
        numbers[old] = max([*lines, *numbers.values()]) + 1
    return [replace(one, line_no=numbers[one.line_no]) for one in decided]


def still_decided(
    decided: Sequence[DecidedField],
    read: Sequence[ReadField],
    texts: DocumentTexts,
    refuted: Collection[tuple[int, str]] = (),
) -> tuple[list[DecidedField], list[tuple[DecidedField, str | None]]]:
    """The decisions that hold where other values are read by now, and those that do not with what is read.

    A confirmed value stays what the person saw; it gives way to a text that people checked since. A repair that was
    applied by itself gives way to every other reading.

    Args:
        refuted: lines and keys of fields that contradict the document with such a repair.
    """
    now = {(one.line_no, one.key): one for one in read}
    kept: list[DecidedField] = []
    dropped: list[tuple[DecidedField, str | None]] = []
    for one in decided:
        row = now.get((one.line_no, one.key))
        machine, text_ids = (None, ()) if row is None else (row.machine, row.text_ids)
        is_checked = bool(text_ids) and texts.checked.issuperset(text_ids)
        if one.repaired and (machine != one.machine or (one.line_no, one.key) in refuted):
            dropped.append((one, machine))
        elif one.corrected is not None or machine == one.machine:
            kept.append(one)
        elif is_checked:
            dropped.append((one, machine))
        else:
            kept.append(replace(one, corrected=one.machine or ""))
    return kept, dropped


def typed_values(decided: Sequence[DecidedField]) -> TypedValues:
    """The values that people wrote."""
    from ocr_lib.fields import TypedValues

    written = [one for one in decided if one.corrected is not None]
    keys, columns = set(FieldKey), set(ItemColumn)
    return TypedValues(
        {FieldKey(one.key): one.corrected or "" for one in written if not one.line_no and one.key in keys},
        {
            (one.line_no - 1, ItemColumn(one.key)): one.corrected or ""
            for one in written
            if one.line_no and one.key in columns
        },
    )


def rows_of(
    by_machine: DocumentFields,
    with_people: DocumentFields,
    texts: DocumentTexts,
    typed: TypedValues,
    more: Sequence[FieldSpec] = (),
) -> list[ReadField]:
    """The rows of the fields of a document.

    Args:
        by_machine: what was read.
        with_people: the same with what people wrote, by which states and repairs are.
        more: fields that a layout has beside those of the kind.
    """
    from ocr_lib.fields import FIELDS

    of_kind = FIELDS[with_people.kind.kind]
    specs = (*of_kind, *(one for one in more if one.key not in {spec.key for spec in of_kind}))
    rows = [
        _field_row(spec, number, by_machine.get(spec.key), with_people.get(spec.key), texts, typed)
        for number, spec in enumerate(specs)
    ]
    read = {(cell.row, cell.column): cell for cell in by_machine.cells}
    now = {(cell.row, cell.column): cell for cell in with_people.cells}
    places = sorted({*read, *now}, key=lambda one: (one[0], list(ItemColumn).index(one[1])))
    return rows + [_item_row(place, read.get(place), now.get(place), texts, typed) for place in places]


def _field_row(
    spec: FieldSpec,
    number: int,
    read: DocumentField | None,
    now: DocumentField | None,
    texts: DocumentTexts,
    typed: TypedValues,
) -> ReadField:
    score = None if read is None else read.score
    row = ReadField(spec.key.value, spec.type, number, FieldState.UNREAD, required=spec.required, score=score)
    return _filled(row, read, now, texts, is_typed=spec.key in typed.fields)


def _item_row(
    place: tuple[int, ItemColumn],
    read: ItemField | None,
    now: ItemField | None,
    texts: DocumentTexts,
    typed: TypedValues,
) -> ReadField:
    line, column = place
    row = ReadField(column.value, column.type, list(ItemColumn).index(column), FieldState.UNREAD, line + 1)
    return _filled(row, read, now, texts, is_typed=place in typed.items)


def _filled(
    row: ReadField,
    read: DocumentField | ItemField | None,
    now: DocumentField | ItemField | None,
    texts: DocumentTexts,
    *,
    is_typed: bool,
) -> ReadField:
    """The row with what was read on the paper, and its state with what people typed."""
    if read is not None:
        row = replace(
            row,
            machine=None if read.value is None else str(read.value),
            text=read.text,
            text_ids=tuple(texts.ids[n] for n in read.indexes),
            page_no=texts.pages[read.indexes[0]] if read.indexes else None,
        )
    if now is None:
        return row
    return replace(
        row,
        state=now.state,
        reason=why(now.reasons),
        repair=None if now.repair is None else str(now.repair.value),
        repair_reason=None if now.repair is None else why(now.repair.reasons),
        repair_is_proven=now.repair is None or now.repair.is_proven,
        normal=str(now.value) if is_typed and now.value is not None else None,
    )


def why(reasons: Sequence[Reason]) -> Message | None:
    return Joined([one.message for one in reasons], " ") if reasons else None
