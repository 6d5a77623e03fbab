"""Runs launched by GraphQL: what Dagster is asked, and what happens where it doesn't launch."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx2
import pytest

from domain.preprocessing import PlanChoices
from domain.requests import RequestStatus
from records.engine import transaction
from serving.launching import Launcher
from serving.warm_steps import SmallWork
from tests.serving.conftest import Serving
from work_requests import automl_decisions, lifecycle, request_queue


class Dagster:
    """Answers `launchRun` with `answer`, and keeps what it was asked."""

    def __init__(self):
        self.asked = []
        self.answer = {"__typename": "LaunchRunSuccess", "run": {"runId": "1"}}
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                outer.asked.append(body["variables"]["params"])
                answer = json.dumps({"data": {"launchRun": outer.answer}}).encode()
                self.send_response(200)
                self.send_header("content-length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def dagster():
    one = Dagster()
    yield one
    one.server.shutdown()
    one.server.server_close()


def launcher(home, serving, url):
    return Launcher(url, home.instance, serving.database, serving.clock, serving.loaded, pages_a_run=8)


def prepared(home, serving, path):
    doc = home.add(path)
    serving.serve()
    home.decide(automl_decisions.confirm_data, doc)
    home.decide(automl_decisions.set_target, doc, label="종류", positive_class=None)
    serving.serve()
    home.decide(automl_decisions.prepare, doc, choices=PlanChoices(), preview=False)
    serving.serve()
    return doc


def test_a_training_is_launched_once_with_its_models_and_its_key(workshop, serving, loans, dagster):
    doc = prepared(workshop, serving, loans)
    request = workshop.decide(automl_decisions.train, doc, models=["svm"], seed=3, budget_seconds=None)
    one = launcher(workshop, serving, dagster.url)
    one.launch_waiting()
    one.launch_waiting()
    (params,) = dagster.asked
    assert params["selector"]["jobName"] == "automl_train"
    assert {asset["path"][0] for asset in params["selector"]["assetSelection"]} == {
        "svm_model",
        "svm_evaluation",
        "svm_explanation",
        "model_comparison",
    }
    assert params["runConfigData"] == {"ops": {"svm_model": {"config": {"seed": 3, "budget_seconds": None}}}}
    tags = {tag["key"]: tag["value"] for tag in params["executionMetadata"]["tags"]}
    assert tags["dagster/partition"] == doc
    assert tags["dagster/sensor_name"] == "requests"
    assert tags["dagster/run_key"] == workshop.request(request.request_id).run_key
    assert doc in workshop.instance.get_dynamic_partitions("automl_documents")


def test_what_is_served_at_once_is_not_launched(workshop, serving, loans, dagster):
    workshop.add(loans)
    launcher(workshop, serving, dagster.url).launch_waiting()
    assert dagster.asked == []


@pytest.mark.parametrize("answer", [{"__typename": "PythonError", "message": "no such job"}, {}])
def test_a_request_whose_run_is_not_launched_waits_for_the_sensor(workshop, loans, dagster, answer):
    serving = Serving(workshop, SmallWork(file_bytes=10))
    doc = workshop.add(loans)
    dagster.answer = answer
    launcher(workshop, serving, dagster.url).launch_waiting()
    assert len(dagster.asked) == 1
    request = workshop.upload_request(doc)
    assert request.status == RequestStatus.WAITING
    with serving.database.reading() as session:
        assert [one.request_id for one in request_queue.launchable(session, limit=9)] == [request.request_id]


def test_a_request_whose_launch_is_not_answered_in_time_is_left_to_the_reconciler(
    workshop, loans, dagster, monkeypatch
):
    serving = Serving(workshop, SmallWork(file_bytes=10))
    doc = workshop.add(loans)

    def late(*_, **__):
        raise httpx2.ReadTimeout("late")

    monkeypatch.setattr(httpx2, "post", late)
    launcher(workshop, serving, dagster.url).launch_waiting()
    assert workshop.upload_request(doc).submitted_at is not None


def test_a_request_cancelled_while_its_launch_failed_is_cancelled(workshop, loans, dagster, monkeypatch):
    serving = Serving(workshop, SmallWork(file_bytes=10))
    doc = workshop.add(loans)

    def cancelling(*_, **__):
        with transaction(workshop.engine) as session:
            request = workshop.upload_request(doc)
            lifecycle.cancel(session, request.request_id, by="kim", now=workshop.now())
        raise httpx2.ConnectError("refused")

    monkeypatch.setattr(httpx2, "post", cancelling)
    launcher(workshop, serving, dagster.url).launch_waiting()
    assert workshop.upload_request(doc).status == RequestStatus.CANCELLED


def test_a_request_waits_for_the_sensor_while_dagster_is_down(workshop, loans):
    serving = Serving(workshop, SmallWork(file_bytes=10))
    doc = workshop.add(loans)
    launcher(workshop, serving, "http://127.0.0.1:9").launch_waiting()
    assert workshop.upload_request(doc).submitted_at is None
