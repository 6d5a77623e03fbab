"""Fields of files that were read in this process: what `saebyeok ocr fields` and `ocr read` share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from domain.document_fields import kind_label
from domain.messages import Message
from domain.reading_limits import FieldLimit
from domain.refusal import Refusal
from orchestration.cli.language import translated
from orchestration.cli.session import CliContext, to_stderr

if TYPE_CHECKING:
    from assets.ocr.layout_reading import AppliedLayout
    from ocr_lib.exports import ExportDocument
    from orchestration.settings import Settings
    from records.ocr.document_fields.field_doubts import FieldValue


@dataclass(frozen=True)
class FileFields:
    """The kind and the fields of a file.

    Attributes:
        plain: all of it, for JSON.
    """

    kind: str
    rows: Sequence[FieldValue]
    plain: dict[str, Any]


def fields_of_file(
    settings: Settings, document: ExportDocument, layouts: Mapping[int, AppliedLayout]
) -> FileFields:
    """Read the fields of a document whose tables were found; what limits left out goes to standard error.

    Args:
        layouts: as of `learnt_layouts`.
    """
    from assets.ocr.field_rows import DocumentTexts, rows_of
    from assets.ocr.layout_reading import layout_by_texts, own_rows, read_texts
    from ocr_lib.fields import TypedValues
    from resources.limits import field_limits

    texts, today = _texts(document), date.today()
    layout = layout_by_texts(layouts, texts)
    learnt = read_texts(
        texts,
        None,
        layout,
        today=today,
        tables=_tables(document),
        companies=None,
        limits=field_limits(settings),
    )
    read = learnt.document
    print_limits(read.limits_reached)
    numbers = [str(number) for number in range(len(texts))]
    placed = DocumentTexts(texts, numbers, [text.page + 1 for text in texts], [text.text for text in texts])
    more = () if layout is None else layout.specs
    rows = rows_of(read, read, placed, TypedValues(), more=more)
    if layout is not None:
        rows += own_rows(layout, learnt, placed, (), today)
    kind = layout.kind if layout is not None and layout.is_own else read.kind.kind.value
    named = {"kind": kind, "kind_name": kind_label(kind).sentences}
    return FileFields(kind, rows, {"file": document.name, **learnt.to_json(), **named})


def learnt_layouts(settings: Settings) -> Mapping[int, AppliedLayout]:
    """The layouts in use of the home; none without a home, or where its database can't be read, which is said."""
    from assets.ocr.layout_reading import used_layouts

    database = settings.home / "saebyeok.db"
    if not settings.home.is_dir() or not (settings.database_url or database.exists()):
        return {}
    try:
        with CliContext(settings).reading() as session:
            return used_layouts(session)
    except Refusal as refusal:
        why = Message("learnt layouts are not used: {why}", why=refusal.message)
        to_stderr(translated(why))
        return {}


def print_limits(limits: Iterable[FieldLimit]) -> None:
    """What was left out, on standard error."""
    for limit in limits:
        to_stderr(translated(limit.message))


def _texts(document: ExportDocument) -> list[Any]:
    from ocr_lib.fields import CharacterReading, PageText

    return [
        PageText(
            line.text,
            line.quad,
            line.score,
            number,
            tuple(CharacterReading(text, probability) for text, probability in line.characters),
        )
        for number, page in enumerate(document.pages)
        for line in page.lines
    ]


def _tables(document: ExportDocument) -> list[list[Any]]:
    """The cells of the tables of all pages, with numbers of the document's texts."""
    from ocr_lib.fields import ItemCell
    from ocr_lib.tables.cell_texts import text_of_parts

    found, before = [], 0
    for page in document.pages:
        for table in page.tables.tables if page.tables is not None else ():
            cells = [
                ItemCell(
                    cell.row,
                    cell.column,
                    text_of_parts(page.lines, cell.texts),
                    tuple(before + part.text for part in cell.texts),
                )
                for cell in table.cells
            ]
            found.append(cells)
        before += len(page.lines)
    return found
