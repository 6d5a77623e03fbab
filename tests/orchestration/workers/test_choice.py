"""The setting `executor`: what it changes, what it needs, and what is said where that is missing."""

from __future__ import annotations

import socket

import dagster as dg
import pytest
from click.testing import CliRunner
from dagster._core.remote_representation.external_data import RepositorySnap
from dagster._serdes import serialize_value

from orchestration.cli import main
from orchestration.definitions import build_defs
from orchestration.operations.doctor.workers import check_workers
from orchestration.runtime.executor import build_executor
from orchestration.runtime.home import instance_config
from orchestration.settings import Settings, SettingsError, load_settings
from orchestration.settings.workers import refuse_without_what_workers_need

POSTGRESQL = "postgresql+psycopg2://user:geheim@127.0.0.1:1/rows"
BROKER = "amqp://user:geheim@127.0.0.1:1//"


@pytest.fixture
def settings(tmp_path):
    """Of a team; nothing listens where they point."""
    return Settings(home=tmp_path / "home", executor="celery", celery_broker=BROKER, database_url=POSTGRESQL)


def test_one_machine_runs_its_steps_itself(tmp_path):
    settings = Settings(home=tmp_path)
    assert build_executor(settings) is dg.in_process_executor
    assert settings.pages_a_run == 32
    assert check_workers(settings).ok


def test_workers_get_small_batches_and_pools_as_wide_as_the_runs(settings):
    wide = settings.model_copy(update={"max_concurrent_runs": 9})
    assert wide.pages_a_run == 8
    assert wide.model_copy(update={"ocr_batch_pages": 20}).pages_a_run == 20
    assert instance_config(wide)["concurrency"]["pools"]["default_limit"] == 9


def test_the_house_keeps_itself_in_order(settings):
    """Its folders are those of the host that Dagster runs on."""
    repository = build_defs(settings).get_repository_def()
    assert repository.get_job("upkeep").executor_def is dg.in_process_executor
    assert repository.get_job("ocr_read").executor_def.name == "workers"


def test_dagster_is_shown_no_password_of_the_broker(settings):
    repository = build_defs(settings, database_url=dg.EnvVar("SOME_VARIABLE")).get_repository_def()
    shown = serialize_value(RepositorySnap.from_def(repository))
    assert "SOME_VARIABLE" in shown
    assert "geheim" not in shown


@pytest.mark.parametrize(
    ("missing", "named"), [({"database_url": ""}, "database_url"), ({"celery_broker": ""}, "celery_broker")]
)
def test_what_is_missing_is_named(tmp_path, missing, named):
    given = {"executor": "celery", "celery_broker": BROKER, "database_url": POSTGRESQL, **missing}
    with pytest.raises(SettingsError, match=named) as refused:
        refuse_without_what_workers_need(Settings(home=tmp_path, **given))
    assert named in refused.value.ko


def test_a_package_that_is_not_installed_is_named(settings, monkeypatch):
    monkeypatch.setattr("orchestration.settings.workers.find_spec", lambda name: None)
    with pytest.raises(SettingsError, match="dagster-celery"):
        refuse_without_what_workers_need(settings)


def test_a_broker_that_forgets_dead_workers_is_refused_without_its_password(tmp_path, monkeypatch):
    monkeypatch.setenv("SAEBYEOK_CELERY_BROKER", "redis://:geheim@127.0.0.1/0")
    with pytest.raises(SettingsError, match="RabbitMQ") as refused:
        load_settings(tmp_path)
    assert "geheim" not in refused.value.en + refused.value.ko


def test_a_worker_of_one_machine_is_told_what_it_lacks(tmp_path, monkeypatch):
    monkeypatch.delenv("SAEBYEOK_EXECUTOR", raising=False)
    done = CliRunner().invoke(main, ["--home", str(tmp_path / "home"), "worker"])
    assert done.exit_code == 2
    assert "SAEBYEOK_EXECUTOR=celery" in done.stderr


def test_doctor_says_that_the_broker_is_away(settings):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        away = settings.model_validate(
            {**settings.model_dump(), "celery_broker": f"amqp://user:geheim@127.0.0.1:{port}//"}
        )
        found = check_workers(away)
    assert not found.ok
    assert "celery_broker" in found.remedy.ko
    assert "geheim" not in found.detail


@pytest.mark.parametrize(
    ("broker", "workers", "ok", "said"),
    [
        ("RabbitMQ 3.13.1", [], False, "no worker"),
        ("RabbitMQ 3.13.1", ["one@host"], True, "RabbitMQ 3.13.1; one@host"),
        ("RabbitMQ 3.10.8", ["one@host"], True, "consumer_timeout"),
    ],
)
def test_doctor_says_who_works(settings, monkeypatch, broker, workers, ok, said):
    from orchestration.workers import reach

    monkeypatch.setattr(reach, "reach", lambda _broker: reach.Reached(broker, workers))
    found = check_workers(settings)
    assert found.ok is ok
    assert said in found.detail
