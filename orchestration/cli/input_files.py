"""Files people name on the command line: what is no file is said in words, and small ones are read whole."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

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
            ko=f"'{shown}' 파일이 없습니다. 이름과 폴더를 확인하세요.",
            en=f"there is no file '{shown}'; check its name and folder",
            exit_code=REFUSED,
        )
    if folder:
        return Said(
            ko=f"'{shown}'은(는) 폴더입니다. 그 안의 파일을 하나씩 주세요.",
            en=f"'{shown}' is a folder; name the files in it",
            exit_code=REFUSED,
        )
    if not os.access(path, os.R_OK):
        return Said(
            ko=f"'{shown}' 파일을 읽을 권한이 없습니다. 읽기 권한을 준 뒤 다시 하세요.",
            en=f"'{shown}' may not be read; give read permission and try again",
            exit_code=REFUSED,
        )
    return None


def read_whole(file: Path) -> bytes:
    """The bytes of a small file. Raises Said for what is no plain file (a pipe would never end) or too large."""
    shown = shown_name(file.name)
    if not file.is_file():
        raise Said(
            ko=f"'{shown}'은(는) 보통 파일이 아닙니다(파이프, 장치 등). 파일로 저장해 다시 하세요.",
            en=f"'{shown}' is not a plain file (a pipe, a device, …); save it as a file and try again",
            exit_code=REFUSED,
        )
    with file.open("rb") as stream:
        data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise Said(
            ko=f"'{shown}'이(가) {MOST_BYTES // 1_000_000} MB를 넘습니다. 나누어 넣어 주세요.",
            en=f"'{shown}' is over {MOST_BYTES // 1_000_000} MB; split it",
            exit_code=REFUSED,
        )
    return data


def text_of(name: str) -> str:
    """A file's name as text: bytes of it that aren't UTF-8 as U+FFFD, so that it can be written out."""
    return os.fsencode(name).decode("utf-8", errors="replace")
