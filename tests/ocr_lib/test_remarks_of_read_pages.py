"""What is said of whole pages that were read: nothing of ordinary ones, the flaw of flawed ones.

Rates over more pages, from `python -m benchmarks.remarked_pages`, are in `docs/performance.md`: none of 24 ordinary pages gets a
remark, and all 43 do that are cut off, turned, blank, hold stray marks alone or another script, have 60 dpi or less, or are blurred
by 3 pixels or more.
"""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from benchmarks.remarked_pages import KINDS
from ocr_lib.pages.modes import plain
from ocr_lib.synthetic.fonts import package_fonts

pytestmark = pytest.mark.slow
SHORT = 3
"""Number of a made page with few and large texts, which is read quickly."""


def kinds_of(reader, grey):
    page = reader.read(cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB))
    return [str(remark.kind) for remark in page.remarks]


@pytest.mark.parametrize("kind", ["ordinary", "blur 1.0 px", "100 dpi", "ink × 0.4"])
def test_a_page_without_a_flaw_or_with_a_slight_one_gets_no_remark(reader, kind):
    assert kinds_of(reader, KINDS[kind](SHORT)) == []


@pytest.mark.parametrize(
    ("kind", "remark"),
    [
        ("blur 4.0 px", "blurred"),
        ("45 dpi", "small"),
        ("cut at the left", "cut_off"),
        ("cut at the right", "cut_off"),
        ("cut at the top", "cut_off"),
        ("ink × 0.06", "faint"),
        ("turned by 90°", "rotated"),
        ("turned by 180°", "rotated"),
        ("blank", "nothing_read"),
    ],
)
def test_a_flawed_page_says_so(reader, kind, remark):
    assert remark in kinds_of(reader, KINDS[kind](SHORT))


@pytest.mark.parametrize("number", range(4), ids=["Cyrillic", "Japanese", "한자", "Greek"])
def test_another_script_is_said(reader, number):
    assert kinds_of(reader, KINDS["other script"](number)) == ["unreadable"]


@pytest.mark.parametrize("number", range(SHORT))
def test_stray_marks_are_not_passed_over_in_silence(reader, number):
    assert kinds_of(reader, KINDS["stray marks"](number))


def test_white_text_without_a_background_is_read(reader):
    picture = Image.new("RGBA", (700, 200), (0, 0, 0, 0))
    face = ImageFont.truetype(str(package_fonts()[0].path), 34)
    ImageDraw.Draw(picture).text((60, 60), "계약서 제12호", font=face, fill="white")
    page = reader.read(np.asarray(plain(picture).convert("RGB")))
    assert [line.text for line in page.lines] == ["계약서 제12호"]
    assert page.remarks == ()


def test_a_sheet_of_noise_is_not_passed_over_in_silence(reader):
    noise = np.random.default_rng(7).normal(200, 40, (900, 700))
    assert kinds_of(reader, np.clip(noise, 0, 255).astype(np.uint8))
