"""A home as `doctor` finds it."""

from __future__ import annotations

import shutil

import pytest

from orchestration.operations import doctor
from orchestration.runtime.home import prepare_home
from orchestration.runtime.ports import free_port
from orchestration.settings import Settings


@pytest.fixture
def settings(migrated_file, dagster_databases, tmp_path):
    settings = Settings(home=tmp_path / "home", dagster_port=free_port(), mlflow_port=free_port())
    shutil.copytree(dagster_databases, settings.dagster_home)
    shutil.copyfile(migrated_file, settings.home / "saebyeok.db")
    prepare_home(settings, code_port=free_port())
    return settings


def finding(settings, check):
    return next(f for f in doctor.examine(settings) if f.check == check)
