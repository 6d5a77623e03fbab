"""Files as pictures of pages: opening PDFs and pictures (`read_pages`), and turning a page upright."""

from ocr_lib.pages.limits import PageLimits
from ocr_lib.pages.read import read_pages
from ocr_lib.pages.report import PageFile, PagesReport

__all__ = ["Note", "PageFile", "PageLimits", "PagesReport", "read_pages"]
