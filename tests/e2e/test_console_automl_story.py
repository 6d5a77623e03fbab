"""The AutoML story with a browser alone: from an upload to predictions of the confirmed model."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from playwright.sync_api import expect

from automl_lib.prediction_csv import PREDICTION_LABEL
from tests.e2e.browser import SLOW, first_person, picture

pytestmark = pytest.mark.slow

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "wholesale.csv"
NUMERIC = ("Fresh", "Milk", "Grocery", "Frozen", "Detergent", "Delicassen", "Sugar", "Apple")


def test_a_table_is_uploaded_prepared_trained_confirmed_and_predicted_in_a_browser(
    browser, saebyeok, tmp_path
):
    page = first_person(browser, saebyeok)
    page.get_by_role("link", name="자동 학습").click()
    page.locator("summary").first.click()
    page.locator('input[type="file"]').set_input_files([SAMPLE])
    page.get_by_test_id("upload").get_by_label("문서명").fill("테스트 - 2026.11.26(01)")
    page.get_by_role("button", name="등록").click()
    row = page.get_by_test_id("document").filter(has_text="테스트 - 2026.11.26(01)")
    expect(row.get_by_test_id("status")).to_have_text("업로드", timeout=SLOW)
    picture(page, "automl-list")
    row.get_by_test_id("open").click()

    page.get_by_test_id("tab-data").click()
    for label in NUMERIC:
        expect(page.get_by_test_id("column").filter(has_text=label)).to_be_visible()
    page.get_by_test_id("column").filter(has_text="Fresh").get_by_test_id("select").click()
    expect(page.get_by_test_id("boxplot")).to_be_visible()
    picture(page, "automl-data")
    page.get_by_test_id("confirm-data").click()
    expect(page.get_by_test_id("status").first).to_have_text("데이터 확인", timeout=SLOW)

    page.get_by_test_id("tab-prepare").click()
    page.get_by_test_id("target-row").filter(has_text="y").last.get_by_role("radio").check()
    page.get_by_test_id("apply-target").click()
    expect(page.get_by_test_id("class").first).to_be_visible(timeout=SLOW)
    expect(page.locator("#positive")).to_have_value("yes")
    page.get_by_label("제거", exact=True).check()
    page.get_by_test_id("missing").select_option("median")
    page.get_by_test_id("outliers").select_option("clip")
    page.get_by_test_id("preview").click()
    expect(page.get_by_test_id("effect")).to_contain_text("440", timeout=SLOW)
    picture(page, "automl-prepare")
    page.get_by_test_id("apply-plan").click()
    saebyeok.wait_for(
        lambda: any(
            r["kind"] == "prepare" and r["status"] == "done"
            for r in saebyeok.json(
                "automl", "requests", saebyeok.json("automl", "list")["documents"][0]["doc_id"]
            )
        )
    )

    page.get_by_test_id("tab-train").click()
    page.get_by_test_id("train-all").click()
    page.get_by_test_id("yes").click()
    expect(page.get_by_test_id("training")).to_have_count(6, timeout=2 * SLOW)
    expect(page.get_by_test_id("training").filter(has_text="완료")).to_have_count(6, timeout=2 * SLOW)
    page.get_by_test_id("training").filter(has_text="SVM").get_by_test_id("select").click()
    expect(page.get_by_test_id("picture-11")).to_be_visible()
    expect(page.get_by_test_id("picture-12")).to_be_visible()
    picture(page, "automl-results")

    page.get_by_test_id("tab-confirm").click()
    page.get_by_test_id("training").filter(has_text="SVM").get_by_test_id("confirm").click()
    page.get_by_test_id("yes").click()
    expect(page.get_by_test_id("status").first).to_have_text("모델 확정", timeout=SLOW)

    page.get_by_test_id("tab-predict").click()
    page.locator('input[type="file"]').set_input_files([SAMPLE])
    page.get_by_role("button", name="예측", exact=True).click()
    with page.expect_download(timeout=SLOW) as coming:
        page.get_by_test_id("download").first.click(timeout=SLOW)
    scored = tmp_path / "scored.csv"
    coming.value.save_as(scored)
    with scored.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 440
    agreed = sum(row[PREDICTION_LABEL] == row["y"] for row in rows)
    assert agreed > 330  # three in four, of rows it mostly learnt from
