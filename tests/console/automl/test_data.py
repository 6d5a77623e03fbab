"""업로드 결과 and 데이터 확인: what was read, the columns, their Boxplots, and decisions about them."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from domain.access import Role
from domain.automl import DocumentStatus, ImageKind
from domain.read_report import SheetInfo
from records import columns, documents, text_rows
from records.engine import reading, transaction
from records.tables import ColumnImage
from tests.console.automl.conftest import DOC
from tests.console.conftest import png
from work_requests import request_lists


def _column(context, number):
    with reading(context.engine) as session:
        return columns.get(session, DOC, number)


def test_the_upload_shows_how_the_file_was_read_and_its_first_rows(visit, table, context):
    text_rows.replace_rows(
        context.engine,
        DOC,
        ["Fresh", "y"],
        [json.dumps([["1,234", "<i>yes</i>"], [None, "no"]])],
        guard=lambda session: None,
        progress=lambda done: None,
    )
    page = visit(Role.VIEWER).get(f"/automl/{DOC}/upload").text
    for word in ("test.csv", "20.0 KB", "cp949", "440 × 3", "중복 행이 8개", "천 단위 쉼표", "1,234"):
        assert word in page
    assert "<i>yes" not in page
    assert "&lt;i&gt;yes" in page


def test_the_columns_show_the_seeds_statistics(visit, table):
    page = visit(Role.VIEWER).get(f"/automl/{DOC}/data").text
    for word in (
        "칼럼 개수",
        "칼럼 명",
        "칼럼 유형",
        "사용여부",
        "최소값",
        "최대값",
        "평균",
        "표준편차",
        "분산",
        "25%",
        "50%",
        "75%",
        "누락값 수",
    ):
        assert word in page
    for value in (
        "758",
        "158,355",
        "12,987.82",
        "15,212.28",
        "2,910,000,000,000",
        "4,651.75",
        "8,615.50",
        "15,895.50",
    ):
        assert f">{value}<" in page
    assert "<b>서울" not in page


def test_a_number_shows_its_boxplot_beside_and_what_was_read_differently(visit, table):
    client = visit(Role.VIEWER)
    detail = client.get(f"/automl/{DOC}/columns/1").text
    picture = detail.split('data-enlarge="')[1].split('"')[0]
    answer = client.get(picture)
    assert (answer.headers["content-type"], answer.content) == ("image/png", png())
    assert "천 단위 쉼표" in detail
    assert "27" in detail
    text = client.get(f"/automl/{DOC}/columns/3").text
    assert "data-enlarge" not in text
    assert "&lt;b&gt;서울" in text
    assert client.get(f"/automl/{DOC}/columns/4").status_code == 404


def test_a_boxplot_is_found_by_its_row_and_hash_alone(visit, table):
    client = visit(Role.VIEWER)
    assert client.get(f"/files/automl/columns/{DOC}/1/{'0' * 64}").status_code == 404
    assert client.get(f"/files/automl/columns/{DOC}/2/{'0' * 64}").status_code == 404
    assert client.get(f"/files/automl/columns/{DOC}/..%2f1/x").status_code in (404, 422)


def test_a_column_is_not_used_and_used_again(visit, table, context, asked):
    client = visit(Role.EDITOR)
    answer = client.post(f"/automl/{DOC}/columns/3/use")  # a switch that is off sends nothing
    assert answer.headers["hx-trigger"] == "asked"
    assert _column(context, 3).used is False
    client.post(f"/automl/{DOC}/columns/3/use", data={"used": "Y"})
    assert _column(context, 3).used is True
    assert asked() == [
        ("use_columns", {"use": [], "drop": ["도시"]}),
        ("use_columns", {"use": ["도시"], "drop": []}),
    ]


def test_another_type_is_asked_for_and_an_unknown_one_refused(visit, table, asked):
    client = visit(Role.EDITOR)
    assert client.post(f"/automl/{DOC}/columns/1/type", data={"kind": "real"}).status_code == 204
    assert asked() == [("retype", {"types": {"c0001": "real"}})]
    refused = client.post(f"/automl/{DOC}/columns/1/type", data={"kind": "colour"})
    assert refused.status_code == 409
    assert "모르는 칼럼 유형" in refused.text


def test_the_type_menu_offers_what_is_no_type_and_shows_what_was_chosen(visit, table, context):
    with transaction(context.engine) as session:
        columns.get(session, DOC, 1).parsing = {"form": "duration", "reading": "duration"}
    page = visit(Role.EDITOR).get(f"/automl/{DOC}/data").text
    first = page.split('<select id="type-1"')[1].split("</select>")[0]
    assert re.findall(r'<option value="(\w+)" selected', first) == ["duration"]
    assert re.findall(r'<option value="(\w+)"', first) == [
        *("text", "integer", "real", "number", "date", "month", "duration", "bool"),
    ]


def test_words_for_missing_are_asked_for_beside_the_column(visit, table, context, asked):
    with transaction(context.engine) as session:
        columns.get(session, DOC, 3).parsing = {"missing": ["NA", "-"]}
    client = visit(Role.EDITOR)
    detail = client.get(f"/automl/{DOC}/columns/3").text
    assert 'value="NA, -"' in detail
    assert 'data-testid="missing-words"' not in visit(Role.VIEWER, "lee").get(f"/automl/{DOC}/columns/3").text
    place = f"/automl/{DOC}/columns/3/missing-words"
    assert client.post(place, data={"words": " 없음, -,"}).status_code == 204
    assert asked() == [("retype", {"types": {}, "missing_words": {"c0003": ["없음", "-"]}})]
    assert visit(Role.VIEWER, "lee").post(place, data={"words": ""}).status_code == 403


def test_confirming_the_data_leads_to_the_preparation(visit, table, context, asked):
    answer = visit(Role.EDITOR).post(f"/automl/{DOC}/confirm-data")
    assert answer.headers["hx-redirect"] == f"/automl/{DOC}/prepare"
    assert asked() == [("confirm_data", {})]
    with reading(context.engine) as session:
        assert documents.get(session, DOC).status == DocumentStatus.DATA_CONFIRMED


def test_a_document_being_read_says_so_and_can_t_be_confirmed(visit, table, context):
    with transaction(context.engine) as session:
        documents.get(session, DOC).status = DocumentStatus.RECEIVED
    client = visit(Role.EDITOR)
    assert "칼럼을 분석하는 중" in client.get(f"/automl/{DOC}/data").text
    refused = client.post(f"/automl/{DOC}/confirm-data")
    assert refused.status_code == 409
    assert "접수" in refused.text


def _give_sheets(context):
    with transaction(context.engine) as session:
        document = documents.get(session, DOC)
        others = (SheetInfo("2월", hidden=False), SheetInfo("<원본>", hidden=True))
        document.read_report = replace(document.read_report, sheet="1월", other_sheets=others)


def test_another_sheet_of_a_workbook_is_chosen_and_read(visit, table, context):
    _give_sheets(context)
    client = visit(Role.EDITOR)
    page = client.get(f"/automl/{DOC}/upload").text
    assert "이 시트로 다시 읽기" in page
    assert '<option value="2월">2월</option>' in page
    assert "&lt;원본&gt; (숨김)" in page
    answer = client.post(f"/automl/{DOC}/sheet", data={"sheet": "2월"})
    assert answer.status_code == 204
    with reading(context.engine) as session:
        newest = request_lists.of_document(session, DOC)[0]
    assert (newest.kind, newest.params["sheet"]) == ("upload", "2월")


def test_a_viewer_or_a_file_without_sheets_has_no_choice(visit, table, context):
    assert "다시 읽기" not in visit(Role.EDITOR).get(f"/automl/{DOC}/upload").text
    _give_sheets(context)
    assert "다시 읽기" not in visit(Role.VIEWER).get(f"/automl/{DOC}/upload").text


def test_a_sheet_that_is_not_there_is_refused_in_words(visit, table, context):
    _give_sheets(context)
    answer = visit(Role.EDITOR).post(f"/automl/{DOC}/sheet", data={"sheet": "9월"})
    assert answer.status_code >= 400
    assert "1월, 2월" in answer.text


def test_a_boxplot_is_drawn_from_its_numbers_before_its_picture_is_there(visit, table, context):
    with transaction(context.engine) as session:
        session.delete(session.get_one(ColumnImage, (DOC, 1, ImageKind.BOXPLOT)))
    page = visit(Role.VIEWER).get(f"/automl/{DOC}/columns/1").text
    assert 'data-testid="boxplot"' in page
    assert "<svg" in page
    assert "data-enlarge" not in page
    assert "그릴 값이 없습니다" not in page


def test_frequent_values_of_a_column_of_numbers_have_separators(visit, table):
    page = visit(Role.VIEWER).get(f"/automl/{DOC}/columns/1").text
    assert "<td>13,117</td>" in page
    assert "<td>7,542원</td>" in page  # as people wrote it
