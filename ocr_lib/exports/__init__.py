"""Read documents as files people and programs use: text, JSON, CSV, Excel, hOCR, searchable PDF."""

from ocr_lib.exports.document import DEFAULT_DPI, ExportDocument, ExportLine, ExportPage
from ocr_lib.exports.formats import FORMATS, export

__all__ = [
    "DEFAULT_DPI",
    "FORMATS",
    "ExportDocument",
    "ExportLine",
    "ExportPage",
    "export",
]
