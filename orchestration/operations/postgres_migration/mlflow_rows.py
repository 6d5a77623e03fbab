"""MLflow's database: schema by MLflow's own migrations, then the rows of all its tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import sqlalchemy as sa

from domain.messages import Message
from orchestration.operations.postgres_migration.copying import Moved, MoveRefused, has_rows, move_table, read
from orchestration.operations.sqlite_files import reading_engine

DATABASE = "mlflow"


def move(source: Path, target_url: str, on_progress: Callable[[str], None]) -> Iterator[Moved]:
    """Copy every table of the file, if there is one.

    Raises:
        MoveRefused: it is of another version of MLflow, or has tables MLflow doesn't speak of.
    """
    import mlflow.store.db.utils  # noqa: F401 - so that Base knows every table
    from mlflow import db
    from mlflow.store.db.base_sql_model import Base

    if not source.exists():
        return
    # `mlflow db upgrade URL`, without a process of its own, on whose command line the password would stand.
    db.upgrade.main([target_url], standalone_mode=False)
    target = sa.create_engine(target_url)
    engine = reading_engine(source)
    with engine.connect() as connection:
        _refuse_other_schema(source, connection, target, set(Base.metadata.tables))
        with target.begin() as cleaning:
            for table in reversed(Base.metadata.sorted_tables):
                cleaning.execute(sa.delete(table))  # what the migrations themselves put in
        for table in Base.metadata.sorted_tables:
            yield move_table(DATABASE, table, read(connection, table), target, on_progress=on_progress)
    engine.dispose()
    target.dispose()


def _refuse_other_schema(path: Path, source: sa.Connection, target: sa.Engine, known: set[str]) -> None:
    query = sa.text("SELECT version_num FROM alembic_version")
    with target.connect() as connection:
        wanted = connection.scalar(query)
    found = source.scalar(query)
    if found != wanted:
        remedy = f"mlflow db upgrade sqlite:///{path}"
        raise MoveRefused(
            Message(
                "MLflow's database has the schema of another version ({found}); run '{remedy}', then this "
                "again",
                found=found,
                remedy=remedy,
            )
        )
    others = sorted(set(sa.inspect(source).get_table_names()) - known - {"alembic_version"})
    if filled := [name for name in others if has_rows(source, name)]:
        raise MoveRefused(
            Message(
                "MLflow's database has tables that can't be moved: {filled}; empty them if they are not "
                "needed",
                filled=", ".join(filled),
            )
        )
