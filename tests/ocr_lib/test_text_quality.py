"""Size, contrast and sharpness of print, measured in crops whose size, contrast and blur are known."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr_lib.text_quality import text_quality


def print_of(height=30, *, ink=40, paper=230, blur=0.0):
    """A crop with upright strokes of this height, in pixels."""
    crop = np.full((2 * height, 8 * height), paper, np.uint8)
    for x in range(height, 7 * height, height):
        crop[height // 2 : height // 2 + height, x : x + height // 2] = ink
    return cv2.GaussianBlur(crop, (0, 0), blur) if blur else crop


@pytest.mark.parametrize("height", [12, 30, 80])
def test_the_height_is_that_of_the_ink(height):
    assert text_quality(print_of(height)).height == height


@pytest.mark.parametrize(("ink", "paper"), [(40, 230), (200, 230), (230, 40)])
def test_the_contrast_is_that_of_ink_and_paper(ink, paper):
    assert text_quality(print_of(ink=ink, paper=paper)).contrast == pytest.approx(abs(ink - paper))


@pytest.mark.parametrize("blur", [1.5, 2.5, 4.0])
@pytest.mark.parametrize("ink", [40, 150])
def test_the_blur_is_in_parts_of_the_height(blur, ink):
    found = text_quality(print_of(60, ink=ink, blur=blur))
    assert found.blur * found.height == pytest.approx(blur, rel=0.2)


def test_sharp_print_and_noise_are_not_blurred():
    noise = np.random.default_rng(0).normal(0, 5, (60, 240))
    noisy = np.clip(print_of() + noise, 0, 255).astype(np.uint8)
    assert text_quality(print_of()).blur < 0.02
    assert text_quality(noisy).blur < 0.02


@pytest.mark.parametrize("crop", [np.full((40, 90), 200, np.uint8), np.zeros((3, 90), np.uint8)])
def test_there_is_nothing_to_measure_in_plain_paper_or_a_speck(crop):
    assert text_quality(crop) is None
