"""`saebyeok ocr …`: the group; its commands live beside it, by what they are for."""

from __future__ import annotations

import click

from orchestration.cli.group import FriendlyGroup

_MODULES = (
    "ocr_documents",
    "ocr_text_views",
    "ocr_texts",
    "ocr_text_sheets",
    "ocr_search",
    "ocr_learning",
    "ocr_adopt",
    "ocr_train_texts",
    "ocr_one_shot",
    "ocr_fields",
    "ocr_tables_of_papers",
    "request_life",
)


@click.group(cls=FriendlyGroup, modules=_MODULES)
def ocr() -> None:
    """From pages to checked texts: upload, extraction, checking, retraining."""


COMMANDS = (ocr,)
