"""지금: what runs, waits, failed and ended today, each with the way to where it can be seen."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest

from assets.automl import jobs as automl_jobs
from assets.ocr import jobs as ocr_jobs
from console.pages.now import SHOWN
from console.step_labels import STEPS
from domain.access import Role
from domain.automl import DocumentStatus
from domain.messages import Sentences
from domain.requests import RequestKind, RequestStatus
from records import refused
from records.engine import transaction
from records.ocr.learning import networks
from tests.console.conftest import DOC
from tests.factories import document
from work_requests import claims, lifecycle, progress

TABLE = "261122000000003"
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def ask(context, now):
    def leave(kind, doc_id=None, *, run=None, status=None, at=now, **end):
        with transaction(context.engine) as session:
            request = lifecycle.ask(session, kind, doc_id=doc_id, params={}, by="kim", now=now)
            if run:
                claims.claim(session, request.request_id, attempt=1, run_id=run, now=now)
            if status:
                lifecycle.settle(request, status, now=at, **end)
            return request.request_id

    return leave


def section(page, name):
    """The ids of the requests in one table."""
    if f'data-testid="{name}"' not in page:
        return []
    table = page.split(f'data-testid="{name}"')[1].split("</table>")[0]
    return [int(one) for one in re.findall(r'data-testid="request" data-id="(\d+)"', table)]


def test_each_request_stands_where_it_belongs_and_is_counted(visit, ask, now):
    running = ask(RequestKind.OCR_READ, DOC, run="r1")
    first, second = ask(RequestKind.OCR_EXPORT, DOC), ask(RequestKind.MIRROR)
    failed = ask(
        RequestKind.OCR_READ, DOC, status=RequestStatus.FAILED, reason=Sentences("디스크가 찼습니다", "disk")
    )
    done = ask(RequestKind.OCR_READ, DOC, status=RequestStatus.DONE)
    ask(RequestKind.OCR_READ, DOC, status=RequestStatus.DONE, at=now - timedelta(days=1))
    page = visit(Role.VIEWER).get("/now").text
    assert section(page, "running") == [running]
    assert section(page, "waiting") == [first, second]
    assert section(page, "failed") == [failed]
    assert section(page, "ended") == [done]
    assert "디스크가 찼습니다" in page
    for name, count in (("waiting", 2), ("running", 1), ("failed", 1)):
        assert f'data-testid="count-{name}">{count}<' in page


def test_a_running_one_says_how_far_it_is(visit, ask, context, now):
    one = ask(RequestKind.OCR_READ, DOC, run="r1")
    with transaction(context.engine) as session:
        progress.report(session, one, "document_pages", Sentences("", ""), done=1, total=1, now=now)
        later = now + timedelta(seconds=1)
        progress.report(
            session, one, "extracted_texts", Sentences("1쪽", "page 1"), done=1, total=4, now=later
        )
    page = visit(Role.VIEWER).get("/now").text
    assert "문자 추출" in page
    assert "1쪽" in page
    assert 'max="4" value="1"' in page


def test_documents_and_runs_are_linked(visit, ask, context, now):
    ask(RequestKind.OCR_READ, DOC, run="r1")
    ask(RequestKind.TRAIN, TABLE, run="r2")
    night = ask(RequestKind.OCR_RETRAIN, run="r3")
    with transaction(context.engine) as session:
        network = networks.begin(session, request_id=night, parent_id="261122000000001", now=now)
        network.mlflow_run_id = "abc"
    page = visit(Role.VIEWER).get("/now").text
    for place in (
        f"/ocr/{DOC}",
        f"/automl/{TABLE}",
        "http://127.0.0.1:3000/runs/r1",
        "http://127.0.0.1:5000/#/runs/abc",
        f"http://127.0.0.1:5000/#/experiments?experimentSearchFilter=automl-{TABLE}",
    ):
        assert f'href="{place}"' in page


def test_documents_are_called_what_people_call_them(visit, ask, page_of, context, now):
    page_of(("글자", 0.9), file_name="<b>영수증.png")
    ask(RequestKind.OCR_READ, DOC)
    ask(RequestKind.OCR_READ, DOC, run="r1")
    ask(RequestKind.OCR_EXPORT, DOC, status=RequestStatus.FAILED, reason=Sentences("디스크", "disk"))
    ask(RequestKind.OCR_EXPORT, DOC, status=RequestStatus.DONE)
    page = visit(Role.VIEWER).get("/now").text
    assert page.count(">&lt;b&gt;영수증.png · 디엘이엔씨(주)</a>") == 4


def test_an_unchanged_list_is_not_swapped_and_what_can_have_the_focus_has_a_name(visit, ask):
    one = ask(RequestKind.OCR_READ, DOC, run="r1")
    ask(RequestKind.OCR_READ, DOC, status=RequestStatus.FAILED, reason=Sentences("아", "a"))
    client = visit(Role.EDITOR)
    page = client.get("/now").text
    place = page.split('<div id="now"')[1].split('hx-get="')[1].split('"')[0]
    poll = {"hx-request": "true"}
    assert client.get(place, headers=poll).status_code == 204
    client.post(f"/now/{one}/cancel?stay=1")
    changed = client.get(place, headers=poll)
    assert changed.status_code == 200
    assert "취소하는 중" in changed.text
    assert "<html" not in changed.text
    nameless = [tag for tag in re.findall(r"<(?:a|button)\s[^>]*>", changed.text) if " id=" not in tag]
    assert nameless == []


def test_trying_again_and_cancelling_from_other_pages_reloads_them(visit, ask):
    failed = ask(RequestKind.OCR_READ, DOC, status=RequestStatus.FAILED, reason=Sentences("아", "a"))
    client = visit(Role.EDITOR)
    assert client.post(f"/now/{failed}/retry").headers["hx-refresh"] == "true"
    answer = client.post(f"/now/{failed}/cancel?stay=1")
    assert answer.headers["hx-trigger"] == "work-changed"
    assert "hx-refresh" not in answer.headers


def test_refused_files_say_why_and_their_names_never_run(visit, context, now):
    with transaction(context.engine) as session:
        refused.add(
            session,
            file_name=f"{SCRIPT}.png",
            kept_path="x",
            now=now,
            reason=Sentences("비어 있습니다", "empty"),
        )
    page = visit(Role.VIEWER).get("/now").text
    assert "비어 있습니다" in page
    assert SCRIPT not in page


def test_a_viewer_gets_no_buttons(visit, ask):
    ask(RequestKind.OCR_READ, DOC, run="r1")
    ask(RequestKind.OCR_READ, DOC, status=RequestStatus.FAILED, reason=Sentences("아", "a"))
    page = visit(Role.VIEWER).get("/now").text
    assert "/cancel" not in page
    assert "/retry" not in page


def test_every_step_of_every_run_has_a_name():
    steps = {asset.key.to_user_string() for asset in [*automl_jobs.ASSETS, *ocr_jobs.ASSETS]}
    assert steps - set(STEPS) == set()


def test_what_waits_for_a_person_comes_first(visit, page_of, context, now):
    page_of(("글자", 0.9))
    with transaction(context.engine) as session:
        for number, status in enumerate((DocumentStatus.UPLOADED, DocumentStatus.TRAINED)):
            session.add(document(f"26112200000009{number}", now, name=f"표 {number}", status=status))
    page = visit(Role.VIEWER).get("/now").text
    assert re.search(r'data-testid="to-check".*?<strong>1<', page)
    for status in ("uploaded", "trained"):
        assert re.search(rf'href="/automl\?status={status}" .*?<strong>1<', page)
    assert "to-do-prepared" not in page
    assert re.search(r'data-testid="to-learn".*?<strong>0 ', page)
    assert page.index("to-check") < page.index('data-testid="counts"')
    recent = page.split('data-testid="recent"')[1].split("</ul>")[0]
    assert recent.count("<li>") == 3


def test_long_work_that_ended_since_a_moment_is_told_to_the_one_who_asked_for_it(visit, ask, now):
    client = visit(Role.EDITOR)
    first = client.get("/now/ended").json()
    assert first["ended"] == []
    later = now + timedelta(seconds=5)
    one = ask(RequestKind.TRAIN, TABLE, status=RequestStatus.DONE, at=later)
    ask(RequestKind.CONFIRM_DATA, TABLE, status=RequestStatus.DONE, at=later)
    answer = client.get("/now/ended", params={"since": first["now"]}).json()
    assert [(e["id"], e["title"]) for e in answer["ended"]] == [(one, "모델 학습 · 완료")]
    assert client.get("/now/ended", params={"since": answer["now"]}).json()["ended"] == []
    assert visit(Role.EDITOR, "lee").get("/now/ended", params={"since": first["now"]}).json()["ended"] == []


def test_many_failures_for_one_reason_are_one_line_and_are_acknowledged_with_one_click(visit, ask):
    reason = [Sentences(f"'{n}.csv' 손상", f"'{n}.csv' is damaged") for n in range(140)]
    ids = [ask(RequestKind.MIRROR, status=RequestStatus.FAILED, reason=one) for one in reason]
    alone = ask(RequestKind.MIRROR, status=RequestStatus.FAILED, reason=Sentences("디스크", "disk"))
    client = visit(Role.EDITOR)
    page = client.get("/now").text
    assert section(page, "failed") == [alone]
    assert page.count('data-testid="alike"') == 1
    assert page.count('data-testid="retry"') == SHOWN + 1
    said = client.post("/now/acknowledge", data={"until": alone, "like": ids[0]})
    undo = json.loads(said.headers["hx-trigger"])["undo"]
    assert 'data-testid="alike"' not in client.get("/now").text
    client.post(undo["place"], data={undo["field"]: undo["values"]})
    assert 'data-testid="alike"' in client.get("/now").text
    client.post("/now/acknowledge", data={"until": alone})
    assert 'data-testid="count-failed">0<' in client.get("/now").text


def test_what_ended_today_is_counted_by_kind_and_state(visit, ask):
    for _ in range(3):
        ask(RequestKind.MIRROR, status=RequestStatus.DONE)
    page = visit(Role.VIEWER).get("/now").text.split('data-testid="ended-counts">')[1].split("</p>")[0]
    assert page.rstrip().endswith(" 3")


def test_documents_that_could_not_be_read_are_not_among_the_recent_ones(visit, context, now):
    with transaction(context.engine) as session:
        session.add(document(TABLE, now, name="읽지 못한 표", status=DocumentStatus.FAILED))
    assert 'data-testid="recent"' not in visit(Role.VIEWER).get("/now").text
