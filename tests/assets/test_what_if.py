"""Questions on single rows: to the rows and files of a home, in the serving process, and by the command line."""

from __future__ import annotations

import csv
import json
import shutil
from dataclasses import replace

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from assets.automl.what_if import answer
from automl_lib.errors import PredictionRefused
from domain.what_if import Goal, WhatIf
from intake.destinations import NewRows
from orchestration.cli.automl import automl
from orchestration.runtime.reading_resources import build_files
from records import predictions, trainings
from records.engine import reading, transaction
from records.errors import DecisionRefused
from records.explanation_tables import Explanation
from resources.database import Database
from serving.what_if import WhatIfs
from tests.assets.customers import prepare
from work_requests import automl_decisions
from work_requests.decision_rules import rule_in_force

pytestmark = pytest.mark.slow
ROW = {"나이": "30세", "등급": "가", "비고": "없음"}


@pytest.fixture
def trained(begun_homes, workshop):
    return begun_homes.copied_to(workshop, train)


def train(workshop, folder):
    doc = prepare(workshop, folder)
    workshop.decide(automl_decisions.train, doc, models=["decision_tree"], seed=0, budget_seconds=None)
    assert all(result.success for result in workshop.run_waiting())
    return doc


@pytest.fixture
def confirmed(workshop, trained):
    with reading(workshop.engine) as session:
        (summary,) = trainings.latest(session, trained)
    workshop.decide(automl_decisions.confirm_model, trained, training_id=summary.training.training_id)
    return trained


@pytest.fixture
def ask(workshop):
    database = Database(url=workshop.settings.effective_database_url)
    files = build_files(workshop.settings)
    return lambda doc, **options: answer(database, files, WhatIf(doc, **{"cells": ROW, **options}))


@pytest.fixture
def typed(workshop):
    """Gives the result of a command."""

    def run(*words):
        return CliRunner().invoke(automl, [str(word) for word in words], obj=workshop.settings)

    return run


def test_a_row_is_answered_with_reasons_alike_everywhere(workshop, confirmed, ask, typed):
    young = ask(confirmed, cells=ROW | {"나이": "20세"})
    old = ask(confirmed, cells=ROW | {"나이": "69세"})
    assert (young.predicted, old.predicted) == ("아니오", "예")
    assert young.reasons[0].value == "20세"
    assert young.base + sum(r.contribution for r in young.reasons) == pytest.approx(young.output)

    database = Database(url=workshop.settings.effective_database_url)
    served = WhatIfs(database, build_files(workshop.settings))
    question = WhatIf(confirmed, ROW, ("나이", "등급"), Goal(label="예"))
    assert (
        served.answer(question)
        == served.answer(question)
        == ask(confirmed, changeable=question.changeable, goal=question.goal)
    )

    words = ("what-if", confirmed, "나이=30세", "등급=가", "비고=없음", "--format", "json")
    shown = json.loads(typed(*words, "--change", "나이", "--change", "등급", "--goal", "예").stdout)
    assert shown["counterfactual"]["predicted"] == "예"
    assert shown["output"] == pytest.approx(ask(confirmed).output)


def test_the_command_line_prints_reasons_and_begins_with_a_row_of_the_table(confirmed, ask, typed):
    shown = typed("what-if", confirmed, "--row", 2)
    assert shown.exit_code == 0, shown.output
    assert "27세" in shown.stdout  # the second row
    assert "–" in typed("what-if", confirmed, "나이=").stdout
    assert typed("what-if", confirmed, "--row", 161).exit_code == 2
    assert typed("what-if", confirmed, "나이").exit_code == 2
    unknown = typed("what-if", confirmed, "키=180")
    assert (unknown.exit_code, "키" in unknown.stderr) == (2, True)
    none = typed("what-if", confirmed, "나이=20세", "--change", "비고")
    assert "더 고르세요" in none.stdout

    explained = typed("explain", "--doc", confirmed)
    assert "나이" in explained.stdout
    assert json.loads(typed("explain", "--doc", confirmed, "--format", "json").stdout)["metric"] == "roc_auc"
    assert typed("explain").exit_code == 2


def test_a_file_is_predicted_with_reasons_where_they_are_wished(workshop, confirmed, tmp_path):
    path = tmp_path / "새 고객.csv"
    path.write_text("나이,등급,비고\n20세,가,없음\n69세,다,=1+1\n", encoding="utf-8")
    files = build_files(workshop.settings)

    def predicted(**options):
        taken = files.intake(workshop.engine).take(
            path, NewRows(confirmed, **options), by="me", now=workshop.now(), keep=True
        )
        assert all(result.success for result in workshop.run_waiting())
        with reading(workshop.engine) as session:
            row = predictions.of_request(session, taken.request_id)
        with files.store.local(row.output_path, row.output_sha256) as csv_path:
            return list(csv.DictReader(csv_path.read_text(encoding="utf-8-sig").splitlines()))

    young, old = predicted(reasons=True)
    assert young["이유 1"].startswith(("나이 20세 (-", "등급 가 (-"))
    assert old["비고"] == "'=1+1"
    assert predicted()[1]["이유 1"] == old["이유 1"]
    assert "이유 1" not in predicted(reasons=False)[0]
    new = shutil.copy(path, files.inbox.refused)
    first = workshop.by_hand(confirmed, "predictions", predictions={"file": str(new), "reasons": True})
    assert first.success


def test_what_cannot_be_answered_is_refused_with_the_reason(workshop, trained, ask, typed):
    with pytest.raises(DecisionRefused, match="no model is confirmed"):
        ask(trained)
    assert typed("what-if", trained).exit_code == 2
    with reading(workshop.engine) as session:
        (summary,) = trainings.latest(session, trained)
    training_id = summary.training.training_id
    workshop.decide(automl_decisions.confirm_model, trained, training_id=training_id)
    with pytest.raises(PredictionRefused, match="나이"):
        ask(trained, cells=ROW | {"나이": "서른"})
    with transaction(workshop.engine) as session:  # as of a version without explanations
        session.execute(sa.delete(Explanation))
    with pytest.raises(DecisionRefused, match="no explanation"):
        ask(trained)
    assert "다시 학습" in typed("what-if", trained).stderr
    with pytest.raises(DecisionRefused, match="no explanation"):
        workshop.decide(
            automl_decisions.predict,
            trained,
            file_name="a.csv",
            source_path="a",
            source_sha256="0" * 64,
            reasons=True,
        )
    assert typed("explain", training_id).exit_code == 2


def test_a_row_is_decided_by_the_rule_in_force(workshop, confirmed, ask):
    with transaction(workshop.engine) as session:
        (summary,) = trainings.latest(session, confirmed)
        rule = rule_in_force(summary.training)
        ruled = replace(rule, threshold=0.999)
        trainings.set_decision_rule(trainings.get(session, summary.training.training_id), ruled)
    answer = ask(confirmed, cells=ROW | {"나이": "69세"})
    assert (answer.threshold, answer.predicted) == (0.999, "아니오" if answer.output < 0.999 else "예")
