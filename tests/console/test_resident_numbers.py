"""Resident registration numbers in the console: masked for all but admins, kept when others correct."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from console.app import PAGES
from domain.access import Role
from domain.ocr import TextState
from records.engine import reading, transaction
from records.ocr import decisions, documents, texts
from records.ocr.learning import networks, train_texts
from records.ocr.learning.rescored import LIST, LIST_SHA256, RescoredItem, to_lines
from records.ocr.proofreading import second_looks
from records.ocr.table_editing import page_tables
from records.ocr.table_editing.page_tables import FoundCell, FoundTable
from records.ocr.tables import OcrPage
from tests.console.conftest import DOC
from tests.console.resident_numbers import MASKED, NUMBER, correct, ids, label_of
from work_requests import exports

__all__ = ["ids"]


@pytest.fixture
def context(context):
    return replace(context, second_keying=True)


@pytest.fixture
def everywhere(context, ids, now):
    """The number in everything that a page shows: a table, a training text, a network's list, a disagreement, a file."""
    with transaction(context.engine) as session:
        documents.get(session, DOC).company = f"홍길동 {NUMBER}"
        decisions.correct(session, ids[0], f"홍길똥 {NUMBER}", by="kim", now=now)
        decisions.select(session, ids, by="kim", now=now)
        second_looks.add(session, texts.get(session, ids[0]), second_looks.LookPurpose.KEYING, now=now)
        session.flush()
        second_looks.key(session, 1, "홍길동", by="lee", now=now)
        quad = [[0, 0], [400, 0], [400, 80], [0, 80]]
        cell = FoundCell(0, 0, 1, 1, quad, [(ids[0], 0, 18)], is_header=False)
        page = session.get_one(OcrPage, (DOC, 1))
        page_tables.replace(session, page, [FoundTable(1, 1, quad, "ruled", [cell])], limits=[], now=now)
        train_texts.add(session, [f"주민 {NUMBER}"], by="kim", now=now)
        network = networks.add_shipped(session, folder="a", sha256="a" * 64, characters=9, now=now)
        item = RescoredItem(ids[0], "0" * 64, NUMBER, NUMBER, NUMBER, 0.9, 0.0, 0.0)
        stored = context.store.put_bytes(to_lines([item]), "ocr/networks/list.jsonl")
        network.rescored = {
            "items": 1,
            "before": 0.5,
            "after": 0.1,
            LIST: stored.key,
            LIST_SHA256: stored.sha256,
        }
        exports.ask(session, DOC, "txt", by="kim", now=now)
        return {
            "doc_id": DOC,
            "text_id": ids[0],
            "page_no": 1,
            "request_id": 1,
            "network_id": network.network_id,
        }


def paths(known):
    """Every address of the console that answers GET and can be filled in, but for those of tables (AutoML)."""
    found = []
    for page in PAGES:
        for route in page.router.routes:
            names = re.findall(r"\{(\w+)", getattr(route, "path", "{none}"))
            if "GET" in getattr(route, "methods", ()) and set(names) <= set(known):
                found.append(re.sub(r"\{(\w+)[^}]*\}", lambda name: str(known[name[1]]), route.path))
    return [*found, "/search?q=900101", f"/ocr/{DOC}/texts?ids={known['text_id']}"]


def test_no_page_shows_a_number_to_those_who_may_not_see_it(visit, context, everywhere):
    editor, viewer, admin = visit(Role.EDITOR), visit(Role.VIEWER, "look"), visit(Role.ADMIN, "boss")
    showing = set()
    for path in paths(everywhere):
        for client in (editor, viewer):
            answer = client.get(path)
            assert "1234567" not in answer.text, path
            assert "1234567" not in str(answer.headers), path
        if NUMBER in admin.get(path).text:
            showing.add(path)
    assert {
        *(
            "/ocr",
            "/now",
            "/checking",
            "/learning",
            "/learning/items",
            f"/learning/items/{DOC}",
            "/learning/texts",
        ),
        *(
            f"/ocr/{DOC}",
            f"/ocr/{DOC}/tables",
            f"/ocr/{DOC}/fields",
            f"/ocr/{DOC}/names",
            f"/ocr/{DOC}/new-kind",
        ),
        *(f"/ocr/texts/{DOC}_01_1/history", f"/ocr/{DOC}/texts?ids={DOC}_01_1", "/search?q=900101"),
        f"/learning/networks/{everywhere['network_id']}",
    } <= showing


def test_the_correcting_page_has_the_mask_and_says_that_a_number_is_hidden(visit, ids):
    page = visit(Role.EDITOR).get(f"/ocr/{DOC}").text
    assert page.count(f'"홍길동 {MASKED}"') == 2  # read, saved
    assert page.count(f">홍길동 {MASKED}</textarea>") == 1
    assert page.count('data-testid="number-hidden"') == 1
    assert 'data-testid="number-hidden"' not in visit(Role.ADMIN, "boss").get(f"/ocr/{DOC}").text


def test_a_masked_text_that_is_not_changed_confirms_what_was_read(visit, context, ids):
    answer = correct(visit(Role.EDITOR), ids[0], f"홍길동 {MASKED}")
    assert (answer.status_code, answer.json()["label"]) == (200, f"홍길동 {MASKED}")
    with reading(context.engine) as session:
        text = texts.get(session, ids[0])
    assert (text.state, text.corrected, text.text) == (TextState.CONFIRMED, None, f"홍길동 {NUMBER}")


def test_the_rest_of_a_masked_text_is_corrected_and_its_digits_stay(visit, context, ids):
    client = visit(Role.EDITOR)
    answer = correct(client, ids[0], f"홍길순 {MASKED}")
    assert answer.json()["label"] == f"홍길순 {MASKED}"
    assert label_of(context, ids[0]) == f"홍길순 {NUMBER}"
    # Esc, back to what was read.
    assert correct(client, ids[0], f"홍길동 {MASKED}", 2).json()["state"] == "confirmed"
    assert label_of(context, ids[0]) == f"홍길동 {NUMBER}"


@pytest.mark.parametrize("typed", ["홍길동 900102-1******", "홍길동 900101-1***"])
def test_a_text_whose_hidden_digits_would_be_lost_is_refused_with_who_may_correct_it(
    visit, context, ids, typed
):
    answer = correct(visit(Role.EDITOR), ids[0], typed)
    assert answer.status_code == 422
    assert "관리" in answer.json()["refused"]
    assert label_of(context, ids[0]) == f"홍길동 {NUMBER}"


def test_an_admin_may_write_asterisks(visit, context, ids):
    correct(visit(Role.ADMIN), ids[0], f"홍길동 {MASKED}")
    assert label_of(context, ids[0]) == f"홍길동 {MASKED}"


def test_what_another_person_wrote_is_shown_masked(visit, context, ids):
    correct(visit(Role.ADMIN, "boss"), ids[1], NUMBER)
    answer = correct(visit(Role.EDITOR), ids[1], "합게")
    assert (answer.status_code, answer.json()["label"]) == (409, MASKED)


def test_names_keep_their_hidden_digits(visit, context, ids):
    client = visit(Role.EDITOR)
    sent = {"file_name": f"급여 {MASKED}.png", "company": "새벽"}
    assert client.post(f"/ocr/{DOC}/names", data=sent).status_code == 204
    with reading(context.engine) as session:
        assert documents.get(session, DOC).file_name == f"급여 {NUMBER}.png"
    assert (
        client.post(f"/ocr/{DOC}/names", data=sent | {"file_name": "910101-1******.png"}).status_code == 409
    )


def test_suggestions_with_numbers_are_offered_to_those_who_see_them(visit, page_of, context, ids):
    correct(visit(Role.ADMIN, "boss"), ids[0], f"홍길순 {NUMBER}")
    page_of((f"홍길동 {NUMBER}", 0.5), doc_id="261122000000011")
    assert "data-offer" not in visit(Role.EDITOR).get("/ocr/261122000000011").text
    assert f'data-offer="홍길순 {NUMBER}"' in visit(Role.ADMIN, "boss2").get("/ocr/261122000000011").text


def test_masked_digits_find_nothing(visit, ids):
    editor = visit(Role.EDITOR)
    for words in ("1234567", NUMBER):
        page = editor.get("/search", params={"q": words}).text
        assert 'data-testid="found-' not in page
    found = editor.get("/search", params={"q": "홍길동"}).text
    assert f"</mark> {MASKED}" in found
    assert (
        'data-testid="found-text"' in visit(Role.ADMIN, "boss").get("/search", params={"q": "1234567"}).text
    )


def test_two_values_with_masked_numbers_are_settled_by_those_who_see_them(visit, context, everywhere):
    editor, admin = visit(Role.EDITOR, "park"), visit(Role.ADMIN, "boss")
    assert ">정리</button>" not in editor.get("/checking").text
    refused = editor.post("/checking/disagreements/1", data={"final": f"홍길똥 {MASKED}"})
    assert refused.status_code == 409
    assert "관리" in refused.text
    assert admin.post("/checking/disagreements/1", data={"final": f"홍길똥 {NUMBER}"}).status_code == 204
    assert label_of(context, everywhere["text_id"]) == f"홍길똥 {NUMBER}"
