"""SHA-256 of files."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from upath import UPath

CHUNK_BYTES = 1 << 20


def sha256_file(path: Path | UPath) -> str:
    """Hex SHA-256 of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def copy_hashing(reader: IO[bytes], writer: IO[bytes]) -> tuple[str, int]:
    """Copy all of `reader` to `writer`; the hex SHA-256 and the number of the bytes copied."""
    digest, size = hashlib.sha256(), 0
    while chunk := reader.read(CHUNK_BYTES):
        digest.update(chunk)
        writer.write(chunk)
        size += len(chunk)
    return digest.hexdigest(), size
