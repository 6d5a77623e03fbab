"""Settings: `SAEBYEOK_*` in the environment, then `saebyeok.toml` in the home, then defaults."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

HOME_NAME = ".saebyeok"


def find_home(start: Path | None = None) -> Path:
    """`$SAEBYEOK_HOME`, else the nearest `.saebyeok` in this folder or above, else `./.saebyeok`.

    Only finds the path; `up` and `demo` create it.
    """
    if chosen := os.environ.get("SAEBYEOK_HOME"):
        return Path(chosen).expanduser().resolve()
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / HOME_NAME).is_dir():
            return folder / HOME_NAME
    return here / HOME_NAME


class Settings(BaseSettings):
    """All settings, with their meaning; `docs/settings.md` is made from this class."""

    model_config = SettingsConfigDict(env_prefix="SAEBYEOK_", extra="forbid")

    home: Path = Field(description="Folder that holds everything Saebyeok keeps.")
    database_url: str = Field("", description="SQLAlchemy URL of the records. Empty: SQLite in the home.")
    store_url: str = Field("", description="Folder or URL (s3://…) of the store. Empty: store/ in the home.")
    inbox: Path | None = Field(None, description="Folder watched for new files. Empty: inbox/ in the home.")
    host: str = Field("127.0.0.1", description="Address the servers bind to.")
    dagster_port: int = Field(3000, ge=1, le=65535, description="Port of Dagster's UI.")
    mlflow_port: int = Field(5000, ge=1, le=65535, description="Port of MLflow's UI.")
    mlflow_url: str = Field("", description="Tracking server. Empty: the one 'up' starts.")
    time_zone: str = Field("Asia/Seoul", description="Zone of the dates people see, and of schedules.")
    language: Literal["ko", "en"] = Field("ko", description="Language of sentences on the command line.")
    max_concurrent_runs: int = Field(3, ge=2, description="Runs at once; one is kept free of long work.")
    max_file_mb: int = Field(4096, ge=1, description="Largest file taken in, in MiB.")
    read_seconds: int = Field(600, ge=1, description="Longest time one file may take to be read, in seconds.")
    read_memory_mb: int = Field(
        6144, ge=1536, description="Most memory one file may take to be read, in MiB."
    )
    max_rows: int = Field(20_000_000, ge=1, description="Most rows of a table.")
    max_columns: int = Field(5_000, ge=1, description="Most columns of a table.")
    settle_seconds: float = Field(2.0, ge=0, description="How long a dropped file must stand still.")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        home = init_settings.init_kwargs["home"]  # type: ignore[attr-defined]
        return (init_settings, env_settings, TomlConfigSettingsSource(settings_cls, home / "saebyeok.toml"))

    @property
    def effective_database_url(self) -> str:
        return self.database_url or f"sqlite:///{self.home / 'saebyeok.db'}"

    @property
    def effective_store_url(self) -> str:
        return self.store_url or str(self.home / "store")

    @property
    def effective_inbox(self) -> Path:
        return self.inbox or self.home / "inbox"

    @property
    def effective_mlflow_url(self) -> str:
        return self.mlflow_url or f"http://{self.host}:{self.mlflow_port}"

    @property
    def dagster_home(self) -> Path:
        return self.home / "dagster"

    @property
    def mlflow_home(self) -> Path:
        return self.home / "mlflow"


def load_settings(home: Path | None = None) -> Settings:
    """The settings of `home` (found by `find_home` where none is given)."""
    return Settings(home=(home or find_home()).resolve())
