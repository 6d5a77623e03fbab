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
