"""The formats, by name."""

from __future__ import annotations

from collections.abc import Callable

from ocr_lib.exports.document import ExportDocument
from ocr_lib.exports.hocr import to_hocr
from ocr_lib.exports.pdf import to_pdf
from ocr_lib.exports.plain import to_csv, to_json, to_text

_WRITERS: dict[str, Callable[[ExportDocument], bytes]] = {
    "txt": to_text,
    "json": to_json,
    "csv": to_csv,
    "hocr": to_hocr,
    "pdf": to_pdf,
}
FORMATS = tuple(_WRITERS)


def export(form: str, document: ExportDocument) -> bytes:
    """The document in that format (one of `FORMATS`); the same document gives the same bytes."""
    return _WRITERS[form](document)
