"""PDF/A-2b."""

from __future__ import annotations
from typing import Any


def pages_to_replace(pdf: Any) -> frozenset[int]:
    return frozenset()


def make_archival(pdf: Any, name: str) -> None:
    return None
