"""The kind of each document and its fields: `document_kind`, `document_fields`. Finding them is `ocr_lib.fields`.

Values may be resident registration numbers and names: metadata has numbers of fields alone.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import dagster as dg

from assets.metadata import table
from assets.ocr import pictures
from assets.ocr.document_tables import document_tables
from assets.ocr.field_rows import (
    document_texts,
    moved_lines,
    rows_of,
    still_decided,
    table_cells,
    typed_values,
)
from assets.ocr.layout_reading import layout_of, learn_drawn, own_rows, read_texts
from assets.ocr.partitions import INTAKE_DAYS
from assets.ocr.reading import GROUP, DocumentBatch, extracted_texts
from assets.runs import IO_RETRY, OWNERS
from domain.document_fields import FieldKey, FieldState
from domain.reading_limits import FieldLimit
from records import companies
from records.ocr import documents, texts
from records.ocr.document_fields import fields, fields_to_read
from records.ocr.document_fields.fields import DecidedField, ReadField
from records.ocr.table_editing import page_tables
from resources.clock import Clock
from resources.database import Database
from resources.files import Files

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from ocr_lib.fields import CompanyList, DocumentFields, FieldLimits
    from ocr_lib.fields.learnt import LearntReading


@dg.asset(
    deps=[extracted_texts],
    partitions_def=INTAKE_DAYS,
    group_name=GROUP,
    owners=OWNERS,
    kinds={"python"},
    retry_policy=IO_RETRY,
    description="What each document is, such as a tax invoice, by its title and words, in TB_OCR_DOC.",
)
def document_kind(
    context: dg.AssetExecutionContext, config: DocumentBatch, database: Database
) -> dg.MaterializeResult[None]:
    rows = []
    for doc_id in _wanted(context, config, database):
        # The texts are there already: trouble with one document fails neither them nor the others.
        try:
            rows.append(find_document_kind(database, doc_id))
        except Exception:  # noqa: BLE001 - as above
            context.log.exception(f"the kind of document {doc_id} could not be found")
    return dg.MaterializeResult(metadata=metadata_of_kinds(rows))


@dg.asset(
    deps=[document_kind, document_tables],
    partitions_def=INTAKE_DAYS,
    group_name=GROUP,
    owners=OWNERS,
    kinds={"python"},
    retry_policy=IO_RETRY,
    description="The fields of each document by its kind, with what proves or contradicts each, in TB_OCR_FIELD. What people "
    "wrote is kept.",
)
def document_fields(
    context: dg.AssetExecutionContext,
    config: DocumentBatch,
    database: Database,
    files: Files,
    clock: Clock,
) -> dg.MaterializeResult[None]:
    rows = []
    for doc_id in _wanted(context, config, database):
        try:
            rows.append(read_document_fields(database, files, doc_id, clock.now()))
        except Exception:  # noqa: BLE001 - as for the kind
            context.log.exception(f"the fields of document {doc_id} could not be read")
    return dg.MaterializeResult(metadata=metadata_of_fields(rows))


def _wanted(context: dg.AssetExecutionContext, config: DocumentBatch, database: Database) -> Sequence[str]:
    if config.documents:
        return config.documents
    with database.reading() as session:
        return fields_to_read.to_read(session, day=context.partition_key)


def metadata_of_kinds(rows: Sequence[str]) -> dict[str, Any]:
    """What Dagster shows of the kinds of some documents."""
    return {"documents": len(rows), **dict(sorted(Counter(rows).items()))}


@dataclass(frozen=True)
class FieldsRead:
    """What was read of the fields of a document, without their values.

    Attributes:
        states: how many fields and values of line items are in each state.
        limits: those that were reached, so that some are missing.
        unproven: lines and keys of fields for which another value is offered that is only likely.
    """

    doc_id: str
    states: Mapping[str, int]
    limits: Sequence[FieldLimit] = ()
    unproven: frozenset[tuple[int, str]] = frozenset()


def metadata_of_fields(rows: Sequence[FieldsRead]) -> dict[str, Any]:
    """What Dagster shows of the fields of some documents."""
    total: Counter[str] = Counter()
    for row in rows:
        total.update(row.states)
    reached = [{"document": row.doc_id, "left out": one.message.en} for row in rows for one in row.limits]
    left_out = {"left out": table(reached[: pictures.SHOWN_ROWS])} if reached else {}
    return {"documents": len(rows), **dict(sorted(total.items())), **left_out}


def find_document_kind(database: Database, doc_id: str) -> str:
    """Find and store what a document is by its texts; the kind, a person's choice where there is one."""
    from ocr_lib.fields import kind_of

    with database.reading() as session:
        found = document_texts(texts.of_document(session, doc_id))
    kind = kind_of(found.texts)
    with database.transaction() as session:
        document = documents.get(session, doc_id)
        fields_to_read.set_kind(document, kind.kind.value, kind.score, kind.anchors)
        return document.kind or kind.kind.value


def read_document_fields(database: Database, files: Files, doc_id: str, now: datetime) -> FieldsRead:
    """Read and store the fields of a document whose texts were read.

    Repairs that are proven are applied first, where the settings say so.

    Raises:
        NotFound: there is no such document.
    """
    limits = files.field_limits()
    read = _read_and_store(database, limits, doc_id, now)
    if files.apply_repairs:
        with database.transaction() as session:
            # Of what changed meanwhile the offered repairs may be no proof any more.
            is_stale = documents.get(session, doc_id).fields_stale
            applied = (
                0 if is_stale else fields.apply_repairs(session, doc_id, now=now, unproven=read.unproven)
            )
        if applied:
            read = _read_and_store(database, limits, doc_id, now)
    return read


def _read_and_store(database: Database, limits: "FieldLimits", doc_id: str, now: datetime) -> FieldsRead:
    learn_drawn(database, doc_id, now)
    from ocr_lib.fields import kind_of

    with database.reading() as session:
        document = documents.get(session, doc_id)
        seen = document.updated_at
        found = document_texts(texts.of_document(session, doc_id))
        tables = page_tables.of_document(session, doc_id)
        decided = fields.decided(session, doc_id)
        known = _companies(session)
        layout = layout_of(session, document, found.texts)

    cells = table_cells(tables, found)
    # What people decided is on fields of the kind that they saw.
    is_settled = document.kind_chosen is not None or any(not one.repaired for one in decided)
    by_texts = None if is_settled else kind_of(found.texts)
    kind = document.kind if by_texts is None else by_texts.kind.value

    def read(**typed: Any) -> "LearntReading":
        return read_texts(
            found.texts,
            kind,
            layout,
            today=now.date(),
            tables=cells,
            companies=known,
            limits=limits,
            **typed,
        )

    learnt = read()
    by_machine = learnt.document
    more = () if layout is None else layout.specs

    def rows_with(with_people: "DocumentFields", kept: Sequence[DecidedField]) -> list[ReadField]:
        own = [] if layout is None else own_rows(layout, learnt, found, kept, now.date())
        return [*rows_of(by_machine, with_people, found, typed_values(kept), more=more), *own]

    read_rows = rows_with(by_machine, ())
    kept, _ = still_decided(moved_lines(decided, by_machine, found), read_rows, found)

    def with_decisions(kept: Sequence[DecidedField]) -> list[ReadField]:
        typed = typed_values(kept)
        with_people = read(typed=typed).document if typed.fields or typed.items else by_machine
        return rows_with(with_people, kept)

    rows = with_decisions(kept)
    wrong = {(row.line_no, row.key) for row in rows if row.state == FieldState.CONTRADICTED}
    refuted = {(one.line_no, one.key) for one in kept if one.repaired} & wrong
    if refuted:
        rows = with_decisions(still_decided(kept, read_rows, found, refuted)[0])
    with database.transaction() as session:
        document = documents.get(session, doc_id)
        # What people decided in the meantime is kept too; it is read with the next time.
        latest = moved_lines(fields.decided(session, doc_id), by_machine, found)
        latest, dropped = still_decided(latest, read_rows, found, refuted)
        fields.note_read(session, doc_id, dropped, now=now)
        is_changed = document.updated_at != seen
        reached = by_machine.limits_reached
        fields.replace_read(session, document, rows, latest, now=now, limits=reached, is_stale=is_changed)
        if layout is not None and layout.is_own:
            fields_to_read.set_kind(document, layout.kind, 1.0, layout.anchors)
        elif by_texts is not None:
            fields_to_read.set_kind(document, by_texts.kind.value, by_texts.score, by_texts.anchors)
        if not document.company:
            document.company = _known_company(session, rows)
    unproven = frozenset((row.line_no, row.key) for row in rows if not row.repair_is_proven)
    return FieldsRead(doc_id, Counter(str(row.state) for row in rows), by_machine.limits_reached, unproven)


def _known_company(session: "Session", rows: Sequence[ReadField]) -> str:
    """The name of the known company that a document is from, else that it is for; empty without one."""
    # A number with a right check digit is consistent where only its place says which party has it.
    valid = {FieldState.PROVEN, FieldState.CONSISTENT}
    numbers = {row.key: row.normal or row.machine for row in rows if row.state in valid}
    for key in (FieldKey.SUPPLIER_NUMBER, FieldKey.BUSINESS_NUMBER, FieldKey.BUYER_NUMBER):
        company = companies.by_number(session, numbers.get(key))
        if company is not None:
            return company.name
    return ""


def _companies(session: "Session") -> "CompanyList | None":
    from ocr_lib.fields import Company, CompanyList

    known = companies.all_companies(session)
    if not known:
        return None
    return CompanyList(Company(one.name, one.number or "", one.address, one.phone) for one in known)
