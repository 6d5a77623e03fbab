"""Which columns are better left out to begin with, and why: what the analysis of the columns warned of."""

from __future__ import annotations

from sqlalchemy.orm import Session

from records import columns
from records.tables import Document

LEFT_OUT_FOR = ("id_like", "constant", "all_missing")
"""Warnings of columns a model can learn nothing from that holds for other rows."""


def better_left_out(session: Session, document: Document) -> list[dict[str, str]]:
    """The warnings of columns that are used all the same, the target aside; in the columns' order."""
    warned = {w["column"]: w for w in document.warnings or [] if w["code"] in LEFT_OUT_FOR and w["column"]}
    if not warned:
        return []
    used = columns.used(session, document.doc_id)
    return [warned[label] for key, label in used.items() if label in warned and key != document.target_key]
