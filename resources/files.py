"""The store and the inbox as a Dagster resource, with the limits for files people bring."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import dagster as dg

from intake.inbox import Inbox
from intake.take import Intake
from store.files import Store

if TYPE_CHECKING:
    import sqlalchemy as sa

    from automl_lib.reading import ReadLimits
    from ocr_lib.pages import PageLimits

MIB = 2**20


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

    @property
    def store(self) -> Store:
        return Store(self.root)

    @property
    def inbox(self) -> Inbox:
        return Inbox(Path(self.inbox_path))

    @property
    def max_bytes(self) -> int:
        return self.max_file_mb * MIB

    def intake(self, engine: sa.Engine) -> Intake:
        """Takes files into this store."""
        return Intake(engine, self.store, self.inbox, self.max_bytes)

    def read_limits(self) -> ReadLimits:
        """What one file may cost to read."""
        from automl_lib.reading import ReadLimits

        return ReadLimits(
            max_bytes=self.max_bytes,
            max_rows=self.max_rows,
            max_columns=self.max_columns,
            max_memory_bytes=self.read_memory_mb * MIB,
            max_seconds=self.read_seconds,
            max_unpacked_bytes=self.read_unpacked_mb * MIB,
        )

    def page_limits(self) -> PageLimits:
        """What one picture or PDF may cost to open."""
        from ocr_lib.pages import PageLimits

        return PageLimits(
            max_bytes=self.max_bytes,
            max_pages=self.ocr_max_pages,
            max_pixels=self.ocr_max_pixels,
            max_memory_bytes=self.read_memory_mb * MIB,
            max_seconds=self.read_seconds,
            dpi=self.ocr_dpi,
            max_dpi=self.ocr_max_dpi,
        )
