"""Two who decide at the same moment: the second waits, and sees what the first did.

On SQLite because writers take turns; on PostgreSQL because rows are held.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.access import Role
from domain.automl import DocumentStatus
from domain.ocr import OcrStatus, TextState
from domain.preprocessing import DEFAULTS
from domain.requests import RequestKind, RequestStatus
from records import plans
from records.access import users
from records.engine import reading, transaction
from records.errors import DecisionRefused, Superseded
from records.ocr import decisions as page_decisions
from records.ocr import texts
from records.ocr.learning import networks, train_texts
from records.ocr.tables import Network, OcrDocument, OcrPage, OcrText, TrainText
from records.tables import Request
from tests.factories import read_document
from work_requests import automl_decisions, claims, lifecycle, ocr_decisions, request_queue

WAIT_SECONDS = 0.3


def one_after_the_other(
    engine: sa.Engine, first: Callable[[Session], Any], second: Callable[[Session], Any]
) -> Any:
    """Run `second` while the transaction of `first` is still open, and end that; what came of `second`."""
    came: list[Any] = []

    def run() -> None:
        try:
            with transaction(engine) as session:
                came.append(second(session))
        except Exception as error:  # noqa: BLE001 - told to the test
            came.append(error)

    thread = threading.Thread(target=run)
    with transaction(engine) as session:
        first(session)
        session.flush()
        thread.start()
        thread.join(WAIT_SECONDS)
        assert thread.is_alive(), f"it did not wait: {came}"
    thread.join(30)
    return came[0]


@pytest.fixture
def request_id(engine, now):
    with transaction(engine) as session:
        return lifecycle.ask(
            session, RequestKind.OCR_READ, doc_id="261122000000001", params={}, by="me", now=now
        ).request_id


@pytest.fixture
def page(engine, now):
    """A document of one page with two unchecked texts."""
    with transaction(engine) as session:
        read = [
            texts.ReadText(text, 0.9, (0, 20 * n, 10, 20 * n + 10), [[0.0, 0.0]] * 4, "a", "0" * 64)
            for n, text in enumerate(["하나", "둘"])
        ]
        read_document(session, "261122000000001", now, read, file_name="a.png", company="상호")
    return ["261122000000001_01_1", "261122000000001_01_2"]


def test_a_request_is_claimed_by_one_of_two_runs(engine, now, request_id):
    def claim(run_id):
        return lambda session: claims.claim(session, request_id, attempt=1, run_id=run_id, now=now)

    assert isinstance(one_after_the_other(engine, claim("a"), claim("b")), Superseded)


def test_a_batch_is_claimed_by_one_of_two_runs(engine, now, request_id):
    with transaction(engine) as session:
        request_queue.mark_submitted(session, [request_id], now, run_key="k")

    def claim(run_id):
        return lambda session: claims.claim_batch(session, "k", run_id=run_id, now=now)

    assert one_after_the_other(engine, claim("a"), claim("b")) == []


def test_what_a_run_by_hand_asks_for_is_asked_once(engine, now):
    def by_hand(run_id):
        def claim(session):
            return claims.claim_by_hand(
                session,
                RequestKind.MIRROR,
                doc_id=None,
                run_id=run_id,
                decide=lambda: lifecycle.ask(
                    session, RequestKind.MIRROR, doc_id=None, params={}, by="me", now=now
                ),
                now=now,
            )

        return claim

    assert isinstance(one_after_the_other(engine, by_hand("a"), by_hand("b")), DecisionRefused)


def test_a_run_that_writes_is_not_given_up_for_dead_in_the_middle(engine, now, request_id):
    with transaction(engine) as session:
        claims.claim(session, request_id, attempt=1, run_id="a", now=now)
    one_after_the_other(
        engine,
        lambda session: claims.assert_owner(session, request_id, "a"),
        lambda session: lifecycle.begin_again(lifecycle.get(session, request_id)),
    )
    with pytest.raises(Superseded), transaction(engine) as session:
        claims.assert_owner(session, request_id, "a")


def test_a_request_that_was_cancelled_is_not_claimed(engine, now, request_id):
    came = one_after_the_other(
        engine,
        lambda session: lifecycle.cancel(session, request_id, by="me", now=now),
        lambda session: claims.claim(session, request_id, attempt=1, run_id="a", now=now),
    )
    assert isinstance(came, Superseded)


def test_a_cancelled_request_is_not_marked_as_submitted(engine, now, request_id):
    one_after_the_other(
        engine,
        lambda session: lifecycle.cancel(session, request_id, by="me", now=now),
        lambda session: request_queue.mark_submitted(session, [request_id], now, run_key="k"),
    )
    with reading(engine) as session:
        request = lifecycle.get(session, request_id)
        assert (request.status, request.submitted_at) == (RequestStatus.CANCELLED, None)


def test_the_second_to_correct_the_same_version_is_told_of_the_first(engine, now, page):
    def correct(label):
        return lambda session: page_decisions.correct(session, page[0], label, by=label, now=now, version=1)

    came = one_after_the_other(engine, correct("가"), correct("나"))
    assert isinstance(came, DecisionRefused)
    assert "'가'" in came.ko
    with reading(engine) as session:
        text = texts.get(session, page[0])
        assert (text.corrected, text.version) == ("가", 2)
        assert [line.after for line in texts.history(session, page[0])] == ["하나", "가"]


def test_a_document_whose_last_texts_are_confirmed_at_once_is_checked(engine, now, page):
    one_after_the_other(
        engine,
        lambda session: page_decisions.confirm(session, page[:1], by="me", now=now),
        lambda session: page_decisions.confirm(session, page[1:], by="you", now=now),
    )
    with reading(engine) as session:
        assert session.get_one(OcrDocument, "261122000000001").status == OcrStatus.CHECKED


def test_reading_again_keeps_what_was_corrected_meanwhile(engine, now, page):
    def read_again(session):
        row = session.get_one(OcrPage, ("261122000000001", 1))
        return texts.replace_read(session, row, [], first=3, network_id="n2", now=now)

    left = one_after_the_other(
        engine,
        lambda session: page_decisions.correct(session, page[0], "고침", by="me", now=now),
        read_again,
    )
    assert left == 1
    with reading(engine) as session:
        assert texts.get(session, page[0]).corrected == "고침"


def test_two_who_change_the_same_texts_in_other_orders_both_come_through(engine, now, page):
    came = one_after_the_other(
        engine,
        lambda session: page_decisions.confirm(session, page, by="me", now=now),
        lambda session: page_decisions.select(session, page[::-1], by="you", now=now),
    )
    assert [text.text_id for text in came] == page[::-1]
    with reading(engine) as session:
        assert {text.state for text in session.scalars(sa.select(OcrText))} == {TextState.CONFIRMED}


def test_exactly_one_network_reads_after_two_were_deployed_at_once(engine, now):
    with transaction(engine) as session:
        for name in ("a", "b"):
            networks.add_adopted(session, name, folder=name, sha256=name, characters=1, now=now)

    def deploy(name):
        return lambda session: networks.mark_deployed(session, networks.get(session, name), now)

    assert one_after_the_other(engine, deploy("a"), deploy("b")) is None
    with reading(engine) as session:
        marked = session.scalars(sa.select(Network).where(Network.deployed.is_not(None))).all()
        assert [network.network_id for network in marked] == ["b"]


def test_the_shipped_network_is_taken_in_once(engine, now):
    def add(session):
        return networks.add_shipped(session, folder="f", sha256="s", characters=1, now=now).network_id

    one_after_the_other(engine, add, add)
    with reading(engine) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Network)) == 1


def test_training_is_asked_for_once(engine, now):
    def retrain(session):
        return ocr_decisions.retrain(session, by="me", now=now).request_id

    one_after_the_other(engine, retrain, retrain)
    with reading(engine) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Request)) == 1


def test_a_training_text_is_added_once(engine, now):
    def add(session):
        return len(train_texts.add(session, ["새벽"], by="me", now=now)[0])

    assert one_after_the_other(engine, add, add) == 0
    with reading(engine) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(TrainText)) == 1


def test_a_link_lets_in_once(engine, now):
    with transaction(engine) as session:
        user = users.add(session, "나", Role.EDITOR, password_hash=None, now=now)
        users.add_link(session, user, "secret", expires_at=now)

    def use(session):
        return users.use_link(session, "secret", now=now)

    assert one_after_the_other(engine, use, use) is None


def test_a_second_click_is_the_first_ones_request(engine, now, make_document):
    with transaction(engine) as session:
        doc = make_document(session, status=DocumentStatus.PREPARED).doc_id

    def prepare(session):
        return automl_decisions.prepare(
            session, doc, choices=DEFAULTS, preview=False, by="me", now=now
        ).request_id

    one_after_the_other(engine, prepare, prepare)
    with reading(engine) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Request)) == 1


def test_what_a_decision_set_is_still_set_when_its_document_is_looked_at_again(engine, now, make_document):
    with transaction(engine) as session:
        doc = make_document(session).doc_id
        document = automl_decisions.documents.get(session, doc)
        document.name = "새 이름"
        with pytest.raises(DecisionRefused):
            plans.current(session, doc)
        assert document.name == "새 이름"
