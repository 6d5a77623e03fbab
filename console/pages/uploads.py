"""From a file in a request to the intake."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import UploadFile

from console.context import ConsoleContext
from domain.messages import Message
from intake.destinations import Destination
from intake.names import shown_name
from intake.take import Refused

LONGEST_NAME = 255
"""Bytes of a file's name on Linux's disks."""
LONGEST_ENDING = 20


@dataclass(frozen=True)
class Came:
    """What became of one file: its new id, or why it was refused."""

    name: str
    doc_id: str = ""
    refusal: Message | None = None


def take_all(
    context: ConsoleContext, files: Sequence[UploadFile], destination: Destination, by: str
) -> list[Came]:
    """Take the files in; a refused one lies in the inbox's refused folder and keeps none of the others."""
    return [_take(context, file, destination, by) for file in files if file.filename]


def _take(context: ConsoleContext, file: UploadFile, destination: Destination, by: str) -> Came:
    name = _file_name(file.filename or "")
    folder = context.uploads / uuid.uuid4().hex
    folder.mkdir(parents=True)
    try:
        with (folder / name).open("wb") as target:
            shutil.copyfileobj(file.file, target, 1 << 20)
        taken = context.intake.take(folder / name, destination, by=by, now=context.now())
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if taken is None:  # no other process uses this folder
        raise RuntimeError(f"{name} was taken by another process")
    if isinstance(taken, Refused):
        return Came(name, refusal=taken.message)
    return Came(name, doc_id=taken.id)


def _file_name(sent: str) -> str:
    """A name for a file of our own, from what a browser sent: one part, no longer than a disk allows."""
    name = shown_name(sent)
    if name in (".", ".."):
        return "_"
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending.encode()) > LONGEST_ENDING:
        stem, dot, ending = name, "", ""
    room = LONGEST_NAME - len(f"{dot}{ending}".encode())
    return stem.encode()[:room].decode(errors="ignore") + dot + ending
