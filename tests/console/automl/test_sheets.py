"""[칼럼 통계 Excel] and [결과 Excel]: workbooks that open, with numbers as numbers."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pytest

from domain.access import Role
from orchestration.runtime.console_server import write_sheets
from tests.console.automl.conftest import DOC


@pytest.fixture
def context(context):
    return replace(context, write_sheets=write_sheets)


def opened(response):
    assert response.status_code == 200
    assert "attachment" in response.headers["content-disposition"]
    return openpyxl.load_workbook(io.BytesIO(response.content))


def test_the_profile_is_a_workbook(visit, table):
    browser = visit(Role.VIEWER)
    assert f'href="/automl/{DOC}/profile.xlsx"' in browser.get(f"/automl/{DOC}/data").text
    book = opened(browser.get(f"/automl/{DOC}/profile.xlsx"))
    assert book.sheetnames == ["칼럼", "자주 나오는 값", "주의할 점"]
    sheet = book["칼럼"]
    assert sheet["A1"].value == "칼럼 명"
    assert sheet["A2"].value == "Fresh"
    assert isinstance(sheet["D2"].value, int | float)


def test_the_results_are_a_workbook_also_where_nothing_was_trained(visit, table):
    book = opened(visit(Role.VIEWER).get(f"/automl/{DOC}/results.xlsx"))
    assert book.sheetnames == ["모델", "설정"]


def test_a_document_that_is_not_there_has_no_workbook(visit, table):
    assert visit(Role.VIEWER).get("/automl/202601010000099/profile.xlsx").status_code == 404
