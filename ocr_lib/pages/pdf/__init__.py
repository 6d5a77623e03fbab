"""PDF files: their pages drawn as pictures, and the texts they carry, as far as these can be trusted."""

from ocr_lib.pages.pdf.opening import open_pdf

__all__ = ["open_pdf"]
