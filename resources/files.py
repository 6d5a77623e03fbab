"""The store and the inbox as a Dagster resource, with the limits for files people bring."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import dagster as dg

from intake.inbox import Inbox
from intake.take import Intake
from resources import limits
from store.files import Store

if TYPE_CHECKING:
    import sqlalchemy as sa

    from automl_lib.reading import ReadLimits
    from ocr_lib.pages import PageLimits


class Files(dg.ConfigurableResource["Files"]):
    """Where files lie, and how large they may be."""

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
    export_pdf_a: bool = False
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
