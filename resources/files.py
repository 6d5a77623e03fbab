"""The store and the inbox as a Dagster resource, with the limits for files people bring."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import dagster as dg

from domain.messages import Language
from intake.inbox import Inbox
from intake.take import Intake
from resources import limits
from store.files import Store

if TYPE_CHECKING:
    import sqlalchemy as sa

    from automl_lib.reading import ReadLimits
    from ocr_lib.fields import FieldLimits
    from ocr_lib.pages import PageLimits
    from ocr_lib.tables import TableLimits


class Files(dg.ConfigurableResource["Files"]):
    """Where files lie, how large they may be, and how those that are made are worded."""

    root: str
    inbox_path: str
    max_file_mb: int
    read_seconds: int
    read_memory_mb: int
    read_unpacked_mb: int
    max_rows: int
    max_columns: int
    ocr_dpi: int
    ocr_max_dpi: int
    ocr_max_pages: int
    ocr_max_pixels: int
    ocr_max_page_texts: int
    ocr_max_tables: int
    ocr_max_cells: int
    ocr_max_texts: int
    ocr_max_item_rows: int
    export_pdf_a: bool = False
    picture_language: Language = "ko"
    apply_repairs: bool = False

    @property
    def store(self) -> Store:
        return Store(self.root)

    @property
    def inbox(self) -> Inbox:
        return Inbox(Path(self.inbox_path))

    @property
    def max_bytes(self) -> int:
        return self.max_file_mb * limits.MIB

    def intake(self, engine: sa.Engine) -> Intake:
        """Takes files into this store."""
        return Intake(engine, self.store, self.inbox, self.max_bytes)

    def read_limits(self) -> ReadLimits:
        """What one file may cost to read."""
        return limits.read_limits(self)

    def page_limits(self) -> PageLimits:
        """What one picture or PDF may cost to open."""
        return limits.page_limits(self)

    def table_limits(self) -> TableLimits:
        """How much of a page is searched for tables."""
        return limits.table_limits(self)

    def field_limits(self) -> FieldLimits:
        """How much of a document its fields are looked for in."""
        return limits.field_limits(self)
