"""All settings in one class, and the places that follow from them. How they are found is in `settings.loading`."""

from __future__ import annotations

import re
from datetime import time
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from domain.messages import Language
from orchestration.settings.addresses import reachable
from orchestration.settings.console import ConsoleSettings
from orchestration.settings.database_urls import beside, usable
from orchestration.settings.home import FILE_NAME
from orchestration.settings.keeping import KeepingSettings
from orchestration.settings.limits import LimitSettings
from orchestration.settings.ocr import ReadingSettings, RetrainingSettings
from orchestration.settings.servers import ServerSettings
from orchestration.settings.serving import ServingSettings


class Settings(
    KeepingSettings,
    RetrainingSettings,
    ReadingSettings,
    LimitSettings,
    ServingSettings,
    ConsoleSettings,
    ServerSettings,
    BaseSettings,
):
    """All settings, with their meaning; `docs/settings.md` is made from this class."""

    model_config = SettingsConfigDict(env_prefix="SAEBYEOK_", extra="forbid")

    home: Path = Field(description="Folder that holds everything Saebyeok keeps.")
    database_url: str = Field(
        "",
        description="SQLAlchemy URL of the records. Empty: SQLite in the home. On PostgreSQL Dagster and MLflow get "
        "databases beside it, named NAME_dagster and NAME_mlflow; see postgresql.md.",
    )
    executor: Literal["in_process", "celery"] = Field(
        "in_process",
        description="Where long work (reading pages, training) runs: beside the code server, or on the workers of "
        "several hosts; see workers.md.",
    )
    celery_broker: SecretStr = Field(
        SecretStr(""),
        description="RabbitMQ through which workers get their steps, amqp://USER:PASSWORD@HOST:5672/NAME; better in "
        "the environment than in a file.",
    )
    renew_at: time = Field(
        time(3, 0),
        description="When models of tables that grow are trained again where a document's rule says so, in the time zone.",
    )
    store_url: str = Field(
        "", description="Folder or URL (s3://…) of the store. Relative to the home. Empty: store/."
    )
    inbox: Path | None = Field(
        None, description="Folder watched for new files. Relative to the home. Empty: inbox/."
    )
    cache: Path | None = Field(
        None,
        description="Folder for what is prepared once for this machine; may be emptied. Relative to the home. "
        "Empty: cache/.",
    )
    time_zone: str = Field("Asia/Seoul", description="Zone of the dates people see, and of schedules.")
    language: Language = Field("ko", description="Language of the command line.")
    max_concurrent_runs: int = Field(3, ge=2, description="Runs at once; one is kept free of long work.")

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError) as error:  # unknown; no name of a file; a folder of zones
            raise ValueError("unknown time zone") from error
        return zone

    @field_validator("celery_broker")
    @classmethod
    def _known_broker(cls, broker: SecretStr) -> SecretStr:
        if broker.get_secret_value() and not re.match(r"(py)?amqps?://\S", broker.get_secret_value()):
            raise ValueError("no address of RabbitMQ")
        return broker

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        return usable(url) if url else url

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
        return (init_settings, env_settings, TomlConfigSettingsSource(settings_cls, home / FILE_NAME))

    @property
    def effective_database_url(self) -> str:
        return self.database_url or f"sqlite:///{self.home / 'saebyeok.db'}"

    @property
    def on_postgresql(self) -> bool:
        """Whether records, Dagster and MLflow keep their rows in PostgreSQL."""
        return self.database_url.startswith("postgresql")

    @property
    def on_workers(self) -> bool:
        """Whether long work runs on workers of several hosts."""
        return self.executor == "celery"

    @property
    def pages_a_run(self) -> int:
        """Most pages that one run reads."""
        return self.ocr_batch_pages or (8 if self.on_workers else 32)

    @property
    def dagster_database_url(self) -> str:
        """Dagster's database on PostgreSQL: beside the records', because both would have tables of one name."""
        return beside(self.database_url, "dagster")

    @property
    def mlflow_database_url(self) -> str:
        """Where the MLflow server keeps runs and models."""
        if self.on_postgresql:
            return beside(self.database_url, "mlflow")
        return f"sqlite:///{self.mlflow_home / 'mlflow.db'}"

    @property
    def effective_store_url(self) -> str:
        if "://" in self.store_url:
            return self.store_url
        return str(self.home / (self.store_url or "store"))

    @property
    def effective_inbox(self) -> Path:
        return self.home / (self.inbox or "inbox")

    @property
    def effective_dagster_url(self) -> str:
        return self.dagster_url or f"http://{reachable(self.host)}:{self.dagster_port}"

    @property
    def effective_mlflow_url(self) -> str:
        return self.mlflow_url or f"http://{reachable(self.host)}:{self.mlflow_port}"

    @property
    def effective_cache(self) -> Path:
        return self.home / (self.cache or "cache")

    @property
    def work(self) -> Path:
        return self.home / "work"

    @property
    def dagster_home(self) -> Path:
        return self.home / "dagster"

    @property
    def mlflow_home(self) -> Path:
        return self.home / "mlflow"
