"""Errors of files in the store."""

from __future__ import annotations

from domain.refusal import Refusal


class StoreError(Refusal):
    """A file is missing, or not the one its record speaks of."""
