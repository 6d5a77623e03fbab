"""Compressed streams that unpack to far more than they are, made without ever holding what they unpack to."""

from __future__ import annotations

import struct
import zlib


def raw(block: bytes, times: int, head: bytes = b"", tail: bytes = b"") -> bytes:
    """A raw deflate stream of `head`, `block` repeated, and `tail`."""
    made = zlib.compressobj(9, zlib.DEFLATED, -15)
    first = made.compress(head) + made.flush(zlib.Z_FULL_FLUSH)
    # After a full flush nothing refers back, so the same bytes may follow each other any number of times.
    again = made.compress(block) + made.flush(zlib.Z_FULL_FLUSH)
    return first + again * times + made.compress(tail) + made.flush()


def wrapped(block: bytes, times: int, head: bytes = b"", tail: bytes = b"") -> bytes:
    """The same as a zlib stream, as PNG and PDF hold them; its checksum is right where `block` is all zeros."""
    checksum = zlib.adler32(head)
    if block.count(0) == len(block):
        low, high = checksum & 0xFFFF, checksum >> 16
        checksum = low | (high + low * len(block) * times) % 65521 << 16
    checksum = zlib.adler32(tail, checksum)
    return b"\x78\xda" + raw(block, times, head, tail) + struct.pack(">I", checksum)
