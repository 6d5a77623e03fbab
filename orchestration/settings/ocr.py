"""Settings of reading pages and of the nightly training."""

from __future__ import annotations

from datetime import time
from typing import Literal

from pydantic import BaseModel, Field


class ReadingSettings(BaseModel):
    """How pages are read."""

    detector: Literal["ppocr", "openvino", "easyocr"] = Field(
        "ppocr",
        description="What finds texts on a page: PP-OCRv6's detector, or EasyOCR's run by OpenVINO or by EasyOCR.",
    )
    recogniser: Literal["custom+ppocr", "custom"] = Field(
        "custom+ppocr",
        description="What reads a text: the custom network that people teach, with PP-OCRv6's recogniser beside it for "
        "what holds no Hangul; or the custom network alone.",
    )
    decoder: Literal["language", "greedy", "wordbeamsearch"] = Field(
        "language",
        description="How a line's text is chosen: the best class of each frame (greedy); unsure Hangul by what Korean "
        "expects after what (language); or EasyOCR's search through its word lists, which is far slower and knows few "
        "Korean words.",
    )
    device: Literal["auto", "cpu", "cuda"] = Field(
        "auto", description="Where the recogniser is trained. Pages are read on the processor."
    )
    threads: int = Field(0, ge=0, description="Processor threads for reading pages. 0: all there are.")
    ocr_dpi: int = Field(
        150, ge=72, le=600, description="Dots per inch at which PDF pages are drawn that are no scans."
    )
    ocr_max_dpi: int = Field(
        300,
        ge=72,
        le=600,
        description="Most dots per inch at which a scanned page of a PDF is drawn; scans with fewer are not enlarged.",
    )
    export_pdf_a: bool = Field(
        False,
        description="Whether searchable PDFs are written as PDF/A-2b. Pages that can't be, as their fonts are not embedded "
        "or their colours are inks, are then replaced by their pictures.",
    )
    apply_repairs: bool = Field(
        False,
        description="Whether a contradicted field is repaired by itself where exactly one likely reading satisfies the "
        "document's arithmetic. It is marked as repaired then; without, the reading is offered.",
    )
    ocr_batch_pages: int = Field(
        0,
        ge=0,
        le=256,
        description="Most pages that one run reads; fewer let others in sooner. 0: 32, and 8 with executor = celery, so that workers share them.",
    )


class RetrainingSettings(BaseModel):
    """When and how long the recogniser is trained; upper bounds, as training stops early where nothing is gained."""

    retrain_at: time = Field(time(1, 0), description="When the nightly training starts, in the time zone.")
    retrain_until: time = Field(
        time(6, 0), description="Until when a nightly training that was missed is made up for."
    )
    retrain_minutes: float = Field(
        120, ge=0.1, allow_inf_nan=False, description="Most minutes a training takes, judging not counted."
    )
    retrain_iterations: int = Field(3000, ge=1, description="Most steps of a training.")
    retrain_batch: int = Field(32, ge=1, le=512, description="Images of a training step.")
    retrain_validate_every: int = Field(100, ge=1, description="Training steps between validations.")
    retrain_enough_items: int = Field(
        300, ge=1, description="With fewer chosen texts, synthetic images are added up to this number."
    )
    retrain_seed: int = Field(0, ge=0, description="Seed of everything random in a training.")
