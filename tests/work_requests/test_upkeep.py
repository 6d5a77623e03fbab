"""What the housekeeping may take of the records, and what it may not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.ocr import NetworkStatus
from domain.requests import RequestKind, RequestStatus
from records.engine import reading, transaction
from records.ocr.tables import Network
from records.purge import remove_requests
from records.tables import Progress, Request
from tests.work_requests.conftest import settled
from work_requests import lifecycle, upkeep

YEAR = timedelta(days=365)


@pytest.fixture
def old(engine, now):
    """Settled mirrors and previews of long ago, the newest of each a kind of its own; and one of today."""
    at = now - 2 * YEAR
    with transaction(engine) as session:
        ids = {
            "first mirror": settled(session, RequestKind.MIRROR, at),
            "failed mirror": settled(session, RequestKind.MIRROR, at, status=RequestStatus.FAILED),
            "last good mirror": settled(session, RequestKind.MIRROR, at),
            "last mirror": settled(session, RequestKind.MIRROR, at, status=RequestStatus.FAILED),
            "first preview": settled(session, RequestKind.PREVIEW, at, doc="a"),
            "last preview": settled(session, RequestKind.PREVIEW, at, doc="a"),
            "preview of another": settled(session, RequestKind.PREVIEW, at, doc="b"),
            "night": settled(session, RequestKind.OCR_RETRAIN, at),
            "later night": settled(session, RequestKind.OCR_RETRAIN, at),
            "today": settled(session, RequestKind.PREVIEW, now, doc="c"),
        }
        session.add(
            Network(network_id="1", request_id=ids["night"], status=NetworkStatus.NOTHING_NEW, created_at=at)
        )
        for request_id in ids.values():
            session.add(
                Progress(request_id=request_id, step="s", done=1, total=1, message_ko="", updated_at=at)
            )
    return ids


def test_old_requests_go_but_the_newest_of_each_and_those_rows_refer_to(engine, old, now):
    with transaction(engine) as session:
        found = upkeep.old_requests(session, now - YEAR)
        assert {name for name, number in old.items() if number in found} == {
            "first mirror",
            "failed mirror",
            "first preview",
        }
        assert remove_requests(session, found) == 3
    with transaction(engine) as session:
        assert upkeep.old_requests(session, now - YEAR) == []
        assert session.query(Request).count() == session.query(Progress).count() == len(old) - 3


def test_a_request_that_waits_is_never_old(engine, now):
    with transaction(engine) as session:
        for _ in range(2):
            lifecycle.ask(session, RequestKind.MIRROR, doc_id=None, params={}, by="me", now=now - 2 * YEAR)
        assert upkeep.old_requests(session, now) == []


def test_runs_of_unsettled_requests_are_in_use(engine, now):
    with transaction(engine) as session:
        running = lifecycle.ask(session, RequestKind.MIRROR, doc_id=None, params={}, by="me", now=now)
        running.run_id, running.status = "goes on", RequestStatus.RUNNING
        done = session.get_one(Request, settled(session, RequestKind.MIRROR, now))
        done.run_id = "over"
    with reading(engine) as session:
        assert upkeep.runs_in_use(session) == {"goes on"}


def test_the_housekeeping_is_asked_for_once(engine, now):
    with transaction(engine) as session:
        first = upkeep.ask_for_housekeeping(session, by="schedule", now=now)
        assert upkeep.ask_for_housekeeping(session, by="schedule", now=now).request_id == first.request_id
        lifecycle.settle(first, RequestStatus.DONE, now=now)
        assert upkeep.ask_for_housekeeping(session, by="schedule", now=now).request_id != first.request_id
