"""The tables of a document alone, as CSV and as JSON."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from ocr_lib.exports.document import ExportDocument
from ocr_lib.exports.page_tables import cell_texts, cell_values, tables_of
from ocr_lib.exports.plain import harmless
from ocr_lib.tables.continuation import DocumentTable
from ocr_lib.tables.values import CellValue


def to_tables_csv(document: ExportDocument) -> bytes:
    """RFC 4180, UTF-8 with a mark: the tables of a document one below the other, an empty line between.

    Cells are as printed, in the first row and column of a merged cell; formulas are made harmless.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for number, table in enumerate(tables_of(document)[0]):
        if number:
            writer.writerow([])
        rows = [[""] * table.columns for _ in range(table.rows)]
        for cell, text in zip(table.cells, cell_texts(document, table), strict=True):
            rows[cell.row][cell.cell.column] = harmless(text)
        writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def to_tables_json(document: ExportDocument) -> bytes:
    """`{name: [{"pages", "rows", "columns", "header_rows", "cells": [{"row", "column", "row_span", "column_span", "text", "value",
    "offered", "is_header", "page", "quad"}, …]}, …]}`."""
    return (json.dumps(tables_as_dict(document), ensure_ascii=False, indent=1) + "\n").encode()


def tables_as_dict(document: ExportDocument) -> dict[str, object]:
    """The tables of a document under its name; pages count from 1, rows and columns from 0.

    The value of a cell is a number, the fraction of a percentage, an ISO date, or null where it is none of them. What is offered is a text
    with commas, of an amount in which a comma was probably read as a point.
    """
    return {document.name: [_table(document, table) for table in tables_of(document)[0]]}


def _table(document: ExportDocument, table: DocumentTable) -> dict[str, Any]:
    texts = cell_texts(document, table)
    return {
        "pages": [page + 1 for page, _ in table.parts],
        "rows": table.rows,
        "columns": table.columns,
        "header_rows": table.parts[0][1].header_rows,
        "cells": [
            {
                "row": cell.row,
                "column": cell.cell.column,
                "row_span": cell.cell.row_span,
                "column_span": cell.cell.column_span,
                "text": text,
                "value": None if cell.cell.is_header else _value(value),
                "offered": value.offered or None,
                "is_header": cell.cell.is_header,
                "page": cell.page + 1,
                "quad": [[round(x, 1), round(y, 1)] for x, y in cell.cell.quad],
            }
            for cell, text, value in zip(table.cells, texts, cell_values(table, texts), strict=True)
        ],
    }


def _value(value: CellValue) -> float | str | None:
    if value.day is not None:
        return value.day.isoformat()
    if value.number is None:
        return None
    return int(value.number) if value.number == value.number.to_integral_value() else float(value.number)
