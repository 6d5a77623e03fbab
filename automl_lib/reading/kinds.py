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
_CFB_HEADER = 0x4C  # bytes of its fixed fields
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
    (b"\x89HDF\r\n\x1a\n", False, "HDF5", "an HDF5 file"),
    (b"\x93NUMPY", False, "NumPy 배열", "a NumPy array"),
    (b"ARROW1", True, "Arrow(Feather)", "an Arrow (Feather) file"),
    (b"ORC", True, "ORC", "an ORC file"),
    (b"Obj\x01", False, "Avro", "an Avro file"),
    (b"$FL2", False, "SPSS", "an SPSS file"),
    (b"$FL3", False, "SPSS", "an SPSS file"),
    (b"<stata_dta>", False, "Stata", "a Stata file"),
    (b"\x00" * 12 + b"\xc2\xea\x81\x60", False, "SAS", "a SAS file"),
    (b"\x00\x01\x00\x00Standard ", False, "Access 데이터베이스", "an Access database"),
    (b"MATLAB 5.0 MAT-file", False, "MATLAB", "a MATLAB file"),
    (b"RDX", True, "R 데이터", "an R data file"),
    (b"HWP Document File", False, "한글(HWP) 문서", "a Hangul (HWP) document"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", False, "바로 가기", "a shortcut"),
    (b"ID3", True, "소리", "a sound"),
    (b"\x09\x08", True, "아주 오래된 Excel", "a very old Excel file"),
    (b"ID;PWXL;", False, "SYLK", "a SYLK file"),
    (b"@relation", False, "ARFF(Weka)", "an ARFF (Weka) file"),
    (b"@RELATION", False, "ARFF(Weka)", "an ARFF (Weka) file"),
)
_PICKLES = tuple(b"\x80" + bytes([protocol]) for protocol in range(2, 6))
_MAIL_HEADER = re.compile(
    rb"(received|return-path|delivered-to|from|message-id|mime-version|date): ?\S", re.IGNORECASE
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
        return _compound_kind(source, head, size, name)
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
    if head.startswith(_PICKLES) and head[2:3] not in (b"\r", b"\n"):
        raise refuse("wrong_kind", name, kind_ko="Python pickle", kind_en="a Python pickle")
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
    _refuse_mail(start, name)
    if _holds_json(head):
        raise refuse("json", name)


def _refuse_mail(start: bytes, name: str) -> None:
    """A web page saved whole (MHTML) and a mail both begin with headers of MIME; `start` is in small letters."""
    headers = start.replace(b"\r\n", b"\n").split(b"\n\n")[0]
    if not _MAIL_HEADER.match(headers):
        return
    if b"mime-version:" in headers and b"multipart/related" in start:
        raise refuse("mhtml", name)
    if b"\nsubject:" in headers or b"\nto:" in headers:
        raise refuse("wrong_kind", name, kind_ko="전자우편", kind_en="a mail")


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


def _has_sound_compound_header(head: bytes, size: int) -> bool:
    """Whether the header of an OLE compound file is possible ([MS-CFB] 2.2); calamine follows its numbers without end."""
    if len(head) < _CFB_HEADER:
        return False
    order, sector, mini = struct.unpack_from("<HHH", head, 0x1C)
    (tables,) = struct.unpack_from("<I", head, 0x2C)
    (cutoff,) = struct.unpack_from("<I", head, 0x38)
    mini_tables, _, chains = struct.unpack_from("<III", head, 0x40)
    if (order, mini, cutoff) != (0xFFFE, 6, 4096) or sector not in (9, 12):
        return False
    return max(tables, mini_tables, chains) << sector <= size


def _compound_kind(source: Path, head: bytes, size: int, name: str) -> FileKind:
    """Kind of an OLE compound file, told by the names in its directory (UTF-16)."""
    with source.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:

        def holds(entry: str) -> bool:
            return content.find(entry.encode("utf-16-le")) >= 0

        if holds("EncryptedPackage"):
            raise refuse("password", name)
        if holds("Workbook") or holds("Book"):
            if not _has_sound_compound_header(head, size):
                raise refuse("damaged", name)
            return FileKind.XLS
        if holds("HwpSummaryInformation"):
            raise refuse("wrong_kind", name, kind_ko="한글(HWP) 문서", kind_en="a Hangul (HWP) document")
        if holds("WordDocument") or holds("PowerPoint Document"):
            raise refuse("wrong_kind", name, kind_ko="Office 문서", kind_en="an Office document")
        if holds("__properties_version1.0"):
            raise refuse("wrong_kind", name, kind_ko="Outlook 전자우편", kind_en="an Outlook mail")
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
    if mimetype.startswith(("application/vnd.oasis.opendocument", "application/epub")):
        raise refuse("wrong_kind", name, kind_ko="문서", kind_en="a document")
    if any(member.endswith(".iwa") for member in names):
        raise refuse("wrong_kind", name, kind_ko="Apple Numbers", kind_en="an Apple Numbers file")
    if any(member.endswith(("data.pkl", ".npy")) for member in names):
        raise refuse("wrong_kind", name, kind_ko="Python 데이터", kind_en="a file of Python data")
    raise refuse("archive", name)
