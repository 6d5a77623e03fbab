"""거래처 on the screen: added, changed, brought in a file, downloaded, deleted."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from openpyxl import Workbook

from automl_lib.reading import ReadLimits
from domain.access import Role
from domain.requests import RequestKind
from intake.company_files import read_companies
from orchestration.runtime.console_server import write_sheets
from records import companies
from records.engine import reading
from work_requests import request_lists

NUMBER = "124-81-00998"


@pytest.fixture
def context(context):
    limits = ReadLimits(max_bytes=1_000_000, max_seconds=60)
    return replace(
        context,
        read_companies=lambda path, name: read_companies(path, name, limits),
        write_sheets=write_sheets,
    )


def known(context):
    with reading(context.engine) as session:
        return [companies.details_of(one) for one in companies.all_companies(session)]


def workbook(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def bring(client, data, name="거래처.xlsx"):
    return client.post("/companies/uploads", files={"file": (name, data)}).text


def test_a_company_is_added_changed_and_deleted_on_record(visit, context):
    client = visit(Role.EDITOR)
    client.post("/companies", data={"name": "새벽상사", "number": "1248100998", "phone": "02-1-2"})
    assert [(one.name, one.number) for one in known(context)] == [("새벽상사", NUMBER)]
    with reading(context.engine) as session:
        (company,) = companies.all_companies(session)
    assert "새벽상사" in client.get(f"/companies/{company.company_id}/edit").text
    client.post("/companies", data={"company_id": company.company_id, "name": "새벽상회"})
    assert [(one.name, one.number) for one in known(context)] == [("새벽상회", "")]
    client.post(f"/companies/{company.company_id}/delete")
    assert known(context) == []
    with reading(context.engine) as session:
        done = request_lists.of_kind(session, RequestKind.COMPANY)
    assert sorted(one.params["action"] for one in done) == ["delete", "save", "save"]


def test_a_wrong_number_is_refused_with_a_sentence(visit, context):
    answer = visit(Role.EDITOR).post("/companies", data={"name": "새벽상사", "number": "124-81-00999"})
    assert answer.status_code == 409
    assert "올바른 사업자등록번호가 아닙니다" in answer.text
    assert known(context) == []


def test_a_company_that_another_person_changed_is_not_overwritten(visit, context):
    client = visit(Role.EDITOR)
    client.post("/companies", data={"name": "새벽상사", "number": NUMBER})
    with reading(context.engine) as session:
        (company,) = companies.all_companies(session)
    mine = {"company_id": company.company_id, "version": company.version, "number": NUMBER}
    assert (
        f'name="version" value="{company.version}"'
        in client.get(f"/companies/{company.company_id}/edit").text
    )
    assert client.post("/companies", data={**mine, "name": "새벽상회"}).status_code == 204
    answer = client.post("/companies", data={**mine, "name": "아침상사"})
    assert answer.status_code == 409
    assert [one.name for one in known(context)] == ["새벽상회"]


@pytest.mark.parametrize("number", [NUMBER, ""], ids=["the same number", "the same name"])
def test_a_new_company_does_not_replace_a_known_one(visit, context, number):
    client = visit(Role.EDITOR)
    first = {"name": "새벽상사", "number": NUMBER, "address": "서울"}
    client.post("/companies", data=first)
    answer = client.post("/companies", data={**first, "number": number, "address": "부산"})
    assert answer.status_code == 409
    assert [one.address for one in known(context)] == ["서울"]


@pytest.mark.slow
def test_an_excel_file_is_brought_and_its_rows_that_are_no_companies_are_listed(visit, context):
    data = workbook(
        ["거래처명", "사업자번호", "주소", "비고"],
        ["새벽상사", 1248100998, "서울 마포구", "단골"],
        ["아침유통", "12-3", "", ""],
    )
    page = bring(visit(Role.EDITOR), data)
    assert "1개 추가, 0개 수정" in page
    assert "3행 (아침유통): " in page
    assert [(one.name, one.number, one.address) for one in known(context)] == [
        ("새벽상사", NUMBER, "서울 마포구")
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("rows", "named"),
    [
        (
            [
                ["거래처 목록"],
                [],
                ["상호", "사업자번호"],
                ["새벽", 1248100998],
                ["아침", 2208162517],
                ["저녁", 123],
            ],
            "6행 (저녁)",
        ),
        ([["상호", "사업자번호"], ["새벽", NUMBER], [], ["저녁", "12-3"]], "파일의 2번째 거래처 (저녁)"),
    ],
    ids=["below a title", "below a blank row"],
)
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_the_row_that_is_named_is_that_of_the_sheet(visit, rows, named, form):
    text = "\n".join(",".join(map(str, row)) for row in rows).encode()
    if form == "csv" and not rows[1]:
        named = "파일의 3번째 거래처 (저녁)"  # blank lines of text files are not counted
    data = workbook(*rows) if form == "xlsx" else text
    assert f"{named}: " in bring(visit(Role.EDITOR), data, f"거래처.{form}")


@pytest.mark.slow
@pytest.mark.parametrize("data", [workbook(["품목", "수량"], ["볼펜", 3]), b"PK\x03\x04broken"])
def test_a_file_that_holds_no_companies_is_refused_with_a_sentence(visit, context, data):
    page = bring(visit(Role.EDITOR), data)
    assert 'role="alert"' in page
    assert known(context) == []


@pytest.mark.slow
@pytest.mark.parametrize("title", [["거래처 목록", None], ["우리 회사", "거래처"]])
def test_headings_below_a_title_are_found_also_where_all_columns_are_text(visit, context, title):
    data = workbook(
        title,
        ["상호", "사업자번호"],
        ["새벽상사", "124-81-00998"],
        ["아침유통", "12-3"],
        ["저녁상회", "120-81-45218"],
    )
    page = bring(visit(Role.EDITOR), data)
    assert "2개 추가, 0개 수정" in page
    assert "행 (아침유통)" in page
    assert {one.name for one in known(context)} == {"새벽상사", "저녁상회"}


@pytest.mark.slow
def test_a_downloaded_list_can_be_brought_back(visit, context):
    client = visit(Role.EDITOR)
    client.post("/companies", data={"name": "=새벽", "number": NUMBER})
    data = client.get("/companies/export.csv").content
    assert b"'=" in data
    assert "0개 추가, 1개 수정" in bring(client, data, "거래처.csv")


def test_viewers_change_nothing(visit, context):
    client = visit(Role.VIEWER)
    assert client.get("/companies").status_code == 200
    assert client.post("/companies", data={"name": "새벽상사"}).status_code == 403
    assert known(context) == []
