"""Where settings and the home come from, and what is said of those that can't be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.settings import find_home, load_settings, page
from orchestration.settings.errors import SettingsError

CHECKOUT = Path(__file__).resolve().parents[3]


def test_the_page_of_settings_is_current():
    assert (CHECKOUT / "docs" / "settings.md").read_text(encoding="utf-8") == page.render()


def test_the_environment_goes_before_the_file_and_the_file_before_defaults(tmp_path, monkeypatch):
    (tmp_path / "saebyeok.toml").write_text("dagster_port = 4000\nmlflow_port = 4001\n")
    monkeypatch.setenv("SAEBYEOK_DAGSTER_PORT", "5000")
    settings = load_settings(tmp_path)
    assert (settings.dagster_port, settings.mlflow_port, settings.host) == (5000, 4001, "127.0.0.1")


def test_the_nearest_home_above_is_found(tmp_path, monkeypatch):
    monkeypatch.delenv("SAEBYEOK_HOME", raising=False)
    (tmp_path / ".saebyeok").mkdir()
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    assert find_home(deep) == tmp_path / ".saebyeok"
    monkeypatch.setenv("SAEBYEOK_HOME", str(tmp_path / "other"))
    assert find_home(deep) == tmp_path / "other"


def test_finding_a_home_makes_none(tmp_path, monkeypatch):
    monkeypatch.delenv("SAEBYEOK_HOME", raising=False)
    assert find_home(tmp_path) == tmp_path / ".saebyeok"
    assert not (tmp_path / ".saebyeok").exists()


def test_one_setting_puts_three_databases_side_by_side_on_postgresql(tmp_path, monkeypatch):
    monkeypatch.setenv(
        "SAEBYEOK_DATABASE_URL", "postgresql+psycopg2://me:p%40ss@db.example:5433/saebyeok?sslmode=require"
    )
    settings = load_settings(tmp_path)
    assert settings.on_postgresql
    start = "postgresql+psycopg2://me:p%40ss@db.example:5433/saebyeok"
    assert settings.effective_database_url == f"{start}?sslmode=require"
    assert settings.dagster_database_url == f"{start}_dagster?sslmode=require"
    assert settings.mlflow_database_url == f"{start}_mlflow?sslmode=require"


def test_without_it_mlflow_keeps_a_file_in_the_home(tmp_path, monkeypatch):
    monkeypatch.delenv("SAEBYEOK_DATABASE_URL", raising=False)
    settings = load_settings(tmp_path)
    assert not settings.on_postgresql
    assert settings.mlflow_database_url == f"sqlite:///{tmp_path}/mlflow/mlflow.db"


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg2"])
def test_a_bare_postgresql_url_is_spoken_to_by_psycopg2(tmp_path, monkeypatch, scheme):
    monkeypatch.setenv("SAEBYEOK_DATABASE_URL", f"{scheme}://me@db.example/saebyeok")
    assert load_settings(tmp_path).effective_database_url == "postgresql+psycopg2://me@db.example/saebyeok"


def test_the_line_break_at_the_end_of_a_secrets_file_is_no_part_of_a_databases_name(tmp_path, monkeypatch):
    monkeypatch.setenv("SAEBYEOK_DATABASE_URL", "postgresql://me@db.example/saebyeok\n")
    assert load_settings(tmp_path).dagster_database_url.endswith("/saebyeok_dagster")


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://me@db.example/saebyeok",
        "postgresql://me@db.example",
        "postgresql://me@db.example:port/saebyeok",
        f"postgresql://me@db.example/{'가' * 20}",
    ],
)
def test_a_postgresql_url_that_could_not_work_is_refused(tmp_path, monkeypatch, url):
    monkeypatch.setenv("SAEBYEOK_DATABASE_URL", url)
    with pytest.raises(SettingsError, match=r"postgresql\+psycopg2://USER:PASSWORD@SERVER/NAME"):
        load_settings(tmp_path)


@pytest.mark.parametrize(
    ("url", "usable"),
    [
        ("https://hooks.example.com/services/T0/B0", True),
        ("http://127.0.0.1:9000/alerts", True),
        ("http://localhost/alerts", True),
        ("http://hooks.example.com/services", False),
        ("http://localhost.example.com/", False),
        ("http://127.0.0.1@example.com/", False),
        ("ftp://hooks.example.com/", False),
    ],
)
def test_failures_are_posted_by_https_or_to_this_machine_only(tmp_path, monkeypatch, url, usable):
    monkeypatch.setenv("SAEBYEOK_FAILURE_WEBHOOK", url)
    if usable:
        settings = load_settings(tmp_path)
        assert settings.failure_webhook.get_secret_value() == url
        assert url not in repr(settings)
    else:
        with pytest.raises(SettingsError):
            load_settings(tmp_path)
