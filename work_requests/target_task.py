"""Whether the values of a document's target are classes or numbers, where people decided on it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from domain.columns import ColumnType
from domain.messages import Message
from domain.requests import RequestKind, RequestStatus
from domain.target_question import TargetQuestion, is_ambiguous
from domain.tasks import MAX_NUMERIC_CLASSES, Task
from records import columns, documents
from records.errors import DecisionRefused
from records.tables import ColumnInfo, Document
from work_requests import request_lists

_AGREED = (RequestStatus.WAITING, RequestStatus.RUNNING, RequestStatus.DONE)


def chosen_task(session: Session, document: Document) -> Task | None:
    """What people decided that the values of the present target are; None where the check decides."""
    request = request_lists.newest_with(session, document.doc_id, RequestKind.TARGET, "target")
    if request is None or request.params["target"] != document.target_key or "task" not in request.params:
        return None
    return Task(request.params["task"])


def is_present_target(
    session: Session, document: Document, column: ColumnInfo, positive_class: str | None, task: Task | None
) -> bool:
    """Whether a choice is the checked target as it is, so that plans and results of it hold."""
    return (
        document.target_check is not None
        and document.target_key == column.key
        and document.positive_class == positive_class
        and chosen_task(session, document) == task
    )


def open_question(session: Session, doc_id: str, label: str) -> TargetQuestion | None:
    """What people are asked before a column becomes the target.

    Returns:
        None where its values can't be both classes and numbers, or people decided on that before.

    Raises:
        NotFound: there is no such document or column.
    """
    column = columns.by_label(session, documents.get(session, doc_id).doc_id, label)
    if not is_ambiguous(ColumnType(column.type), column.distinct) or decided_before(session, column):
        return None
    counts = column.profile.get("few_numbers", ())  # which profiles of earlier versions lack
    return TargetQuestion(
        column.label, column.distinct, tuple((float(value), int(rows)) for value, rows in counts)
    )


def decided_before(session: Session, column: ColumnInfo) -> Task | None:
    """What people decided last that the values of a column are, where they may be either and the check agreed; else None."""
    if not is_ambiguous(ColumnType(column.type), column.distinct):
        return None
    for request in request_lists.newest_first(session, column.doc_id, RequestKind.TARGET):
        params = request.params
        is_of_column = params.get("target") == column.key and params.get("label") == column.label
        if is_of_column and "task" in params and request.status in _AGREED:
            return Task(params["task"])
    return None


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
