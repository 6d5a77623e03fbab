"""The column that a plan's split goes by, as people name it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from domain.preprocessing import PlanChoices
from records import columns


def with_split_key(session: Session, doc_id: str, choices: PlanChoices) -> PlanChoices:
    """The choices with the key of the column to split by, which may be named by its label or its key.

    Raises:
        NotFound: the document has no such column.
    """
    name = choices.split_column
    if name is None or columns.by_key(session, doc_id, name) is not None:
        return choices
    return choices.model_copy(update={"split_column": columns.by_label(session, doc_id, name).key})
