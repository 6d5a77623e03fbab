"""새 자료 in a browser: another unit and a new class are decided, and rows are taken back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from domain.table_additions import TakenBack
from records.engine import reading, transaction
from records.growth import additions
from tests.browser.test_accessibility import serious
from tests.console.automl.conftest import DOC, addition, asked, prepared, table, trained
from tests.console.automl.test_growth_questions import QUESTIONS, added

__all__ = ["addition", "asked", "prepared", "table", "trained"]
pytestmark = pytest.mark.slow


def test_a_unit_is_converted_and_a_new_class_left_out_with_the_mouse(sign_in, served, addition, context):
    number = addition(lambda _, row: additions.set_asking(row, QUESTIONS, ["Fresh(kg)"]))
    page = sign_in()
    page.goto(f"{served.url}/automl/{DOC}/renew")
    assert serious(page) == []
    form = page.get_by_test_id("asks")
    form.get_by_label("숫자는 환산 (×1,000)").check()
    form.get_by_label("환산 (×0.0001)", exact=True).check()
    form.get_by_label("표에 있는 클래스의 행만 추가").check()
    form.get_by_test_id("decide").click()
    expect(form).to_have_count(0)
    with reading(context.engine) as session:
        choices = additions.get(session, number).choices
    assert (choices.converted, choices.known_classes) == (("Fresh", "Milk"), True)


def test_rows_are_taken_back_after_a_confirmation(sign_in, served, addition, context, asked, now):
    number = addition(added(now))
    page = sign_in()
    page.goto(f"{served.url}/automl/{DOC}/renew")
    page.get_by_test_id("take-back").click()
    assert asked()[-1][1] != {"file_name": "다음 달.csv", "taken_back": number}
    page.get_by_test_id("yes").click()
    expect(page.get_by_test_id("yes")).to_be_hidden()
    page.wait_for_load_state("networkidle")
    assert asked()[-1] == ("append", {"file_name": "다음 달.csv", "taken_back": number})
    with transaction(context.engine) as session:
        row = additions.get(session, number)
        additions.set_taken_back(row, TakenBack("lee", now.isoformat(), 3))
    page.reload()
    expect(page.get_by_test_id("addition-status")).to_have_text("되돌림")
    expect(page.get_by_test_id("take-back")).to_have_count(0)
    assert serious(page) == []
