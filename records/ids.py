"""Ids in the form of the specification: yymmdd and nine digits, counted per day."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
import sqlalchemy.dialects.postgresql
import sqlalchemy.dialects.sqlite
from sqlalchemy.orm import Session

from records.engine import is_postgresql
from records.tables import IdCounter


def next_id(session: Session, kind: str, today: date) -> str:
    """The next id of `kind` ("document", "training", …) for `today`, e.g. "261122000000004".

    Numbers are taken in the caller's transaction; a rolled back one leaves no gap, a committed one
    is never given out again.
    """
    prefix = today.strftime("%y%m%d")
    name = f"{kind}:{prefix}"
    # PostgreSQL and SQLite share this form; it is atomic where SELECT and UPDATE would race.
    insert = sa.dialects.postgresql.insert if is_postgresql(session) else sa.dialects.sqlite.insert
    statement = (
        insert(IdCounter)
        .values(SEQ_NM=name, NEXT_NO=2)
        .on_conflict_do_update(index_elements=["SEQ_NM"], set_={"NEXT_NO": IdCounter.next + 1})
        .returning(IdCounter.next)
    )
    number = session.execute(statement).scalar_one() - 1
    return f"{prefix}{number:09d}"
