"""The OCR story with a browser alone: from an upload to texts that were learnt and read again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import SLOW, first_person, picture

pytestmark = pytest.mark.slow

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "ocr"
NOTE = "메모-1"


def test_a_scan_is_uploaded_corrected_learnt_and_taken_away_in_a_browser(browser, saebyeok, tmp_path):
    page = first_person(browser, saebyeok)
    page.locator("summary").first.click()
    page.locator('input[type="file"]').set_input_files([SAMPLES / f"{NOTE}.jpg"])
    page.get_by_label("상호(명칭)").fill("새벽상사")
    page.get_by_role("button", name="등록").click()
    expect(page.locator("main")).to_contain_text(f"{NOTE}.jpg")
    page.goto(page.url.split("/ocr")[0] + "/ocr")
    row = page.get_by_test_id("document").filter(has_text=f"{NOTE}.jpg")
    expect(row).to_contain_text("새벽상사")
    row.get_by_role("link", name="선택").click()
    # The page follows the reading and shows the texts by itself.
    expect(page.get_by_test_id("text").first).to_be_visible(timeout=SLOW)
    page.goto(f"{page.url.split('?')[0]}?order=place")

    truth = [line["text"] for line in json.loads((SAMPLES / "truth" / f"{NOTE}.json").read_text("utf-8"))[0]]
    texts = page.get_by_test_id("text")
    count = texts.count()
    page.get_by_test_id("text").first.get_by_role("textbox").focus()
    for number, line in enumerate(truth[:count]):
        if number == count // 2:
            picture(page, "correcting")
        page.keyboard.press("Control+a")
        page.keyboard.type(line)
        page.keyboard.press("Alt+u")
        page.keyboard.press("Enter")
    expect(page.locator(".text.machine")).to_have_count(0)
    expect(page.locator(".text .use input:checked")).to_have_count(count)

    page.get_by_test_id("export-ask-pdf").click()
    with page.expect_download(timeout=SLOW) as coming:
        page.get_by_test_id("export-link").click(timeout=SLOW)
    pdf = tmp_path / "out.pdf"
    coming.value.save_as(pdf)
    assert pdf.read_bytes().startswith(b"%PDF-")

    page.get_by_role("link", name="학습", exact=True).click()
    expect(page.get_by_test_id("document-items")).to_contain_text(f"{NOTE}.jpg")
    picture(page, "tonight")
    page.get_by_label("학습 시간(분)").fill("0.5")
    page.get_by_role("button", name="지금 학습").click()
    expect(page.get_by_test_id("training-work")).to_be_visible()
    page.get_by_role("link", name="지금", exact=True).click()
    expect(page.get_by_test_id("running")).to_contain_text("재학습", timeout=SLOW)
    networks = saebyeok.wait_for(
        lambda: (
            found
            if (found := saebyeok.json("ocr", "networks"))[0]["status"] in ("deployed", "kept_back")
            else None
        ),
        seconds=600,
    )
    page.get_by_role("link", name="학습", exact=True).click()
    page.get_by_role("link", name="네트워크", exact=True).click()
    newest = page.get_by_test_id("network").first
    expect(newest).to_contain_text(networks[0]["network_id"])
    picture(page, "networks")
    if networks[0]["status"] == "kept_back":
        expect(page.locator("main")).to_contain_text(networks[0]["reason_ko"])
    else:
        saebyeok.wait_for(lambda: saebyeok.json("ocr", "networks")[0]["rescored"], seconds=120)
        newest.get_by_role("link").first.click()
        expect(page.get_by_test_id("rescored").first).to_be_visible()
        page.go_back()
        page.get_by_test_id("roll-back").first.click()
        saebyeok.wait_for(lambda: not saebyeok.json("ocr", "networks")[0]["deployed"], seconds=60)
    assert sum(n["deployed"] for n in saebyeok.json("ocr", "networks")) == 1
