"""Resident registration numbers are in nothing that Dagster shows."""

from __future__ import annotations

from types import SimpleNamespace

import cv2
import numpy as np

from assets.metadata import table
from assets.ocr.pictures import with_boxes
from assets.ocr.reading import FoundTexts
from assets.ocr.training_data import make_images
from ocr_lib.remarks import RemarkKind, remark

NUMBER = "900101-1234567"


def test_tables_of_texts_have_masked_numbers():
    (record,) = table([{"label": f"홍길동 {NUMBER}", "score": 0.91234, "texts": 3}]).value.records
    assert record.data == {"label": "홍길동 900101-1******", "score": 0.9123, "texts": 3}


def test_names_of_files_are_masked_wherever_they_are_shown():
    name = f"{NUMBER}.png"
    row = {"document": "261122000000010", "file": name, "pages": 1, "texts": 0, "texts_from_pdf": 0}
    empty = (name, 1, remark(RemarkKind.NOTHING_READ))
    result = FoundTexts([row], {}, [empty]).result()
    assert "900101-1" in str(result)
    assert NUMBER not in str(result)


def test_texts_with_numbers_are_covered_in_the_pictures_of_pages():
    page = np.full((100, 300, 3), 255, np.uint8)
    page[20:80:8, 20:280] = 0
    quads = [[(20, 20), (140, 20), (140, 80), (20, 80)], [(160, 20), (280, 20), (280, 80), (160, 80)]]
    lines = [
        SimpleNamespace(text=text, quad=quad) for text, quad in zip((NUMBER, "합계"), quads, strict=True)
    ]
    shown = cv2.imdecode(np.frombuffer(with_boxes(page, lines), np.uint8), cv2.IMREAD_GRAYSCALE)
    covered, open_to_see = shown[25:75, 25:135], shown[25:75, 165:275]
    assert np.ptp(covered) < 60
    assert np.ptp(open_to_see) > 180


def test_synthetic_images_of_numbers_are_made_but_not_shown(tmp_path):
    made, shown = make_images(tmp_path, [NUMBER, "합계"], 12, seed=1)
    assert made == 12
    assert {text for text, _ in shown} == {"합계"}
    assert NUMBER in (tmp_path / "labels.jsonl").read_text(encoding="utf-8")


def test_numbers_that_were_read_as_two_texts_are_covered_too():
    page = np.full((100, 300, 3), 255, np.uint8)
    page[20:80:8, 20:280] = 0
    quads = [[(20, 20), (140, 20), (140, 80), (20, 80)], [(160, 20), (280, 20), (280, 80), (160, 80)]]
    lines = [
        SimpleNamespace(text=text, quad=quad) for text, quad in zip(NUMBER.split("1-"), quads, strict=True)
    ]
    lines[0].text += "1-"
    shown = cv2.imdecode(np.frombuffer(with_boxes(page, lines), np.uint8), cv2.IMREAD_GRAYSCALE)
    assert np.ptp(shown[25:75, 165:275]) < 60


def test_a_part_of_a_number_is_learnt_but_not_shown(tmp_path):
    _, shown = make_images(tmp_path, ["1234567", "합계"], 12, seed=1, hidden={"1234567"})
    assert {text for text, _ in shown} == {"합계"}
