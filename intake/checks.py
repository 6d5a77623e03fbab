"""Checks before a file is taken in: a regular file with content, readable, not too large."""

from __future__ import annotations

from pathlib import Path

from intake.inbox import is_regular_file
from intake.names import shown_name
from untrusted_files import FileRefused


def check_file(path: Path, max_bytes: int) -> None:
    """Raise FileRefused unless `path` is a plain file that can be read, with content, not over `max_bytes`."""
    shown = shown_name(path.name)
    if not path.exists() or not is_regular_file(path):
        raise not_a_plain_file(path.name)
    size = path.stat().st_size
    if size == 0:
        raise FileRefused(
            "empty_file",
            ko=f"'{shown}' 파일이 비어 있습니다(0바이트). 내용이 있는 파일을 다시 넣어 주세요.",
            en=f"'{shown}' is empty (0 bytes); bring a file with content",
        )
    if size > max_bytes:
        raise FileRefused(
            "file_too_large",
            ko=f"'{shown}' 파일이 {size / 2**20:,.0f} MiB로, 한도 {max_bytes / 2**20:,.0f} MiB를 넘습니다. "
            "나누어 넣거나 설정 SAEBYEOK_MAX_FILE_MB를 늘려 주세요.",
            en=f"'{shown}' has {size / 2**20:,.0f} MiB, over the limit of {max_bytes / 2**20:,.0f}; "
            "split it, or raise SAEBYEOK_MAX_FILE_MB",
        )
    try:
        path.open("rb").close()
    except PermissionError as error:
        raise no_permission(path.name) from error


def no_permission(name: str) -> FileRefused:
    """The refusal of a file without read permission."""
    shown = shown_name(name)
    return FileRefused(
        "no_permission",
        ko=f"'{shown}' 파일을 읽을 권한이 없습니다. 읽기 권한을 준 뒤 다시 넣어 주세요.",
        en=f"'{shown}' may not be read; give read permission and bring it again",
    )


def not_a_plain_file(name: str) -> FileRefused:
    """The refusal of links, pipes, folders and missing files."""
    shown = shown_name(name)
    return FileRefused(
        "not_a_plain_file",
        ko=f"'{shown}'은(는) 보통 파일이 아닙니다(바로가기, 파이프 등). 파일 자체를 복사해 넣어 주세요.",
        en=f"'{shown}' is not a plain file (a link, a pipe, …); copy the file itself",
    )


def gone_file(name: str) -> FileRefused:
    """The refusal of a file that disappeared while it was taken in."""
    shown = shown_name(name)
    return FileRefused(
        "gone",
        ko=f"'{shown}'이(가) 받는 도중에 없어졌습니다. 다시 넣어 주세요.",
        en=f"'{shown}' went away while it was taken in; bring it again",
    )


def changing_file(name: str) -> FileRefused:
    """The refusal of a file that is still being written."""
    shown = shown_name(name)
    return FileRefused(
        "changing",
        ko=f"'{shown}'이(가) 받는 도중에 바뀌었습니다. 다 저장된 뒤에 다시 넣어 주세요.",
        en=f"'{shown}' changed while it was taken in; bring it again once it is wholly written",
    )


def misplaced_file(name: str) -> FileRefused:
    """The refusal of a file beside the folders of the inbox."""
    shown = shown_name(name)
    return FileRefused(
        "misplaced",
        ko=f"'{shown}'은(는) 여기에서는 받지 않습니다. 표는 inbox/automl/, 그림과 PDF는 inbox/ocr/, 예측할 행은 "
        "inbox/predict/문서번호/ 폴더에 넣으세요.",
        en=f"'{shown}' lies where nothing is taken; put tables into inbox/automl/, pictures and PDFs into inbox/ocr/, "
        "rows to predict into inbox/predict/DOC/",
    )


def hidden_file(name: str) -> FileRefused:
    """The refusal of a file whose name begins with a dot, as those of programs do."""
    shown = shown_name(name)
    return FileRefused(
        "hidden_file",
        ko=f"'{shown}'은(는) 이름이 점(.)으로 시작하는 숨은 파일이라 받지 않습니다. 받을 파일이면 앞의 점을 빼고 다시 넣어 주세요.",
        en=f"'{shown}' is a hidden file, its name beginning with a dot; if it is to be taken, rename it and bring it again",
    )
