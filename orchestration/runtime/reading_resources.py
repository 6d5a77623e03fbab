"""How files and pages are read, from the settings. Apart from `definitions`, which loads all of Dagster's assets."""

from __future__ import annotations

from pathlib import Path

from orchestration.settings import Settings
from resources.files import Files
from resources.recogniser import Recogniser


def build_files(settings: Settings) -> Files:
    """The store and inbox of `settings`."""
    return Files(
        root=settings.effective_store_url,
        inbox_path=str(settings.effective_inbox),
        max_file_mb=settings.max_file_mb,
        read_seconds=settings.read_seconds,
        read_memory_mb=settings.read_memory_mb,
        read_unpacked_mb=settings.read_unpacked_mb,
        max_rows=settings.max_rows,
        max_columns=settings.max_columns,
        ocr_dpi=settings.ocr_dpi,
        ocr_max_dpi=settings.ocr_max_dpi,
        ocr_max_pages=settings.ocr_max_pages,
        ocr_max_pixels=settings.ocr_max_pixels,
        ocr_max_page_texts=settings.ocr_max_page_texts,
        ocr_max_tables=settings.ocr_max_tables,
        ocr_max_cells=settings.ocr_max_cells,
        ocr_max_texts=settings.ocr_max_texts,
        ocr_max_item_rows=settings.ocr_max_item_rows,
        export_pdf_a=settings.export_pdf_a,
        picture_language=settings.language,
        apply_repairs=settings.apply_repairs,
    )


def prepared_for_reading(settings: Settings) -> Path:
    """The folder of networks converted for this machine."""
    return settings.effective_cache / "ocr"


def build_recogniser(settings: Settings) -> Recogniser:
    """How pages are read by `settings`."""
    return Recogniser(
        detector=settings.detector,
        recogniser=settings.recogniser,
        decoder=settings.decoder,
        cache=str(prepared_for_reading(settings)),
        threads=settings.threads,
    )
