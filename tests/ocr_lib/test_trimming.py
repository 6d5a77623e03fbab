"""Crops are trimmed to their text: rules, neighbouring rows and wide margins go, letters never."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ocr_lib.trimming import text_extent, text_rows


def crop(height=60, width=200, paper=250):
    return np.full((height, width), paper, np.uint8)


def with_letters(image, top, bottom, left=30, right=170):
    """Strokes with gaps, as letters have them."""
    image[top:bottom, left:right:6] = 10
    image[top:bottom, left + 1 : right : 6] = 10
    return image


def test_wide_margins_go():
    left, top, right, bottom = text_extent(with_letters(crop(), 20, 40))
    assert 20 <= left <= 30
    assert 166 <= right <= 178
    assert 14 <= top <= 20
    assert 40 <= bottom <= 46


def test_the_feet_of_the_row_above_go():
    image = with_letters(crop(), 22, 50)
    image[0:8, 60:140:7] = 10
    _, top, _, bottom = text_extent(image)
    assert 8 <= top <= 22
    assert bottom >= 50


@pytest.mark.parametrize("thickness", [1, 3, 6])
def test_rules_beside_a_text_go(thickness):
    image = with_letters(crop(), 18, 42)
    image[:thickness] = 10
    image[:, -thickness:] = 10
    _, top, right, _ = text_extent(image)
    assert top >= thickness
    assert right <= 200 - thickness


def test_light_on_dark_is_trimmed_alike():
    image = with_letters(crop(), 20, 40)
    assert text_extent(255 - image) == text_extent(image)


def test_a_crop_without_clear_ink_is_left_as_it_is():
    noise = np.random.default_rng(0).normal(200, 3, (60, 200)).astype(np.uint8)
    assert text_extent(noise) is None
    assert text_extent(crop()) is None


@settings(max_examples=200, deadline=None)
@given(arrays(np.uint8, st.tuples(st.integers(1, 40), st.integers(1, 60))))
def test_any_crop_gives_a_part_of_itself(image):
    extent = text_extent(image)
    if extent is not None:
        left, top, right, bottom = extent
        assert 0 <= left < right <= image.shape[1]
        assert 0 <= top < bottom <= image.shape[0]


def test_syllables_beneath_each_other_are_rows():
    column = crop(height=200, width=50)
    for top in (10, 75, 140):
        with_letters(column, top, top + 45, left=5, right=45)
    assert text_rows(column) == [(0, 65), (65, 130), (130, 200)]


def test_a_shadow_over_half_of_a_text_hides_none_of_it():
    image = with_letters(crop(), 20, 40, left=10, right=190)
    shadow = np.linspace(0.45, 1.0, 200)
    left, _, right, _ = text_extent((image * shadow).astype(np.uint8))
    assert left <= 10
    assert right >= 186
