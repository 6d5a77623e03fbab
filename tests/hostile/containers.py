"""OLE compound files (MS-CFB, version 3), as old Excel and locked workbooks are kept in."""

from __future__ import annotations

import struct
from collections.abc import Mapping

SECTOR, NO_SECTOR, END_OF_CHAIN, FAT_SECTOR = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SMALLEST = 4096
"""Bytes of a stream in sectors of its own."""
MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A container: header, table of sectors, directory, then up to three streams, each padded to 4096 bytes at least."""
    fat = [FAT_SECTOR, END_OF_CHAIN]
    entries = [_entry("Root Entry", 5, child=1, start=END_OF_CHAIN, size=0)]
    body = b""
    for number, (name, data) in enumerate(streams.items(), start=1):
        start, size = len(fat), max(SMALLEST, len(data))
        sectors = -(-size // SECTOR)
        fat += [*range(start + 1, start + sectors), END_OF_CHAIN]
        right = number + 1 if number < len(streams) else NO_SECTOR
        entries.append(_entry(name, 2, right=right, start=start, size=size))
        body += data.ljust(sectors * SECTOR, b"\0")
    if len(fat) > SECTOR // 4:
        raise ValueError("more sectors than one sector of the table tells of")
    header = MAGIC + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, SMALLEST, END_OF_CHAIN, 0, END_OF_CHAIN, 0, 0)
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(SECTOR, b"\xff")
    return header.ljust(SECTOR, b"\xff") + table + b"".join(entries).ljust(SECTOR, b"\0") + body


def _entry(
    name: str, kind: int, *, start: int, size: int, right: int = NO_SECTOR, child: int = NO_SECTOR
) -> bytes:
    text = name.encode("utf-16-le")
    head = text.ljust(64, b"\0") + struct.pack("<HBB", len(text) + 2, kind, 1)
    return head + struct.pack("<III36xIQ", NO_SECTOR, right, child, start, size)
