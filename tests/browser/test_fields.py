"""A document's fields in a real browser: a contradicted amount is repaired, and the document is checked to the end."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from domain.access import Role
from records.engine import reading
from records.ocr.document_fields import fields
from tests.browser.test_accessibility import serious
from tests.field_reader import bring_statement, reading_fields
from tests.statement_page import DOC, text_id

pytestmark = pytest.mark.slow


@pytest.fixture
def context(context):
    return reading_fields(context)


@pytest.fixture
def at_fields(sign_in, served):
    def go(**options):
        page = sign_in(**options)
        page.goto(f"{served.url}/ocr/{DOC}/fields")
        return page

    return go


def of(page, key, line=0):
    return page.locator(f'[data-id="{DOC}:{line}:{key}"]')


def test_a_contradicted_amount_is_repaired_by_the_keyboard(at_fields, context):
    bring_statement(context, total="84,650")
    page = at_fields()
    total = of(page, "total_amount")
    expect(total.get_by_role("textbox")).to_be_focused()
    expect(page.locator(f'[data-box="{text_id("total")}"]')).to_have_class("machine picked")
    page.get_by_role("button", name="항목 모두 확인").click()
    expect(page.locator("#notices")).to_contain_text("검증 완료할 수 없습니다")
    total.get_by_role("textbox").press("Control+Enter")
    expect(total).to_have_class("one-field proven")
    expect(total.get_by_role("textbox")).to_have_value("34,650")
    expect(page.locator("#blocked")).to_be_hidden()
    page.get_by_role("button", name="항목 모두 확인").click()
    expect(of(page, "total_amount")).to_have_class("one-field confirmed")


def test_one_key_saves_what_was_typed_and_confirms_all_fields(at_fields, context):
    bring_statement(context)
    page = at_fields()
    name = of(page, "supplier_name")
    name.get_by_role("textbox").fill("새벽상회")
    page.keyboard.press("Alt+a")
    expect(of(page, "total_amount")).to_have_class("one-field confirmed")
    expect(name).to_have_class("one-field confirmed")
    expect(name.get_by_role("textbox")).to_have_value("새벽상회")


def test_a_box_on_the_picture_leads_to_its_field_and_a_value_is_saved_when_it_is_left(at_fields, context):
    bring_statement(context)
    page = at_fields()
    page.locator(f'[data-box="{text_id("name")}"]').click()
    name = of(page, "supplier_name")
    expect(name.get_by_role("textbox")).to_be_focused()
    name.get_by_role("textbox").fill("새벽상회")
    page.locator("#kind").focus()
    expect(name.locator(".said")).to_have_text("저장됨")
    page.reload()
    expect(of(page, "supplier_name").get_by_role("textbox")).to_have_value("새벽상회")
    assert serious(page) == []


def test_a_typed_amount_of_a_line_item_proves_its_line(at_fields, context):
    bring_statement(context, amount_1="70,000")
    page = at_fields()
    amount = of(page, "amount", 1)
    notice = page.get_by_test_id("wrong-lines")
    assert serious(page) == []
    notice.get_by_role("link", name="공급가액 70,000").click()
    expect(amount.get_by_role("textbox")).to_be_focused()
    amount.get_by_role("textbox").fill("10000")
    amount.get_by_role("textbox").press("Enter")
    expect(amount).to_have_class("one-field proven")
    expect(of(page, "price", 1)).to_have_class("one-field proven")
    expect(amount.get_by_role("textbox")).to_have_value("10,000")
    expect(notice).to_have_count(0)


@pytest.mark.parametrize(("key", "line", "typed"), [("supplier_name", 0, "새벽상회"), ("name", 1, "연필")])
def test_what_was_typed_after_the_session_ended_is_saved_after_signing_in_again(
    at_fields, context, key, line, typed
):
    bring_statement(context)
    page = at_fields()
    signed_in = page.context.cookies()
    page.context.clear_cookies()
    of(page, key, line).get_by_role("textbox").fill(typed)
    page.keyboard.press("Enter")
    expect(of(page, key, line).locator(".said")).to_contain_text("저장 안 됨: 다시 로그인하세요")
    page.context.add_cookies(signed_in)
    page.reload()
    expect(of(page, key, line).locator(".said")).to_have_text("저장됨")
    page.reload()
    expect(of(page, key, line).get_by_role("textbox")).to_have_value(typed)
    expect(of(page, key, line).locator(".said")).to_have_text("")


def test_what_was_typed_is_saved_without_a_reload_once_its_person_signed_in_again_in_another_tab(
    at_fields, sign_in, context
):
    bring_statement(context)
    page = at_fields(name="lee")
    page.context.clear_cookies()
    box = of(page, "supplier_name").get_by_role("textbox")
    box.fill("새벽상회")
    box.press("Enter")
    expect(of(page, "supplier_name").locator(".said")).to_contain_text("저장 안 됨: 다시 로그인하세요")
    page.context.add_cookies(sign_in("lee").context.cookies())
    box.press("Enter")
    expect(of(page, "supplier_name").locator(".said")).to_have_text("저장됨")


def test_a_typed_value_that_was_not_saved_asks_where_another_person_changed_the_field(
    at_fields, sign_in, served, context
):
    bring_statement(context)
    lee, kim = at_fields(name="lee"), at_fields(name="kim")
    box = of(lee, "supplier_name").get_by_role("textbox")
    box.fill("이의 상회")
    of(kim, "supplier_name").get_by_role("textbox").fill("김의 상회")
    kim.keyboard.press("Enter")
    expect(of(kim, "supplier_name").locator(".said")).to_have_text("저장됨")
    lee.reload()
    expect(of(lee, "supplier_name").locator(".said")).to_contain_text("김의 상회")
    expect(box).to_have_value("이의 상회")
    box.focus()
    box.press("Tab")
    expect(of(lee, "supplier_name").locator(".said")).to_contain_text("김의 상회")
    box.press("Enter")
    expect(of(lee, "supplier_name").locator(".said")).to_have_text("저장됨")
    kim.reload()
    expect(of(kim, "supplier_name").get_by_role("textbox")).to_have_value("이의 상회")


def test_a_value_that_another_person_changed_first_is_replaced_by_enter_alone(at_fields, context):
    bring_statement(context)
    lee, kim = at_fields(name="lee"), at_fields(name="kim")
    of(kim, "supplier_name").get_by_role("textbox").fill("김의 상회")
    kim.keyboard.press("Enter")
    expect(of(kim, "supplier_name").locator(".said")).to_have_text("저장됨")
    box, said = of(lee, "supplier_name").get_by_role("textbox"), of(lee, "supplier_name").locator(".said")
    box.fill("이의 상회")
    for _ in range(2):
        box.focus()
        box.press("Tab")
        expect(said).to_contain_text("“김의 상회”")
    kim.reload()
    expect(of(kim, "supplier_name").get_by_role("textbox")).to_have_value("김의 상회")
    box.press("Enter")
    expect(said).to_have_text("저장됨")
    kim.reload()
    expect(of(kim, "supplier_name").get_by_role("textbox")).to_have_value("이의 상회")


def test_fields_fit_a_phone(at_fields, context):
    bring_statement(context, amount_1="70,000", date=None)
    page = at_fields(role=Role.VIEWER, size=(390, 844), color_scheme="dark")
    expect(of(page, "amount", 1)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert serious(page) == []


def test_a_line_that_was_missed_is_added_and_one_too_many_removed(at_fields, context):
    """The second line was not found: with it typed in, the lines add up; a third one would make them wrong."""
    second = ("name_2", "quantity_2", "price_2", "amount_2", "tax_2")
    bring_statement(context, **dict.fromkeys(second))
    page = at_fields()
    lines = page.get_by_test_id("line-item")
    expect(lines).to_have_count(1)
    expect(of(page, "supply_amount")).to_have_class("one-field contradicted")
    page.get_by_role("button", name="줄 추가").click()
    expect(of(page, "name", 2).get_by_role("textbox")).to_be_focused()
    page.keyboard.type("공책")
    for key, typed in (
        ("spec", "A5"),
        ("quantity", "5"),
        ("price", "4300"),
        ("amount", "21500"),
        ("tax", "2150"),
    ):
        page.keyboard.press("Enter")
        expect(of(page, key, 2).get_by_role("textbox")).to_be_focused()
        page.keyboard.type(typed)
    page.keyboard.press("Enter")
    expect(of(page, "amount", 2)).to_have_class("one-field proven")
    expect(of(page, "price", 2).get_by_role("textbox")).to_have_value("4,300")

    page.get_by_role("button", name="줄 추가").click()
    of(page, "amount", 3).get_by_role("textbox").fill("7000")
    of(page, "amount", 3).get_by_role("textbox").press("Enter")
    expect(of(page, "amount", 3)).to_have_class("one-field contradicted")
    page.get_by_role("button", name="3째 줄 지우기").click()
    expect(lines).to_have_count(2)
    expect(of(page, "amount", 2)).to_have_class("one-field proven")
    page.get_by_role("button", name="지운 3째 줄 되살리기").click()
    expect(of(page, "amount", 3).get_by_role("textbox")).to_have_value("7,000")
    assert serious(page) == []


def test_saved_values_are_taken_back_by_the_keyboard_also_after_a_reload(at_fields, context):
    bring_statement(context, total="84,650")
    page = at_fields()
    total, name = of(page, "total_amount"), of(page, "supplier_name")
    total.get_by_role("textbox").fill("34650")
    total.get_by_role("textbox").press("Enter")
    expect(total).to_have_class("one-field proven")
    name.get_by_role("textbox").fill("새벽상회")
    name.get_by_role("textbox").press("Enter")
    expect(name.locator(".said")).to_have_text("저장됨")
    page.keyboard.press("Control+z")
    expect(name.get_by_role("textbox")).to_be_focused()
    expect(name.get_by_role("textbox")).to_have_value("새벽상사")
    page.reload()
    expect(page.locator(".one-field input:focus")).to_have_count(1)
    page.keyboard.press("Control+z")
    expect(total).to_have_class("one-field contradicted")
    expect(total.get_by_role("textbox")).to_be_focused()
    expect(total.get_by_role("textbox")).to_have_value("84,650")
    page.keyboard.press("Tab")
    page.reload()
    with reading(context.engine) as session:
        assert [one.corrected for one in fields.of_document(session, DOC) if one.corrected is not None] == []


def test_what_is_typed_and_not_saved_is_undone_by_the_browser(at_fields, context):
    bring_statement(context)
    page = at_fields()
    name = of(page, "supplier_name").get_by_role("textbox")
    name.press("Enter")
    name.focus()
    page.keyboard.press("End")
    page.keyboard.type("회")
    page.keyboard.press("Control+z")
    expect(name).to_have_value("새벽상사")
    expect(page.locator("#notices")).to_be_empty()


def test_a_number_without_its_separators_is_the_same_value_and_is_not_saved(at_fields, context):
    bring_statement(context, total="84,650")
    page = at_fields()
    total = of(page, "total_amount").get_by_role("textbox")
    total.fill("84650")
    total.press("Tab")
    expect(total).to_have_value("84,650")
    with reading(context.engine) as session:
        assert fields.history(session, DOC) == []


def test_the_headings_follow_what_the_fields_have_become(at_fields, context):
    bring_statement(context, total="84,650")
    page = at_fields()
    headings = page.locator("#field-groups h2")
    expect(headings.first).to_have_text("모순 1")
    proven = int(page.locator(".field-heading.proven b").inner_text())
    of(page, "total_amount").get_by_role("textbox").press("Control+Enter")
    expect(of(page, "total_amount")).to_have_class("one-field proven")
    expect(headings.first).to_have_text("증명됨 1")
    expect(page.locator(".field-heading.contradicted")).to_have_count(0)
    shown = sum(int(count) for count in page.locator(".field-heading b").all_inner_texts())
    expect(page.locator("#field-groups > .one-field")).to_have_count(shown)
    expect(page.locator("#field-groups > .one-field.proven")).to_have_count(proven + 1)
    assert serious(page) == []
    page.keyboard.press("Control+z")
    expect(headings.first).to_have_text("모순 1")
