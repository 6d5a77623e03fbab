"""An MLflow database without a server."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from resources.tracking import client


@pytest.fixture(scope="session")
def migrated_mlflow(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database without experiments to copy: MLflow's own migrations take two seconds."""
    from mlflow import MlflowClient

    folder = tmp_path_factory.mktemp("mlflow")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)  # where MLflow puts its folder of artifacts
        MlflowClient(f"sqlite:///{folder / 'mlflow.db'}").search_experiments()
    return folder / "mlflow.db"


@pytest.fixture
def mlflow_url(migrated_mlflow: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of a database of the test's own, which counts as a server that answers."""
    shutil.copyfile(migrated_mlflow, tmp_path / "mlflow.db")
    monkeypatch.setattr(client, "answers", lambda url: True)
    monkeypatch.chdir(tmp_path)
    return f"sqlite:///{tmp_path / 'mlflow.db'}"
