"""What kind of file this is, by its content and never by its name. Nothing is decoded here."""

from __future__ import annotations

import stat
from enum import StrEnum
from pathlib import Path

from ocr_lib.pages.limits import PageLimits
from ocr_lib.pages.refusals import readable_size, refuse

HEAD_BYTES = 4096
PDF_HEAD_BYTES = 1024
"""Mail systems put lines before a PDF's own; readers look for its mark this far."""


class FileKind(StrEnum):
    """The kinds that hold pages."""

    PDF = "pdf"
    PICTURE = "picture"


_DRM = (b"SCDSA002", b"SCDSA004", b"\x9b DRMONE", b"<DOCUMENT SAFER")
_HEIF_BRANDS = (
    b"heic",
    b"heix",
    b"heim",
    b"heis",
    b"hevc",
    b"hevx",
    b"heif",
    b"mif1",
    b"msf1",
    b"avif",
    b"avis",
)
_PICTURES = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"II*\x00",
    b"MM\x00*",
    b"II+\x00",
    b"MM\x00+",
    b"GIF87a",
    b"GIF89a",
    b"BM",
    *(f"P{digit}".encode() for digit in range(1, 7)),
)
_OTHERS: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x03\x04", "압축 파일이나 Office/HWPX 문서", "an archive or an Office document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office나 한글(HWP) 문서", "an Office or Hangul (HWP) document"),
    (b"HWP Document File", "한글(HWP) 문서", "a Hangul (HWP) document"),
    (b"{\\rtf", "RTF 문서", "an RTF document"),
    (b"%!PS", "PostScript", "PostScript"),
    (b"\x1f\x8b", "압축 파일", "an archive"),
    (b"7z\xbc\xaf\x27\x1c", "압축 파일", "an archive"),
    (b"Rar!\x1a\x07", "압축 파일", "an archive"),
    (b"\x7fELF", "실행 파일", "a program"),
    (b"MZ", "실행 파일", "a program"),
)


def detect_kind(source: Path, name: str, limits: PageLimits) -> FileKind:
    """Whether `source` is a PDF or, as far as its first bytes tell, a picture.

    Raises:
        PageRefused: it is no ordinary file, empty, too large, protected, or of a kind we don't read.
    """
    head = _head(source, name, limits)
    if not head.strip(b"\x00 \t\r\n"):
        raise refuse("empty", name)
    if head.startswith(_DRM):
        raise refuse("protected", name)
    if looks_like_picture(head):
        return FileKind.PICTURE
    if b"%PDF-" in head[:PDF_HEAD_BYTES]:
        return FileKind.PDF
    kind_ko, kind_en = _other_kind(head)
    raise refuse("no_picture", name, kind_ko=kind_ko, kind_en=kind_en)


def looks_like_picture(head: bytes) -> bool:
    """Whether a file begins as one of the pictures we read does."""
    return (
        head.startswith(_PICTURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP") or looks_like_heif(head)
    )


def looks_like_heif(head: bytes) -> bool:
    """Whether a file begins as a HEIC, HEIF or AVIF photograph does (ISO/IEC 23008-12)."""
    return head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS


def _head(source: Path, name: str, limits: PageLimits) -> bytes:
    try:
        found = source.lstat()
        if not stat.S_ISREG(found.st_mode):
            raise refuse("not_a_file", name)
        if found.st_size > limits.max_bytes:
            raise refuse(
                "too_large",
                name,
                found=readable_size(found.st_size),
                limit=readable_size(limits.max_bytes),
            )
        with source.open("rb") as stream:
            return stream.read(HEAD_BYTES)
    except OSError as error:
        raise refuse("not_a_file", name) from error


def _other_kind(head: bytes) -> tuple[str, str]:
    """What it is instead, in Korean and English."""
    for magic, kind_ko, kind_en in _OTHERS:
        if head.startswith(magic):
            return kind_ko, kind_en
    if head[4:8] == b"ftyp":
        return "영상", "a film"
    start = head.removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"").lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<meta", b"<body", b"<table")):
        return "웹 페이지(HTML)", "a web page (HTML)"
    if b"<svg" in start:
        return "SVG", "an SVG drawing"
    if start.startswith(b"<?xml"):
        return "XML", "an XML file"
    return "알 수 없는 형식", "of an unknown format"
