"""Checks before a file is taken in: a regular file with content, readable, not too large."""

from __future__ import annotations

from pathlib import Path

from domain.messages import Message
from intake.inbox import is_regular_file
from intake.names import shown_name
from untrusted_files import FileRefused
from untrusted_files.signatures import PDF, format_of, is_paper, is_picture

TABLE_ENDINGS = (".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
HEAD = 64
"""Bytes of a file's beginning that tell a picture or a PDF."""


def check_file(path: Path, max_bytes: int) -> None:
    """Raise FileRefused unless `path` is a plain file that can be read, with content, not over `max_bytes`."""
    shown = shown_name(path.name)
    if not path.exists() or not is_regular_file(path):
        raise not_a_plain_file(path.name)
    size = path.stat().st_size
    if size == 0:
        raise FileRefused(
            Message("'{shown}' is empty (0 bytes); bring a file with content", shown=shown), code="empty_file"
        )
    if size > max_bytes:
        raise FileRefused(
            Message(
                "'{shown}' has {size:,.0f} MiB, over the limit of {max_bytes:,.0f}; split it, or raise "
                "SAEBYEOK_MAX_FILE_MB",
                shown=shown,
                size=size / 2**20,
                max_bytes=max_bytes / 2**20,
            ),
            code="file_too_large",
        )
    try:
        path.open("rb").close()
    except PermissionError as error:
        raise no_permission(path.name) from error


def refuse_table(path: Path) -> None:
    """Raise FileRefused where a file is named as a table and is neither a picture nor a PDF."""
    if path.suffix.lower() not in TABLE_ENDINGS:
        return
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not is_picture(head) and not head.startswith(PDF):
        raise FileRefused(
            Message(
                "'{shown}' is a table, and OCR reads pictures and PDFs; upload it under AutoML",
                shown=shown_name(path.name),
            ),
            code="is_a_table",
        )


def refuse_paper(path: Path) -> None:
    """Raise FileRefused where a file is a picture or a PDF by its content, whatever its name says."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if is_paper(head):
        raise FileRefused(
            Message(
                "'{shown}' is {kind}, and AutoML reads tables; upload it under OCR",
                shown=shown_name(path.name),
                kind=format_of(head) or Message("a picture"),
            ),
            code="is_a_paper",
        )


def refuse_no_table(path: Path) -> None:
    """Raise FileRefused where a file's content shows at once that it is no table: a picture, a broken or other archive, a web page."""
    # Imported here, as most commands take no file in.
    from automl_lib.reading.kinds import refuse_no_table as refuse_other_kinds

    refuse_paper(path)
    refuse_other_kinds(path, shown_name(path.name))


def no_permission(name: str) -> FileRefused:
    """The refusal of a file without read permission."""
    shown = shown_name(name)
    return FileRefused(
        Message("'{shown}' may not be read; give read permission and bring it again", shown=shown),
        code="no_permission",
    )


def not_a_plain_file(name: str) -> FileRefused:
    """The refusal of links, pipes, folders and missing files."""
    shown = shown_name(name)
    return FileRefused(
        Message("'{shown}' is not a plain file (a link, a pipe, …); copy the file itself", shown=shown),
        code="not_a_plain_file",
    )


def gone_file(name: str) -> FileRefused:
    """The refusal of a file that disappeared while it was taken in."""
    shown = shown_name(name)
    return FileRefused(
        Message("'{shown}' went away while it was taken in; bring it again", shown=shown), code="gone"
    )


def changing_file(name: str) -> FileRefused:
    """The refusal of a file that is still being written."""
    shown = shown_name(name)
    return FileRefused(
        Message(
            "'{shown}' changed while it was taken in; bring it again once it is wholly written", shown=shown
        ),
        code="changing",
    )


def misplaced_file(name: str) -> FileRefused:
    """The refusal of a file beside the folders of the inbox."""
    shown = shown_name(name)
    return FileRefused(
        Message(
            "'{shown}' lies where nothing is taken; put tables into inbox/automl/, pictures and PDFs "
            "into inbox/ocr/, rows to predict into inbox/predict/DOC/",
            shown=shown,
        ),
        code="misplaced",
    )


def hidden_file(name: str) -> FileRefused:
    """The refusal of a file whose name begins with a dot, as those of programs do."""
    shown = shown_name(name)
    return FileRefused(
        Message(
            "'{shown}' is a hidden file, its name beginning with a dot; if it is to be taken, rename it "
            "and bring it again",
            shown=shown,
        ),
        code="hidden_file",
    )
