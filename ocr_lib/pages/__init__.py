"""Files people bring, as pictures of pages; and the turn that puts a page upright (`upright`)."""

from ocr_lib.pages.limits import PageLimits
from ocr_lib.pages.read import read_pages
from ocr_lib.pages.report import Note, PageFile, PagesReport

__all__ = ["Note", "PageFile", "PageLimits", "PagesReport", "read_pages"]
