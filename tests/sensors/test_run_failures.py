"""Failed runs are logged and posted, without anything that could be a secret."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import dagster as dg
import pytest

from sensors.run_failures import build_run_failures_sensor, failure_of, report

FAILURE = {"run_id": "r1", "job": "automl_upload", "document": "", "text": "Saebyeok: run r1 failed"}


@pytest.fixture
def webhook():
    """(address, what was posted, headers and status of the answer)"""
    posted, answer = [], {"status": 200}

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            posted.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(answer["status"])
            if answer["status"] == 302:
                self.send_header("Location", "/elsewhere")
            self.end_headers()

        def do_GET(self):
            posted.append("followed a redirect")
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/secret-token", posted, answer
        server.shutdown()
        thread.join()


def test_a_failed_run_is_posted_by_the_sensor(webhook):
    address, posted, _ = webhook

    @dg.op
    def breaks():
        raise ValueError("password=s3cret")

    @dg.job(tags={"saebyeok/document": "261122000000003"})
    def broken():
        breaks()

    with dg.DagsterInstance.ephemeral() as instance:
        result = broken.execute_in_process(instance=instance, raise_on_error=False)
        context = dg.build_run_status_sensor_context(
            sensor_name="run_failures",
            dagster_event=result.get_run_failure_event(),
            dagster_instance=instance,
            dagster_run=result.dagster_run,
        ).for_run_failure()
        build_run_failures_sensor(webhook=address)(context)
    (sent,) = posted
    assert sent["run_id"] == result.run_id
    assert (sent["job"], sent["document"]) == ("broken", "261122000000003")
    assert result.run_id in sent["text"]
    assert "s3cret" not in json.dumps(sent)


def test_without_a_webhook_a_failure_is_only_logged():
    lines = []
    report(FAILURE, "", lines.append)
    assert lines == [FAILURE["text"]]


@pytest.mark.parametrize("status", [302, 500])
def test_a_webhook_that_refuses_is_logged_without_its_address(webhook, status):
    address, posted, answer = webhook
    answer["status"] = status
    lines = []
    report(FAILURE, address, lines.append)
    assert posted == [FAILURE]
    assert lines[1:] == [f"the webhook did not take run r1: {status}"]


def test_a_webhook_that_is_away_is_logged():
    lines = []
    report(FAILURE, "http://127.0.0.1:9/secret-token", lines.append)
    assert lines[1:] == ["the webhook did not take run r1: URLError"]


def test_the_document_is_named_where_there_is_one():
    run = dg.DagsterRun(job_name="ocr_retrain", run_id="r2")
    assert failure_of(run) == {
        "run_id": "r2",
        "job": "ocr_retrain",
        "document": "",
        "text": "Saebyeok: run r2 of job ocr_retrain failed",
    }
