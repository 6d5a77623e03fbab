"""The formats, by name."""

from __future__ import annotations

from collections.abc import Callable

from ocr_lib.exports.document import ExportDocument
from ocr_lib.exports.hocr import to_hocr
from ocr_lib.exports.pdf import to_pdf
from ocr_lib.exports.plain import to_csv, to_json, to_text
from ocr_lib.exports.table_files import to_tables_csv, to_tables_json
from ocr_lib.exports.xlsx import to_xlsx
from ocr_lib.pages.limits import PageLimits

_WRITERS: dict[str, Callable[[ExportDocument], bytes]] = {
    "txt": to_text,
    "json": to_json,
    "csv": to_csv,
    "xlsx": to_xlsx,
    "tables.csv": to_tables_csv,
    "tables.json": to_tables_json,
    "hocr": to_hocr,
}
PDF = "pdf"
FORMATS = (*_WRITERS, PDF)


def export(
    form: str, document: ExportDocument, *, pdf_a: bool = False, limits: PageLimits | None = None
) -> bytes:
    """The document in a format; the same document gives the same bytes.

    Args:
        form: one of `FORMATS`.
        pdf_a: for a PDF, whether it should be PDF/A-2b.
        limits: what writing a PDF may cost; the defaults of `PageLimits` if None.

    Raises:
        FileRefused: a PDF could not be made.
    """
    if form == PDF:
        return to_pdf(document, pdf_a=pdf_a, limits=limits)
    return _WRITERS[form](document)
