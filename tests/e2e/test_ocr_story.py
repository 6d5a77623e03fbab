"""The whole OCR story through real daemon, database and MLflow: what a person does, and sees."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.conftest import as_a_team

pytestmark = pytest.mark.slow

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "ocr"
NOTE, INVOICE = "메모-1.jpg", "거래명세서.png"

STOCK = """
import json, sys, cv2, easyocr
folder, crop = sys.argv[1:]
reader = easyocr.Reader(["ko", "en"], gpu=False, recog_network="custom", user_network_directory=folder,
    model_storage_directory=folder, download_enabled=False, detector=False, quantize=False, verbose=False)
grey = cv2.imread(crop, cv2.IMREAD_GRAYSCALE)
print(json.dumps(reader.recognize(grey, [[0, grey.shape[1], 0, grey.shape[0]]], [])[0][1]))
"""


def listed(saebyeok):
    return {d["file_name"]: d for d in saebyeok.json("ocr", "list")["documents"]}


def extracted(saebyeok, *names):
    def look():
        found = listed(saebyeok)
        return (
            found if all(found.get(n, {}).get("status") in ("extracted", "failed") for n in names) else None
        )

    return saebyeok.wait_for(look)


def correct_in_a_spreadsheet(saebyeok, doc, folder):
    """Write what the note says over what was read, and tick it, in the CSV of its texts."""
    sheet = folder / "texts.csv"
    saebyeok.command("ocr", "export-texts", doc, str(sheet))
    with sheet.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    for row, line in zip(rows, note_lines(), strict=False):
        row.update(corrected=line, use="Y")
    with sheet.open("w", encoding="utf-8-sig", newline="") as opened:
        writer = csv.DictWriter(opened, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    saebyeok.command("ocr", "import-texts", str(sheet))


def note_lines():
    return [line["text"] for line in json.loads((SAMPLES / "truth" / "메모-1.json").read_text("utf-8"))[0]]


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
    saebyeok.command("ocr", "correct", misread[0]["text_id"], note_lines()[0])
    saebyeok.command("ocr", "select", "--doc", note, "--all")
    correct_in_a_spreadsheet(saebyeok, note, tmp_path)

    saebyeok.command("ocr", "retrain", "--minutes", "0.5", "--no-wait")
    training = saebyeok.wait_for(lambda: (saebyeok.json("ocr", "networks")[0]["items"] or {}).get("train"))
    assert training == len(misread)
    saebyeok.wait_for(saebyeok.kill_run)
    saebyeok.wait_for(
        lambda: saebyeok.json("ocr", "networks")[0]["status"] in ("deployed", "kept_back"), seconds=1800
    )
    networks = saebyeok.json("ocr", "networks")
    assert sum(n["deployed"] for n in networks) == 1
    new = networks[0]
    # Half a minute may bring nothing better; then there is nothing to judge.
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

    again = saebyeok.command("ocr", "retrain", "--minutes", "0.5")
    assert (
        "새로 배울 것이 없습니다" in again.stdout
        or "이미 해 보았습니다" in again.stdout
        or "학습대상" in again.stdout
    )
    out = tmp_path / "note.pdf"
    saebyeok.command("ocr", "export", note, "--format", "pdf", "--out", str(out))
    assert out.read_bytes().startswith(b"%PDF-")
    assert saebyeok.stop() == 0


@as_a_team
def test_on_postgresql_and_an_object_store_a_page_is_read_corrected_and_learnt(saebyeok, tmp_path):
    folder = saebyeok.home / "inbox" / "ocr" / "새벽상사"
    folder.mkdir(parents=True)
    shutil.copyfile(SAMPLES / NOTE, folder / NOTE)
    note = extracted(saebyeok, NOTE)[NOTE]["doc_id"]
    read = saebyeok.json("ocr", "texts", note)
    correct_in_a_spreadsheet(saebyeok, note, tmp_path)
    assert listed(saebyeok)[NOTE]["status"] == "checked"
    saebyeok.command("ocr", "retrain", "--minutes", "0.2")
    networks = saebyeok.json("ocr", "networks")
    assert networks[0]["status"] in ("deployed", "kept_back")
    assert networks[0]["items"]["train"] == len(read)
    assert sum(n["deployed"] for n in networks) == 1
    after = saebyeok.json("ocr", "texts", note)
    assert [t["corrected"] for t in after] == note_lines()[: len(after)]
    assert saebyeok.sqlite_files() == set()
    assert saebyeok.command("doctor", check=False).returncode == 0
    assert saebyeok.stop() == 0
