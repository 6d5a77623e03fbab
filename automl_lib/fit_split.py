"""How the one-shot separates the rows: as people say, else as is suggested for the table."""

from __future__ import annotations

from dataclasses import dataclass

from automl_lib.errors import PlanRefused
from automl_lib.fit_tables import FitTable
from automl_lib.plan import suggest_split
from domain.messages import Message
from domain.split import SplitMethod


@dataclass(frozen=True)
class FitSplit:
    """The split of a one-shot.

    Attributes:
        method, column: as in a plan.
        reason: why it is suggested; None where it is not, or nothing was noticed.
    """

    method: SplitMethod
    column: str | None
    reason: Message | None


def chosen_split(table: FitTable, method: SplitMethod | None, label: str | None, seed: int) -> FitSplit:
    """The method and the column to go by.

    Args:
        table: to learn from.
        method: people's choice; None: as suggested.
        label: header of the column, people's choice; None: the one noticed.
        seed: of what is drawn at random.

    Raises:
        PlanRefused: there is no such column.
    """
    suggested = suggest_split(table.frame, table.schema, table.check, seed=seed)
    if method is None:
        return FitSplit(suggested.method, suggested.column, suggested.reason)
    column = suggested.column_for(method) if label is None else _key(table, label)
    is_suggested = (method, column) == (suggested.method, suggested.column)
    return FitSplit(method, column, suggested.reason if is_suggested else None)


def _key(table: FitTable, label: str) -> str:
    try:
        return table.schema.by_label(label).key
    except KeyError:
        raise PlanRefused(
            Message("The table has no column '{name}' to split by. Choose one it has.", name=label),
            code="split_column",
        ) from None
