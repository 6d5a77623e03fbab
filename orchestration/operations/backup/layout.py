"""Where things lie in a backup, and which folders of a home go into one as they are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from orchestration.settings import FILE_NAME, Settings

SQLITE, POSTGRESQL = "sqlite", "postgresql"
STORE = "store"
INBOX = "inbox"
DAGSTER = "dagster"
ARTIFACTS = "mlflow/artifacts"
SETTINGS_FILE = FILE_NAME


@dataclass(frozen=True)
class Part:
    """One database: its URL in the home, and its file in the backup."""

    url: str
    file: str


def kind_of(settings: Settings) -> str:
    """Which kind of database the records are in."""
    return POSTGRESQL if settings.on_postgresql else SQLITE


def records_part(settings: Settings) -> Part:
    return Part(settings.effective_database_url, _file(settings, "records"))


def mlflow_part(settings: Settings) -> Part:
    return Part(settings.mlflow_database_url, _file(settings, "mlflow/mlflow"))


def dagster_part(settings: Settings) -> Part:
    """Dagster's database on PostgreSQL; on SQLite it has many, in its folder."""
    return Part(settings.dagster_database_url, _file(settings, "dagster/storage"))


def _file(settings: Settings, stem: str) -> str:
    return f"{stem}.dump" if settings.on_postgresql else f"{stem}.db"


def made_by_up(path: Path) -> bool:
    """Whether `saebyeok up` writes this file of Dagster's folder anew at every start."""
    return path.name in ("dagster.yaml", "workspace.yaml")
