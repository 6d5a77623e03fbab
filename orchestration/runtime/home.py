"""The home folder: made, brought to the newest schema, and given its rendered dagster.yaml."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from domain.messages import Message
from intake.inbox import Inbox
from orchestration.runtime.errors import NotReady
from orchestration.runtime.ownership import claim_database, claim_store
from orchestration.settings import Settings
from orchestration.settings.addresses import host_headers
from records import migrate
from records.engine import open_engine

STORAGE_VARIABLE = "SAEBYEOK_DAGSTER_STORAGE_URL"
"""Made from the settings for Dagster's processes; no setting itself."""


def prepare_home(settings: Settings, *, code_port: int, take_over: bool = False) -> None:
    """Make the folders, migrate the records, and render Dagster's files. May be repeated.

    Args:
        code_port: where the code server of this `up` listens.
        take_over: whether rows and files that belong to another home become this one's.

    Raises:
        NotReady: the rows or the files belong to another home, or a new home's inbox can't be made.
    """
    for folder in (settings.home, settings.dagster_home, settings.mlflow_home, settings.home / "logs"):
        folder.mkdir(parents=True, exist_ok=True)
    _make_inbox(settings)
    migrate.upgrade(open_engine(settings.effective_database_url))
    claim_database(settings, take_over=take_over)
    claim_store(settings, take_over=take_over)
    _write_yaml(settings.dagster_home / "dagster.yaml", instance_config(settings))
    server = {"grpc_server": {"host": settings.code_host, "port": code_port, "location_name": "saebyeok"}}
    _write_yaml(settings.dagster_home / "workspace.yaml", {"load_from": [server]})
    _make_instance(settings)


def _make_inbox(settings: Settings) -> None:
    """Make the watched folders. A share that is away when a machine starts holds up nothing but what lies on it."""
    try:
        Inbox(settings.effective_inbox).create()
    except OSError as error:
        if (settings.dagster_home / "dagster.yaml").exists():
            return  # it was there once; `up`, `doctor` and the sensor `uploads` say that it is away
        raise NotReady(
            Message(
                "the inbox at {inbox} can't be made ({error}); see to its mount and rights, and to "
                "the setting inbox",
                inbox=settings.effective_inbox,
                error=error,
            )
        ) from error


def _make_instance(settings: Settings) -> None:
    """Make Dagster's databases, before several of its processes would try to at once."""
    import dagster as dg

    if settings.on_postgresql:
        from dagster_postgres import DagsterPostgresStorage

        # By itself: the rendered file names a variable that only the servers have in their environment.
        DagsterPostgresStorage(settings.dagster_database_url)
        return
    with dg.DagsterInstance.from_config(str(settings.dagster_home)) as instance:
        instance.get_runs(limit=1)


def instance_config(settings: Settings) -> dict[str, Any]:
    """The packaged dagster.yaml with what the settings say."""
    template = files("orchestration.runtime") / "dagster.yaml"
    config: dict[str, Any] = yaml.safe_load(template.read_text(encoding="utf-8"))
    config["storage"] = _storage(settings)
    runs = config["concurrency"]["runs"]
    runs["max_concurrent_runs"] = settings.max_concurrent_runs
    for limit in runs["tag_concurrency_limits"]:
        if limit.get("value") == "long":
            limit["limit"] = settings.max_concurrent_runs - 1
    if settings.on_workers:
        # Hosts are what is limited then, and each worker takes one step at a time.
        config["concurrency"]["pools"]["default_limit"] = settings.max_concurrent_runs
    return config


def _storage(settings: Settings) -> dict[str, Any]:
    """Where Dagster keeps runs and events. A URL may hold a password, so the file only says where to find it."""
    if settings.on_postgresql:
        return {"postgres": {"postgres_url": {"env": STORAGE_VARIABLE}}}
    return {"sqlite": {"base_dir": str(settings.dagster_home / "storage")}}


def dagster_environment(settings: Settings) -> dict[str, str]:
    """What any process that loads our code location needs in its environment."""
    storage = {STORAGE_VARIABLE: settings.dagster_database_url} if settings.on_postgresql else {}
    return {
        **storage,
        "SAEBYEOK_HOME": str(settings.home),
        "DAGSTER_HOME": str(settings.dagster_home),
        # A tick that takes in a large file is hashing and copying it.
        "DAGSTER_SENSOR_GRPC_TIMEOUT_SECONDS": "600",
        # Also for what libraries load: weights are never read as pickles.
        "TORCH_FORCE_WEIGHTS_ONLY_LOAD": "1",
        "MLFLOW_DISABLE_TELEMETRY": "true",
        "MLFLOW_HTTP_REQUEST_TIMEOUT": "20",
        "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "2",
    }


def process_environment(settings: Settings, *, code_port: int) -> dict[str, str]:
    """What the processes of the Procfile need in their environment."""
    return {
        **dagster_environment(settings),
        "SAEBYEOK_HOST": settings.host,
        "SAEBYEOK_CODE_BIND": code_address(settings),
        "SAEBYEOK_CODE_PORT": str(code_port),
        "SAEBYEOK_CONSOLE_PORT": str(settings.console_port),
        "SAEBYEOK_DAGSTER_PORT": str(settings.dagster_port),
        "SAEBYEOK_MLFLOW_PORT": str(settings.mlflow_port),
        "SAEBYEOK_MLFLOW_ALLOWED_HOSTS": ",".join(mlflow_hosts(settings)),
        "MLFLOW_SERVER_CORS_ALLOWED_ORIGINS": settings.mlflow_public_url,
        # Not on the command line, which everybody on the machine can read.
        "MLFLOW_BACKEND_STORE_URI": settings.mlflow_database_url,
        "SAEBYEOK_MLFLOW_ARTIFACTS": str(settings.mlflow_home / "artifacts"),
        # glibc gives each thread a heap of its own and rarely returns it: a tenth of the memory of all processes.
        "MALLOC_ARENA_MAX": "2",
        # Arrow's own allocator reserves a gigabyte at once, which the serving process's limit of memory counts.
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false",
        "MLFLOW_ALLOW_PICKLE_DESERIALIZATION": "false",
    }


def code_address(settings: Settings) -> str:
    """Where the code server listens: it runs whatever it is asked to, so beyond this machine only if told to."""
    return "127.0.0.1" if settings.code_host in ("127.0.0.1", "localhost") else settings.host


def mlflow_hosts(settings: Settings) -> list[str]:
    """The `Host` headers MLflow answers to; names it is reached by elsewhere come with their port, if any."""
    elsewhere = [urlsplit(url).netloc for url in (settings.mlflow_url, settings.mlflow_public_url) if url]
    return [*host_headers(settings.host), *elsewhere]


def _write_yaml(path: Path, content: dict[str, Any]) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
