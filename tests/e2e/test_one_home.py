"""Whole stories on one home with SQLite and a disk, through real daemon, database and MLflow: what a person does, and sees."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from automl_lib.prediction_csv import PREDICTION_LABEL
from domain.learners import LEARNERS
from tests.e2e.automl_story import a_dropped_table_ends_as_a_confirmed_model_that_predicts
from tests.e2e.browser import SLOW, first_person, picture
from tests.e2e.conftest import FEW_LINES, running_saebyeok
from tests.e2e.notes import INVOICE, NOTE, SAMPLES, correct_in_a_spreadsheet, extracted, note_lines

pytestmark = pytest.mark.slow

TABLE = Path(__file__).resolve().parents[2] / "samples" / "wholesale.csv"
NUMERIC = ("Fresh", "Milk", "Grocery", "Frozen", "Detergent", "Delicassen", "Sugar", "Apple")
NAME = "테스트 - 2026.11.26(01)"

STOCK = """
import json, sys, cv2, easyocr
folder, crop = sys.argv[1:]
reader = easyocr.Reader(["ko", "en"], gpu=False, recog_network="custom", user_network_directory=folder,
    model_storage_directory=folder, download_enabled=False, detector=False, quantize=False, verbose=False)
grey = cv2.imread(crop, cv2.IMREAD_GRAYSCALE)
print(json.dumps(reader.recognize(grey, [[0, grey.shape[1], 0, grey.shape[0]]], [])[0][1]))
"""


@pytest.fixture(scope="module")
def saebyeok(tmp_path_factory, machine_cache):
    """Started once: none of the stories looks at what another one brought."""
    with running_saebyeok(tmp_path_factory.mktemp("one"), machine_cache, **FEW_LINES) as running:
        yield running
        assert running.stop() == 0


def test_a_dropped_table_ends_as_a_confirmed_model(saebyeok, tmp_path):
    a_dropped_table_ends_as_a_confirmed_model_that_predicts(saebyeok, tmp_path)


def test_a_table_is_uploaded_prepared_trained_confirmed_and_predicted_in_a_browser(
    browser, saebyeok, tmp_path
):
    page = first_person(browser, saebyeok)
    page.get_by_role("link", name="자동 학습").click()
    page.locator("summary").first.click()
    page.locator('input[type="file"]').set_input_files([TABLE])
    page.get_by_test_id("upload").get_by_label("문서명").fill(NAME)
    page.get_by_role("button", name="등록").click()
    row = page.get_by_test_id("document").filter(has_text=NAME)
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
    page.get_by_role("radio", name="y", exact=True).check()
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
    doc = next(d["doc_id"] for d in saebyeok.json("automl", "list")["documents"] if d["name"] == NAME)
    saebyeok.wait_for(
        lambda: any(
            r["kind"] == "prepare" and r["status"] == "done" for r in saebyeok.json("automl", "requests", doc)
        )
    )

    page.get_by_test_id("tab-train").click()
    page.get_by_test_id("train-all").click()
    page.get_by_test_id("yes").click()
    expect(page.get_by_test_id("training")).to_have_count(len(LEARNERS), timeout=2 * SLOW)
    expect(page.get_by_test_id("training").filter(has_text="완료")).to_have_count(
        len(LEARNERS), timeout=2 * SLOW
    )
    page.get_by_test_id("training").filter(has_text="SVM").get_by_test_id("select").click()
    expect(page.get_by_test_id("picture-11")).to_be_visible()
    expect(page.get_by_test_id("picture-12")).to_be_visible()
    picture(page, "automl-results")
    expect(page.get_by_test_id("importances")).to_be_visible(timeout=SLOW)  # made after all scores
    expect(page.get_by_test_id("dependence").first).to_be_visible()

    page.get_by_test_id("tab-confirm").click()
    threshold = by_costs(page)
    page.get_by_test_id("training").filter(has_text="SVM").get_by_test_id("confirm").click()
    page.get_by_test_id("yes").click()
    expect(page.get_by_test_id("status").first).to_have_text("모델 확정", timeout=SLOW)

    page.get_by_test_id("tab-predict").click()
    one_row_is_moved_and_turned(page)
    page.locator('input[type="file"]').set_input_files([TABLE])
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
    expect(page.get_by_test_id("prediction-rule").first).to_contain_text("놓침 900,000원")
    decided = [row for row in rows if abs(float(row["확률_yes"]) - threshold) > 1e-3]  # the screen rounds
    assert len(decided) > 400
    assert all((row[PREDICTION_LABEL] == "yes") == (float(row["확률_yes"]) > threshold) for row in decided)


def one_row_is_moved_and_turned(page) -> None:
    """A typed number moves the probability and its reasons, and a counterfactual that is typed turns the answer."""

    def shown() -> str:
        return page.get_by_test_id("what-if-probability").inner_text()

    page.get_by_test_id("what-if-probability").wait_for(timeout=SLOW)
    answer, before = page.get_by_test_id("what-if-predicted").locator("strong").inner_text(), shown()
    first = page.get_by_test_id("what-if").locator(".field input:not([type=checkbox])").first
    first.fill("99999")
    expect(page.get_by_test_id("what-if-probability")).not_to_have_text(before)
    page.get_by_test_id("row").fill("3")
    page.get_by_role("button", name="채우기").click()
    page.get_by_role("button", name="보통의 한 행").click()
    expect(page.get_by_test_id("what-if-probability")).to_have_text(before)
    for box in page.get_by_test_id("what-if").locator(".may-change input").all():
        box.check()
    page.get_by_test_id("counterfactual").click()
    changes = page.get_by_test_id("turned")
    expect(changes).to_contain_text("가장 작은 변경")
    picture(page, "automl-what-if")
    turned = changes.locator("p").inner_text().split("⇒")[1]
    assert not turned.strip().startswith(answer)


def by_costs(page) -> float:
    """Choose by costs when the SVM names the positive class; the threshold, which moves as the costs are typed."""
    page.get_by_test_id("rule-form").get_by_label("모델").select_option(label="SVM")
    shown = page.get_by_test_id("rule-threshold")
    page.get_by_label("비용으로").check()
    page.get_by_label("놓침 1건의 비용").press_sequentially("900000")
    page.get_by_label("헛경보 1건의 비용").press_sequentially("300000")
    expect(shown).to_contain_text("놓치면 900,000원, 헛경보 300,000원이면")
    picture(page, "automl-rule")
    threshold = float(re.search(r"임계값 ([\d.]+)", shown.inner_text())[1])
    assert 0.05 < threshold < 0.5  # a miss is dearer
    page.get_by_test_id("apply-rule").click()
    expect(page.get_by_test_id("rule-matrix")).to_be_visible(timeout=SLOW)
    return threshold


def test_dropped_pages_end_as_checked_text_and_a_network_that_learnt(saebyeok, tmp_path):
    folder = saebyeok.home / "inbox" / "ocr" / "새벽상사"
    folder.mkdir(parents=True)
    (folder / "가짜.png").write_bytes(b"<html>no picture</html>")
    for name in (NOTE, INVOICE):
        shutil.copyfile(SAMPLES / name, folder / name)
    found = extracted(saebyeok, NOTE, INVOICE, "가짜.png")
    assert found["가짜.png"]["status"] == "failed"
    assert "가짜.png" in found["가짜.png"]["failure"]
    assert found[INVOICE]["company"] == "새벽상사"
    invoice, note = found[INVOICE]["doc_id"], found[NOTE]["doc_id"]
    assert "거래명세서" in [t["text"] for t in saebyeok.json("ocr", "texts", invoice)]

    misread = saebyeok.json("ocr", "texts", note)
    saebyeok.type("ocr", "correct", misread[0]["text_id"], note_lines()[0])
    saebyeok.type("ocr", "select", "--doc", note, "--all")
    correct_in_a_spreadsheet(saebyeok, note, tmp_path)

    saebyeok.type("ocr", "retrain", "--minutes", "0.2", "--no-wait")
    training = saebyeok.wait_for(lambda: (saebyeok.json("ocr", "networks")[0]["items"] or {}).get("train"))
    assert training == len(misread)
    saebyeok.wait_for(saebyeok.kill_run)
    saebyeok.wait_for(
        lambda: saebyeok.json("ocr", "networks")[0]["status"] in ("deployed", "kept_back"), seconds=1800
    )
    networks = saebyeok.json("ocr", "networks")
    assert sum(n["deployed"] for n in networks) == 1
    new = networks[0]
    # A few seconds may bring nothing better; then there is nothing to judge.
    assert new["scores"] is None or new["scores"]["ticked"]["items"] == len(misread)
    after = saebyeok.json("ocr", "texts", note)
    assert [t["corrected"] for t in after] == note_lines()[: len(after)]
    if new["deployed"]:
        saebyeok.wait_for(lambda: saebyeok.json("ocr", "networks")[0]["rescored"])
        after = saebyeok.json("ocr", "texts", note)
        crop = saebyeok.home / "store" / after[0]["crop_path"]
        done = subprocess.run(
            [sys.executable, "-c", STOCK, new["folder"], str(crop)],
            capture_output=True,
            text=True,
            check=True,
        )
        assert json.loads(done.stdout.splitlines()[-1]) != ""
        assert all(t["trained_text"] is not None for t in after if t["selected"])
        saebyeok.command("ocr", "rollback")
        assert not saebyeok.json("ocr", "networks")[0]["deployed"]
        assert sum(n["deployed"] for n in saebyeok.json("ocr", "networks")) == 1

    again = saebyeok.command("ocr", "retrain", "--minutes", "0.2")
    assert (
        "새로 배울 것이 없습니다" in again.stdout
        or "이미 해 보았습니다" in again.stdout
        or "학습대상" in again.stdout
    )
    out = tmp_path / "note.pdf"
    saebyeok.command("ocr", "export", note, "--format", "pdf", "--out", str(out))
    assert out.read_bytes().startswith(b"%PDF-")
