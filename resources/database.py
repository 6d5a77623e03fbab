"""The records' database as a Dagster resource."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cached_property

import dagster as dg
import sqlalchemy as sa
from sqlalchemy.orm import Session

from records.engine import open_engine, reading, transaction


class Database(dg.ConfigurableResource["Database"]):
    """Opens transactions on the TB_* tables."""

    url: str

    @cached_property
    def engine(self) -> sa.Engine:
        return open_engine(self.url)

    def transaction(self) -> AbstractContextManager[Session]:
        """One writing transaction."""
        return transaction(self.engine)

    def reading(self) -> AbstractContextManager[Session]:
        """A session that only reads."""
        return reading(self.engine)
