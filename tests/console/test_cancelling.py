"""Wherever work can be cancelled, one question is asked first, and that it was asked for is said."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import console
from domain.access import Role
from domain.requests import RequestKind
from records.engine import transaction
from records.ocr.learning import networks
from tests.console.conftest import DOC
from work_requests import claims, lifecycle

TEMPLATES = sorted((Path(console.__file__).parent / "templates").glob("*.html"))
BUTTON = re.compile(r'<button[^>]*hx-post="[^"]*/cancel[^"]*"[^>]*>', re.S)


def buttons(page):
    return BUTTON.findall(page)


@pytest.fixture
def ask(context, now):
    def leave(kind, doc_id=None, *, run=None, params=None):
        with transaction(context.engine) as session:
            request = lifecycle.ask(session, kind, doc_id=doc_id, params=params or {}, by="kim", now=now)
            if run:
                claims.claim(session, request.request_id, attempt=1, run_id=run, now=now)
            return request.request_id

    return leave


def test_no_template_has_a_cancel_button_of_its_own():
    with_buttons = [path.name for path in TEMPLATES if re.search(r'hx-post="[^"]*/cancel', path.read_text())]
    assert with_buttons == []
    assert any("cancelling(_, " in path.read_text() for path in TEMPLATES)


def test_every_page_asks_before_it_cancels(visit, page_of, context, now, ask):
    with transaction(context.engine) as session:
        networks.add_shipped(session, folder="a", sha256="a" * 64, characters=2503, now=now)
    page_of(("글자", 0.5))
    editor = visit(Role.EDITOR)
    exporting = editor.post(f"/ocr/{DOC}/exports", data={"form": "txt"}).text
    running = ask(RequestKind.OCR_RETRAIN, run="r1")
    behind = ask(RequestKind.OCR_RETRAIN, params={"minutes": 5})
    now_page, learning = editor.get("/now").text, editor.get("/learning").text
    for page, count in ((exporting, 1), (now_page, 3), (learning, 2)):
        found = buttons(page)
        assert len(found) == count
        assert all("취소할까요?" in one for one in found)
    for request_id in (running, behind):
        assert editor.post(f"/now/{request_id}/cancel?stay=1").status_code == 204
    after = editor.get("/learning").text
    assert "취소하는 중" in after
    assert buttons(after) == []
    assert buttons(visit(Role.VIEWER, "lee").get("/now").text) == []
