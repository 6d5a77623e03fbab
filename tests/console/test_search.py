"""Search in the console: the box of the header, results with the match marked, filters kept in the address, pages."""

from __future__ import annotations

import html
import re

import pytest

from console.pages.search import PER_PAGE
from domain.access import Role
from domain.document_fields import FieldState, FieldType
from records.engine import transaction
from records.ocr import decisions, documents
from records.ocr.document_fields import field_decisions, fields
from records.ocr.document_fields.fields import ReadField
from records.ocr.searching.search import FIRST_DOCUMENTS
from records.ocr.tables import OcrPage
from tests.console.conftest import DOC
from work_requests import ocr_decisions

SCRIPT = "<script>alert(1)</script>"
OTHER = "261122000000011"


def _texts(page):
    return page.count('data-testid="found-text"')


def test_the_box_is_in_the_header_of_each_page_for_those_who_are_signed_in(visit):
    client = visit(Role.VIEWER)
    for path in ("/now", "/ocr", "/automl", "/learning", "/search"):
        assert 'action="/search" role="search"' in client.get(path).text
    assert 'action="/search"' not in visit().get("/sign-in").text
    assert visit().get("/search?q=합계").status_code == 401


def test_a_result_has_the_crop_the_marked_line_its_place_and_a_link_to_it(visit, page_of):
    _first, second = page_of(("공급 가액", 0.9), ("합계 1,200 원", 0.9))
    page = visit(Role.VIEWER).get("/search?q=1200원").text
    assert _texts(page) == 1
    assert "합계 <mark>1,200 원</mark>" in page
    assert f"/files/ocr/crops/{second}/" in page
    assert f'href="/ocr/{DOC}?at={second}"' in page
    for word in ("영수증.png", "1쪽", "디엘이엔씨(주)", "2026-11-22"):
        assert word in page
    assert "<mark>공급 가액</mark>" in visit(Role.VIEWER, "lee").get("/search?q=공급기액").text


def test_what_is_not_known_of_a_document_leaves_no_gap(visit, page_of, context):
    page_of(("합계 1,200 원", 0.9))
    with transaction(context.engine) as session:
        documents.get(session, DOC).company = ""
    client = visit(Role.VIEWER)
    assert '<span class="quiet">영수증.png · 1쪽 · 2026-11-22</span>' in client.get("/search?q=1200원").text
    assert f'<span class="quiet">2026-11-22 · {DOC}</span>' in client.get("/search?q=영수증").text


def test_a_link_of_a_result_opens_the_page_at_the_text(visit, page_of):
    page_of(*[(f"줄 {n}", 0.9) for n in range(70)], ("합계", 0.9))
    client = visit(Role.VIEWER)
    link = re.search(r'href="(/ocr/\d+\?at=[^"]+)"', client.get("/search?q=합계").text)
    page = client.get(link[1]).text
    assert page.index('data-read="합계"') == page.index("data-read=")


def test_documents_are_found_by_file_name_and_company(visit, page_of):
    page_of(("글자", 0.9))
    client = visit(Role.VIEWER)
    page = client.get("/search?q=영수증").text
    assert f'<a href="/ocr/{DOC}"><mark>영수증</mark>.png</a>' in page
    assert "<mark>디엘이엔씨</mark>(주)" in client.get("/search?q=디엘이엔씨").text


def test_scripts_in_texts_names_and_words_are_only_shown(visit, page_of, context, now):
    page_of((f"합계 {SCRIPT}", 0.9), file_name=f"{SCRIPT}.png")
    with transaction(context.engine) as session:
        ocr_decisions.rename(session, DOC, company=SCRIPT, by="kim", now=now)
    client = visit(Role.VIEWER)
    for wanted in ("합계", "script", SCRIPT, '"><script>'):
        page = client.get("/search", params={"q": wanted, "company": wanted, "state": wanted}).text
        assert "<script>alert" not in page
        assert '"><script>' not in page
    page = client.get("/search", params={"q": SCRIPT}).text
    assert f"<mark>{html.escape(SCRIPT)}</mark>" in page


def test_filters_narrow_the_results_and_stay_in_the_address_of_the_pages(visit, page_of, context, now):
    ids = page_of(*[("합계", 0.9)] * (2 * PER_PAGE + 1))
    page_of(("합계", 0.9), doc_id=OTHER)
    with transaction(context.engine) as session:
        ocr_decisions.rename(session, OTHER, company="한빛상사", by="kim", now=now)
        decisions.correct(session, ids[0], "합계액", by="kim", now=now)
    client = visit(Role.VIEWER)
    assert _texts(client.get("/search?q=합계&company=한빛").text) == 1
    assert _texts(client.get("/search?q=합계&state=corrected").text) == 1
    assert _texts(client.get("/search?q=합계&since=2026-11-23").text) == 0
    first = client.get("/search?q=합계&company=디엘&until=2026-11-22").text
    assert 'value="디엘"' in first
    following = html.unescape(re.search(r'href="([^"]+)" rel="next"', first)[1])
    assert "company=" in following and "until=" in following
    last = client.get(f"/search{following}".replace("page=1", "page=2")).text
    assert (_texts(first), _texts(client.get(f"/search{following}").text), _texts(last)) == (
        PER_PAGE,
        PER_PAGE,
        1,
    )
    assert 'rel="next"' not in last and 'rel="prev"' in last


@pytest.mark.parametrize("query", ["", "q=", "q=합", "q=%20,%20"])
def test_too_short_a_search_says_what_to_type(visit, page_of, query):
    page_of(("합계", 0.9))
    page = visit(Role.VIEWER).get(f"/search?{query}").text
    assert "두 글자 이상" in page
    assert _texts(page) == 0


@pytest.mark.parametrize("query", ["q=없는말", "q=합계&page=9007199254740991", "q=" + "가" * 5000])
def test_a_search_without_results_is_answered(visit, page_of, query):
    page_of(("합계", 0.9))
    answer = visit(Role.VIEWER).get(f"/search?{query}")
    assert answer.status_code == 200
    assert _texts(answer.text) == 0


def test_a_correction_in_the_grid_is_found_at_once(visit, page_of):
    (text_id,) = page_of(("함게", 0.4))
    client = visit(Role.EDITOR)
    assert (
        client.post(f"/ocr/texts/{text_id}/correct", json={"text": "공급가액", "version": 1}).status_code
        == 200
    )
    assert _texts(client.get("/search?q=공급가액").text) == 1
    client.post("/ocr/delete", data={"doc_ids": DOC})
    assert _texts(client.get("/search?q=공급가액").text) == 0


def _read_fields(context, now, *read):
    with transaction(context.engine) as session:
        fields.replace_read(session, documents.get(session, DOC), read, [], now=now)


def _field(key, type_, text_id, **known):
    return ReadField(key, type_, 0, FieldState.CONTRADICTED, text_ids=(text_id,), page_no=1, **known)


def test_a_corrected_field_is_found_with_its_crop_label_and_marked_value(visit, page_of, context, now):
    label_id, amount_id = page_of(("공급가액", 0.9), ("1,234,500", 0.9))
    amount = _field("supply_amount", FieldType.WON, amount_id, machine="1234500")
    _read_fields(context, now, amount)
    client = visit(Role.EDITOR)
    assert client.get("/search?q=1,234,000").text.count('data-testid="found-field"') == 0
    sent = {"action": "correct", "value": "1234000", "version": 1}
    assert client.post(f"/ocr/fields/{DOC}:0:supply_amount", json=sent).status_code == 200
    page = client.get("/search?q=1,234,000").text
    assert (page.count('data-testid="found-field"'), _texts(page)) == (1, 0)
    result = page.split('data-testid="found-field"')[1].split("</li>")[0]
    assert "<small>공급가액</small> <mark>1,234,000</mark>" in result
    assert f"/files/ocr/crops/{amount_id}/" in result and label_id not in result
    for word in ("모순", "수정함", "영수증.png", "1쪽", "디엘이엔씨(주)", "2026-11-22"):
        assert word in result
    (address,) = re.findall(r'href="([^"]+)"', result)
    shown = client.get(html.unescape(address)).text
    assert f'data-at="{DOC}:0:supply_amount"' in shown
    page = client.get("/search?q=1,234,500").text
    assert (page.count('data-testid="found-field"'), _texts(page)) == (0, 1)


def test_the_fields_page_shows_the_page_of_the_wanted_field(visit, page_of, context, now):
    page_of(("가", 0.9))
    with transaction(context.engine) as session:
        session.add(
            OcrPage(doc_id=DOC, page_no=2, image_path="p.png", image_sha256="1" * 64, width=4, height=6)
        )
    first = _field("supply_amount", FieldType.WON, "-", machine="1000")
    second = ReadField("비고/1", FieldType.TEXT, 1, FieldState.UNCHECKED, machine="새벽", page_no=2)
    _read_fields(context, now, first, second)
    client = visit(Role.VIEWER)
    shown = re.compile(r'data-testid="page-shown">(\d)<')
    assert shown.search(client.get(f"/ocr/{DOC}/fields").text)[1] == "1"
    (address,) = re.findall(r'href="([^"]+fields\?[^"]+)"', client.get("/search?q=새벽").text)
    assert shown.search(client.get(html.unescape(address)).text)[1] == "2"
    assert shown.search(client.get(f"/ocr/{DOC}/fields?at=none").text)[1] == "1"


def test_pictures_of_resident_numbers_are_shown_to_admins_alone(visit, page_of, context, now):
    number_id, owner_id = page_of(("901231-1234567", 0.9), ("김새벽 701231-2345678", 0.9))
    number = _field("resident_number", FieldType.RESIDENT_NUMBER, number_id, machine="901231-1******")
    _read_fields(context, now, number, _field("owner_name", FieldType.NAME, owner_id, machine="김새벽"))
    with transaction(context.engine) as session:
        field_decisions.correct(session, f"{DOC}:0:owner_name", "김아침", by="kim", now=now)

    def crops(client, wanted):
        page = client.get("/search", params={"q": wanted}).text
        result = page.split('data-testid="found-field"')[1].split("</li>")[0]
        assert "1234567" not in result and "2345678" not in result
        return re.findall(r"/files/ocr/crops/(\w+)/", result)

    editor, admin = visit(Role.EDITOR), visit(Role.ADMIN, "lee")
    assert (crops(editor, "1-1******"), crops(editor, "김아침")) == ([], [])
    assert (crops(admin, "1-1******"), crops(admin, "김아침")) == ([number_id], [owner_id])


def test_pages_of_results_have_fields_and_texts_together(visit, page_of, context, now):
    page_of(*[("합계", 0.9)] * PER_PAGE)
    _read_fields(context, now, ReadField("note", FieldType.TEXT, 0, FieldState.UNCHECKED, machine="합계액"))
    client = visit(Role.VIEWER)
    first, second = client.get("/search?q=합계").text, client.get("/search?q=합계&page=1").text
    assert [page.count('data-testid="found-field"') for page in (first, second)] == [1, 0]
    assert (_texts(first), _texts(second)) == (PER_PAGE - 1, 1)
    assert 'rel="next"' in first and 'rel="next"' not in second


def test_scripts_in_values_and_names_of_fields_are_only_shown(visit, page_of, context, now):
    page_of(("가", 0.9))
    _read_fields(
        context, now, ReadField(SCRIPT, FieldType.TEXT, 0, FieldState.UNCHECKED, machine=f"값 {SCRIPT}")
    )
    page = visit(Role.VIEWER).get("/search", params={"q": "값<script"}).text
    assert page.count('data-testid="found-field"') == 1
    assert "<script>alert" not in page


def test_all_documents_of_a_company_are_listed_on_pages_of_their_own(visit, page_of, context):
    doc_ids = [f"2611220000000{n}" for n in range(10, 12 + PER_PAGE)]
    for doc_id in doc_ids:
        page_of(("글자", 0.9), doc_id=doc_id)
    client = visit(Role.VIEWER)
    first = client.get("/search?q=디엘이엔씨&kind=").text
    assert first.count('data-testid="found-document"') == FIRST_DOCUMENTS
    link = html.unescape(re.search(r'href="([^"]+)" data-testid="all-documents"', first)[1])
    pages = [client.get(link).text, client.get(f"{link}&page=1").text]
    listed = [set(re.findall(r'href="/ocr/(\d+)"', page)) for page in pages]
    assert ([len(one) for one in listed], listed[0] | listed[1]) == ([PER_PAGE, 2], set(doc_ids))
    assert ['rel="next"' in page for page in pages] == [True, False]
    assert all('data-testid="all-documents"' not in page for page in pages)


def test_the_few_documents_of_a_company_are_not_said_to_be_more(visit, page_of):
    page_of(("글자", 0.9))
    assert 'data-testid="all-documents"' not in visit(Role.VIEWER).get("/search?q=디엘이엔씨").text
