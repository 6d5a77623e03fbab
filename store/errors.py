"""What goes wrong with files kept in the store, as people read it."""

from __future__ import annotations

from domain.refusal import Refusal


class StoreError(Refusal):
    """A file is missing, or not the one its record speaks of."""
