"""What other sites, names, accounts and numbers may not do, and what every answer tells a browser."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from domain.access import Role
from records.engine import reading
from tests.console.conftest import DOC, HERE, PASSWORD


def test_a_forged_cookie_is_nobody(visit):
    client = visit()
    client.cookies.set("saebyeok_session", "WyJhZG1pbiIsMSwieCJd.aaaa.bbbb")
    assert client.get("/now").status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://bad.example"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"x-csrf-token": "wrong"},
        {"x-csrf-token": ""},
    ],
)
def test_what_another_site_sends_changes_nothing(visit, page_of, context, headers):
    (text_id,) = page_of(("글자", 0.5))
    client = visit(Role.EDITOR)
    answer = client.post(
        f"/ocr/texts/{text_id}/correct", json={"text": "바뀜", "version": 1}, headers=headers
    )
    assert answer.status_code == 403
    with reading(context.engine) as session:
        from records.ocr import texts

        assert texts.get(session, text_id).corrected is None


def test_a_program_that_says_nothing_of_where_it_is_from_is_refused(visit):
    client = visit(Role.EDITOR)
    del client.headers["origin"]
    assert client.post("/ocr/texts/confirm", json={"seen": {}}).status_code == 403


def test_a_viewer_looks_and_changes_nothing(visit, page_of):
    (text_id,) = page_of(("글자", 0.5))
    client = visit(Role.VIEWER)
    assert client.get("/ocr").status_code == 200
    answer = client.post(f"/ocr/texts/{text_id}/correct", json={"text": "바뀜", "version": 1})
    assert answer.status_code == 403
    assert "'편집' 권한" in answer.text


def test_another_name_for_this_machine_is_refused(visit):
    assert visit().get("/sign-in", headers={"host": "bad.example"}).status_code == 400


def test_every_answer_says_what_a_browser_may_do_with_it(visit, page_of):
    page_of(("글자", 0.5))
    client = visit(Role.VIEWER)
    for path in ("/ocr", "/ocr/261122000000010", "/static/grid.js", "/nowhere"):
        headers = client.get(path).headers
        assert "script-src 'self'" in headers["content-security-policy"], path
        assert "unsafe" not in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff", path
    cookie = visit().post("/sign-in", data={"name": "kim", "password": PASSWORD}).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert HERE not in cookie


def test_fonts_are_kept_by_browsers_and_scripts_are_asked_for_again(visit):
    client = visit(Role.VIEWER)
    style = client.get("/static/console.css")
    assert style.headers["cache-control"] == "no-cache"
    fonts = re.findall(r'url\("([^"]+)"\)', style.text)
    assert fonts
    for font in fonts:
        answer = client.get(f"/static/{font}")
        assert answer.content.startswith(b"wOF2"), font
        assert "immutable" in answer.headers["cache-control"], font
        assert "font-src 'self'" in answer.headers["content-security-policy"], font


def test_also_refusals_and_our_own_faults_say_what_a_browser_may_do(visit, context, monkeypatch):
    client = visit(Role.VIEWER)
    quiet = TestClient(client.app, base_url=HERE, raise_server_exceptions=False, cookies=client.cookies)

    def fail(*_args, **_more):
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr("console.pages.now.request_lists.counts", fail)
    answers = {
        500: quiet.get("/now"),
        400: client.get("/now", headers={"host": "bad.example"}),
        401: visit().get("/now"),
        403: client.post("/learning/train"),
        404: client.get("/nowhere"),
        413: client.post("/learning/texts", content=b"x" * 1_000_001),
    }
    for code, answer in answers.items():
        assert answer.status_code == code
        assert answer.headers["x-content-type-options"] == "nosniff", code
        assert "script-src 'self'" in answer.headers["content-security-policy"], code
        assert answer.headers["cache-control"] == "no-store", code


@pytest.mark.parametrize("number", ["9" * 30, "-1", "x"])
def test_a_number_no_database_counts_to_is_refused_not_broken(visit, page_of, number):
    page_of(("글자", 0.5))
    client = visit(Role.EDITOR)
    for path in (
        f"/ocr/{DOC}?page={number}",
        f"/files/ocr/pages/{DOC}/{number}/x",
        "/learning?skip=" + number,
    ):
        assert client.get(path).status_code == 422, path
    for path in (f"/now/{number}/retry", f"/learning/texts/{number}/delete"):
        assert client.post(path).status_code == 422, path


def test_nul_is_refused_before_a_database_sees_it(visit):
    client = visit(Role.EDITOR)
    for answer in (
        client.get("/ocr?name=a%00b"),
        client.get("/ocr/a%00b"),
        client.post("/sign-in", data={"name": "a\x00b", "password": "x"}),
    ):
        assert answer.status_code == 400
        assert "NUL" in answer.text


def test_a_refused_page_stands_in_our_frame_and_a_refused_button_says_a_sentence(visit):
    client = visit(Role.VIEWER)
    for path in ("/nowhere", "/ocr/261122000000099", "/automl/x/data"):
        page = client.get(path, headers={"accept": "text/html"})
        assert page.status_code == 404
        assert "</nav>" in page.text, path
        assert client.get(path).headers["content-type"].startswith("text/plain")
    client.cookies.set("saebyeok_language", "en")
    assert "no such page" in client.get("/nowhere", headers={"accept": "text/html"}).text
