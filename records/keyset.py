"""Pages of long lists by key, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.base import ExecutableOption

_Row = TypeVar("_Row")


def newest_first(
    session: Session,
    table: type[_Row],
    key: InstrumentedAttribute[Any],
    conditions: Sequence[sa.ColumnElement[bool]],
    *,
    before: str | int | None,
    after: str | int | None,
    limit: int,
    options: Sequence[ExecutableOption] = (),
) -> tuple[Sequence[_Row], int]:
    """One page of the rows that match, with the total that match.

    Args:
        key: the column they are ordered by.
        conditions: which rows match.
        before: show only keys smaller than this one (the last key of the page before).
        after: show only keys greater than this one, those nearest to it (the first key of the page behind).
        limit: most rows of the page.
        options: of loading the rows.
    """
    total = session.scalar(sa.select(sa.func.count()).select_from(table).where(*conditions)) or 0
    query = sa.select(table).options(*options).where(*conditions)
    if before:
        query = query.where(key < before)
    if after:
        query = query.where(key > after)
    rows = session.scalars(query.order_by(key.asc() if after else key.desc()).limit(limit)).all()
    return rows[::-1] if after else rows, total
