"""`saebyeok upgrade`: the databases of a home brought to what the installed versions need."""

from __future__ import annotations

import os
import subprocess
import sys

from domain.messages import Message
from orchestration.operations.errors import OperationFailed
from orchestration.runtime.home import dagster_environment
from orchestration.settings import Settings
from records import migrate
from records.engine import open_engine

# By its command line, and with the URL out of sight: it may hold a password.
_MLFLOW = (
    "import os; from mlflow.cli import cli; cli(['db', 'upgrade', os.environ['SAEBYEOK_MLFLOW_DATABASE']])"
)


def upgrade_records(settings: Settings) -> tuple[str | None, str]:
    """Migrate the records; the revision before and after. Raises OperationFailed where they are of a newer version."""
    engine = open_engine(settings.effective_database_url)
    try:
        before = migrate.current_revision(engine)
        migrate.upgrade(engine)
    except RuntimeError as error:
        raise OperationFailed(
            Message(
                "this home has a structure that this version doesn't know ({error}); install the version that wrote it, or a newer one",
                error=error,
            )
        ) from error
    finally:
        engine.dispose()
    return before, migrate.newest_revision()


def upgrade_dagster(settings: Settings) -> bool:
    """Migrate Dagster's storage; False where the home was never started. Raises OperationFailed."""
    if not (settings.dagster_home / "dagster.yaml").exists():
        return False
    _run("Dagster", ["-m", "dagster", "instance", "migrate"], dagster_environment(settings))
    return True


def upgrade_mlflow(settings: Settings) -> bool:
    """Migrate MLflow's database; False where it has none here. Raises OperationFailed."""
    if not settings.on_postgresql and not (settings.mlflow_home / "mlflow.db").exists():
        return False
    environment = {**dagster_environment(settings), "SAEBYEOK_MLFLOW_DATABASE": settings.mlflow_database_url}
    _run("MLflow", ["-c", _MLFLOW], environment)
    return True


def _run(name: str, words: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, *words],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        why = (done.stderr.strip() or done.stdout.strip() or "?").splitlines()[-1]
        raise OperationFailed(
            Message(
                "{name}'s database could not be migrated: {why}; 'saebyeok restore' brings back a backup "
                "made before",
                name=name,
                why=why,
            )
        )
