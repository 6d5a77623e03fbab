"""The list of tables in a real browser: uploads, clicks, sorting, trash, and names of any length."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from domain.messages import Sentences
from records.engine import transaction
from records.tables import Document
from tests.browser.test_accessibility import serious
from tests.console.automl.conftest import DOC, asked, prepared, table, trained
from tests.factories import document

__all__ = ["asked", "prepared", "table", "trained"]
pytestmark = pytest.mark.slow


def test_an_upload_appears_in_the_list_by_itself(sign_in, served, context):
    page = sign_in()
    page.goto(f"{served.url}/automl")
    page.locator("summary.main").click()
    file = {"name": "a.csv", "mimeType": "text/csv", "buffer": b"x,y\n1,2\n"}
    page.locator("input[type=file]").set_input_files(file)
    page.locator(".upload [name=name]").fill("심사")
    page.locator(".upload button").click()
    row = page.locator("tr[data-testid=document]", has_text="심사")
    row.get_by_text("업로드 · 대기").wait_for()
    with transaction(context.engine) as session:
        (document,) = session.query(Document)
        document.status = "uploaded"
    row.get_by_test_id("status").get_by_text("업로드", exact=True).wait_for()


def change_under_a_press(page, context):
    """The list hears of another name, between the pressing of the button and its release."""
    page.mouse.down()
    with transaction(context.engine) as session:
        session.get_one(Document, DOC).name = "바뀐 이름"
    with page.expect_response(lambda answer: "/automl" in answer.url) as answer:
        page.evaluate("htmx.trigger(document.body, 'uploaded')")
    assert "바뀐 이름" in answer.value.text()
    page.wait_for_timeout(200)
    assert "바뀐 이름" not in page.locator("main").inner_text()
    page.mouse.up()


def test_a_click_is_not_lost_to_a_list_that_changes_between_press_and_release(
    sign_in, served, table, context
):
    page = sign_in()
    page.goto(f"{served.url}/automl")
    page.get_by_test_id("open").hover()
    change_under_a_press(page, context)
    page.wait_for_url(f"**/automl/{DOC}/**")


def test_an_answer_held_back_by_a_press_is_shown_after_it(sign_in, served, table, context):
    page = sign_in()
    page.goto(f"{served.url}/automl")
    page.mouse.move(2, 2)
    change_under_a_press(page, context)
    page.get_by_test_id("document").get_by_text("바뀐 이름").wait_for()


def test_deleted_documents_are_taken_back_at_once_or_from_the_trash(sign_in, served, table):
    page = sign_in()
    page.goto(f"{served.url}/automl")
    row = page.get_by_test_id("document")
    row.get_by_test_id("menu").click()
    row.get_by_test_id("delete").click()
    expect(row).to_have_count(0)
    page.locator("#notices").get_by_role("button", name="되돌리기").click()
    expect(row).to_have_count(1)
    expect(page.get_by_test_id("delete-ticked")).to_be_hidden()  # nothing is ticked
    row.get_by_role("checkbox").check()
    page.get_by_test_id("delete-ticked").click()
    expect(row).to_have_count(0)
    page.locator("#trash").click()
    assert serious(page) == []
    page.get_by_test_id("restore").click()
    expect(page.get_by_test_id("deleted-document")).to_have_count(0)
    page.goto(f"{served.url}/automl")
    expect(row).to_have_count(1)


def test_a_name_is_changed_in_the_menu_and_a_click_anywhere_in_the_row_opens_the_document(
    sign_in, served, table
):
    page = sign_in()
    page.goto(f"{served.url}/automl")
    row = page.get_by_test_id("document")
    row.get_by_test_id("menu").click()
    row.get_by_test_id("rename").click()
    dialog = page.locator("#dialog")
    dialog.get_by_role("textbox").fill("칠월 매출")
    assert serious(page) == []
    dialog.get_by_role("button").click()
    expect(row.get_by_test_id("open")).to_have_text("칠월 매출")
    where = row.locator("td.when").bounding_box()
    page.mouse.click(where["x"] + 5, where["y"] + 5)
    page.wait_for_url(f"**/automl/{DOC}/**")


def test_names_and_notices_of_any_length_keep_rows_at_one_height(sign_in, served, table, context, now):
    long = "폐기물처리업체별 " * 20
    with transaction(context.engine) as session:
        first = session.get_one(Document, DOC)
        first.name, first.failure = long, Sentences(long, "long")
        session.add(document("261122000000002", now, name="짧은 이름"))
    page = sign_in()
    page.goto(f"{served.url}/automl")
    rows = page.get_by_test_id("document")
    assert len({round(rows.nth(n).bounding_box()["height"]) for n in range(2)}) == 1
    name = page.locator(f"tr[data-id='{DOC}'] td.name")
    assert name.get_attribute("title") == long
    page.goto(f"{served.url}/automl/{DOC}/upload")
    expect(page.get_by_test_id("upload-result")).to_contain_text(long.strip())


def test_many_uploads_leave_the_list_in_sight(sign_in, served, table):
    page = sign_in()
    page.goto(f"{served.url}/automl")
    page.locator("summary.main").click()
    files = [{"name": f"{n}.csv", "mimeType": "text/csv", "buffer": b"x,y\n1,2\n"} for n in range(20)]
    files.append({"name": "empty.csv", "mimeType": "text/csv", "buffer": b""})
    page.locator("input[type=file]").set_input_files(files)
    page.locator(".upload button").click()
    summary = page.get_by_test_id("upload-summary")
    summary.wait_for()
    expect(summary).to_contain_text("20")
    expect(page.locator(".came")).to_contain_text("empty.csv")
    assert page.locator(".came").bounding_box()["height"] < 200
    page.locator(".came summary").click()
    expect(page.locator(".came a")).to_have_count(20)
    assert page.locator(".came").bounding_box()["height"] < 400


def test_a_dropped_file_is_uploaded(sign_in, served, context):
    page = sign_in()
    page.goto(f"{served.url}/automl")
    page.evaluate("""() => {
        const files = new DataTransfer();
        files.items.add(new File(["x,y\\n1,2\\n"], "끌어온 표.csv", { type: "text/csv" }));
        for (const name of ["dragover", "drop"])
            document.querySelector("main").dispatchEvent(
                new DragEvent(name, { dataTransfer: files, bubbles: true, cancelable: true }));
    }""")
    page.get_by_test_id("document").filter(has_text="끌어온 표").wait_for()


def test_the_list_is_sorted_and_found_by_what_its_address_says(sign_in, served, table, context, now):
    with transaction(context.engine) as session:
        session.add(document("261122000000002", now, name="가나다", rows=9))
        session.add(document("261122000000003", now - timedelta(days=9), name="오래된 표", rows=99))
    page = sign_in()
    page.goto(f"{served.url}/automl")
    page.get_by_role("link", name="행", exact=True).click()
    names = page.locator("td.name")
    expect(names).to_have_text(["가나다", "오래된 표", "테스트 - 2022.11.21(01)"])
    page.get_by_role("link", name="행", exact=False).click()
    expect(names).to_have_text(["테스트 - 2022.11.21(01)", "오래된 표", "가나다"])
    page.get_by_label("등록일부터").fill("2026-11-20")
    page.get_by_role("main").get_by_role("button", name="조회").click()
    expect(names).to_have_text(["테스트 - 2022.11.21(01)", "가나다"])
    page.goto(page.url)
    expect(names).to_have_text(["테스트 - 2022.11.21(01)", "가나다"])
