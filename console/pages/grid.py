"""The correction grid: which texts of a document are in it, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from console.context import ConsoleContext
from console.formatting import RowNumber
from console.pagination import paginate
from domain.ocr import TextState
from records.ocr import texts
from records.ocr.tables import OcrText

PER_GRID = 60
SURE, FAIR = 0.98, 0.8
"""Scores from which a text counts as sure, or as fair, in the colours of the grid."""


@dataclass(frozen=True)
class Wanted:
    """What a person chose to see, as the query of a page has it.

    Args:
        page: one page; 0 for all.
        order: "place" (reading order), "score" (least certain first), or "value": reading order, and on to the text of all
            documents whose check gains most; "learn" likewise to the one that teaches the recogniser most.
        state: a state of texts; empty for all.
        after: the last text of the page before.
        before: the first text of the page behind.
        at: a text that the grid begins with, whatever its page and state.
    """

    page: RowNumber = 0
    order: str = "place"
    state: str = ""
    after: str = ""
    before: str = ""
    at: str = ""


def grid_of(session: Session, context: ConsoleContext, doc_id: str, wanted: Wanted) -> dict[str, Any]:
    """What `grid.html` needs."""
    state = TextState(wanted.state) if wanted.state in list(TextState) and not wanted.at else None
    page_no = wanted.page or None if not wanted.at else None

    def ask(behind: str | None, ahead_of: str | None, limit: int) -> Sequence[OcrText]:
        return texts.of_document(
            session,
            doc_id,
            page_no=page_no,
            state=state,
            by_score=wanted.order == "score",
            after=behind,
            before=ahead_of,
            limit=limit,
        )

    behind = wanted.after
    if wanted.at and (ahead := ask(None, wanted.at, 1)):
        behind = ahead[-1].text_id
    pagination = paginate(ask, behind=behind, ahead_of=wanted.before, size=PER_GRID)
    return {
        "rows": pagination.rows,
        "pagination": pagination,
        "wanted": wanted,
        "states": list(TextState),
        "state_of": TextState,
        "level_of": level_of,
        "offered": context.suggestions.of(session, pagination.rows),
    }


def level_of(score: float) -> str:
    """How certain a reading is, as the grid marks it: "sure", "fair" or "poor"."""
    return "sure" if score >= SURE else "fair" if score >= FAIR else "poor"
