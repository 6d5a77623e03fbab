"""Workbooks under a password, of every kind, are refused with the way to take it off."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest
import xlwt
from xlwt.CompoundDoc import XlsDoc

from automl_lib.errors import FileRefused

SECTOR, NO_SECTOR, END_OF_CHAIN, FAT_SECTOR = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
STREAM_BYTES = 4096
"""The smallest size of a stream in sectors of its own."""


def compound(streams: dict[str, bytes]) -> bytes:
    """An OLE container (MS-CFB, version 3): header, FAT, one sector of directory, then up to three streams."""
    each = STREAM_BYTES // SECTOR
    fat = [FAT_SECTOR, END_OF_CHAIN]
    entries = [_entry("Root Entry", 5, child=1, start=END_OF_CHAIN, size=0)]
    for number, name in enumerate(streams, start=1):
        start = len(fat)
        fat += [*range(start + 1, start + each), END_OF_CHAIN]
        right = number + 1 if number < len(streams) else NO_SECTOR
        entries.append(_entry(name, 2, right=right, start=start, size=STREAM_BYTES))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, STREAM_BYTES, END_OF_CHAIN, 0, END_OF_CHAIN, 0, 0)
    header = header.ljust(SECTOR, b"\xff")
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(SECTOR, b"\xff")
    directory = b"".join(entries).ljust(SECTOR, b"\0")
    return header + table + directory + b"".join(c.ljust(STREAM_BYTES, b"\0") for c in streams.values())


def _entry(
    name: str, kind: int, *, start: int, size: int, right: int = NO_SECTOR, child: int = NO_SECTOR
) -> bytes:
    text = name.encode("utf-16-le")
    head = text.ljust(64, b"\0") + struct.pack("<HBB", len(text) + 2, kind, 1)
    return head + struct.pack("<III36xIQ", NO_SECTOR, right, child, start, size)


def encrypted_xlsx(path: Path) -> None:
    """What Excel saves under a password: the workbook as one encrypted stream (MS-OFFCRYPTO, agile)."""
    info = struct.pack("<HHI", 4, 4, 0x40) + b'<?xml version="1.0"?><encryption/>'
    package = struct.pack("<Q", STREAM_BYTES - 8) + bytes(range(256)) * 15
    path.write_bytes(compound({"EncryptionInfo": info, "EncryptedPackage": package}))


def encrypted_xls(path: Path) -> None:
    """An old workbook with a FILEPASS record (RC4) after the beginning of its stream."""
    book = xlwt.Workbook()
    book.add_sheet("Sheet1").write(0, 0, "이름")
    stream = book.get_biff_data()
    first = 4 + struct.unpack_from("<H", stream, 2)[0]
    file_pass = struct.pack("<HHHHH", 0x2F, 54, 1, 1, 1) + bytes(48)
    XlsDoc().save(str(path), stream[:first] + file_pass + stream[first:])


def encrypted_ods(path: Path) -> None:
    """An OpenDocument sheet whose manifest tells how its content was encrypted."""
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml" manifest:size="9">'
        '<manifest:encryption-data manifest:checksum="AAAA"/></manifest:file-entry></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", bytes(range(64)))


@pytest.mark.parametrize("write", [encrypted_xlsx, encrypted_xls, encrypted_ods])
def test_a_workbook_under_a_password_is_refused_with_the_way_to_take_it_off(read, tmp_path, write):
    path = tmp_path / "b"
    write(path)
    with pytest.raises(FileRefused) as refusal:
        read(path)
    assert refusal.value.code == "password"
    assert (
        "비밀번호로 보호되어 있습니다. Excel에서 암호를 풀어 저장한 뒤 다시 올려 주세요." in refusal.value.ko
    )
    assert "is protected by a password. Save it without a password and upload it again." in refusal.value.en


def test_the_same_workbooks_without_a_password_are_not_taken_for_protected(read, tmp_path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    for row, value in enumerate(["이름", "EncryptedPackageless", "나"]):
        sheet.write(row, 0, value)
    XlsDoc().save(str(tmp_path / "b"), book.get_biff_data())
    assert read(tmp_path / "b").values("이름") == ["EncryptedPackageless", "나"]
