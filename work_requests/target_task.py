"""Whether the values of a document's target are classes or numbers, where people decided on it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from domain.columns import ColumnType
from domain.messages import Message
from domain.requests import RequestKind
from domain.tasks import MAX_NUMERIC_CLASSES, Task
from records.errors import DecisionRefused
from records.tables import ColumnInfo, Document
from work_requests import request_lists


def chosen_task(session: Session, document: Document) -> Task | None:
    """What people decided that the values of the present target are; None where the check decides."""
    request = request_lists.newest_with(session, document.doc_id, RequestKind.TARGET, "target")
    if request is None or request.params["target"] != document.target_key or "task" not in request.params:
        return None
    return Task(request.params["task"])


def parsed_task(text: str | None) -> Task | None:
    """The task that people named; None for an empty text.

    Raises:
        DecisionRefused: there is no such task.
    """
    if not text:
        return None
    if text not in list(Task):
        raise DecisionRefused(
            Message("there is no task {text!r}; choose one of {tasks}", text=text, tasks=", ".join(Task))
        )
    return Task(text)


def refuse_unfit_task(column: ColumnInfo, task: Task | None) -> None:
    """Raises DecisionRefused where the column can't be learned as that; what only its cells show is checked later."""
    is_numeric = ColumnType(column.type).is_numeric
    if task is Task.CLASSIFICATION and is_numeric and column.distinct > MAX_NUMERIC_CLASSES:
        raise DecisionRefused(
            Message(
                "{label!r} is a number with {distinct:,} distinct values, which can't be classes; choose "
                "regression, or upload a column that holds ranges",
                label=column.label,
                distinct=column.distinct,
            )
        )
    if task is Task.REGRESSION and not is_numeric:
        raise DecisionRefused(
            Message(
                "{label!r} is no number, so it can't be predicted as one; choose classification",
                label=column.label,
            )
        )
