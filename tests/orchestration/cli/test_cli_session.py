"""Waiting for the end of a request, the clock of commands, and databases that can't be opened."""

from __future__ import annotations

from datetime import timedelta

import pytest
from click.testing import CliRunner

from domain.messages import Sentences
from domain.requests import RequestStatus
from orchestration.cli import main, session
from orchestration.cli.group import Said
from orchestration.cli.session import CliContext
from orchestration.settings import load_settings
from records.engine import open_engine, transaction
from work_requests import lifecycle


def test_now_is_in_the_zone_of_the_settings(tmp_path, monkeypatch):
    monkeypatch.setenv("SAEBYEOK_TIME_ZONE", "Pacific/Kiritimati")
    assert CliContext(load_settings(tmp_path)).now().utcoffset() == timedelta(hours=14)


def test_the_day_is_that_of_the_settings_zone(tmp_path, monkeypatch):
    # 26 hours lie between them: they never have the same date.
    days = set()
    for zone in ("Pacific/Kiritimati", "Etc/GMT+12"):
        monkeypatch.setenv("SAEBYEOK_TIME_ZONE", zone)
        days.add(f"{CliContext(load_settings(tmp_path)).now():%y%m%d}")
    assert len(days) == 2


def test_a_wait_ends_when_up_stops(counter, monkeypatch):
    request = counter.ask()
    held = iter([True, True, True, False])  # running when the wait begins, gone at its third look
    monkeypatch.setattr(CliContext, "is_up", lambda self: next(held))
    monkeypatch.setattr(session, "LOOK_SECONDS", 0.0)
    with pytest.raises(Said) as end:
        counter.cli.follow(request, wait=True, on_progress=print)
    assert end.value.exit_code == 1
    assert f"요청 {request}번은 남아 있으니" in end.value.ko
    assert f"request {request} stays on record" in end.value.en
    assert list(held) == []


def test_a_request_settled_in_the_last_moment_of_up_counts(counter, monkeypatch):
    request, looks = counter.ask(), iter([True, False])

    def stop(self):
        running = next(looks)
        if not running:
            with counter.cli.transaction() as rows:
                lifecycle.settle(lifecycle.get(rows, request), RequestStatus.DONE, now=counter.cli.now())
        return running

    monkeypatch.setattr(CliContext, "is_up", stop)
    assert counter.cli.follow(request, wait=True, on_progress=print).status == RequestStatus.DONE


def test_the_command_that_waits_ends_with_1_and_a_sentence(counter, monkeypatch):
    request = counter.ask()
    with counter.cli.transaction() as rows:
        lifecycle.cancel(rows, request, by="me", now=counter.cli.now())
    looks = iter([True, True, False])
    monkeypatch.setattr(CliContext, "is_up", lambda self: next(looks))
    monkeypatch.setattr(session, "LOOK_SECONDS", 0.0)
    done = counter.type("retry", request)
    assert done.exit_code == 1
    assert done.stderr.count("\n") == 1
    assert "'saebyeok up'이 멈췄습니다" in done.stderr


def test_the_lock_of_up_is_what_is_looked_at(counter):
    assert not counter.cli.is_up()
    with counter.up():
        assert counter.cli.is_up()
    assert not counter.cli.is_up()


def test_a_failed_request_ends_with_its_reason(counter):
    request = counter.ask()
    with counter.cli.transaction() as rows:
        asked = lifecycle.get(rows, request)
        lifecycle.settle(asked, RequestStatus.FAILED, now=counter.cli.now(), reason=Sentences("까닭", "why"))
    with pytest.raises(Said) as end:
        counter.cli.follow(request, wait=False, on_progress=print)
    assert (end.value.ko, end.value.en, end.value.exit_code) == ("까닭", "why", 1)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_database_that_can_not_be_reached_is_one_sentence_without_its_password(
    tmp_path, monkeypatch, language
):
    monkeypatch.setenv("SAEBYEOK_LANGUAGE", language)
    monkeypatch.setenv("SAEBYEOK_DATABASE_URL", "postgresql+psycopg2://me:s3cret@127.0.0.1:9/records")
    done = CliRunner().invoke(main, ["--home", str(tmp_path), "automl", "list"])
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    assert "database_url" in done.stderr
    assert "s3cret" not in done.stderr


def test_records_of_a_newer_version_are_one_sentence(counter):
    engine = open_engine(counter.cli.settings.effective_database_url)
    with transaction(engine) as rows:
        rows.connection().exec_driver_sql("UPDATE alembic_version SET version_num = 'from-the-future'")
    done = counter.type("list")
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    assert "from-the-future" in done.stderr


def test_each_model_of_a_training_is_told_once_when_it_is_over(counter, monkeypatch):
    from domain.automl import TrainingStatus
    from orchestration.cli.automl_results import FinishedModels
    from records import trainings

    request, now = counter.ask(), counter.cli.now()

    def begin(code):
        with counter.cli.transaction() as rows:
            return trainings.begin(
                rows, counter.doc, request_id=request, model_code=code, plan_version=1, now=now
            ).training_id

    def end(training_id, **columns):
        with counter.cli.transaction() as rows:
            training = trainings.get(rows, training_id)
            for name, value in columns.items():
                setattr(training, name, value)

    def finish(status):
        with counter.cli.transaction() as rows:
            lifecycle.settle(lifecycle.get(rows, request), status, now=now)

    svm, tree = begin("svm"), begin("decision_tree")
    steps = iter(
        [
            lambda: None,
            lambda: end(svm, status=TrainingStatus.EVALUATED, roc_auc=0.912, f1=0.8, fit_seconds=3.21),
            lambda: None,
            lambda: end(tree, status=TrainingStatus.FAILED, failure_ko="메모리", failure_en="memory"),
            lambda: finish(RequestStatus.DONE),
        ]
    )
    monkeypatch.setattr(CliContext, "is_up", lambda self: True)
    monkeypatch.setattr(session.time, "sleep", lambda _: next(steps)())
    told: list[str] = []
    finished = FinishedModels(counter.cli.settings, request, 2)
    counter.cli.follow(request, wait=True, on_progress=told.append, news=finished)
    assert told == [
        "[1/2] svm: 학습 끝 (3.2초). ROC AUC 0.912, F1 0.800",
        "[2/2] decision_tree: 실패. 메모리",
    ]
