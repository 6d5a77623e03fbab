"""Files people name on the command line: what is no file is said in words, and small ones are read whole."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from domain.messages import Message
from intake.names import shown_name
from orchestration.cli.group import REFUSED, Said

MOST_BYTES = 50_000_000
"""Of a file a command reads whole: some hundred thousand lines of texts."""


class InputFile(click.ParamType[Path]):
    """The path of something that is there, is no folder, and may be read."""

    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        path = Path(value)
        if (trouble := trouble_with(path)) is not None:
            raise trouble
        return path


def trouble_with(path: Path) -> Said | None:
    """Why a path names no file that can be read, if it doesn't. For commands that go on with their other files."""
    shown = shown_name(path.name)
    try:
        there, folder = path.exists(), path.is_dir()
    except (OSError, ValueError):  # a name no disk can hold, or with a NUL
        there = folder = False
    if not there:
        return Said(
            Message("there is no file '{shown}'; check its name and folder", shown=shown), exit_code=REFUSED
        )
    if folder:
        return Said(Message("'{shown}' is a folder; name the files in it", shown=shown), exit_code=REFUSED)
    if not os.access(path, os.R_OK):
        return Said(
            Message("'{shown}' may not be read; give read permission and try again", shown=shown),
            exit_code=REFUSED,
        )
    return None


def read_whole(file: Path) -> bytes:
    """The bytes of a small file. Raises Said for what is no plain file (a pipe would never end) or too large."""
    shown = shown_name(file.name)
    if not file.is_file():
        raise Said(
            Message(
                "'{shown}' is not a plain file (a pipe, a device, …); save it as a file and try again",
                shown=shown,
            ),
            exit_code=REFUSED,
        )
    with file.open("rb") as stream:
        data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise Said(
            Message(
                "'{shown}' is over {most_bytes} MB; split it", shown=shown, most_bytes=MOST_BYTES // 1000000
            ),
            exit_code=REFUSED,
        )
    return data


def text_of(name: str) -> str:
    """A file's name as text: bytes of it that aren't UTF-8 as U+FFFD, so that it can be written out."""
    return os.fsencode(name).decode("utf-8", errors="replace")
