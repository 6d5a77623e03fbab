"""The folder of what is prepared once and kept: converted networks, what they read in the general set.

Each entry may be taken away at any time and is made again when it is asked for. Knows nothing of what is in them.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

UNUSED_SECONDS = 30 * 24 * 3600.0


def mark_used(entry: Path) -> None:
    """Note that an entry is in use; where the folder can't be written, nothing is noted."""
    with contextlib.suppress(OSError):
        os.utime(entry)


def unused(cache: Path, now: float) -> list[Path]:
    """Files and folders of the cache unused for thirty days, including leftovers of killed processes.

    Args:
        now: seconds since 1970.
    """
    return [entry for entry in _entries(cache) if now - entry.stat().st_mtime > UNUSED_SECONDS]


def _entries(cache: Path) -> list[Path]:
    return sorted(cache.iterdir()) if cache.is_dir() else []
