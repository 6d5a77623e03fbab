"""Whether a JPEG 2000 picture may stay in PDF/A as it is (ISO 19005-2, 6.2.8.3). Reads the boxes of its header, decodes nothing."""

from __future__ import annotations

import struct
from collections.abc import Iterator

SIGNATURE = b"\x00\x00\x00\x0cjP  \r\n\x87\n"
ENUMERATED, RESTRICTED_ICC = 1, 2
SRGB, GREY = 16, 17
DIFFERENT_DEPTHS = 255
"""What the header says where channels differ in depth."""


def may_stay(data: bytes) -> bool:
    """Whether it has one or three channels of one depth, and one colour space, which the sRGB output intent covers.

    Stricter than the standard, which allows four channels and several colour spaces in some cases.
    """
    if not data.startswith(SIGNATURE):
        return False
    header = next((body for kind, body in _boxes(data) if kind == b"jp2h"), b"")
    found = list(_boxes(header))
    sizes = [body for kind, body in found if kind == b"ihdr" and len(body) >= 11]
    colours = [body for kind, body in found if kind == b"colr"]
    if len(sizes) != 1 or len(colours) != 1:
        return False
    channels, depth = struct.unpack(">HB", sizes[0][8:11])
    return channels in (1, 3) and depth != DIFFERENT_DEPTHS and _is_covered(colours[0])


def _is_covered(colour: bytes) -> bool:
    method = colour[:1]
    if method == bytes([RESTRICTED_ICC]):
        return True
    return method == bytes([ENUMERATED]) and colour[3:7] in (struct.pack(">I", SRGB), struct.pack(">I", GREY))


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The kind and the content of each box (ISO 15444-1, I.4); stops where one breaks off."""
    place = 0
    while place + 8 <= len(data):
        length, kind = struct.unpack(">I4s", data[place : place + 8])
        start = place + 8
        if length == 1:
            if start + 8 > len(data):
                return
            length = struct.unpack(">Q", data[start : start + 8])[0]
            start += 8
        end = len(data) if length == 0 else place + length
        if end < start or end > len(data):
            return
        yield kind, data[start:end]
        place = end
