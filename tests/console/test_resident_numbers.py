"""Resident registration numbers in the console: masked for all but admins, kept when others correct, on record when shown."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from console.app import PAGES
from domain.access import Role
from domain.ocr import TextAction, TextState
from records.engine import reading, transaction
from records.ocr import decisions, documents, texts
from records.ocr.learning import networks, train_texts
from records.ocr.learning.rescored import LIST, LIST_SHA256, RescoredItem, to_lines
from records.ocr.proofreading import second_looks
from records.ocr.table_editing import page_tables
from records.ocr.table_editing.page_tables import FoundCell, FoundTable
from records.ocr.tables import OcrPage
from tests.console.conftest import DOC
from tests.field_reader import bring_statement, reading_fields
from tests.statement_page import DOC as STATEMENT
from work_requests import exports, lifecycle, request_lists

NUMBER, MASKED = "900101-1234567", "900101-1******"


@pytest.fixture
def context(context):
    return replace(context, second_keying=True)


@pytest.fixture
def ids(page_of):
    """A document with a number in its name and in its first text."""
    return page_of((f"홍길동 {NUMBER}", 0.5), ("합계", 0.9), file_name=f"{NUMBER}.png")


def label_of(context, text_id):
    with reading(context.engine) as session:
        return texts.get(session, text_id).label


def seen_by(context, text_id, action=TextAction.SHOW_WHOLE):
    with reading(context.engine) as session:
        return [line.by for line in texts.history(session, text_id) if line.action == action]


def correct(client, text_id, text, version=1):
    return client.post(f"/ocr/texts/{text_id}/correct", json={"text": text, "version": version})


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


def test_who_saw_a_number_whole_is_in_the_history_of_its_text_once_a_day(visit, context, ids, clock):
    admin, editor = visit(Role.ADMIN, "boss"), visit(Role.EDITOR)
    for client in (admin, admin, editor):
        client.get(f"/ocr/{DOC}")
    assert seen_by(context, ids[0]) == ["boss"]
    assert seen_by(context, ids[1]) == []
    history = editor.get(f"/ocr/texts/{ids[0]}/history").text
    assert "주민등록번호" in history
    assert "boss" in history
    clock.later(days=1)
    visit(Role.ADMIN, "park").get("/search", params={"q": "홍길동"})
    assert seen_by(context, ids[0]) == ["boss", "park"]


@pytest.fixture
def file(context, now):
    """The file that the newest export asks for, made."""

    def make(client):
        client.post(f"/ocr/{DOC}/exports", data={"form": "txt"})
        with transaction(context.engine) as session:
            request = lifecycle.get(
                session, max(one.request_id for one in request_lists.of_document(session, DOC))
            )
            stored = context.store.put_bytes(b"text", f"ocr/{DOC}/exports/{request.request_id}.txt")
            request.result = {
                "path": stored.key,
                "sha256": stored.sha256,
                "bytes": 4,
                "file_name": "a.txt",
                "edition": exports.edition_of(session, DOC),
            }
            lifecycle.settle(request, "done", now=now)
            return exports.file_of(request)

    return make


def test_a_file_with_whole_numbers_is_handed_to_admins_alone_and_on_record(visit, context, ids, file):
    admin, editor = visit(Role.ADMIN, "boss"), visit(Role.EDITOR)
    whole, masked = file(admin), file(editor)
    assert (whole.is_whole, masked.is_whole) == (True, False)
    of_whole = f"/files/ocr/exports/{whole.request_id}/{whole.sha256}"
    archive = f"/files/ocr/exports.zip?of={whole.request_id}"
    for path in (of_whole, archive):
        assert editor.get(path).status_code == 404
    assert of_whole not in editor.get(f"/ocr/{DOC}").text
    assert editor.get(f"/files/ocr/exports/{masked.request_id}/{masked.sha256}").status_code == 200
    assert seen_by(context, ids[0], TextAction.EXPORT_WHOLE) == []
    for path in (of_whole, archive):
        assert admin.get(path).status_code == 200
    assert seen_by(context, ids[0], TextAction.EXPORT_WHOLE) == ["boss"]


def test_two_values_with_masked_numbers_are_settled_by_those_who_see_them(visit, context, everywhere):
    editor, admin = visit(Role.EDITOR, "park"), visit(Role.ADMIN, "boss")
    assert ">정리</button>" not in editor.get("/checking").text
    refused = editor.post("/checking/disagreements/1", data={"final": f"홍길똥 {MASKED}"})
    assert refused.status_code == 409
    assert "관리" in refused.text
    assert admin.post("/checking/disagreements/1", data={"final": f"홍길똥 {NUMBER}"}).status_code == 204
    assert label_of(context, everywhere["text_id"]) == f"홍길똥 {NUMBER}"


def test_the_fields_page_is_on_record_too(visit, context):
    bring_statement(
        reading_fields(context), title="사업자등록증", date_label="주민등록번호", date="900101-1234568"
    )
    visit(Role.ADMIN, "boss").get(f"/ocr/{STATEMENT}/fields")
    with reading(context.engine) as session:
        found = texts.of_document(session, STATEMENT)
        shown = [text.text_id for text in found if text.text == "900101-1234568"]
    assert [seen_by(context, text_id) for text_id in shown] == [["boss"]]


@pytest.fixture
def parted(page_of, context):
    """A document of which a number was read as two texts, beside each other."""
    ids = page_of(("900101-", 0.9), ("1234567", 0.5))
    with transaction(context.engine) as session:
        for number, text_id in enumerate(ids):
            left = 20 + 110 * number
            texts.get(session, text_id).quad = [[left, 20], [left + 100, 20], [left + 100, 45], [left, 45]]
    return ids


def test_a_number_in_two_texts_is_masked_kept_and_on_record(visit, context, parted):
    kim, boss = visit(Role.EDITOR), visit(Role.ADMIN, "boss")
    for page in (f"/ocr/{DOC}", f"/ocr/texts/{parted[1]}/history", "/search?q=900101"):
        assert "234567" not in kim.get(page).text, page
    assert "1******" in kim.get(f"/ocr/{DOC}").text
    assert "found-text" not in kim.get("/search?q=1234567").text
    assert "1234567" in boss.get(f"/ocr/{DOC}").text
    assert seen_by(context, parted[1]) == ["boss"]
    assert correct(kim, parted[1], "1****** 외").json()["label"] == "1****** 외"
    assert label_of(context, parted[1]) == "1234567 외"
    assert correct(kim, parted[1], "1***", version=2).status_code == 422
