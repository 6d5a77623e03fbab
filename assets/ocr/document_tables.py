"""Tables of pages, from the page's picture and its texts: `document_tables`. Finding them is `ocr_lib.tables`."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import dagster as dg

from assets.ocr import pictures
from assets.ocr.partitions import INTAKE_DAYS
from assets.ocr.reading import GROUP, DocumentBatch, extracted_texts
from assets.runs import IO_RETRY, OWNERS
from domain.reading_limits import TableLimit
from records.ocr import documents, texts
from records.ocr.table_editing import page_tables
from records.ocr.table_editing.page_tables import FoundCell, FoundTable
from records.ocr.tables import OcrPage, OcrText
from resources.clock import Clock
from resources.database import Database
from resources.files import Files

if TYPE_CHECKING:
    from ocr_lib.tables import PageTable


@dg.asset(
    deps=[extracted_texts],
    partitions_def=INTAKE_DAYS,
    group_name=GROUP,
    owners=OWNERS,
    kinds={"python", "opencv"},
    retry_policy=IO_RETRY,
    description="The tables of every page with rows, columns, spans and the texts of each cell, in TB_OCR_TABLE and "
    "TB_OCR_TABLE_CELL. A page without tables is finished.",
)
def document_tables(
    context: dg.AssetExecutionContext, config: DocumentBatch, database: Database, files: Files, clock: Clock
) -> dg.MaterializeResult[None]:
    day = None if config.documents else context.partition_key
    with database.reading() as session:
        wanted = config.documents or documents.without_tables(session, day=day or "")
    rows = []
    for doc_id in wanted:
        # The texts are there already: trouble with one document's tables fails neither them nor the others.
        try:
            rows.append(find_document_tables(database, files, doc_id, clock.now()))
        except Exception:  # noqa: BLE001 - as above; a damaged picture, say
            context.log.exception(f"the tables of document {doc_id} could not be found")
    return dg.MaterializeResult(metadata=metadata_of(rows))


def metadata_of(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What Dagster shows of the tables of some documents."""
    return {
        "tables": sum(row["tables"] for row in rows),
        "cells": sum(row["cells"] for row in rows),
        **pictures.of_documents(list(rows)),
    }


def find_document_tables(
    database: Database, files: Files, doc_id: str, now: datetime, *, only: Sequence[int] | None = None
) -> dict[str, Any]:
    """Find and store the tables of a document that was read; its numbers for Dagster's metadata.

    Args:
        only: the pages to look at; None for all.

    Raises:
        NotFound: there is no such document.
        StoreError: a page's picture is missing or was changed.
    """
    with database.reading() as session:
        document = documents.get(session, doc_id)
        pages = documents.of_document(session, doc_id)
        found = texts.of_document(session, doc_id)
    tables = cells = 0
    reached: list[str] = []
    for page in pages:
        if only is not None and page.page_no not in only:
            continue
        of_page = [text for text in found if text.page_no == page.page_no]
        page_found, limits = _find(files, page, of_page)
        reached += [f"page {page.page_no}: {one.message.en}" for one in limits]
        tables, cells = tables + len(page_found), cells + sum(len(one.cells) for one in page_found)
        with database.transaction() as session:
            documents.get(session, doc_id)  # held, so that no other finder writes the same page
            row = session.get_one(OcrPage, (doc_id, page.page_no))
            page_tables.replace(session, row, page_found, limits=limits, now=now)
    return {
        "document": doc_id,
        "file": document.file_name,
        "tables": tables,
        "cells": cells,
        "left out": " ".join(reached),
    }


def _find(
    files: Files, page: OcrPage, of_page: Sequence[OcrText]
) -> tuple[list[FoundTable], Sequence[TableLimit]]:
    from ocr_lib.tables import find_tables

    with files.store.local(page.image_path, page.image_sha256) as path:
        picture = pictures.load(path)
    found = find_tables(picture, of_page, limits=files.table_limits())
    return [_stored(table, of_page) for table in found.tables], found.limits_reached


def _stored(table: "PageTable", of_page: Sequence[OcrText]) -> FoundTable:
    return FoundTable(
        rows=table.rows,
        columns=table.columns,
        quad=[[float(x), float(y)] for x, y in table.quad],
        ruling=table.ruling.value,
        cells=[
            FoundCell(
                row=cell.row,
                column=cell.column,
                row_span=cell.row_span,
                column_span=cell.column_span,
                quad=[[float(x), float(y)] for x, y in cell.quad],
                texts=[(of_page[part.text].text_id, part.start, part.stop) for part in cell.texts],
                is_header=cell.is_header,
            )
            for cell in table.cells
        ],
    )
