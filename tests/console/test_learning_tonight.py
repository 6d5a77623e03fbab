"""오늘 밤 in the console: what is learnt next, whether it is new, training now and how far it is."""

from __future__ import annotations

import pytest

from console.pages.learning_tonight import current_step
from domain.access import Role
from domain.messages import Sentences
from domain.requests import RequestKind, RequestStatus
from records.engine import reading, transaction
from records.ocr import decisions, texts
from records.ocr.box_editing import boxes
from records.ocr.learning import chosen_texts, networks, tonight
from records.tables import Progress
from tests.console.conftest import DOC
from work_requests import claims, lifecycle, progress, request_lists

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def shipped(context, now):
    with transaction(context.engine) as session:
        return networks.add_shipped(session, folder="a", sha256="a" * 64, characters=2503, now=now)


def tick(context, ids, now):
    with transaction(context.engine) as session:
        decisions.select(session, ids, by="kim", now=now)


def night(context, ids, now, sentence="네트워크를 배포했습니다"):
    """What a whole night does to the rows."""
    with transaction(context.engine) as session:
        request = lifecycle.ask(session, RequestKind.OCR_RETRAIN, doc_id=None, params={}, by="me", now=now)
        parent = networks.deployed(session)
        network = networks.begin(session, request_id=request.request_id, parent_id=parent.network_id, now=now)
        network.items = {
            "train": len(ids),
            "validation": 0,
            tonight.WANTED: tonight.digest_of_wanted(session),
        }
        network.training = {"iteration": 10, "history": [{"iteration": 10}]}
        networks.mark_deployed(session, network, now)
        for text_id in ids:
            text = texts.get(session, text_id)
            chosen_texts.set_rescored(
                session, text, read=text.label, score=0.9, network_id=network.network_id, now=now
            )
        request.result = {"ko": sentence, "en": "deployed"}
        lifecycle.settle(request, RequestStatus.DONE, now=now)
        return network.network_id


def outlook(page):
    return page.split('data-outlook="')[1].split('"')[0]


def figure(page, name):
    return page.split(f'data-testid="{name}">')[1].split("<")[0]


def test_with_nothing_chosen_people_are_led_to_their_documents(visit):
    page = visit(Role.EDITOR).get("/learning").text
    assert outlook(page) == "nothing_chosen"
    assert 'href="/ocr"' in page


def test_when_the_next_night_is(visit, clock):
    # The clock of the tests is at 03:00 in its zone.
    client = visit(Role.VIEWER)
    assert 'data-testid="next-run">2026-11-23 01:00' in client.get("/learning").text
    clock.later(hours=21.5)
    client = visit(Role.VIEWER, "lee")
    assert 'data-testid="next-run">2026-11-23 01:00' in client.get("/learning").text
    clock.later(hours=1)
    assert 'data-testid="next-run">2026-11-24 01:00' in client.get("/learning").text


def test_what_is_ticked_is_shown_with_crop_label_and_what_it_is_for(visit, page_of, context, now, shipped):
    ids = page_of(("하나", 0.5), ("둘", 0.5), ("셋", 0.5))
    tick(context, ids[:2], now)
    client = visit(Role.EDITOR)
    client.post(f"/ocr/texts/{ids[0]}/correct", json={"text": "하나요", "version": 2})
    page = client.get("/learning").text
    assert outlook(page) == "trains"
    assert [figure(page, name) for name in ("total", "new")] == ["2", "2"]
    assert int(figure(page, "train")) + int(figure(page, "validation")) == 2
    assert "하나요" in page
    assert f"/files/ocr/crops/{ids[0]}/" in page
    assert ids[2] not in page
    assert "예정" in page
    items = client.get(f"/learning/items/{DOC}").text
    assert items.count('data-testid="item"') == 2


def test_what_a_night_learnt_is_not_new_and_the_next_one_rests(visit, page_of, context, now, shipped):
    ids = page_of(("하나", 0.5), ("둘", 0.5))
    tick(context, ids[:1], now)
    night(context, ids[:1], now)
    client = visit(Role.VIEWER)
    page = client.get("/learning").text
    assert outlook(page) == "nothing_new"
    assert figure(page, "new") == "0"
    tick(context, ids[1:], now)
    page = client.get("/learning").text
    assert outlook(page) == "trains"
    assert [figure(page, name) for name in ("total", "new")] == ["2", "1"]


def test_names_and_labels_never_run(visit, page_of, context, now, shipped):
    tick(context, page_of((SCRIPT, 0.5), file_name=f"{SCRIPT}.png"), now)
    assert SCRIPT not in visit(Role.VIEWER).get("/learning").text


def trainings_of(context):
    """The minutes and the state of every training that was requested, oldest first."""
    with reading(context.engine) as session:
        return [
            (r.params["minutes"], r.status) for r in request_lists.of_kind(session, RequestKind.OCR_RETRAIN)
        ]


def test_training_now_is_requested_with_the_minutes_typed(visit, context):
    answer = visit(Role.EDITOR).post("/learning/train", data={"minutes": "2.5"})
    assert (answer.status_code, answer.headers["hx-trigger"]) == (204, "work-changed")
    assert trainings_of(context) == [(2.5, RequestStatus.WAITING)]


def test_a_second_training_is_not_joined_silently(visit, context):
    client = visit(Role.EDITOR)
    client.post("/learning/train", data={"minutes": "2.5"})
    answer = client.post("/learning/train", data={"minutes": "30"})
    assert (answer.status_code, answer.headers["hx-retarget"]) == (200, "#dialog")
    assert "최대 2.5분" in answer.text
    assert trainings_of(context) == [(2.5, RequestStatus.WAITING)]


def test_a_second_training_follows_the_first(visit, context):
    client = visit(Role.EDITOR)
    client.post("/learning/train", data={"minutes": "2.5"})
    client.post("/learning/train", data={"minutes": "30", "if_open": "queue"})
    assert trainings_of(context) == [(2.5, RequestStatus.WAITING), (30, RequestStatus.WAITING)]
    page = client.get("/learning").text
    assert "최대 2.5분" in page.split('data-testid="training-behind"')[0]
    assert "최대 30분" in page.split('data-testid="training-behind"')[1]


def test_a_second_training_replaces_the_first(visit, context):
    client = visit(Role.EDITOR)
    client.post("/learning/train", data={"minutes": "2.5"})
    client.post("/learning/train", data={"minutes": "30", "if_open": "replace"})
    assert trainings_of(context) == [(2.5, RequestStatus.CANCELLED), (30, RequestStatus.WAITING)]


@pytest.mark.parametrize("minutes", ["0", "-1", "nan", "inf", "1e9", "soon"])
def test_minutes_that_are_none_are_refused(visit, context, minutes):
    client = visit(Role.EDITOR)
    for answer in (
        client.get("/learning/train", params={"minutes": minutes}),
        client.post("/learning/train", data={"minutes": minutes}),
    ):
        assert answer.status_code == 409
        assert "분" in answer.text
    with reading(context.engine) as session:
        assert request_lists.of_kind(session, RequestKind.OCR_RETRAIN) == []


def test_a_training_is_followed_cancelled_and_told_of_when_it_is_over(visit, context, now, shipped):
    client = visit(Role.EDITOR)
    client.post("/learning/train")
    with transaction(context.engine) as session:
        claims.claim(session, 1, attempt=1, run_id="run-1", now=now)
        progress.report(
            session,
            1,
            "fine_tuned_network",
            Sentences("손실 0.12, 검증 CER 0.05", "loss 0.12, validation CER 0.05"),
            done=100,
            total=3000,
            now=now,
        )
    part = client.get("/learning/training").text
    assert "손실 0.12, 검증 CER 0.05" in part
    assert 'max="3000" value="100"' in part
    assert "http://127.0.0.1:3000/runs/run-1" in part
    place = part.split('hx-get="')[1].split('"')[0].replace("&amp;", "&")
    unchanged = client.get(place)
    assert unchanged.status_code == 204
    assert "hx-trigger" not in unchanged.headers
    assert "<form" not in part  # the form's minutes, being typed, are no part of it
    assert client.post("/now/1/cancel?stay=1").headers["hx-trigger"] == "work-changed"
    assert "취소하는 중" in client.get("/learning/training").text
    with transaction(context.engine) as session:
        lifecycle.settle(
            lifecycle.get(session, 1), RequestStatus.CANCELLED, now=now, reason=Sentences("취소", "cancelled")
        )
    over = client.get(place)
    assert over.headers["hx-trigger"] == "training-over"
    assert "마지막 학습" in over.text


def test_the_last_training_says_how_it_ended(visit, page_of, context, now, shipped):
    ids = page_of(("하나", 0.5))
    tick(context, ids, now)
    network_id = night(context, ids, now, sentence="배포했습니다: 오류율 0.5 → 0.1")
    page = visit(Role.VIEWER).get("/learning").text
    assert "배포했습니다: 오류율 0.5 → 0.1" in page
    assert f'href="/learning/networks/{network_id}"' in page


def test_a_viewer_sees_all_and_starts_nothing(visit, context):
    visit(Role.EDITOR).post("/learning/train")
    viewer = visit(Role.VIEWER, "lee")
    page = viewer.get("/learning").text
    assert "train-now" not in page
    assert "training-cancel" not in page
    assert viewer.post("/learning/train").status_code == 403


def heard(step, done, total):
    return {step: Progress(request_id=1, step=step, done=done, total=total, message_ko="", message_en="")}


def test_a_night_is_at_the_step_last_heard_of_or_after_one_that_is_over():
    assert current_step({}) is None
    assert current_step(heard("lmdb_dataset", 0, 0)) == "lmdb_dataset"
    assert current_step(heard("fine_tuned_network", 5, 10)) == "fine_tuned_network"
    assert current_step(heard("lmdb_dataset", 9, 9)) == "fine_tuned_network"
    assert current_step(heard("rescored_texts", 1, 1)) == "rescored_texts"


def test_how_well_texts_were_found_is_shown_once_a_document_was_checked(visit, context, page_of, now):
    ids = page_of(("품명", 0.9), ("합계", 0.9))
    client = visit(Role.VIEWER)
    assert 'data-testid="detector"' not in client.get("/learning").text
    with transaction(context.engine) as session:
        boxes.remove(session, ids[:1], by="kim", now=now)
        decisions.confirm(session, ids[1:], by="kim", now=now)
    page = client.get("/learning").text
    assert '<b data-testid="recall">100.0%</b>' in page
    assert '<b data-testid="precision">50.0%</b>' in page
