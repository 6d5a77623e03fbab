"""From bytes to a file or the screen."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

from domain.messages import Message
from intake.names import shown_name
from orchestration.cli.group import FAILED, REFUSED, Said


def write_out(data: bytes, out: Path | None) -> None:
    """To the file, whole or not at all; without one to standard output. Raises Said where it can't be written."""
    if out is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    partial = out.with_name(f".{out.name}.part")
    try:
        partial.write_bytes(data)
        partial.replace(out)
    except OSError as error:
        with suppress(OSError):
            partial.unlink()
        raise Said(
            Message(
                "'{name}' can't be written ({strerror}); see to its folder, to permissions and to the room "
                "on the disk",
                name=shown_name(out.name),
                strerror=error.strerror,
            ),
            exit_code=FAILED,
        ) from error


def check_folder(out: Path | None) -> None:
    """Raise Said where the folder to write to isn't there: better before minutes of work than after."""
    if out is not None and not out.is_dir() and not out.parent.is_dir():
        raise Said(
            Message(
                "there is no folder '{parent}'; make it first, or choose another place", parent=out.parent
            ),
            exit_code=REFUSED,
        )
