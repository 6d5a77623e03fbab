"""Settings of resource limits for uploaded files: bytes, seconds, memory, rows, pages, pixels."""

from __future__ import annotations

from pydantic import BaseModel, Field


class LimitSettings(BaseModel):
    """Limits of one file. What goes over one is refused, or left out, with a sentence; others go on."""

    settle_seconds: float = Field(
        2.0, ge=0, allow_inf_nan=False, description="How long a dropped file must stand still."
    )
    max_file_mb: int = Field(4096, ge=1, description="Largest file taken in, in MiB.")
    read_seconds: int = Field(600, ge=1, description="Longest time one file may take to be read, in seconds.")
    read_memory_mb: int = Field(
        2048, ge=1536, description="Most memory one file may take to be read, in MiB."
    )
    read_unpacked_mb: int = Field(
        4096,
        ge=1,
        description="Most that one workbook may unpack to, in MiB; what says more is refused unopened.",
    )
    max_rows: int = Field(20_000_000, ge=1, description="Most rows of a table.")
    max_columns: int = Field(5_000, ge=1, description="Most columns of a table.")
    ocr_max_pages: int = Field(500, ge=1, description="Most pages of one document.")
    ocr_max_pixels: int = Field(200_000_000, ge=1_000_000, description="Most pixels of one page.")
    ocr_max_page_texts: int = Field(
        5_000,
        ge=1,
        description="Most texts of a page that is searched for tables; on one with more none are found.",
    )
    ocr_max_tables: int = Field(50, ge=1, description="Most tables of a page; further ones are left out.")
    ocr_max_cells: int = Field(5_000, ge=1, description="Most cells of a table; one with more is left out.")
    ocr_max_texts: int = Field(
        10_000,
        ge=1,
        description="Most texts of a document that its fields are looked for in; further ones are left out.",
    )
    ocr_max_item_rows: int = Field(
        300, ge=1, description="Most rows of line items of a document; further ones are left out."
    )
