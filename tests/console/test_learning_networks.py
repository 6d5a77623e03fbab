"""네트워크 in the console: scores, reasons, the chart, before and after, the way back."""

from __future__ import annotations

import re

import pytest

from domain.access import Role
from domain.ocr import NetworkStatus
from domain.requests import RequestKind
from records.engine import reading, transaction
from records.ocr.learning import networks
from records.ocr.learning.rescored import LIST, LIST_SHA256, RescoredItem, to_lines
from work_requests import lifecycle, request_lists

SCRIPT = "<script>alert(1)</script>"
SCORE = {"items": 40, "before": 0.3125, "after": 0.125, "better": 0.99}


@pytest.fixture
def shipped(context, now):
    with transaction(context.engine) as session:
        return networks.add_shipped(session, folder="a", sha256="a" * 64, characters=2503, now=now).network_id


@pytest.fixture
def judged(context, now, shipped):
    """A judged network after the one that reads; deployed or kept back."""

    def make(*, deploy=True, small_sample=False, reason="더 잘 읽습니다") -> str:
        with transaction(context.engine) as session:
            request = lifecycle.ask(
                session, RequestKind.OCR_RETRAIN, doc_id=None, params={}, by="me", now=now
            )
            request.run_id = f"run-{request.request_id}"
            parent = networks.deployed(session).network_id
            network = networks.begin(session, request_id=request.request_id, parent_id=parent, now=now)
            network.items = {
                "train": 66,
                "validation": 16,
                "rejected": [{"text_id": "t", "ko": "작음", "en": "small"}],
            }
            network.training = {"iteration": 100, "history": [{"iteration": 300}], "stopped_by_time": True}
            network.scores = {"validation": SCORE, "general": {"before": 0.0123, "after": 0.0119}}
            network.small_sample = small_sample
            network.status = NetworkStatus.APPROVED if deploy else NetworkStatus.KEPT_BACK
            network.reason_ko, network.reason_en = reason, "reason"
            network.mlflow_run_id = "abc"
            if deploy:
                networks.mark_deployed(session, network, now)
            return network.network_id

    return make


def rescore(context, network_id, *items):
    stored = context.store.put_bytes(to_lines(items), f"ocr/networks/{network_id}/training/rescored.jsonl")
    with transaction(context.engine) as session:
        networks.get(session, network_id).rescored = {
            "items": len(items),
            "before": 0.5,
            "after": 0.1,
            LIST: stored.key,
            LIST_SHA256: stored.sha256,
        }
    return stored


def item(number, before, after, *, label="가나", errors=(0.5, 0.0)):
    return RescoredItem(f"261122000000010_01_{number}", "0" * 64, label, before, after, 0.9, *errors)


def test_before_the_first_network_the_list_says_what_to_do(visit):
    page = visit(Role.VIEWER).get("/learning/networks").text
    assert "아직 네트워크가 없습니다" in page
    assert "<svg" not in page


def test_every_network_has_its_scores_state_and_reason(visit, judged):
    good = judged()
    bad = judged(deploy=False, small_sample=True, reason="일반 글자(한글)를 잊었습니다")
    page = visit(Role.VIEWER).get("/learning/networks").text
    for word in (
        "31.25% → 12.50%",
        "1.23% → 1.19%",
        "사용 중",
        "배포 안 함",
        "교체됨",
        "표본 적음",
        "일반 글자(한글)를 잊었습니다",
    ):
        assert word in page
    assert page.index(f'data-id="{bad}"') < page.index(f'data-id="{good}"')
    assert "http://127.0.0.1:3000/runs/run-1" in page
    assert "http://127.0.0.1:5000/#/runs/abc" in page


def test_the_charts_mark_what_was_deployed_and_what_was_not_without_inline_style(visit, judged):
    judged()
    judged(deploy=False)
    page = visit(Role.VIEWER).get("/learning/networks").text
    assert page.count("<svg") == 2
    assert page.count('<circle class="deployed"') == 2
    assert page.count('<circle class="kept-back"') == 2
    assert 'class="legend"' in page
    assert not re.search(r"\sstyle=|<style|<script>|\son\w+=", page)
    assert "11-22 31.25% → 12.50%" in page  # what the picture says, in words


def test_one_network_shows_all_it_was_judged_on_and_where_it_comes_from(visit, judged, shipped):
    first = judged()
    second = judged(deploy=False, reason="나아졌다고 할 수 없습니다")
    page = visit(Role.VIEWER).get(f"/learning/networks/{second}").text
    for word in ("나아졌다고 할 수 없습니다", "-18.75%p", "시간이 되어 멈춤", "배우지 못한 글자", "작음"):
        assert word in page
    lineage = page.split('data-testid="lineage"')[1]
    assert lineage.index(first) < lineage.index(shipped)
    assert visit(Role.VIEWER, "lee").get("/learning/networks/261122000000099").status_code == 404


def test_before_and_after_of_each_text_and_over_all(visit, judged, context):
    network_id = judged()
    rescore(
        context,
        network_id,
        item(1, "가다", "가나"),
        item(2, "가나", SCRIPT, errors=(0.0, 1.5)),
        item(3, "다라", "가라", errors=(1.0, 0.5)),
    )
    client = visit(Role.VIEWER)
    page = client.get(f"/learning/networks/{network_id}").text
    assert "50.00% → 10.00%" in page
    assert page.count('data-testid="rescored"') == 3
    assert SCRIPT not in page
    assert f"/files/ocr/crops/261122000000010_01_1/{'0' * 64}" in page

    def shown(name):
        rows = client.get(f"/learning/networks/{network_id}?show={name}").text
        return re.findall(r'data-testid="rescored" data-id="\w+_(\d)"', rows)

    assert [shown(name) for name in ("", "better", "worse", "wrong", "nonsense")] == [
        ["1", "2", "3"],
        ["1", "3"],
        ["2"],
        ["2", "3"],
        ["1", "2", "3"],
    ]


def test_a_list_that_was_changed_or_never_made_is_said_and_the_rest_shown(visit, judged, context):
    network_id = judged()
    stored = rescore(context, network_id, item(1, "가다", "가나"))
    context.store.put_bytes(b"[]", stored.key)
    client = visit(Role.VIEWER)
    answer = client.get(f"/learning/networks/{network_id}")
    assert answer.status_code == 200
    assert "파일이 바뀌었습니다" in answer.text
    with transaction(context.engine) as session:
        networks.get(session, network_id).rescored = {"items": 1, "before": 0.5, "after": 0.1}
    assert "남아 있지 않습니다" in client.get(f"/learning/networks/{network_id}").text


def test_only_one_that_has_read_can_be_gone_back_to_and_it_reads_at_once(visit, judged, context, shipped):
    network_id = judged()
    kept_back = judged(deploy=False)
    client = visit(Role.EDITOR)
    page = client.get("/learning/networks").text
    assert f'id="roll-back-{shipped}"' in page
    assert page.count('data-testid="roll-back"') == 1
    assert client.post(f"/learning/networks/{kept_back}/roll-back").status_code == 409
    with transaction(context.engine) as session:
        networks.get(session, shipped).folder = None  # as the housekeeping leaves an old one
    assert "roll-back-" not in client.get("/learning/networks").text
    refused = client.post(f"/learning/networks/{shipped}/roll-back")
    assert refused.status_code == 409
    with transaction(context.engine) as session:
        networks.get(session, shipped).folder = "a"
    assert client.post(f"/learning/networks/{shipped}/roll-back").status_code == 204
    with reading(context.engine) as session:
        assert networks.deployed(session).network_id == shipped
        (request,) = request_lists.of_kind(session, RequestKind.OCR_ROLLBACK)
        assert (request.requested_by, request.params["before"]) == ("kim", network_id)


def test_a_viewer_has_no_way_back(visit, judged, shipped):
    judged()
    viewer = visit(Role.VIEWER)
    assert "roll-back" not in viewer.get("/learning/networks").text
    assert viewer.post(f"/learning/networks/{shipped}/roll-back").status_code == 403
