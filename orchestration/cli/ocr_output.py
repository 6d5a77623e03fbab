"""From bytes to a file or the screen."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

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
            ko=f"'{shown_name(out.name)}'을(를) 쓸 수 없습니다({error.strerror}). 폴더와 권한, 디스크의 빈 공간을 확인하세요.",
            en=f"'{shown_name(out.name)}' can't be written ({error.strerror}); see to its folder, to permissions and to "
            "the room on the disk",
            exit_code=FAILED,
        ) from error


def check_folder(out: Path | None) -> None:
    """Raise Said where the folder to write to isn't there: better before minutes of work than after."""
    if out is not None and not out.is_dir() and not out.parent.is_dir():
        raise Said(
            ko=f"'{out.parent}' 폴더가 없습니다. 먼저 만들거나 다른 곳을 정해 주세요.",
            en=f"there is no folder '{out.parent}'; make it first, or choose another place",
            exit_code=REFUSED,
        )
