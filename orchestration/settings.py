"""Settings: `SAEBYEOK_*` in the environment, then `saebyeok.toml` in the home, then defaults."""

from __future__ import annotations

import os
import re
import tomllib
from datetime import time
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from orchestration.database_urls import beside, usable
from orchestration.ports import reachable
from orchestration.settings_errors import (
    Language,
    SettingsError,
    likely_language,
    no_place,
    refused,
    unreadable,
)

HOME_NAME = ".saebyeok"
FILE_NAME = "saebyeok.toml"
SHORTEST_SECRET = 32


def find_home(start: Path | None = None) -> Path:
    """`$SAEBYEOK_HOME`, else the nearest `.saebyeok` in this folder or above, else `./.saebyeok`.

    Only finds the path; `up` and `demo` create it.
    """
    if chosen := os.environ.get("SAEBYEOK_HOME"):
        return _resolved(Path(chosen))
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / HOME_NAME).is_dir():
            return folder / HOME_NAME
    return here / HOME_NAME


def _listed(value: Any) -> Any:
    """A list as people write one in an environment: with commas between."""
    return [one.strip() for one in value.split(",") if one.strip()] if isinstance(value, str) else value


Names = Annotated[list[str], NoDecode, BeforeValidator(_listed)]


class Settings(BaseSettings):
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
    host: str = Field("127.0.0.1", description="Address the servers bind to.")
    dagster_port: int = Field(3000, ge=1, le=65535, description="Port of Dagster's UI.")
    console_port: int = Field(8000, ge=1, le=65535, description="Port of the console.")
    mlflow_port: int = Field(5000, ge=1, le=65535, description="Port of MLflow's UI.")
    code_host: str = Field(
        "127.0.0.1",
        description="Name by which Dagster's servers reach the code server, where it runs apart from them.",
    )
    code_port: int = Field(
        0, ge=0, le=65535, description="Port of the code server. 0: a free one, chosen by 'up' and 'prepare'."
    )
    console_public_url: str = Field(
        "",
        description="Address of the console as browsers reach it, for links. Empty: this machine's.",
    )
    dagster_public_url: str = Field(
        "",
        description="Address of Dagster's UI as browsers reach it, for the console's links. Empty: this machine's.",
    )
    mlflow_public_url: str = Field(
        "",
        description="Address of MLflow's UI as browsers reach it, for links; the server then answers to it. "
        "Empty: this machine's.",
    )
    console_hosts: Names = Field(
        [],
        description="Further names by which browsers reach the console, as a proxy in front of it has them. "
        "In the environment with commas between.",
    )
    console_https: bool = Field(
        False,
        description="Whether browsers reach the console by HTTPS alone (a proxy's); cookies then say so.",
    )
    console_proxies: Names = Field(
        [],
        description="Addresses or networks of proxies in front of the console: what they say of whom they speak "
        "for is believed. Without them everybody behind a proxy shares one limit of failed sign-ins. "
        "In the environment with commas between.",
    )
    console_secret: SecretStr = Field(
        SecretStr(""),
        description="What the console's forms are signed with, of 32 characters or more, better in the environment than "
        "in a file. Empty: made once and kept in the home.",
    )
    console_session_hours: float = Field(
        12, ge=0.1, allow_inf_nan=False, description="How long a sign-in to the console lasts."
    )
    console_upload_mb: int = Field(512, ge=1, description="Most of one upload in the console, in MiB.")
    console_oidc_issuer: str = Field(
        "",
        description="Address of an OpenID Connect provider at which people may sign in to the console. Empty: none.",
    )
    console_oidc_client_id: str = Field("", description="The console's name at that provider.")
    console_oidc_client_secret: SecretStr = Field(
        SecretStr(""), description="Its secret there; better in the environment than in a file."
    )
    console_oidc_claim: Literal["email", "preferred_username"] = Field(
        "email", description="Which of the provider's claims is an account's name here."
    )
    console_oidc_role: Literal["", "viewer", "editor", "admin"] = Field(
        "", description="Role of people of that provider who have no account yet. Empty: they are not let in."
    )
    mlflow_url: str = Field("", description="Tracking server. Empty: the one 'up' starts.")
    time_zone: str = Field("Asia/Seoul", description="Zone of the dates people see, and of schedules.")
    language: Language = Field("ko", description="Language of sentences on the command line.")
    max_concurrent_runs: int = Field(3, ge=2, description="Runs at once; one is kept free of long work.")
    max_file_mb: int = Field(4096, ge=1, description="Largest file taken in, in MiB.")
    read_seconds: int = Field(600, ge=1, description="Longest time one file may take to be read, in seconds.")
    read_memory_mb: int = Field(
        6144, ge=1536, description="Most memory one file may take to be read, in MiB."
    )
    read_unpacked_mb: int = Field(
        4096,
        ge=1,
        description="Most that one workbook may unpack to, in MiB; what says more is refused unopened.",
    )
    max_rows: int = Field(20_000_000, ge=1, description="Most rows of a table.")
    max_columns: int = Field(5_000, ge=1, description="Most columns of a table.")
    detector: Literal["openvino", "easyocr"] = Field(
        "openvino",
        description="What finds texts on a page: EasyOCR's detector run by OpenVINO, or by EasyOCR.",
    )
    decoder: Literal["greedy", "wordbeamsearch"] = Field(
        "greedy",
        description="How a line's text is chosen: the best class of each frame, or EasyOCR's search through its word "
        "lists, which is far slower and knows few Korean words.",
    )
    device: Literal["auto", "cpu", "cuda"] = Field(
        "auto", description="Where the recogniser is trained. Pages are read on the processor."
    )
    threads: int = Field(0, ge=0, description="Processor threads for reading pages. 0: all there are.")
    ocr_dpi: int = Field(150, ge=72, le=600, description="Dots per inch at which PDF pages are drawn.")
    ocr_batch_pages: int = Field(
        0,
        ge=0,
        le=256,
        description="Most pages that one run reads; fewer let others in sooner. 0: 32, and 8 with executor = celery, so that workers share them.",
    )
    ocr_max_pages: int = Field(500, ge=1, description="Most pages of one document.")
    ocr_max_pixels: int = Field(200_000_000, ge=1_000_000, description="Most pixels of one page.")
    retrain_at: time = Field(time(1, 0), description="When the nightly training starts, in the time zone.")
    retrain_until: time = Field(
        time(6, 0), description="Until when a nightly training that was missed is made up for."
    )
    retrain_minutes: float = Field(
        120, ge=0.1, allow_inf_nan=False, description="Most minutes a training takes, judging not counted."
    )
    retrain_iterations: int = Field(3000, ge=1, description="Most steps of a training.")
    retrain_batch: int = Field(32, ge=1, le=512, description="Images of a training step.")
    retrain_validate_every: int = Field(100, ge=1, description="Training steps between validations.")
    retrain_enough_items: int = Field(
        300, ge=1, description="With fewer chosen texts, synthetic images are added up to this number."
    )
    retrain_seed: int = Field(0, ge=0, description="Seed of everything random in a training.")
    keep_run_days: int = Field(
        90, ge=1, description="Days Dagster's runs and events are kept by the weekly housekeeping."
    )
    keep_request_days: int = Field(
        365, ge=1, description="Days settled requests that no row refers to are kept."
    )
    keep_networks: int = Field(
        10, ge=1, description="Newest networks whose files are kept, beside the one that reads."
    )
    settle_seconds: float = Field(
        2.0, ge=0, allow_inf_nan=False, description="How long a dropped file must stand still."
    )

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError) as error:  # unknown; no name of a file; a folder of zones
            raise ValueError("unknown time zone") from error
        return zone

    @field_validator("console_public_url", "dagster_public_url", "mlflow_public_url")
    @classmethod
    def _address(cls, url: str) -> str:
        if url and not re.fullmatch(r"https?://[\w.:\[\]-]+/?", url):
            raise ValueError("no address of a server")
        return url.rstrip("/")

    @field_validator("console_proxies")
    @classmethod
    def _networks(cls, proxies: list[str]) -> list[str]:
        for proxy in proxies:
            ip_network(proxy)
        return proxies

    @field_validator("console_secret")
    @classmethod
    def _long_enough(cls, secret: SecretStr) -> SecretStr:
        if 0 < len(secret.get_secret_value()) < SHORTEST_SECRET:
            raise ValueError("too short to be a secret")
        return secret

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


def load_settings(home: Path | None = None) -> Settings:
    """The settings of `home` (found by `find_home` where none is given).

    Raises:
        SettingsError: a setting can't be used; the first one that can't.
    """
    named = home is not None or bool(os.environ.get("SAEBYEOK_HOME"))
    try:
        home = _resolved(home or find_home())
        _check_place(home, writable=named)
        try:
            return Settings(home=home)
        except ValidationError as error:
            raise refused(error.errors()[0], home / FILE_NAME, Settings.model_fields) from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
            raise unreadable(home / FILE_NAME, error) from error
    except SettingsError as error:
        error.language = likely_language(home / FILE_NAME if home else None)
        raise


def make_folder(folder: Path) -> None:
    """Make `folder`, which is to be (or to hold) a home. Raises SettingsError where that can't be done."""
    try:
        # Other people of the machine have no business in it: documents, hashes of passwords, links that let in.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise no_place(folder, error.strerror) from error


def _resolved(path: Path) -> Path:
    try:
        return path.expanduser().resolve()
    except (OSError, RuntimeError) as error:  # a stranger's ~name, links that go round in circles
        raise no_place(path, str(error)) from error


def _check_place(home: Path, *, writable: bool) -> None:
    """Refuse what can't become a home. Only `up` needs to write one that nobody named."""
    try:
        nearest = next(folder for folder in (home, *home.parents) if folder.exists())
    except OSError as error:
        raise no_place(home, error.strerror) from error
    if not nearest.is_dir() or (writable and not os.access(nearest, os.W_OK | os.X_OK)):
        raise no_place(home, f"'{nearest}' is {'not writable' if nearest.is_dir() else 'a file'}")
