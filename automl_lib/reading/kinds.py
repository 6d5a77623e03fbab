"""What kind of file this is, by its content and never by its name. Nothing is parsed here."""

from __future__ import annotations

import json
import mmap
import os
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from automl_lib.reading.choices import ReadLimits
from automl_lib.reading.refusals import refuse
from domain.messages import Message
from untrusted_files import read_head, readable_size, signatures

HEAD_BYTES = 64 * 1024
SMALL_DIRECTORY = 1024 * 1024
"""Bytes of a ZIP's central directory that are read outside the child process: some 20,000 members at most."""


class FileKind(StrEnum):
    """The kinds that can hold a table we read."""

    CSV = "csv"
    XLSX = "xlsx"
    XLSB = "xlsb"
    XLS = "xls"
    ODS = "ods"


_CFB_HEADER = 0x4C  # bytes of its fixed fields
_END_RECORD, _LONGEST_COMMENT, _ZIP64_LOCATOR = 22, 65535, 20
_MAIL_HEADER = re.compile(
    rb"(received|return-path|delivered-to|from|message-id|mime-version|date): ?\S", re.IGNORECASE
)

_JSON_RECORDS = re.compile(r"\s*(\[\s*)?\{\s*[\"}]")


def detect_kind(source: Path, name: str, limits: ReadLimits) -> FileKind:
    """The kind of table file at `source`.

    Raises:
        FileRefused: if it is empty, too large, protected, an archive bomb or not a table.
    """
    head = read_head(source, name, limits, refuse, size=HEAD_BYTES, follow_links=True)
    if head.startswith(signatures.OLE):
        return _compound_kind(source, head, source.stat().st_size, name)
    if head.startswith(signatures.ZIP):
        return _zip_kind(source, name, limits)
    _refuse_foreign(head, name)
    return FileKind.CSV


def refuse_no_table(source: Path, name: str) -> None:
    """Raise FileRefused where the beginning of a file, or its list of members, shows that it is no table.

    Cheap and bounded, for files that are being taken in; what passes is still examined in the child process (`detect_kind`), as is a
    ZIP whose directory is large.

    Raises:
        FileRefused: it is protected, damaged, an archive or of another kind.
    """
    with source.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    if head.startswith(signatures.DRM):
        raise refuse("drm", name)
    if head.startswith(signatures.OLE):
        _compound_kind(source, head, source.stat().st_size, name)
    elif not head.startswith(signatures.ZIP):
        _refuse_foreign(head, name)
    elif _has_small_directory(source, name):
        _kind_of_members(_members(source, name), name)


def _has_small_directory(source: Path, name: str) -> bool:
    """Whether a ZIP's central directory has at most `SMALL_DIRECTORY` bytes, by its end record (APPNOTE 4.3.16).

    Raises:
        FileRefused: there is no end record, as in a file that was cut short.
    """
    with source.open("rb") as stream:
        end = stream.seek(0, os.SEEK_END)
        stream.seek(max(0, end - _END_RECORD - _LONGEST_COMMENT - _ZIP64_LOCATOR))
        tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END_RECORD:
        raise refuse("damaged", name)
    # The size in a ZIP64 record is elsewhere in the file.
    has_zip64 = b"PK\x06\x07" in tail[max(0, at - _ZIP64_LOCATOR) : at]
    (size,) = struct.unpack_from("<I", tail, at + 12)
    return not has_zip64 and int(size) <= SMALL_DIRECTORY


def _refuse_foreign(head: bytes, name: str) -> None:
    if head.startswith(signatures.ARCHIVES):
        raise refuse("archive", name)
    if known := signatures.format_of(head):
        raise refuse("wrong_kind", name, kind=known)
    if signatures.is_media(head) or signatures.is_webp(head):
        raise refuse("wrong_kind", name, kind=Message("a picture or film"))
    start = signatures.text_start(head)
    if start.startswith(b"<?xml") and b"spreadsheet" in start:
        raise refuse("xml_spreadsheet", name)
    if (
        signatures.is_web_page(start)
        or start.startswith(b"<!--")
        or (start.startswith(b"<") and (b"<html" in start or b"<table" in start))
    ):
        raise refuse("html", name)
    if start.startswith(b"<?xml"):
        raise refuse("wrong_kind", name, kind=Message("an XML file"))
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
        raise refuse("wrong_kind", name, kind=Message("a mail"))


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
    """Kind of an OLE compound file, by the names in its directory (UTF-16)."""
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
            raise refuse("wrong_kind", name, kind=Message("a Hangul (HWP) document"))
        if holds("WordDocument") or holds("PowerPoint Document"):
            raise refuse("wrong_kind", name, kind=Message("an Office document"))
        if holds("__properties_version1.0"):
            raise refuse("wrong_kind", name, kind=Message("an Outlook mail"))
    raise refuse("damaged", name)


@dataclass(frozen=True)
class _Members:
    """What a ZIP says of its members: their names, its media type, its manifest, and their size unpacked in bytes."""

    names: frozenset[str]
    mimetype: str
    manifest: bytes
    unpacked: int


def _zip_kind(source: Path, name: str, limits: ReadLimits) -> FileKind:
    members = _members(source, name)
    if members.unpacked > limits.max_unpacked_bytes:
        shown = readable_size(members.unpacked), readable_size(limits.max_unpacked_bytes)
        raise refuse("zip_bomb", name, size=shown[0], limit=shown[1])
    return _kind_of_members(members, name)


def _members(source: Path, name: str) -> _Members:
    """Reads the central directory of a ZIP; nothing is unpacked but the `mimetype` line and, with it, the manifest."""
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
    return _Members(frozenset(names), mimetype, manifest, sum(m.file_size for m in members))


def _kind_of_members(members: _Members, name: str) -> FileKind:
    names, mimetype = members.names, members.mimetype
    if "xl/workbook.xml" in names:
        return FileKind.XLSX
    if "xl/workbook.bin" in names:
        return FileKind.XLSB
    if mimetype.startswith("application/vnd.oasis.opendocument.spreadsheet"):
        if b"encryption-data" in members.manifest:
            raise refuse("password", name)
        return FileKind.ODS
    if "word/document.xml" in names or "ppt/presentation.xml" in names:
        raise refuse("wrong_kind", name, kind=Message("an Office document"))
    if mimetype.startswith("application/hwp"):
        raise refuse("wrong_kind", name, kind=Message("a Hangul (HWPX) document"))
    if mimetype.startswith(("application/vnd.oasis.opendocument", "application/epub")):
        raise refuse("wrong_kind", name, kind=Message("a document"))
    if any(member.endswith(".iwa") for member in names):
        raise refuse("wrong_kind", name, kind=Message("an Apple Numbers file"))
    if any(member.endswith(("data.pkl", ".npy")) for member in names):
        raise refuse("wrong_kind", name, kind=Message("a file of Python data"))
    raise refuse("archive", name)
