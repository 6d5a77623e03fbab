"""What is reported of pages that were read."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from benchmarks.made_forms.__main__ import write_pages
from benchmarks.page_folder import PageSet, load_picture, open_sets
from benchmarks.page_readers import ReadPages, read_set
from benchmarks.page_rows import ReadText
from benchmarks.page_scoring import TrueText, score_page
from benchmarks.real_pages import in_true_boxes, summarise
from benchmarks.worst_pages import draw_worst
from ocr_lib.synthetic.fonts import package_fonts


def page_set(folder: Path, truths: dict[str, str]) -> PageSet:
    """A set of white pictures with one text each, drawn in its box."""
    font = ImageFont.truetype(str(package_fonts()[0].path), 40)
    for name, text in truths.items():
        picture = Image.new("RGB", (600, 120), "white")
        ImageDraw.Draw(picture).text((20, 60), text, font=font, fill="black", anchor="lm")
        picture.save(folder / name)
    return PageSet(
        "made", folder, {name: [TrueText(text, (20, 30, 580, 90))] for name, text in truths.items()}, {}
    )


def test_rates_are_of_all_pages_together() -> None:
    box = (0, 0, 100, 20)
    long = score_page([TrueText("abcdefgh ij", box)], [ReadText("abcdefgh ij", box)])
    short = score_page([TrueText("ab", box)], [])
    found = summarise([long, short])
    assert found["pages"] == 2
    assert found["characters"] == 12
    assert found["cer"] == pytest.approx(2 / 12, abs=1e-4)
    assert found["cer_median"] == pytest.approx(0.5)
    assert (found["word_precision"], found["word_recall"]) == (1.0, pytest.approx(2 / 3, abs=1e-3))
    assert (found["cells_whole"], found["rows_found"]) == (0.5, 0.5)


def test_the_worst_pages_come_first_with_their_boxes(tmp_path: Path) -> None:
    pages = page_set(tmp_path, {"a.png": "one", "b.png": "two", "c.png": "three"})
    read = {
        "a.png": [ReadText("one", (20, 30, 580, 90))],
        "b.png": [],
        "c.png": [ReadText("thrxx", (20, 30, 580, 90))],
    }
    scores = {name: score_page(pages.truths[name], read[name]) for name in pages.truths}
    draw_worst([(pages, ReadPages(read, {}, 0.0), scores)], tmp_path / "worst", 2)
    files = sorted((tmp_path / "worst").iterdir())
    assert [file.name for file in files] == ["01_made_b_1.00.png", "02_made_c_0.40.png"]
    with Image.open(files[1]) as drawn:
        assert drawn.size == (1200, 120)
        right = np.asarray(drawn.convert("L"))[:, 600:]
    assert (right[35:85, 20:] < 128).any()  # what was read stands beside the page


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")
def test_a_reader_reads_a_set_in_a_process_of_its_own(tmp_path: Path) -> None:
    found = read_set("tesseract-6", page_set(tmp_path, {"a.png": "Total amount 1250"}))
    assert [text.text for text in found.texts["a.png"]] == ["Total", "amount", "1250"]
    assert all(20 <= text.box[0] < text.box[2] <= 580 for text in found.texts["a.png"])
    assert found.seconds["a.png"] > 0
    assert found.peak_mib > 10


def test_made_pages_are_written_in_the_layout_that_is_read(tmp_path: Path) -> None:
    write_pages(tmp_path, [9], "looked", 0)
    (pages,) = open_sets(tmp_path, half="looked")
    assert open_sets(tmp_path, half="unseen") == []
    (name,) = pages.truths
    assert "dot matrix" in pages.kinds[name]
    height, width, _ = load_picture(pages.folder / name).shape
    written = json.loads((pages.folder / "truth.json").read_text(encoding="utf-8"))[name]
    assert all(0 <= item["box"][0] < item["box"][2] <= width for item in written)
    assert all(0 <= item["box"][1] < item["box"][3] <= height for item in written)
    assert [item.text for item in pages.truths[name] if isinstance(item, TrueText)] == [
        i["text"] for i in written
    ]


def test_what_the_truth_leaves_out_can_be_left_out_of_the_reading() -> None:
    truth = [TrueText("TOTAL", (0, 0, 100, 20)), TrueText("12.50", (120, 0, 200, 20))]
    read = [
        ReadText("TOTAL", (2, 1, 98, 19)),
        ReadText("12.50 paid", (120, 0, 300, 20)),
        ReadText("K", (400, 90, 420, 110)),
    ]
    assert [text.text for text in in_true_boxes(truth, read)] == ["TOTAL", "12.50 paid"]
    assert in_true_boxes(["TOTAL 12.50"], read) == read
