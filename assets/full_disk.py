"""Recognises a full disk, whichever library reports it, and describes it for people."""

from __future__ import annotations

_SIGNS = ("No space left on device", "database or disk is full", "Disk quota exceeded", "File too large")
"""Of the kernel, SQLite, quotas and limits; PostgreSQL quotes the kernel."""
KO = "디스크가 가득 차서 쓰지 못했습니다. 자리를 만든 뒤 다시 시도하세요. 어느 디스크인지는 'saebyeok doctor'가 알려 줍니다."
EN = "the disk is full; make room and try again ('saebyeok doctor' says which disk)"


def is_full_disk(trouble: str) -> bool:
    """Whether an error's message says that nothing more could be written."""
    return any(sign in trouble for sign in _SIGNS)
