"""What kind of file this is, by its content and never by its name. Nothing is parsed here."""

from __future__ import annotations

import json
import mmap
import re
import struct
import zipfile
import zlib
from enum import StrEnum
from pathlib import Path

from automl_lib.reading.limits import ReadLimits
from automl_lib.reading.refusals import readable_size, refuse

HEAD_BYTES = 64 * 1024


class FileKind(StrEnum):
    """The kinds that can hold a table we read."""

    CSV = "csv"
    XLSX = "xlsx"
    XLSB = "xlsb"
    XLS = "xls"
    ODS = "ods"


_DRM = (b"SCDSA002", b"SCDSA004", b"\x9b DRMONE", b"<DOCUMENT SAFER", b"\x9b DRMONE  ")
_CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ARCHIVES = (
    b"\x1f\x8b",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"\xfd7zXZ\x00",
    b"BZh9",
    b"\x28\xb5\x2f\xfd",
)
# Magics of two or three letters could open an honest text file, so those also need a NUL byte nearby.
_OTHERS: tuple[tuple[bytes, bool, str, str], ...] = (
    (b"%PDF-", False, "PDF", "a PDF"),
    (b"\x89PNG\r\n\x1a\n", False, "그림(PNG)", "a picture (PNG)"),
    (b"\xff\xd8\xff", False, "그림(JPEG)", "a picture (JPEG)"),
    (b"GIF87a", False, "그림(GIF)", "a picture (GIF)"),
    (b"GIF89a", False, "그림(GIF)", "a picture (GIF)"),
    (b"II*\x00", False, "그림(TIFF)", "a picture (TIFF)"),
    (b"MM\x00*", False, "그림(TIFF)", "a picture (TIFF)"),
    (b"BM", True, "그림(BMP)", "a picture (BMP)"),
    (b"\x7fELF", False, "실행", "a program"),
    (b"MZ", True, "실행", "a program"),
    (b"\xcf\xfa\xed\xfe", False, "실행", "a program"),
    (b"SQLite format 3\x00", False, "데이터베이스", "a database"),
    (b"PAR1", True, "Parquet", "a Parquet file"),
    (b"{\\rtf", False, "RTF 문서", "an RTF document"),
)

_JSON_RECORDS = re.compile(r"\s*(\[\s*)?\{\s*[\"}]")


def detect_kind(source: Path, name: str, limits: ReadLimits) -> FileKind:
    """The kind of table file at `source`.

    Raises:
        FileRefused: if it is empty, too large, protected, an archive bomb or not a table.
    """
    try:
        if not source.is_file():
            raise refuse("not_a_file", name)
        size = source.stat().st_size
        with source.open("rb") as stream:
            head = stream.read(HEAD_BYTES)
    except OSError as error:
        raise refuse("not_a_file", name) from error
    if size > limits.max_bytes:
        raise refuse("too_large", name, size=readable_size(size), limit=readable_size(limits.max_bytes))
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise refuse("empty", name)
    if head.startswith(_DRM):
        raise refuse("drm", name)
    if head.startswith(_CFB):
        return _compound_kind(source, name)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(source, name, limits)
    _refuse_foreign(head, name)
    return FileKind.CSV


def _refuse_foreign(head: bytes, name: str) -> None:
    if head.startswith(_ARCHIVES):
        raise refuse("archive", name)
    for magic, needs_nul, kind_ko, kind_en in _OTHERS:
        if head.startswith(magic) and (not needs_nul or b"\x00" in head[:1024]):
            raise refuse("wrong_kind", name, kind_ko=kind_ko, kind_en=kind_en)
    if head[4:8] == b"ftyp" or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        raise refuse("wrong_kind", name, kind_ko="그림이나 영상", kind_en="a picture or film")
    start = head.removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"")[:2048].lstrip().lower()
    if start.startswith(b"<?xml") and b"spreadsheet" in start:
        raise refuse("xml_spreadsheet", name)
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<style", b"<!--")) or (
        start.startswith(b"<") and (b"<html" in start or b"<table" in start)
    ):
        raise refuse("html", name)
    if start.startswith(b"<?xml"):
        raise refuse("wrong_kind", name, kind_ko="XML", kind_en="an XML file")
    if _holds_json(head):
        raise refuse("json", name)


def _holds_json(head: bytes) -> bool:
    """Whether a file begins with a JSON object, or an array of them, and nothing but another follows on its line."""
    marks = b"\xef\xbb\xbf\xff\xfe"  # of UTF-8 and UTF-16
    text = head.replace(b"\x00", b"").lstrip(marks).decode("utf-8", "replace")
    if not _JSON_RECORDS.match(text):
        return False
    try:
        _, end = json.JSONDecoder().raw_decode(text.lstrip())
    except json.JSONDecodeError:
        # Cut off where our look ends; a table with such a cell ends its line long before.
        return len(head) == HEAD_BYTES
    except RecursionError:
        return True
    rest = text.lstrip()[end:].lstrip(" \t\r")
    return rest[:1] in ("", "\n", "{")


def _compound_kind(source: Path, name: str) -> FileKind:
    """Kind of an OLE compound file, told by the names in its directory (UTF-16)."""
    with source.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:

        def holds(entry: str) -> bool:
            return content.find(entry.encode("utf-16-le")) >= 0

        if holds("EncryptedPackage"):
            raise refuse("password", name)
        if holds("Workbook") or holds("Book"):
            return FileKind.XLS
        if holds("HwpSummaryInformation"):
            raise refuse("wrong_kind", name, kind_ko="한글(HWP) 문서", kind_en="a Hangul (HWP) document")
        if holds("WordDocument") or holds("PowerPoint Document"):
            raise refuse("wrong_kind", name, kind_ko="Office 문서", kind_en="an Office document")
    raise refuse("damaged", name)


def _zip_kind(source: Path, name: str, limits: ReadLimits) -> FileKind:
    """Kind of a ZIP file, by its central directory alone: nothing is unpacked but the `mimetype` line."""
    try:
        with zipfile.ZipFile(source) as archive:
            members = archive.infolist()
            names = {m.filename for m in members}
            mimetype = ""
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                mimetype = archive.read("mimetype").decode("ascii", "replace").strip()
            manifest = b""
            if mimetype and "META-INF/manifest.xml" in names:
                with archive.open("META-INF/manifest.xml") as stream:
                    manifest = stream.read(1024 * 1024)
    except (
        zipfile.BadZipFile,
        OSError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        LookupError,
        zlib.error,
        struct.error,
    ) as error:
        raise refuse("damaged", name) from error
    unpacked = sum(m.file_size for m in members)
    if unpacked > limits.max_unpacked_bytes:
        raise refuse(
            "zip_bomb", name, size=readable_size(unpacked), limit=readable_size(limits.max_unpacked_bytes)
        )
    if "xl/workbook.xml" in names:
        return FileKind.XLSX
    if "xl/workbook.bin" in names:
        return FileKind.XLSB
    if mimetype.startswith("application/vnd.oasis.opendocument.spreadsheet"):
        if b"encryption-data" in manifest:
            raise refuse("password", name)
        return FileKind.ODS
    if "word/document.xml" in names or "ppt/presentation.xml" in names:
        raise refuse("wrong_kind", name, kind_ko="Office 문서", kind_en="an Office document")
    if mimetype.startswith("application/hwp"):
        raise refuse("wrong_kind", name, kind_ko="한글(HWPX) 문서", kind_en="a Hangul (HWPX) document")
    raise refuse("archive", name)
