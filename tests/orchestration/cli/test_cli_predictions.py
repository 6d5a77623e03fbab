"""Files of new rows: what became of each, and how the classes in a scored one were decided."""

from __future__ import annotations

import json

import pytest

from domain.automl import TrainingStatus
from domain.decision_rules import DecisionRule, RuleChoice, RuleKind
from domain.messages import Sentences
from domain.requests import RequestKind, RequestStatus
from orchestration.cli.session import CliContext
from orchestration.runtime.reading_resources import build_files
from records import documents, predictions, trainings
from tests.factories import evaluation
from work_requests import lifecycle, request_lists
from work_requests.decision_rules import rule_in_force


@pytest.fixture
def confirmed(counter):
    """The document with a confirmed training; its id."""
    request, now = counter.ask(), counter.cli.now()
    with counter.cli.transaction() as session:
        training = trainings.begin(
            session, counter.doc, request_id=request, model_code="svm", plan_version=1, now=now
        )
        training.status = TrainingStatus.EVALUATED
        training.evaluation = evaluation(positive_class="예", threshold=0.375)
        trainings.confirm(documents.get(session, counter.doc), training, now)
        return training.training_id


@pytest.fixture
def rows(tmp_path):
    path = tmp_path / "새 고객.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    return path


def settle(counter, status, reason=None):
    with counter.cli.transaction() as session:
        (asked,) = [
            r for r in request_lists.of_document(session, counter.doc) if r.kind == RequestKind.PREDICT
        ]
        lifecycle.settle(asked, status, now=counter.cli.now(), reason=reason)
        return asked.request_id


def test_a_failed_file_is_told_from_one_that_waits(counter, confirmed, rows):
    assert counter.type("predict", counter.doc, rows).exit_code == 0

    def listed():
        (row,) = json.loads(counter.type("predictions", counter.doc, "--format", "json").stdout)
        return row["status"], row["reason_en"], row["output"]

    assert listed() == ("waiting", None, None)
    assert "대기" in counter.type("predictions", counter.doc).stdout
    settle(counter, RequestStatus.FAILED, Sentences("'새 고객.csv' 파일에 없습니다.", "it lacks a"))
    assert listed() == ("failed", "it lacks a", None)
    shown = counter.type("predictions", counter.doc).stdout
    assert RequestStatus.FAILED.label in shown
    assert "파일에 없습니다" in "".join(shown.split("\n"))


def test_how_the_positive_class_was_decided_is_told(counter, confirmed, rows, monkeypatch):
    def scored(self, request_id, **_):
        stored = build_files(self.settings).store.put_bytes(b"a\n", "automl/scored.csv")
        with self.transaction() as session:
            row = predictions.of_request(session, request_id)
            row.training_id, row.output_path, row.output_sha256 = confirmed, stored.key, stored.sha256
            row.decision_rule = rule_in_force(trainings.get(session, confirmed))
            return lifecycle.get(session, request_id)

    monkeypatch.setattr(CliContext, "follow", scored)
    done = counter.type("predict", counter.doc, rows)
    next_step, rule = done.stderr.splitlines()
    (row,) = json.loads(counter.type("predictions", counter.doc, "--format", "json").stdout)
    assert f"saebyeok automl outcomes {row['prediction_id']}" in next_step
    assert row["prediction_id"] in counter.type("predictions", counter.doc).stdout
    assert rule == "기준: '예' 확률이 0.375 이상이면 '예'로 예측합니다(기본(F1))."
    assert done.stdout.endswith("scored.csv\n")  # which scripts read


def test_the_sheet_of_new_rows_is_kept_with_the_request(counter, confirmed, rows):
    assert counter.type("predict", counter.doc, rows, "--sheet", "2월").exit_code == 0
    with counter.cli.reading() as session:
        asked = request_lists.of_document(session, counter.doc)
        (params,) = [r.params for r in asked if r.kind == RequestKind.PREDICT]
    assert params == {"file_name": "새 고객.csv", "sheet": "2월"}


def test_an_unknown_prediction_says_where_numbers_are(counter, confirmed, rows):
    refused = counter.type("outcomes", "66", rows)
    assert refused.exit_code != 0
    assert "saebyeok automl predictions" in refused.stderr
    assert "화면" not in refused.stderr


def test_a_confirmation_that_loses_the_decision_rule_says_so(counter, confirmed):
    costs = RuleChoice(RuleKind.COSTS, miss_cost=500_000, false_alarm_cost=20_000)
    request = counter.ask()
    with counter.cli.transaction() as session:
        trainings.get(session, confirmed).decision_rule = DecisionRule(costs, "예", 0.1)
        other = trainings.begin(
            session,
            counter.doc,
            request_id=request,
            model_code="linear",
            plan_version=1,
            now=counter.cli.now(),
        )
        other.status = TrainingStatus.EVALUATED
        other.evaluation = evaluation(positive_class=None, labels=("예", "아니오", "정지"))
    done = counter.type("confirm", counter.doc, other.training_id)
    assert "이어받을 수 없습니다" in done.stderr
    assert "500,000원" in done.stderr
    assert "'정지'" in done.stderr
    assert "이어받을 수 없습니다" not in counter.type("confirm", counter.doc, other.training_id).stderr
