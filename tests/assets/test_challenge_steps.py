"""A newer model is confirmed only where it is better on the newest rows, and rules ask for that."""

from __future__ import annotations

import pytest

from assets.automl import challenge as challenge_assets
from domain.requests import RequestStatus
from intake.destinations import NewRows, Outcomes
from orchestration.runtime.reading_resources import build_files
from records import documents, explanations, trainings
from records.engine import reading, transaction
from records.errors import DecisionRefused
from records.growth import challenges, outcomes
from records.stored_files import StoredFiles
from tests.assets.grown_table import confirmed_grown, csv_of, grown
from work_requests import automl_decisions, renewal_decisions

__all__ = ["confirmed_grown", "grown"]


@pytest.mark.slow
def test_a_challenge_is_none_of_a_plan_that_people_changed(workshop, confirmed_grown):
    doc, add, old = confirmed_grown
    add(csv_of(160, 80, seed=3))
    workshop.decide(automl_decisions.set_used_columns, doc, use=[], drop=["번호"])
    with pytest.raises(DecisionRefused):
        workshop.decide(renewal_decisions.challenge, doc)
    workshop.decide(renewal_decisions.set_renewal, doc, active=True, new_rows=30, days=None, on_drift=False)
    with transaction(workshop.engine) as session:
        asked, refused = renewal_decisions.ask_for_due(session, by="schedule", now=workshop.now())
    assert (asked, [one for one, _ in refused]) == ([], [doc])
    with reading(workshop.engine) as session:
        assert documents.get(session, doc).confirmed_training_id == old


@pytest.mark.slow
def test_a_better_model_is_not_confirmed_over_one_that_was_confirmed_meanwhile(
    workshop, confirmed_grown, monkeypatch
):
    doc, add, _ = confirmed_grown
    add(csv_of(160, 800, slope=-1.0, seed=2))
    request = workshop.decide(renewal_decisions.challenge, doc)
    real = challenge_assets._judge

    def judged_while_another_is_confirmed(*args):
        with transaction(workshop.engine) as session:
            documents.get(session, doc).confirmed_training_id = "261122000000099"
        return real(*args)

    monkeypatch.setattr(challenge_assets, "_judge", judged_while_another_is_confirmed)
    workshop.run_waiting()
    with reading(workshop.engine) as session:
        challenge = challenges.of_request(session, request.request_id)
        assert documents.get(session, doc).confirmed_training_id == "261122000000099"
        assert trainings.get(session, challenge.challenger_id).stale
    assert challenge.promoted is False
    assert challenge.verdict.low > 0
    assert "그 사이" in challenge.verdict.reason.ko


@pytest.mark.slow
def test_a_model_of_a_world_that_turned_round_is_replaced_and_can_be_rolled_back(workshop, confirmed_grown):
    doc, add, old = confirmed_grown
    add(csv_of(160, 800, slope=-1.0, seed=2))
    request = workshop.decide(renewal_decisions.challenge, doc)
    (result,) = workshop.run_waiting()
    assert result.success
    with reading(workshop.engine) as session:
        challenge = challenges.of_request(session, request.request_id)
        document = documents.get(session, doc)
        explained = explanations.of_training(session, challenge.challenger_id)
    assert explained.background_path is not None  # what is confirmed can be asked
    verdict = challenge.verdict
    assert (verdict.score, verdict.rows, challenge.promoted) == ("roc_auc", 400, True)
    assert verdict.champion < 0.2
    assert verdict.low > 0
    assert document.confirmed_training_id == challenge.challenger_id != old
    assert document.plan_version == challenge.plan_version
    workshop.decide(renewal_decisions.roll_back, doc)
    workshop.run_waiting()
    with reading(workshop.engine) as session:
        document = documents.get(session, doc)
        assert document.confirmed_training_id == old
        assert document.plan_version == trainings.get(session, old).plan_version
        assert not trainings.get(session, old).stale


@pytest.mark.slow
def test_a_challenger_that_is_no_better_is_kept_back_with_its_reason(workshop, confirmed_grown):
    doc, add, old = confirmed_grown
    add(csv_of(160, 80, seed=3))
    request = workshop.decide(renewal_decisions.challenge, doc)
    (result,) = workshop.run_waiting()
    assert result.success
    with reading(workshop.engine) as session:
        challenge = challenges.of_request(session, request.request_id)
        document = documents.get(session, doc)
        listed = [one.training.training_id for one in trainings.latest(session, doc)]
    assert challenge.promoted is False
    assert "그대로" in challenge.verdict.reason.ko
    assert document.confirmed_training_id == old
    assert listed == [old]


def test_too_few_new_rows_are_a_sentence(workshop, confirmed_grown):
    doc, add, _ = confirmed_grown
    add(csv_of(160, 20, seed=3))
    request = workshop.decide(renewal_decisions.challenge, doc)
    workshop.run_waiting()
    asked = workshop.request(request.request_id)
    assert asked.status == RequestStatus.FAILED
    assert "20" in asked.reason_ko
    assert "30" in asked.reason_ko


@pytest.mark.slow
def test_outcomes_are_compared_with_predictions_and_a_fall_is_alarming(workshop, confirmed_grown, tmp_path):
    doc, _, _ = confirmed_grown
    file = tmp_path / "next.csv"
    file.write_text(csv_of(0, 60, seed=5))
    files = build_files(workshop.settings)
    intake = files.intake(workshop.engine)
    prediction = intake.take(file, NewRows(doc), by="me", now=workshop.now(), keep=True).id
    workshop.run_waiting()

    def outcome_of(text):
        file.write_text(text)
        to = Outcomes(doc, prediction)
        taken = intake.take(file, to, by="me", now=workshop.now(), keep=True)
        workshop.run_waiting()
        with reading(workshop.engine) as session:
            return outcomes.of_request(session, taken.request_id).scores

    as_expected = outcome_of(csv_of(0, 60, seed=5))
    assert (as_expected.rows, as_expected.unmatched, as_expected.is_alarming) == (60, 0, False)
    assert as_expected.value > 0.8
    turned = outcome_of(csv_of(0, 60, seed=5, slope=-1.0))
    assert turned.is_alarming
    with reading(workshop.engine) as session:
        (newest,) = outcomes.newest_by_prediction(session, doc)
        stored = StoredFiles(session).files()
        kept = [one for one in stored if one.sha256 == newest.scores.known_sha256]
    assert newest.scores == turned
    assert len(kept) == 1  # as a backup has it
    before, after = (csv_of(0, 60, seed=5, slope=slope).splitlines()[:21] for slope in (-1.0, 1.0))
    some = outcome_of("\n".join(after))
    differ = sum(old != new for old, new in zip(before, after, strict=True))
    assert (some.rows, some.again, some.changed) == (60, 20, differ)
    assert differ > 10
    assert some.value > turned.value


@pytest.mark.slow
def test_a_rule_asks_for_a_challenge_once_enough_rows_came(workshop, confirmed_grown):
    doc, add, _ = confirmed_grown
    rule = {"active": True, "new_rows": 60, "days": None, "on_drift": False}
    workshop.decide(renewal_decisions.set_renewal, doc, **rule)

    def due():
        with transaction(workshop.engine) as session:
            return [
                one.request_id
                for one in renewal_decisions.ask_for_due(session, by="schedule", now=workshop.now())[0]
            ]

    assert due() == []
    add(csv_of(160, 40, seed=6))
    assert due() == []
    add(csv_of(200, 40, seed=7), name="again.csv")
    (asked,) = due()
    assert due() == []  # it is under way
    workshop.run_waiting()
    assert workshop.request(asked).status == RequestStatus.DONE
    assert due() == []  # these rows have been judged
    with reading(workshop.engine) as session:
        assert challenges.of_request(session, asked).cause == "rows"


def test_a_rule_without_a_reason_is_refused(workshop, grown):
    doc, _ = grown
    with pytest.raises(DecisionRefused):
        workshop.decide(
            renewal_decisions.set_renewal, doc, active=True, new_rows=None, days=None, on_drift=False
        )
