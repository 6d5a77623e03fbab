"""Failures for one reason are one group; many are acknowledged at once, and that is taken back."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

import pytest

from domain.automl import DocumentStatus
from domain.messages import Message
from domain.requests import RequestKind, RequestStatus
from records.engine import transaction
from records.tables import Document
from work_requests import failure_groups, failures, lifecycle, request_lists


@pytest.fixture
def fail(engine, now, make_document):
    """Fails the preparation of a new document for a reason that names a file."""
    numbers = count(1)

    def make(msgid, shown, *, kind=RequestKind.PREPARE):
        with transaction(engine) as session:
            document = make_document(
                session, f"2611220000000{next(numbers):02}", status=DocumentStatus.UPLOADED
            )
            request = lifecycle.ask(session, kind, doc_id=document.doc_id, params={}, by="kim", now=now)
            reason = Message(msgid, shown=shown)
            lifecycle.settle(request, RequestStatus.FAILED, now=now, reason=reason)
            failures.write(session, request, reason, now)
            return document.doc_id, request.request_id

    return make


def open_failures(engine):
    with transaction(engine) as session:
        return [one.request_id for one in request_lists.newest(session, [RequestStatus.FAILED], limit=99)]


def test_failures_that_differ_in_the_name_of_their_file_are_one_group(engine, fail):
    alike = [fail("'{shown}' is damaged", f"매출{n}.csv")[1] for n in range(3)]
    _, other = fail("'{shown}' is empty", "매출.csv")
    _, other_kind = fail("'{shown}' is damaged", "매출.csv", kind=RequestKind.PREDICT)
    with transaction(engine) as session:
        found = [
            (group.kind, [one.request_id for one in group.requests], group.count)
            for group in failure_groups.groups(session, limit=2)
        ]
    assert found == [
        (RequestKind.PREDICT, [other_kind], 1),
        (RequestKind.PREPARE, [other], 1),
        (RequestKind.PREPARE, [alike[2], alike[1]], 3),
    ]


def test_a_group_is_acknowledged_without_the_others_and_without_later_ones(engine, fail, now):
    (first_doc, first), (_, second) = (fail("'{shown}' is damaged", name) for name in ("a.csv", "b.csv"))
    _, other = fail("'{shown}' is empty", "a.csv")
    _, later = fail("'{shown}' is damaged", "c.csv")
    with transaction(engine) as session:
        done = failure_groups.acknowledge(session, until=other, like=first, by="lee", now=now)
        assert {one.request_id for one in done} == {first, second}
        assert session.get_one(Document, first_doc).failure is None
    assert open_failures(engine) == [later, other]


def test_what_was_acknowledged_together_is_listed_again(engine, fail, now):
    doc_id, first = fail("'{shown}' is damaged", "a.csv")
    _, second = fail("'{shown}' is empty", "a.csv")
    _, before = fail("'{shown}' is damaged", "b.csv")
    moment = now + timedelta(seconds=5, microseconds=7)
    with transaction(engine) as session:
        failures.acknowledge(session, before, by="lee", now=now)
        failure_groups.acknowledge(session, until=before, by="lee", now=moment)
    assert open_failures(engine) == []
    with transaction(engine) as session:
        assert failure_groups.take_back(session, moment, by="kim", now=moment) == 0
        assert failure_groups.take_back(session, moment, by="lee", now=moment) == 2
    assert open_failures(engine) == [second, first]
    with transaction(engine) as session:
        assert session.get_one(Document, doc_id).failure.en == "'a.csv' is damaged"
