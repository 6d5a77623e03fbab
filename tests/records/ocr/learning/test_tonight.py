"""What the next night learns from, which of it is new, and whether it will train at all."""

from __future__ import annotations

import hashlib

import pytest

from domain.ocr import NetworkStatus
from domain.requests import RequestKind
from records.engine import transaction
from records.ocr import decisions, texts
from records.ocr.learning import chosen_texts, networks, tonight, train_texts
from records.ocr.learning.tonight import Outlook
from records.ocr.tables import Network
from tests.records.ocr.conftest import DOC
from work_requests import lifecycle, ocr_decisions

NIGHT = 7200.0
"""Seconds a night has."""


@pytest.fixture
def session(engine):
    with transaction(engine) as session:
        yield session


@pytest.fixture
def shipped(session, now):
    return networks.add_shipped(session, folder="a", sha256="a" * 64, characters=2503, now=now)


@pytest.fixture
def ticked(session, make_page, now):
    make_page(session, "하나", "둘", "셋")
    ids = [text.text_id for text in texts.of_document(session, DOC)][:2]
    decisions.select(session, ids, by="kim", now=now)
    session.flush()
    return ids


def night(session, parent, now, status=NetworkStatus.APPROVED) -> Network:
    """A network made of what is wanted now."""
    request = lifecycle.ask(session, RequestKind.OCR_RETRAIN, doc_id=None, params={}, by="me", now=now)
    network = networks.begin(session, request_id=request.request_id, parent_id=parent.network_id, now=now)
    network.items = {tonight.WANTED: tonight.digest_of_wanted(session)}
    network.status = status
    session.flush()
    return network


def learnt(session, parent, ids, now) -> Network:
    """As `night`, deployed, and the items read again with it."""
    network = night(session, parent, now)
    networks.mark_deployed(session, network, now)
    for text_id in ids:
        text = texts.get(session, text_id)
        chosen_texts.set_rescored(
            session, text, read=text.label, score=0.9, network_id=network.network_id, now=now
        )
    session.flush()
    return network


def new(session):
    return tonight.new_among(session, chosen_texts.to_learn(session))


def test_nothing_chosen_is_said(session, shipped, make_page):
    make_page(session, "하나")
    assert tonight.outlook(session, NIGHT) == (Outlook.NOTHING_CHOSEN, None)
    assert tonight.by_document(session) == []


def test_what_was_ticked_is_new_and_will_be_learnt(session, shipped, ticked):
    assert tonight.outlook(session, NIGHT) == (Outlook.TRAINS, None)
    (found,) = tonight.by_document(session)
    assert (found.document.doc_id, found.items, found.new) == (DOC, 2, 2)
    assert new(session) == set(ticked)


def test_before_the_first_network_everything_is_new(session, ticked):
    assert tonight.outlook(session, NIGHT) == (Outlook.TRAINS, None)
    assert new(session) == set(ticked)


def test_after_the_night_nothing_is_new_until_something_changes(session, shipped, ticked, now):
    network = learnt(session, shipped, ticked, now)
    assert tonight.outlook(session, NIGHT) == (Outlook.NOTHING_NEW, network)
    assert new(session) == set()
    decisions.correct(session, ticked[0], "하나요", by="kim", now=now)
    session.flush()
    assert tonight.outlook(session, NIGHT)[0] is Outlook.TRAINS
    assert new(session) == {ticked[0]}


def test_another_training_text_is_something_new(session, shipped, ticked, now):
    learnt(session, shipped, ticked, now)
    train_texts.add(session, ["견적서"], by="kim", now=now)
    assert tonight.outlook(session, NIGHT)[0] is Outlook.TRAINS
    assert new(session) == set()


def test_confirming_or_ticking_again_what_was_learnt_is_nothing_new(session, shipped, ticked, now):
    learnt(session, shipped, ticked, now)
    decisions.confirm(session, ticked, by="kim", now=now)
    decisions.select(session, ticked[:1], chosen=False, by="kim", now=now)
    session.flush()
    assert new(session) == set()
    assert tonight.outlook(session, NIGHT)[0] is Outlook.NOTHING_NEW


def test_a_network_kept_back_is_not_tried_again_with_the_same(session, shipped, ticked, now):
    refused = night(session, shipped, now, NetworkStatus.KEPT_BACK)
    assert tonight.outlook(session, NIGHT) == (Outlook.TRIED_BEFORE, refused)
    assert new(session) == set(ticked)


def test_a_night_that_found_nothing_foretells_the_next(session, shipped, ticked, now):
    found_nothing = night(session, shipped, now, NetworkStatus.NOTHING_NEW)
    assert tonight.outlook(session, NIGHT) == (Outlook.NOTHING_NEW, found_nothing)


def test_after_going_back_what_the_later_network_learnt_is_new_again(session, shipped, ticked, now):
    learnt(session, shipped, ticked, now)
    ocr_decisions.roll_back(session, network_id=None, by="kim", now=now)
    session.flush()
    assert new(session) == set(ticked)
    assert tonight.outlook(session, NIGHT)[0] is Outlook.TRAINS


def test_one_that_ran_out_of_less_time_is_tried_again(session, shipped, ticked, now):
    tried = night(session, shipped, now, NetworkStatus.KEPT_BACK)
    tried.training = {"settings": {"seconds": 60}, "stopped_by_time": True}
    session.flush()
    assert tonight.outlook(session, 60) == (Outlook.TRIED_BEFORE, tried)
    assert tonight.outlook(session, NIGHT) == (Outlook.TRAINS, None)


def test_a_digest_is_of_pairs_and_words_in_whatever_order_and_stays_what_networks_keep():
    pairs = [("b", "나"), ["a", "가"]]
    whole = '[[["a", "가"], ["b", "나"]], ["x", "y"]]'
    assert tonight.digest(pairs, ["y", "x"]) == hashlib.sha256(whole.encode()).hexdigest()
    assert tonight.digest(reversed(pairs), iter(["x", "y"])) == tonight.digest(pairs, ["y", "x"])


def test_one_that_was_overtaken_may_be_made_again(session, shipped, ticked, now):
    network = night(session, shipped, now)
    other = learnt(session, shipped, [], now)
    networks.deploy_approved(session, network, now)
    assert network.status == NetworkStatus.KEPT_BACK
    networks.mark_deployed(session, shipped, now)  # people went back from the other
    assert other.status == NetworkStatus.RETIRED
    assert tonight.outlook(session, NIGHT)[0] == Outlook.TRAINS
