"""There is exactly one deployed network, whatever happens."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from domain.ocr import NetworkStatus
from domain.requests import RequestKind
from records.engine import transaction
from records.errors import DecisionRefused
from records.ids import next_id
from records.ocr.learning import networks
from records.ocr.tables import Network
from work_requests import lifecycle, ocr_decisions


@pytest.fixture
def session(engine):
    with transaction(engine) as session:
        yield session


@pytest.fixture
def shipped(session, now):
    return networks.add_shipped(session, folder="ocr/networks/a", sha256="a" * 64, characters=2503, now=now)


def trained(session, parent, now):
    request = lifecycle.ask(session, RequestKind.OCR_RETRAIN, doc_id=None, params={}, by="me", now=now)
    network = networks.begin(session, request_id=request.request_id, parent_id=parent.network_id, now=now)
    network.status = NetworkStatus.APPROVED
    return network


def marked(session):
    return session.scalars(sa.select(Network.network_id).where(Network.deployed == "Y")).all()


def test_deploying_retires_the_one_before(session, shipped, now):
    new = trained(session, shipped, now)
    networks.mark_deployed(session, new, now)
    assert marked(session) == [new.network_id]
    assert shipped.status == NetworkStatus.RETIRED
    networks.mark_deployed(session, new, now)  # repeated by a run tried again
    assert marked(session) == [new.network_id]


def test_two_marks_are_refused_by_the_database(session, shipped, now):
    new = trained(session, shipped, now)
    new.deployed = "Y"
    with pytest.raises(sa.exc.IntegrityError):
        session.flush()
    session.rollback()


def test_a_request_tried_again_goes_on_with_its_own_network(session, shipped, now):
    new = trained(session, shipped, now)
    again = networks.begin(session, request_id=new.request_id, parent_id=shipped.network_id, now=now)
    assert again.network_id == new.network_id


def ended(session, parent, now, *, seconds, by_time):
    network = trained(session, parent, now)
    network.status, network.tried = NetworkStatus.KEPT_BACK, "d" * 64
    network.training = {"settings": {"seconds": seconds}, "stopped_by_time": by_time}
    session.flush()
    return network


@pytest.mark.parametrize(
    ("had", "by_time", "now_have", "again"),
    [(60, True, 7200, True), (60, True, 60, False), (60, False, 7200, False), (None, False, 60, False)],
)
def test_what_ran_out_of_time_may_be_tried_with_more(session, shipped, now, had, by_time, now_have, again):
    ended(session, shipped, now, seconds=had, by_time=by_time)
    assert (networks.tried(session, "d" * 64, now_have) is None) == again


def test_a_number_that_is_none_is_no_json_on_any_database(session, shipped):
    shipped.training = {"loss": float("nan")}
    with pytest.raises(sa.exc.StatementError, match="JSON compliant"):
        session.flush()
    session.rollback()


def test_rolling_back_goes_to_the_parent_and_leaves_a_request(session, shipped, now):
    new = trained(session, shipped, now)
    networks.mark_deployed(session, new, now)
    request = ocr_decisions.roll_back(session, network_id=None, by="kim", now=now)
    assert marked(session) == [shipped.network_id]
    assert request.params == {"network_id": shipped.network_id, "before": new.network_id}
    assert new.status == NetworkStatus.RETIRED


def test_there_is_no_way_back_from_the_first_network_or_to_one_that_never_read(session, shipped, now):
    with pytest.raises(DecisionRefused):
        ocr_decisions.roll_back(session, network_id=None, by="kim", now=now)
    with pytest.raises(DecisionRefused):
        ocr_decisions.roll_back(
            session, network_id=trained(session, shipped, now).network_id, by="kim", now=now
        )


def test_a_second_click_on_retrain_is_the_same_request(session, now):
    first = ocr_decisions.retrain(session, by="kim", now=now)
    assert ocr_decisions.retrain(session, by="lee", now=now).request_id == first.request_id


def test_what_was_tried_to_its_end_is_found_by_its_digest(session, shipped, now):
    new = trained(session, shipped, now)
    new.tried = "d" * 64
    session.flush()
    assert networks.tried(session, "d" * 64, 60) is None
    new.status = NetworkStatus.KEPT_BACK
    session.flush()
    found = networks.tried(session, "d" * 64, 60)
    assert found is not None and found.network_id == new.network_id


def test_what_people_put_into_use_while_another_is_trained_stays(session, shipped, now):
    """A training of the network people went back from would bring its faults back."""
    second = trained(session, shipped, now)
    networks.mark_deployed(session, second, now)
    third = trained(session, second, now)
    third.tried = "d" * 64
    ocr_decisions.roll_back(session, network_id=None, by="kim", now=now)
    networks.deploy_approved(session, third, now)
    assert marked(session) == [shipped.network_id]
    assert third.status == NetworkStatus.KEPT_BACK
    assert shipped.network_id in third.reason_ko
    assert shipped.network_id in third.reason_en
    assert networks.tried(session, "d" * 64, 60) is None


def test_what_the_gate_let_through_follows_its_parent(session, shipped, now):
    new = trained(session, shipped, now)
    networks.deploy_approved(session, new, now)
    assert marked(session) == [new.network_id]


def test_the_way_back_from_a_network_made_elsewhere_is_to_the_one_before_it(session, shipped, now):
    second = trained(session, shipped, now)
    networks.mark_deployed(session, second, now + timedelta(hours=1))
    adopted = next_id(session, "network", now.date())
    networks.add_adopted(session, adopted, folder="ocr/networks/b", sha256="b" * 64, characters=9, now=now)
    ocr_decisions.roll_back(session, network_id=adopted, by="kim", now=now + timedelta(hours=2))
    assert marked(session) == [adopted]
    second.folder = "ocr/networks/c"
    ocr_decisions.roll_back(session, network_id=None, by="kim", now=now + timedelta(hours=3))
    assert marked(session) == [second.network_id]
