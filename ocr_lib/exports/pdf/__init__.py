"""Searchable PDFs: the document as it came, and over it, unseen, what it says."""

from ocr_lib.exports.pdf.writing import to_pdf

__all__ = ["to_pdf"]
