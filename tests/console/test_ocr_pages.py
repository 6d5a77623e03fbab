"""Correcting over HTTP: order, corrections, states, ticks, and conflicts between two people."""

from __future__ import annotations

import html
import io
import re

import pytest
from PIL import Image

from domain.access import Role
from domain.ocr import OcrStatus, TextSource, TextState
from ocr_lib.remarks import RemarkKind, remark
from records.engine import reading, transaction
from records.ocr import decisions, documents, texts
from records.ocr.tables import OcrPage
from tests.console.conftest import DOC, png
from tests.console.page_texts import SCRIPT, text_of


def test_the_reading_order_or_the_least_certain_first(visit, page_of):
    ids = page_of(("하나", 0.9), ("둘", 0.2), ("셋", 0.6))
    client = visit(Role.VIEWER)

    def shown(query: str) -> list[str]:
        page = client.get(f"/ocr/{DOC}{query}").text
        return sorted(
            (one for one in ids if f'data-id="{one}"' in page), key=lambda one: page.index(f'data-id="{one}"')
        )

    assert shown("") == ids
    assert shown("?order=score") == [ids[1], ids[2], ids[0]]
    assert shown("?state=corrected") == []
    assert shown("?page=2") == []


def test_recognised_text_and_names_are_shown_and_never_run(visit, page_of):
    page_of((SCRIPT, 0.5), ('"><img src=x onerror=alert(1)>', 0.5), file_name=f"{SCRIPT}.png")
    page = visit(Role.VIEWER).get(f"/ocr/{DOC}").text
    assert SCRIPT not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;" in page


def test_a_correction_is_kept_as_nfc_with_who_made_it(visit, page_of, context):
    (text_id,) = page_of(("디엘이언씨", 0.5))
    typed = "디엘이엔씨".encode().decode()
    answer = visit(Role.EDITOR).post(f"/ocr/texts/{text_id}/correct", json={"text": typed, "version": 1})
    assert answer.json()["state"] == "corrected"
    text = text_of(context, text_id)
    assert (text.corrected, text.updated_by, text.version) == ("디엘이엔씨", "kim", 2)


def test_the_second_of_two_editors_is_told_and_can_save_again(visit, page_of, context):
    (text_id,) = page_of(("글자", 0.5))
    first, second = visit(Role.EDITOR, "kim"), visit(Role.EDITOR, "lee")
    assert first.post(f"/ocr/texts/{text_id}/correct", json={"text": "하나", "version": 1}).status_code == 200
    answer = second.post(f"/ocr/texts/{text_id}/correct", json={"text": "둘", "version": 1})
    assert answer.status_code == 409
    assert (answer.json()["label"], answer.json()["by"]) == ("하나", "kim")
    assert text_of(context, text_id).corrected == "하나"
    again = second.post(
        f"/ocr/texts/{text_id}/correct", json={"text": "둘", "version": answer.json()["version"]}
    )
    assert again.status_code == 200
    assert text_of(context, text_id).corrected == "둘"


@pytest.mark.parametrize("typed", ["", "   ", "가\n나", "가" * 1001])
def test_what_no_text_can_be_is_refused_in_a_sentence(visit, page_of, typed, context):
    (text_id,) = page_of(("글자", 0.5))
    answer = visit(Role.EDITOR).post(f"/ocr/texts/{text_id}/correct", json={"text": typed, "version": 1})
    assert answer.status_code == 422
    assert text_id in answer.json()["refused"]
    assert text_of(context, text_id).state == TextState.MACHINE


def test_states_and_ticks_and_the_way_back(visit, page_of, context):
    (text_id,) = page_of(("글자", 0.5))
    client = visit(Role.EDITOR)

    def act(action):
        version = text_of(context, text_id).version
        return client.post(f"/ocr/texts/{text_id}/change", json={"action": action, "version": version})

    assert act("select").json()["selected"] is True
    assert act("unreadable").json() | {"version": 0} == {
        "id": text_id,
        "label": "글자",
        "read": "글자",
        "state": "unreadable",
        "state_label": "읽을 수 없음",
        "selected": False,
        "version": 0,
    }
    assert act("select").status_code == 422
    assert act("reopen").json()["state"] == "machine"
    assert act("explode").status_code == 422


def test_many_are_confirmed_at_once_and_taken_back(visit, page_of, context):
    ids = page_of(("하나", 0.99), ("둘", 0.99), ("셋", 0.1))
    client = visit(Role.EDITOR)
    changed = client.post("/ocr/texts/confirm", json={"seen": dict.fromkeys(ids[:2], 1)}).json()
    assert [text["id"] for text in changed] == ids[:2]
    with reading(context.engine) as session:
        assert documents.get(session, DOC).status == OcrStatus.EXTRACTED
    client.post("/ocr/texts/undo", json={"seen": {text["id"]: text["version"] for text in changed}})
    assert [text_of(context, one).state for one in ids] == ["machine"] * 3


def test_confirming_many_and_taking_it_back_leave_what_somebody_else_decided(visit, page_of, context):
    ids = page_of(("하나", 0.99), ("둘", 0.99), ("셋", 0.99))
    kim, lee = visit(Role.EDITOR, "kim"), visit(Role.EDITOR, "lee")
    seen = dict.fromkeys(ids, 1)
    lee.post(f"/ocr/texts/{ids[0]}/change", json={"action": "unreadable", "version": 1})
    changed = kim.post("/ocr/texts/confirm", json={"seen": seen}).json()
    assert [text["id"] for text in changed] == ids[1:]
    assert text_of(context, ids[0]).state == TextState.UNREADABLE
    lee.post(f"/ocr/texts/{ids[1]}/correct", json={"text": "이의 것", "version": changed[0]["version"]})
    back = kim.post("/ocr/texts/undo", json={"seen": {text["id"]: text["version"] for text in changed}})
    assert [text["id"] for text in back.json()] == ids[2:]
    assert text_of(context, ids[1]).label == "이의 것"


def test_a_tick_outlives_confirming_and_taking_that_back(visit, page_of, context):
    (text_id,) = page_of(("하나", 0.99))
    client = visit(Role.EDITOR)
    ticked = client.post(f"/ocr/texts/{text_id}/change", json={"action": "select", "version": 1}).json()
    (confirmed,) = client.post("/ocr/texts/confirm", json={"seen": {text_id: ticked["version"]}}).json()
    (back,) = client.post("/ocr/texts/undo", json={"seen": {text_id: confirmed["version"]}}).json()
    assert (back["state"], back["selected"]) == ("machine", True)


@pytest.mark.parametrize("action", ["unreadable", "reopen"])
def test_a_decision_on_what_somebody_changed_meanwhile_is_told_and_changes_nothing(
    visit, page_of, context, action
):
    (text_id,) = page_of(("글자", 0.5))
    kim, lee = visit(Role.EDITOR, "kim"), visit(Role.EDITOR, "lee")
    lee.post(f"/ocr/texts/{text_id}/correct", json={"text": "이의 것", "version": 1})
    answer = kim.post(f"/ocr/texts/{text_id}/change", json={"action": action, "version": 1})
    assert answer.status_code == 409
    assert (answer.json()["by"], answer.json()["label"]) == ("lee", "이의 것")
    assert text_of(context, text_id).state == TextState.CORRECTED


@pytest.fixture
def second_page(context, now):
    """A second page with one text that scores 0.1; its id."""

    def add(*, rotation: int = 0) -> str:
        with transaction(context.engine) as session:
            one = session.get_one(OcrPage, (DOC, 1))
            two = OcrPage(
                doc_id=DOC, page_no=2, image_path=one.image_path, image_sha256=one.image_sha256, width=50, height=70,
                rotation=rotation,
            )  # fmt: skip
            session.add(two)
            session.flush()
            like = texts.of_document(session, DOC)[0]
            quad = [[1, 1], [9, 1], [9, 9], [1, 9]]
            read = texts.ReadText("둘째 쪽", 0.1, (1, 1, 9, 9), quad, like.crop_path, like.crop_sha256)
            texts.replace_read(session, two, [read], first=1, network_id=like.network_id, now=now)
        return f"{DOC}_02_1"

    return add


def test_the_page_of_the_first_text_is_shown_upright(visit, page_of, second_page):
    page_of(("첫 쪽", 0.9))
    second_page(rotation=90)
    page = visit(Role.EDITOR).get(f"/ocr/{DOC}?order=score").text
    # The least certain text comes first.
    assert 'data-testid="page-shown">2<' in page
    assert re.findall(
        r'data-page="(\d)" data-address="[^"]+" data-width="\d+" data-height="\d+" data-rotation="(\d+)"',
        page,
    ) == [
        ("1", "0"),
        ("2", "90"),
    ]


def test_a_page_has_the_boxes_of_its_texts_alone(visit, page_of, second_page):
    first, second = page_of(("하나", 0.9), ("둘", 0.9))
    on_second = second_page()
    client = visit(Role.VIEWER)
    assert [box["id"] for box in client.get(f"/ocr/{DOC}/boxes/1").json()] == [first, second]
    assert client.get(f"/ocr/{DOC}/boxes/2").json() == [
        {"id": on_second, "state": "machine", "points": "1,1 9,1 9,9 1,9"}
    ]
    assert client.get("/ocr/261122000000099/boxes/1").status_code == 404


def test_the_grid_can_begin_with_a_text_that_other_conditions_leave_out(visit, page_of):
    ids = page_of(*((f"글자 {n}", 0.5) for n in range(130)))
    page = visit(Role.VIEWER).get(f"/ocr/{DOC}?order=place&state=corrected&page=7&at={ids[70]}").text
    assert re.findall(r'data-testid="text" data-id="([^"]+)"', page) == ids[70:]


def test_what_was_noticed_of_a_page_is_said_in_the_language_of_the_screen(visit, page_of, context):
    page_of(("글자", 0.9))
    client = visit(Role.VIEWER)
    assert 'data-testid="remarks"' not in client.get(f"/ocr/{DOC}").text
    blurred = remark(RemarkKind.BLURRED)
    unreadable = remark(RemarkKind.UNREADABLE, {"text": SCRIPT})
    with transaction(context.engine) as session:
        session.get_one(OcrPage, (DOC, 1)).remarks = [blurred.to_dict(), unreadable.to_dict()]
    page = client.get(f"/ocr/{DOC}").text
    assert blurred.ko in page
    assert SCRIPT not in page
    client.cookies.set("saebyeok_language", "en")
    assert blurred.en in client.get(f"/ocr/{DOC}").text


def test_a_past_correction_is_offered_where_it_is_read_again(visit, page_of):
    ids = page_of(("디엘이언씨", 0.5), ("주식회사 디엘이언씨 귀중", 0.5))
    client = visit(Role.EDITOR)
    assert "data-offer" not in client.get(f"/ocr/{DOC}").text
    client.post(f"/ocr/texts/{ids[0]}/correct", json={"text": "디엘이엔씨", "version": 1})
    assert 'data-offer="주식회사 디엘이엔씨 귀중"' in client.get(f"/ocr/{DOC}").text


def test_the_history_of_a_text_names_who_and_what(visit, page_of, context):
    (text_id,) = page_of((SCRIPT, 0.5))
    client = visit(Role.EDITOR)
    client.post(f"/ocr/texts/{text_id}/correct", json={"text": "글씨", "version": 1})
    page = client.get(f"/ocr/texts/{text_id}/history").text
    assert all(word in page for word in ("추출", "수정", "kim", "글씨"))
    assert 'href="/learning/networks/261122000000001"' in page  # which read it
    assert f"/files/ocr/crops/{text_id}/{text_of(context, text_id).crop_sha256}" in page
    assert page.count('data-testid="history"') == 2
    assert SCRIPT not in page


def test_a_text_of_the_pdf_says_so_in_the_grid_and_in_its_history(visit, page_of, context):
    first, second = page_of(("원문", 1.0), ("읽은 글", 0.5))
    with transaction(context.engine) as session:
        texts.get(session, first).source = TextSource.PDF
        texts.history(session, first)[0].by = texts.BY_PDF
    client = visit(Role.VIEWER)
    page = client.get(f"/ocr/{DOC}?order=place").text
    assert page.count("PDF 원문") == 1
    assert "PDF 원문" in client.get(f"/ocr/texts/{first}/history").text
    assert "PDF 원문" not in client.get(f"/ocr/texts/{second}/history").text


def test_pictures_have_a_fixed_type_and_are_found_by_rows_alone(visit, page_of, context):
    (text_id,) = page_of(("글자", 0.5))
    client = visit(Role.VIEWER)
    sha256 = text_of(context, text_id).crop_sha256
    answer = client.get(f"/files/ocr/crops/{text_id}/{sha256}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/webp")
    assert Image.open(io.BytesIO(answer.content)).size == Image.open(io.BytesIO(png())).size
    assert client.get(f"/files/ocr/crops/{text_id}/{'0' * 64}").status_code == 404
    assert client.get(f"/files/ocr/crops/..%2f..%2fsaebyeok.db/{sha256}").status_code == 404
    assert client.get(f"/files/ocr/pages/{DOC}/2/{sha256}").status_code == 404


def test_the_next_page_of_unconfirmed_texts_passes_over_none_after_the_first_was_confirmed(
    visit, page_of, context, now
):
    ids = page_of(*((f"글자 {n}", n / 1000) for n in range(130)))
    client = visit(Role.EDITOR)
    seen, path = [], f"/ocr/{DOC}?state=machine"
    while path:
        page = client.get(path).text
        shown = re.findall(r'data-testid="text" data-id="([^"]+)"', page)
        seen += shown
        with transaction(context.engine) as session:
            decisions.confirm(session, shown, by="kim", now=now)
        found = re.search(r'id="next-grid" rel="next" href="([^"]+)"', page)
        path = f"/ocr/{DOC}{html.unescape(found[1])}" if found else None
    assert seen == ids


def test_two_people_are_not_given_texts_of_one_page(visit, page_of):
    page_of(("a", 0.1), ("b", 0.1))
    other = "261122000000009"
    page_of(("c", 0.1), doc_id=other)
    kim, lee, viewer = (
        visit(role, name)
        for role, name in ((Role.EDITOR, "kim"), (Role.EDITOR, "lee"), (Role.VIEWER, "park"))
    )
    place = f"/ocr/{DOC}/unchecked"
    assert viewer.get(place, follow_redirects=False).headers["location"].startswith(f"/ocr/{DOC}?")
    assert kim.get(place, follow_redirects=False).headers["location"].startswith(f"/ocr/{DOC}?")
    assert lee.get(place, follow_redirects=False).headers["location"].startswith(f"/ocr/{other}?")
    assert kim.get(place, follow_redirects=False).headers["location"].startswith(f"/ocr/{DOC}?")
