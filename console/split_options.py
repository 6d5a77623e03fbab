"""What the form of the plan offers for separating rows: by which columns, and what is chosen."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from domain.columns import ColumnType
from domain.preprocessing import PlanChoices
from domain.split import SplitMethod
from records import columns
from records.tables import ColumnInfo, Document, Plan

MOST_OFFERED = 100
"""Columns of each kind."""
FEWEST_GROUPS = 5
_NUMBERED = re.compile(r"(번호|코드|사번|학번|id|no\.?|num|nr|key|code)\s*$", re.IGNORECASE)
"""Whole numbers that name something; others are amounts, and ages make no groups."""


@dataclass(frozen=True)
class SplitOptions:
    """Columns to go by; a value of the form is the method, a colon and the key.

    Attributes:
        times: columns with dates, or with numbers that were noticed as years.
        groups: columns whose values repeat, those that were noticed first; of whole numbers only those noticed or named like ids.
        chosen: the value of the plan in force; "" for what is suggested.
    """

    times: Sequence[ColumnInfo]
    groups: Sequence[ColumnInfo]
    chosen: str


def split_options(session: Session, document: Document, plan: Plan | None) -> SplitOptions:
    """The options for a document, whether its columns are used by models or not."""
    suggested = document.target_check.split if document.target_check else None
    dates = suggested.dates if suggested else ()
    ids = suggested.groups if suggested else ()
    choices = PlanChoices.of_plan(plan.plan) if plan else PlanChoices()
    named = {*dates, *ids, choices.split_column}
    others = [one for one in columns.of_document(session, document.doc_id) if one.key != document.target_key]
    times = [one for one in others if one.type == ColumnType.DATE or one.key in dates]
    groups = [one for one in others if _may_group(one, named, document.rows or 0)]
    return SplitOptions(
        sorted(times, key=lambda one: one.key not in named)[:MOST_OFFERED],
        sorted(groups, key=lambda one: one.key not in named)[:MOST_OFFERED],
        _value(choices),
    )


def _may_group(column: ColumnInfo, named: Collection[str | None], rows: int) -> bool:
    is_kind = column.type == ColumnType.TEXT or (
        column.type == ColumnType.INTEGER and (column.key in named or bool(_NUMBERED.search(column.label)))
    )
    return is_kind and FEWEST_GROUPS <= column.distinct < rows


def _value(choices: PlanChoices) -> str:
    if choices.split is None:
        return ""
    return (
        choices.split.value
        if choices.split is SplitMethod.RANDOM
        else f"{choices.split}:{choices.split_column}"
    )
