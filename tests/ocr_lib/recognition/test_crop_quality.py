"""What grey values tell of how well a crop can be read."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr_lib.recognition.crop_quality import CropQuality, crop_quality


@pytest.fixture
def bars():
    """Black bars on white, twice as wide as high."""
    crop = np.full((40, 80), 255, np.uint8)
    crop[5:35, 4::8] = crop[5:35, 5::8] = 0
    return crop


def test_sharp_print_is_sharp_and_blurred_print_is_not(bars):
    sharp, blurred = crop_quality(bars), crop_quality(cv2.GaussianBlur(bars, (0, 0), 3))
    assert sharp.sharpness == pytest.approx(1.0)
    assert blurred.sharpness < 0.5


def test_faint_print_has_little_contrast_and_is_as_sharp(bars):
    full, faint = crop_quality(bars), crop_quality((bars // 5 + 180).astype(np.uint8))
    assert full.contrast == pytest.approx(1.0)
    assert faint.contrast == pytest.approx(0.2)
    assert faint.sharpness == pytest.approx(full.sharpness)


def test_noise_is_told_from_clean_paper():
    paper = np.full((40, 200), 200, np.uint8)
    paper[10:30, 20:180:20] = 20
    speckled = np.clip(paper + np.random.default_rng(0).normal(0, 15, paper.shape), 0, 255).astype(np.uint8)
    assert crop_quality(paper).noise == 0
    assert crop_quality(speckled).noise > 0.03


@pytest.mark.parametrize("size", [(0, 0), (0, 7), (7, 0), (1, 1), (7, 1), (1, 7)])
def test_the_smallest_crops_have_a_quality(size):
    found = crop_quality(np.full(size, 9, np.uint8))
    assert (found.height, found.width) == size
    assert np.isfinite([found.contrast, found.sharpness, found.noise]).all()
    assert isinstance(found, CropQuality)
