"""The limit of memory of the serving process, and how close it is."""

from __future__ import annotations

import resource

import psutil

NEARLY_FULL = 0.8
"""Share of the limit from which on the next page or model may not fit."""


def limit_memory(most: int) -> None:
    """Limit what this process may allocate; its children, which have limits of their own, may go up to the limit it was given.

    Args:
        most: bytes; a lower limit that the process was started with is kept.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(
        resource.RLIMIT_DATA, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard)
    )


def is_nearly_full() -> bool:
    """Whether this process has allocated most of what it may."""
    limit, _ = resource.getrlimit(resource.RLIMIT_DATA)
    return limit != resource.RLIM_INFINITY and psutil.Process().memory_info().data > NEARLY_FULL * limit
