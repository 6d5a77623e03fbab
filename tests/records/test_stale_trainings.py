"""Models that are none of the plan in force: why, and which one of a family is listed."""

from __future__ import annotations

import pytest

from domain.automl import DocumentStatus
from domain.requests import RequestKind
from records import documents, plans, trainings
from records.engine import transaction
from records.stale_trainings import CHANGED, stale_reasons
from tests.factories import evaluation
from work_requests import lifecycle

DOC = "261122000000001"


@pytest.fixture
def apply(now, make_document):
    """Applies a plan to so many rows and gives a model trained by it."""

    def applied(session, plan, rows):
        if not session.get(documents.Document, DOC):
            make_document(session, DOC, DocumentStatus.DATA_CONFIRMED)
        asked = lifecycle.ask(session, RequestKind.PREPARE, doc_id=DOC, params={}, by="a", now=now)
        version = plans.add(
            session,
            DOC,
            request_id=asked.request_id,
            plan=plan,
            effect={"rows_total": rows},
            split_path="x",
            split_sha256="0" * 64,
            now=now,
        ).version
        begun = lifecycle.ask(session, RequestKind.TRAIN, doc_id=DOC, params={}, by="a", now=now)
        training = trainings.begin(
            session, DOC, request_id=begun.request_id, model_code="svm", plan_version=version, now=now
        )
        trainings.set_evaluated(training, evaluation(f1=rows / 1000))
        session.flush()
        return training

    return applied


def test_a_change_of_the_plan_is_told_from_rows_that_were_added(engine, apply):
    with transaction(engine) as session:
        other = apply(session, {"target": "c0001"}, 100)
        before = apply(session, {"target": "c0002"}, 100)
        apply(session, {"target": "c0002"}, 160)
        reasons = stale_reasons(session, documents.get(session, DOC))
        assert reasons.of(other) == CHANGED
        assert "earlier version of the table" in reasons.of(before).en


def test_after_a_model_was_rolled_back_its_own_scores_are_listed(engine, apply):
    with transaction(engine) as session:
        before = apply(session, {"target": "c0002"}, 100)
        newer = apply(session, {"target": "c0002"}, 160)
        (line,) = trainings.latest(session, DOC)
        assert line.training is newer
        document = documents.get(session, DOC)
        plans.put_in_force(session, document, before.plan_version)
        session.expire_all()
        (line,) = trainings.latest(session, DOC)
        assert (line.training.training_id, line.times_trained) == (before.training_id, 2)
        assert "later version of the table" in stale_reasons(session, document).of(newer).en


def test_without_a_plan_in_force_everything_is_of_a_changed_plan(engine, apply):
    with transaction(engine) as session:
        training = apply(session, {"target": "c0002"}, 100)
        document = documents.get(session, DOC)
        document.plan_version = None
        assert stale_reasons(session, document).of(training) == CHANGED
