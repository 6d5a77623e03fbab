"""Whether a file is a PDF or a picture, by its content and never by its name. Nothing is decoded here."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from domain.messages import Message
from ocr_lib.pages.limits import PageLimits
from ocr_lib.pages.refusals import refuse
from untrusted_files import read_head, signatures

HEAD_BYTES = 4096
_PDF_HEAD_BYTES = 1024  # Mail systems put lines before a PDF's own; readers look for its signature this far.


class FileKind(StrEnum):
    """The kinds that hold pages."""

    PDF = "pdf"
    PICTURE = "picture"


def detect_kind(source: Path, name: str, limits: PageLimits) -> FileKind:
    """Whether `source` is a PDF or, by its first bytes, a picture.

    Raises:
        FileRefused: it is no regular file, empty, too large, protected, or of another kind.
    """
    head = read_head(source, name, limits, refuse, size=HEAD_BYTES, follow_links=False)
    if signatures.is_picture(head):
        return FileKind.PICTURE
    if is_pdf(head):
        return FileKind.PDF
    raise refuse("no_picture", name, kind=_other_kind(head))


def is_pdf(head: bytes) -> bool:
    """Whether a file that is no picture begins like a PDF; `head` are its first `HEAD_BYTES` bytes."""
    return signatures.PDF in head[:_PDF_HEAD_BYTES]


def _other_kind(head: bytes) -> Message:
    """What it is instead."""
    if head.startswith(signatures.ZIP):
        return Message("an archive or an Office document")
    if head.startswith(signatures.OLE):
        return Message("an Office or Hangul (HWP) document")
    if head.startswith(signatures.ARCHIVES):
        return Message("an archive")
    if head.startswith(b"%!PS"):
        return Message("PostScript")
    if known := signatures.format_of(head):
        return known
    if signatures.is_media(head):
        return Message("a film")
    start = signatures.text_start(head)
    if signatures.is_web_page(start):
        return Message("a web page (HTML)")
    if b"<svg" in start:
        return Message("an SVG drawing")
    if start.startswith(b"<?xml"):
        return Message("an XML file")
    return Message("of an unknown format")
