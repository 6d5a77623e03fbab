"""`saebyeok ocr …`: the group; its commands live beside it, by what they are for."""

from __future__ import annotations

import click

from orchestration.cli import (
    ocr_adopt,
    ocr_documents,
    ocr_learning,
    ocr_one_shot,
    ocr_texts,
    ocr_train_texts,
    request_life,
)
from orchestration.cli.group import FriendlyGroup


@click.group(cls=FriendlyGroup)
def ocr() -> None:
    """From pages to checked texts: upload, extraction, checking, retraining."""


for _module in (
    ocr_documents,
    ocr_texts,
    ocr_learning,
    ocr_adopt,
    ocr_train_texts,
    ocr_one_shot,
    request_life,
):
    for _command in _module.COMMANDS:
        ocr.add_command(_command)
