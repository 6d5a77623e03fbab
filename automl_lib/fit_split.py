"""How the one-shot separates the rows: as people say, else as is suggested for the table."""

from __future__ import annotations

from typing import NamedTuple

from automl_lib.errors import PlanRefused
from automl_lib.fit_tables import FitTable
from automl_lib.plan import suggest_split
from automl_lib.plan.preprocessing_plan import refuse_column_alone
from domain.messages import Message
from domain.split import SplitMethod, SplitSuggestion


class FitSplit(NamedTuple):
    """The split of a one-shot.

    Attributes:
        method, column: as in a plan.
        suggested: for the table.
    """

    method: SplitMethod
    column: str | None
    suggested: SplitSuggestion


def chosen_split(table: FitTable, method: SplitMethod | None, label: str | None, seed: int) -> FitSplit:
    """The method and the column to go by.

    Args:
        table: to learn from.
        method: people's choice; None: as suggested.
        label: header of the column, people's choice; None: the one noticed.
        seed: of what is drawn at random.

    Raises:
        PlanRefused: there is no such column, or only the column is given.
    """
    refuse_column_alone(method, label)
    suggested = suggest_split(table.frame, table.schema, table.check, seed=seed)
    if method is None:
        return FitSplit(suggested.method, suggested.column, suggested)
    return FitSplit(method, suggested.column_for(method) if label is None else _key(table, label), suggested)


def _key(table: FitTable, label: str) -> str:
    try:
        return table.schema.by_label(label).key
    except KeyError:
        raise PlanRefused(
            Message("The table has no column '{name}' to split by. Choose one it has.", name=label),
            code="split_column",
        ) from None
