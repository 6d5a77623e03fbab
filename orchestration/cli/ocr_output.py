"""From bytes to a file or the screen."""

from __future__ import annotations

import sys
from pathlib import Path


def write_out(data: bytes, out: Path | None) -> None:
    """To the file, whole or not at all; without one to standard output."""
    if out is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    partial = out.with_name(f".{out.name}.part")
    partial.write_bytes(data)
    partial.replace(out)
