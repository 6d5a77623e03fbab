"""Checks a target with what reading said of its column: numbers that are text for a few cells are no classes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from automl_lib.errors import PlanRefused
from automl_lib.plan import check_target
from automl_lib.profile.reading_warnings import nearly_numeric
from domain.messages import Message
from domain.read_report import LedgerEntry
from domain.table_schema import TableSchema
from domain.target_check import TargetCheck
from domain.tasks import Task

if TYPE_CHECKING:
    import pandas as pd

# What a column of numbers that is kept as text is refused for; the cause is how it was read.
_FOR_TEXT = ("target_not_numeric", "too_many_classes", "too_few_members", "target_id")


def check_read_target(
    frame: pd.DataFrame,
    schema: TableSchema,
    key: str,
    ledger: Sequence[LedgerEntry],
    positive_class: str | None = None,
    task: Task | None = None,
) -> TargetCheck:
    """Does what `check_target` does, and names the cells that keep a refused target text, with the remedy.

    Args:
        frame, schema, key, positive_class, task: as of `check_target`.
        ledger: of reading the table.

    Raises:
        PlanRefused: as `check_target`; with code target_nearly_numeric where a few cells keep the target text.
    """
    try:
        return check_target(frame, schema, key, positive_class, task)
    except PlanRefused as refusal:
        if refusal.code not in _FOR_TEXT:
            raise
        label = schema.by_key(key).label
        why = nearly_numeric(ledger, label)
        if why is None or schema.by_key(key).type.is_numeric:
            raise
        message = Message(
            "The target '{name}' can't be predicted as numbers while it is text. {why}", name=label, why=why
        )
        raise PlanRefused(message, code="target_nearly_numeric") from None
