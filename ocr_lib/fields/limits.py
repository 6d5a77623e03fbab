"""How much of a document its fields are looked for in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FieldLimits:
    """Limits of reading the fields of one document.

    Attributes:
        max_texts: texts that are looked at; further ones are left out.
        max_item_rows: rows of goods that are looked at below one heading; further ones are left out.
    """

    max_texts: int = 10_000
    max_item_rows: int = 300
