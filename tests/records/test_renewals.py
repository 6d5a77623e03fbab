"""When the model of a table is trained again by itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest

from domain.challenges import ChallengeCause
from records.growth import renewals

NOW = datetime(2026, 12, 1)
SHIFTED = {"code": "distribution_shift", "severity": "serious", "column": "나이"}
FEW = {"code": "too_few_rows", "severity": "info", "column": None}
LATER = {"code": "later_dates", "severity": "info", "column": "기준일"}


@pytest.fixture
def cause(monkeypatch):
    """Why a model is challenged, by a rule and what was added since: rows and remarks on them."""

    def of(rule, *added):
        new = [SimpleNamespace(rows=rows, drift=drift, added_at=NOW) for rows, drift in added]
        monkeypatch.setattr(renewals, "rows_since", lambda session, doc_id: new)
        monkeypatch.setattr(renewals.challenges, "of_document", lambda session, doc_id: [])
        monkeypatch.setattr(renewals, "_last", lambda session, doc_id: NOW - timedelta(days=90))
        chosen = {"new_rows": None, "days": None, "on_drift": False, **rule}
        return renewals.cause_of(None, SimpleNamespace(doc_id="261201000000001", **chosen), NOW)

    return of


def test_real_drift_in_enough_rows_is_a_cause(cause):
    assert cause({"on_drift": True}, (40, [FEW, SHIFTED])) == ChallengeCause.DRIFT


@pytest.mark.parametrize("remarks", [None, [], [FEW], [LATER]])
def test_remarks_that_are_no_drift_are_no_cause(cause, remarks):
    assert cause({"on_drift": True}, (40, remarks)) is None


@pytest.mark.parametrize("rule", [{"on_drift": True}, {"days": 30}, {"new_rows": 5}])
def test_fewer_rows_than_can_be_judged_are_no_cause(cause, rule):
    assert cause(rule, (20, [SHIFTED])) is None
    assert cause(rule, (20, [SHIFTED]), (10, None)) is not None


@pytest.mark.parametrize(
    ("champion", "challenger", "left"),
    [("old", "new", [1, 2]), ("confirmed", "new", [2]), ("old", "confirmed", [2])],
)
def test_rows_that_only_other_models_were_judged_on_are_new_to_the_confirmed_one(
    monkeypatch, champion, challenger, left
):
    added = [
        SimpleNamespace(number=n, first_row=100 * n + 1, added_at=NOW + timedelta(hours=n)) for n in (0, 1, 2)
    ]
    judged = SimpleNamespace(
        champion_id=champion,
        challenger_id=challenger,
        judged_at=NOW + timedelta(hours=2),
        registered_at=NOW + timedelta(hours=1.5),
    )
    session = SimpleNamespace(
        get_one=lambda *_: SimpleNamespace(confirmed_training_id="confirmed", doc_id="1")
    )
    monkeypatch.setattr(renewals, "rows_known", lambda session, document: 100)
    monkeypatch.setattr(renewals.additions, "added", lambda session, doc_id: added)
    monkeypatch.setattr(renewals.challenges, "of_document", lambda session, doc_id: [judged])
    assert [one.number for one in renewals.rows_since(session, "1")] == left
