"""Recognises a full disk, whichever library reports it, and describes it for people."""

from __future__ import annotations

from domain.messages import Message

_SIGNS = ("No space left on device", "database or disk is full", "Disk quota exceeded", "File too large")
"""Of the kernel, SQLite, quotas and limits; PostgreSQL quotes the kernel."""
MESSAGE = Message("the disk is full; make room and try again ('saebyeok doctor' says which disk)")


def is_full_disk(trouble: str) -> bool:
    """Whether an error's message says that nothing more could be written."""
    return any(sign in trouble for sign in _SIGNS)
