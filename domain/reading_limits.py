"""Limits of reading tables and fields that cut something off, with what people read for each. The settings have their values."""

from __future__ import annotations

from domain.labelled import Labelled
from domain.messages import Message


class TableLimit(Labelled):
    """Why the tables of a page are incomplete."""

    TOO_MANY_TEXTS = (
        "too_many_texts",
        Message(
            "No tables were looked for: the page has too many texts. Raise the setting ocr_max_page_texts and read the "
            "document again."
        ),
    )
    TOO_MANY_RULES = (
        "too_many_rules",
        Message("The page has very many lines. Only the longest were used, so tables may be missing."),
    )
    TOO_MANY_CELLS = (
        "too_many_cells",
        Message(
            "A table with too many cells was left out. Raise the setting ocr_max_cells and read the document again."
        ),
    )
    TOO_MANY_TABLES = (
        "too_many_tables",
        Message(
            "Tables were left out, as the page has too many. Raise the setting ocr_max_tables and read the document "
            "again."
        ),
    )


class FieldLimit(Labelled):
    """Why the fields of a document are incomplete."""

    TOO_MANY_TEXTS = (
        "too_many_texts",
        Message(
            "Fields were looked for in the first texts alone: the document has too many. Raise the setting ocr_max_texts "
            "and read the document again."
        ),
    )
    TOO_MANY_ITEM_ROWS = (
        "too_many_item_rows",
        Message(
            "Line items were left out, as the document has too many. Raise the setting ocr_max_item_rows and read the "
            "document again."
        ),
    )
