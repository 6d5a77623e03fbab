"""Read documents as files people and programs use: text, JSON, CSV, hOCR, searchable PDF."""

from ocr_lib.exports.document import ExportDocument, ExportLine, ExportPage
from ocr_lib.exports.formats import FORMATS, export

__all__ = ["FORMATS", "ExportDocument", "ExportLine", "ExportPage", "export"]
