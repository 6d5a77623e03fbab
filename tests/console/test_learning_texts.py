"""학습 글 in the console: listed, added, imported, deleted."""

from __future__ import annotations

import json

from domain.access import Role
from records.engine import reading, transaction
from records.ocr.learning import train_texts

SCRIPT = "<script>alert(1)</script>"


def kept(context):
    with reading(context.engine) as session:
        return [row.text for row in train_texts.active(session)]


def test_an_empty_list_says_what_to_do(visit):
    assert "위에 적어 추가하세요" in visit(Role.EDITOR).get("/learning/texts").text


def test_texts_are_added_a_line_each_and_told_of(visit, context):
    client = visit(Role.EDITOR)
    answer = client.post("/learning/texts", data={"lines": "견적서\r\n\r\n견적서\n납품서"})
    assert kept(context) == ["견적서", "납품서"]
    assert "추가한 글: 2" in answer.text
    assert "이미 있는 글: 2" in answer.text
    assert answer.headers["hx-trigger"] == "texts-changed"
    assert "견적서" in client.get("/learning/texts").text


def test_a_refused_line_adds_nothing_and_is_named(visit, context):
    answer = visit(Role.EDITOR).post("/learning/texts", data={"lines": "좋음\n" + "가" * 201})
    assert 'role="alert"' in answer.text
    assert "2번째 글" in answer.text
    assert "hx-trigger" not in answer.headers
    assert kept(context) == []


def test_a_file_is_imported_in_the_encodings_of_korea(visit, context):
    client = visit(Role.EDITOR)
    for number, encoding in enumerate(("utf-8-sig", "cp949")):
        file = ("글.txt", f"견적서 {number}\r\n".encode(encoding), "text/plain")
        assert "추가한 글: 1" in client.post("/learning/texts/uploads", files={"file": file}).text
    assert kept(context) == ["견적서 0", "견적서 1"]
    broken = (f"{SCRIPT}.txt", b"\xff\xfe\x00\xac", "text/plain")
    answer = client.post("/learning/texts/uploads", files={"file": broken})
    assert "UTF-8도 CP949도 아닙니다" in answer.text
    assert SCRIPT not in answer.text
    assert len(kept(context)) == 2


def test_a_deleted_text_is_gone_and_deleting_twice_is_said(visit, context):
    client = visit(Role.EDITOR)
    client.post("/learning/texts", data={"lines": "견적서"})
    answer = client.post("/learning/texts/1/delete")
    assert answer.status_code == 204
    assert json.loads(answer.headers["hx-trigger"])["texts-changed"] is True
    assert kept(context) == []
    assert client.post("/learning/texts/1/delete").status_code == 404


def test_a_page_has_a_hundred_and_leads_to_the_next(visit, context, now):
    with transaction(context.engine) as session:
        train_texts.add(session, [f"글 {n:03d}" for n in range(150)], by="kim", now=now)
    client = visit(Role.VIEWER)
    first = client.get("/learning/texts").text
    assert first.count('data-testid="train-text"') == 100
    assert "Total : 150" in first
    assert "before=51" in first
    second = client.get("/learning/texts?before=51").text
    assert second.count('data-testid="train-text"') == 50
    assert 'rel="next"' not in second
    assert 'href="?contains=&amp;after=50" rel="prev"' in second
    back = client.get("/learning/texts?after=50").text
    assert back.count('data-testid="train-text"') == 100
    assert 'rel="prev"' not in back
    assert client.get("/learning/texts?contains=149").text.count('data-testid="train-text"') == 1
    assert "조건을 바꾸어" in client.get("/learning/texts?contains=none").text


def test_what_polls_and_refreshes_get_is_the_list_alone(visit):
    answer = visit(Role.EDITOR).get("/learning/texts", headers={"hx-request": "true"})
    assert "<form" not in answer.text
    assert "<html" not in answer.text


def test_a_text_is_shown_and_never_run(visit):
    client = visit(Role.EDITOR)
    client.post("/learning/texts", data={"lines": f'{SCRIPT}\n" onmouseover="alert(1)'})
    page = client.get("/learning/texts").text
    assert SCRIPT not in page
    assert 'onmouseover="alert' not in page


def test_a_viewer_reads_and_changes_nothing(visit, context):
    visit(Role.EDITOR).post("/learning/texts", data={"lines": "견적서"})
    viewer = visit(Role.VIEWER, "lee")
    page = viewer.get("/learning/texts").text
    assert "견적서" in page
    assert "hx-post" not in page.replace('hx-post="/sign-out"', "")
    assert viewer.post("/learning/texts", data={"lines": "납품서"}).status_code == 403
    assert viewer.post("/learning/texts/1/delete").status_code == 403
    assert kept(context) == ["견적서"]
