"""[보고서] and [Excel]: asked for, followed, handed over; and only what belongs to the document."""

from __future__ import annotations

import pytest

from domain.access import Role
from domain.requests import RequestKind, RequestStatus
from records.engine import transaction
from tests.console.automl.conftest import DOC
from work_requests import automl_exports, lifecycle, request_lists


@pytest.fixture
def training(trained):
    return trained("svm")["svm"]


def ask(browser, **form):
    return browser.post(f"/automl/{DOC}/exports", data=form)


def test_a_report_is_asked_for_followed_and_handed_over(visit, training, context, now):
    browser = visit(Role.EDITOR)
    detail = browser.get(f"/automl/{DOC}/trainings/{training}").text
    assert "보고서 PDF" in detail
    asked = ask(browser, kind="model_report", form="pdf", subject=training)
    assert asked.status_code == 200
    assert "progress" in asked.text
    with transaction(context.engine) as session:
        (request,) = [
            one for one in request_lists.of_document(session, DOC) if one.kind == RequestKind.MODEL_REPORT
        ]
        stored = context.store.put_bytes(b"%PDF-", f"automl/{DOC}/exports/1.pdf")
        request.result = {
            "path": stored.key, "sha256": stored.sha256, "bytes": 5, "file_name": "보고서.pdf",
        }  # fmt: skip
        lifecycle.settle(request, RequestStatus.DONE, now=now)
        request_id = request.request_id
    ready = browser.get(f"/automl/{DOC}/exports/{request_id}").text
    address = f"/files/automl/exports/{request_id}/{stored.sha256}"
    assert address in ready
    file = browser.get(address)
    assert (file.content, file.headers["content-type"]) == (b"%PDF-", "application/pdf")
    assert "attachment" in file.headers["content-disposition"]
    assert address in ask(browser, kind="model_report", form="pdf", subject=training).text
    assert browser.get(address[:-1] + "x").status_code == 404


@pytest.mark.parametrize(
    "form",
    [
        {"kind": "train", "form": "pdf", "subject": "x"},
        {"kind": "model_report", "form": "exe", "subject": "known"},
        {"kind": "model_report", "form": "pdf", "subject": "261122000000999"},
        {"kind": "prediction_export", "form": "xlsx", "subject": "261122000000999"},
    ],
)
def test_what_cannot_be_made_is_refused(visit, training, form):
    given = {**form, "subject": training if form["subject"] == "known" else form["subject"]}
    assert ask(visit(Role.EDITOR), **given).status_code >= 400


def test_a_viewer_asks_for_nothing(visit, training):
    browser = visit(Role.VIEWER)
    assert "보고서 PDF" not in browser.get(f"/automl/{DOC}/trainings/{training}").text
    assert ask(browser, kind="model_report", form="pdf", subject=training).status_code == 403


def test_a_request_of_another_kind_is_no_export(visit, training, context):
    with transaction(context.engine) as session:
        other = request_lists.of_document(session, DOC)[0].request_id
        assert session is not None
        with pytest.raises(Exception, match="is no export"):
            automl_exports.of_request(session, other)
    assert visit(Role.EDITOR).get(f"/automl/{DOC}/exports/{other}").status_code == 404
