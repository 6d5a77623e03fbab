"""What a home on PostgreSQL tells Dagster and MLflow, and that no password is written or shown."""

from __future__ import annotations

import pytest
import yaml
from click.testing import CliRunner

from orchestration.cli import main
from orchestration.runtime.home import instance_config, prepare_home, process_environment
from orchestration.runtime.ports import free_port
from orchestration.runtime.supervisor import PROCFILE, read_procfile
from orchestration.settings import load_settings

URL = "postgresql+psycopg2://me:s3cret@db.example/saebyeok"


@pytest.fixture
def settings(tmp_path, monkeypatch):
    monkeypatch.setenv("SAEBYEOK_DATABASE_URL", URL)
    return load_settings(tmp_path)


def test_dagsters_file_names_a_variable_and_holds_no_password(settings):
    config = instance_config(settings)
    (place,) = config["storage"]["postgres"].values()
    assert "s3cret" not in yaml.safe_dump(config)
    assert process_environment(settings, code_port=1)[place["env"]] == f"{URL}_dagster"


def test_no_password_stands_on_a_command_line(settings):
    environment = process_environment(settings, code_port=1)
    assert environment["MLFLOW_BACKEND_STORE_URI"] == f"{URL}_mlflow"
    commands = read_procfile(PROCFILE, environment)
    assert not [word for words in commands.values() for word in words if "s3cret" in word]


def test_env_prints_what_plain_dagster_needs(settings, tmp_path):
    (settings.dagster_home).mkdir()
    (settings.dagster_home / "dagster.yaml").write_text("")
    printed = CliRunner().invoke(main, ["--home", str(tmp_path), "env"]).stdout
    assert f"={URL}_dagster\n" in printed


def test_a_prepared_home_has_dagsters_tables_in_its_own_database(three_databases, tmp_path, monkeypatch):
    import dagster as dg

    monkeypatch.setenv("SAEBYEOK_DATABASE_URL", three_databases)
    settings = load_settings(tmp_path / "home")
    prepare_home(settings, code_port=free_port())
    for name, value in process_environment(settings, code_port=1).items():
        if name.startswith("SAEBYEOK_DAGSTER_STORAGE"):
            monkeypatch.setenv(name, value)
    with dg.DagsterInstance.from_config(str(settings.dagster_home)) as instance:
        instance.add_dynamic_partitions("documents", ["a"])
        assert instance.get_dynamic_partitions("documents") == ["a"]
    assert not (settings.dagster_home / "storage").exists()
