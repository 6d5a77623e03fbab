"""The correction grid: which texts of a document are in it, and in which order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from console.desk import Desk
from console.numbers import RowNumber
from records.ocr import texts
from records.ocr.enums import TextState

PER_GRID = 60


@dataclass(frozen=True)
class Wanted:
    """What a person chose to see, as the query of a page has it.

    Args:
        page: one page; 0 for all.
        order: "score" (least certain first) or "place".
        state: a state of texts; empty for all.
        after: the last text of the page before.
    """

    page: RowNumber = 0
    order: str = "score"
    state: str = ""
    after: str = ""


def grid_of(session: Session, desk: Desk, doc_id: str, wanted: Wanted) -> dict[str, Any]:
    """What `grid.html` needs."""
    state = TextState(wanted.state) if wanted.state in list(TextState) else None
    rows = texts.of_document(
        session,
        doc_id,
        page_no=wanted.page or None,
        state=state,
        by_score=wanted.order != "place",
        after=wanted.after or None,
        limit=PER_GRID + 1,
    )
    return {
        "rows": rows[:PER_GRID],
        "more": len(rows) > PER_GRID,
        "wanted": wanted,
        "states": list(TextState),
        "state_of": TextState,
        "offered": desk.suggestions.of(session, rows[:PER_GRID]),
    }
