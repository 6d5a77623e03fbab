"""The list of OCR documents and its uploads in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from domain.requests import RequestKind
from records.engine import reading, transaction
from records.ocr import decisions
from tests.console.conftest import DOC, png
from tests.console.test_exports_together import made
from work_requests import request_lists

pytestmark = pytest.mark.slow


@pytest.fixture
def at_list(sign_in, served):
    """Signs in and opens the list of OCR documents."""

    def go(**options):
        page = sign_in(**options)
        page.goto(f"{served.url}/ocr")
        return page

    return go


def upload(page: Page, name: str, content: bytes) -> None:
    page.locator('[name="files"]').set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    page.get_by_role("button", name="등록").click()


def test_a_table_is_refused_at_once_with_the_way_to_automl(at_list, served):
    page = at_list()
    upload(page, "매출.csv", b"a,b\n1,2\n")
    expect(page.locator(".came")).to_contain_text("자동 학습에 올려")
    page.reload()
    expect(page.get_by_test_id("document")).to_have_count(0)


def test_a_page_that_came_before_is_noted_in_the_list(at_list, served):
    page = at_list()
    upload(page, "a.png", png())
    expect(page.get_by_test_id("document")).to_have_count(1)
    first = page.get_by_test_id("document").locator(".id").inner_text()
    upload(page, "b.png", png())
    expect(page.get_by_test_id("document")).to_have_count(2)
    expect(page.get_by_test_id("document").filter(has_text="b.png")).to_contain_text(first)


def expect_names(page: Page, *names: str) -> None:
    """Wait until the list has documents of these names, in this order."""
    expect(page.get_by_test_id("document").locator(".name")).to_have_text(list(names))


def test_a_deleted_document_is_taken_back_by_the_toast_or_from_the_trash(at_list, served, page_of):
    page_of(("x", 0.1), file_name="하나.png")
    page_of(("y", 0.1), file_name="둘.png", doc_id="261122000000011")
    page = at_list()
    page.locator("#more-261122000000011").click()
    page.locator("#delete-261122000000011").click()
    expect(page.get_by_test_id("document")).to_have_count(1)
    page.locator("#notices").get_by_role("button", name="되돌리기").click()
    expect(page.get_by_test_id("document")).to_have_count(2)
    page.goto(f"{served.url}/ocr/{DOC}")
    page.locator("#more").click()
    page.locator("#delete").click()
    expect(page.locator("#notices")).to_contain_text("휴지통")
    expect_names(page, "둘.png")
    page.get_by_role("link", name="휴지통").click()
    expect_names(page, "하나.png")
    page.locator(f"#restore-{DOC}").click()
    expect(page.get_by_test_id("document")).to_have_count(0)
    page.goto(f"{served.url}/ocr/{DOC}")
    expect(page.get_by_test_id("text")).to_have_count(1)


def test_many_are_chosen_given_a_company_and_deleted(at_list, served, page_of):
    for n in range(3):
        page_of(("x", 0.1), file_name=f"{n}.png", doc_id=f"26112200000001{n}")
    page = at_list()
    expect(page.locator("#chosen")).to_be_hidden()
    for n in (0, 2):
        page.locator(f"#choose-26112200000001{n}").check()
    expect(page.locator("#chosen")).to_contain_text("2")
    page.locator("#chosen").get_by_label("상호(명칭)").fill("새벽상사")
    page.get_by_test_id("set-company").click()
    expect(page.get_by_test_id("document").filter(has_text="새벽상사")).to_have_count(2)
    # The list was replaced, and what was chosen still is.
    expect(page.locator("#choose-261122000000012")).to_be_checked()
    page.get_by_test_id("delete-chosen").click()
    expect(page.get_by_test_id("document")).to_have_count(1)
    expect(page.locator("#chosen")).to_be_hidden()
    expect_names(page, "1.png")


def test_files_of_the_chosen_documents_are_made_together(at_list, served, page_of):
    for n in range(2):
        page_of(("x", 0.1), file_name=f"{n}.png", doc_id=f"26112200000001{n}")
    page = at_list()
    page.locator("#choose-all").check()
    page.get_by_test_id("export-chosen").click()
    expect(page.get_by_test_id("exports-together")).to_contain_text("0 / 2")
    with reading(served.context.engine) as session:
        waiting = request_lists.open_of_kind(session, RequestKind.OCR_EXPORT)
        assert sorted(request.params["format"] for request in waiting) == ["xlsx", "xlsx"]
        asked = [request.request_id for request in waiting]
    with page.expect_download() as download:
        made(served.context, asked, served.context.now())
    assert download.value.suggested_filename == f"문서 {served.context.now().date().isoformat()}.zip"


def test_name_and_company_are_changed_after_the_upload(at_list, served, page_of):
    page_of(("x", 0.1), file_name="scan0001.png")
    page = at_list()
    page.locator(f"#more-{DOC}").click()
    page.locator(f"#names-{DOC}").click()
    page.locator("#dialog").get_by_label("파일명").fill("11월 거래명세서")
    page.locator("#dialog").get_by_label("상호(명칭)").fill("새벽상사")
    page.locator("#dialog").get_by_role("button", name="저장").click()
    expect(page.get_by_test_id("document")).to_contain_text("11월 거래명세서")
    expect(page.get_by_test_id("document")).to_contain_text("새벽상사")
    page.goto(f"{served.url}/ocr/{DOC}")
    expect(page.locator("h1")).to_contain_text("11월 거래명세서")


def test_filters_and_sorting_are_kept_in_the_address(at_list, served, page_of):
    for n, name in enumerate(("나.png", "가.png", "다.pdf")):
        page_of(("x", 0.1), file_name=name, doc_id=f"26112200000001{n}")
    page = at_list()
    expect_names(page, "다.pdf", "가.png", "나.png")
    page.get_by_test_id("sort-name").click()
    expect_names(page, "가.png", "나.png", "다.pdf")
    page.get_by_role("main").get_by_label("파일명").fill("png")
    page.get_by_role("main").get_by_role("button", name="조회").click()
    expect_names(page, "가.png", "나.png")
    page.get_by_test_id("sort-name").click()
    expect_names(page, "나.png", "가.png")
    assert "name=png" in page.url
    assert "sort=-name" in page.url
    page.reload()
    expect_names(page, "나.png", "가.png")


def test_documents_are_sorted_by_how_much_was_checked(at_list, served, page_of):
    for n, name in enumerate(("나.png", "가.png")):
        ids = page_of(("x", 0.1), ("y", 0.2), file_name=name, doc_id=f"26112200000001{n}")
        with transaction(served.context.engine) as session:
            decisions.confirm(session, ids[: 2 - n], by="kim", now=served.context.now())
    page = at_list()
    expect_names(page, "가.png", "나.png")
    page.get_by_test_id("sort-checked").click()
    expect(page.get_by_test_id("document").first).to_contain_text("가.png")
    page.get_by_test_id("sort-checked").click()
    expect(page.get_by_test_id("document").first).to_contain_text("나.png")


def test_the_whole_row_opens_its_document_and_shows_how_much_was_checked(at_list, served, page_of):
    first, _ = page_of(("x", 0.1), ("y", 0.2))
    with transaction(served.context.engine) as session:
        decisions.confirm(session, [first], by="kim", now=served.context.now())
    page = at_list()
    expect(page.get_by_test_id("document")).to_contain_text("1/2")
    page.get_by_test_id("document").locator(".when").click(force=True)
    page.wait_for_url(f"{served.url}/ocr/{DOC}")


def bring(page: Page, event: str, carried: str) -> None:
    """Dispatch `event` with a picture, as dropping or pasting one does."""
    page.evaluate(
        """([event, carried]) => {
          const data = new DataTransfer();
          data.items.add(new File([new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10])], "image.png", {type: "image/png"}));
          const made = carried === "dataTransfer"
            ? new DragEvent(event, {bubbles: true, cancelable: true, dataTransfer: data})
            : new ClipboardEvent(event, {bubbles: true, cancelable: true, clipboardData: data});
          document.body.dispatchEvent(made);
        }""",
        [event, carried],
    )


def test_pictures_are_dropped_and_pasted_and_uploaded_together(at_list, served):
    page = at_list()
    bring(page, "drop", "dataTransfer")
    expect(page.get_by_test_id("picked-files")).to_have_text("image.png")
    bring(page, "paste", "clipboardData")
    expect(page.get_by_test_id("picked-files")).to_contain_text("붙여넣은 그림")
    page.get_by_role("button", name="등록").click()
    expect(page.get_by_test_id("document")).to_have_count(2)


def test_a_phone_takes_a_picture_into_the_upload(at_list, served):
    page = at_list(size=(390, 844), has_touch=True, is_mobile=True)
    camera = page.locator("[data-into]")
    expect(camera).to_have_attribute("capture", "environment")
    expect(page.locator(".camera")).to_be_visible()
    camera.set_input_files({"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": png()})
    expect(page.get_by_test_id("picked-files")).to_have_text("photo.jpg")
    page.get_by_role("button", name="등록").click()
    expect(page.get_by_test_id("document")).to_contain_text("photo.jpg")
