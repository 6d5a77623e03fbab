"""What all tables share: the declarative base, types, and the names of indexes and constraints."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase

from records.types import UtcDateTime

NAMING = {
    "ix": "IX_%(table_name)s_%(column_0_N_name)s",
    "uq": "UQ_%(table_name)s_%(column_0_N_name)s",
    "ck": "CK_%(table_name)s_%(constraint_name)s",
    "fk": "FK_%(table_name)s_%(column_0_N_name)s",
    "pk": "PK_%(table_name)s",
}

DocId = sa.String(15)
BigId = sa.BigInteger().with_variant(sa.Integer, "sqlite")
"""Of a row that the database numbers; SQLite numbers only columns of its INTEGER type."""


class Base(DeclarativeBase):
    metadata = sa.MetaData(naming_convention=NAMING)
    type_annotation_map = {
        datetime: UtcDateTime(),
        dict[str, Any]: sa.JSON(),
        list[Any]: sa.JSON(),
        str: sa.Text(),
    }
