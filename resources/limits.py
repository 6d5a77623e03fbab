"""What one file of unknown origin may cost, and how much of its pages is looked at, from settings. Apart from `files`, which loads Dagster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from automl_lib.reading import ReadLimits
    from ocr_lib.fields import FieldLimits
    from ocr_lib.pages import PageLimits
    from ocr_lib.tables import TableLimits

MIB = 2**20


class FileSettings(Protocol):
    """The settings that bound the reading of one file."""

    @property
    def max_file_mb(self) -> int: ...
    @property
    def read_seconds(self) -> int: ...
    @property
    def read_memory_mb(self) -> int: ...
    @property
    def read_unpacked_mb(self) -> int: ...
    @property
    def max_rows(self) -> int: ...
    @property
    def max_columns(self) -> int: ...
    @property
    def ocr_dpi(self) -> int: ...
    @property
    def ocr_max_dpi(self) -> int: ...
    @property
    def ocr_max_pages(self) -> int: ...
    @property
    def ocr_max_pixels(self) -> int: ...


class ContentSettings(Protocol):
    """The settings that bound what is looked for on the pages of a document."""

    @property
    def ocr_max_page_texts(self) -> int: ...
    @property
    def ocr_max_tables(self) -> int: ...
    @property
    def ocr_max_cells(self) -> int: ...
    @property
    def ocr_max_texts(self) -> int: ...
    @property
    def ocr_max_item_rows(self) -> int: ...


def read_limits(settings: FileSettings) -> ReadLimits:
    """What one table may cost to read."""
    from automl_lib.reading import ReadLimits

    return ReadLimits(
        max_bytes=settings.max_file_mb * MIB,
        max_rows=settings.max_rows,
        max_columns=settings.max_columns,
        max_memory_bytes=settings.read_memory_mb * MIB,
        max_seconds=settings.read_seconds,
        max_unpacked_bytes=settings.read_unpacked_mb * MIB,
    )


def page_limits(settings: FileSettings) -> PageLimits:
    """What one picture or PDF may cost to open."""
    from ocr_lib.pages import PageLimits

    return PageLimits(
        max_bytes=settings.max_file_mb * MIB,
        max_pages=settings.ocr_max_pages,
        max_pixels=settings.ocr_max_pixels,
        max_memory_bytes=settings.read_memory_mb * MIB,
        max_seconds=settings.read_seconds,
        dpi=settings.ocr_dpi,
        max_dpi=settings.ocr_max_dpi,
    )


def table_limits(settings: ContentSettings) -> TableLimits:
    """How much of a page is searched for tables."""
    from ocr_lib.tables import TableLimits

    return TableLimits(
        max_texts=settings.ocr_max_page_texts,
        max_cells=settings.ocr_max_cells,
        max_tables=settings.ocr_max_tables,
    )


def field_limits(settings: ContentSettings) -> FieldLimits:
    """How much of a document its fields are looked for in."""
    from ocr_lib.fields import FieldLimits

    return FieldLimits(max_texts=settings.ocr_max_texts, max_item_rows=settings.ocr_max_item_rows)
