"""Worn lines: the same for the same seed, each kind of wear visible, letters still there."""

from __future__ import annotations

from dataclasses import fields, replace

import cv2
import numpy as np
import pytest

from ocr_lib.synthetic.fonts import package_fonts, plotting_font
from ocr_lib.synthetic.lines import LineMaker, from_list
from ocr_lib.synthetic.render import ink_of, render
from ocr_lib.synthetic.style import Style
from ocr_lib.synthetic.wear import Wear, worn

TEXT, EM = "합계 12,300", 40
NONE = Wear(**{field.name: 0.0 for field in fields(Wear) if isinstance(field.default, float)}, fill=(0.7, 0.7), sides=(0.1, 0.1))  # fmt: skip


@pytest.fixture(scope="module")
def face():
    return package_fonts()[0]


@pytest.fixture(scope="module")
def ink(face):
    return ink_of(TEXT, face, EM)


def drawn(ink, seed=3, **changed):
    return worn(ink, EM, ink[:, ::-1], replace(NONE, **changed), np.random.default_rng(seed))


def test_a_seed_gives_one_picture(face):
    maker = LineMaker(from_list([TEXT]), [face], Style(), 5, wear=Wear(), worn=1.0)
    assert np.array_equal(maker.make(2).image, maker.make(2).image)
    assert not np.array_equal(maker.make(2).image, maker.make(3).image)


def test_letters_fill_the_part_of_the_height_that_was_asked(ink):
    # The taller of the letters and of a drawn height of line; letters alone can only fill less.
    loose, close = drawn(ink, fill=(0.5, 0.5)), drawn(ink, fill=(0.95, 0.95))
    assert loose.shape[0] == pytest.approx(close.shape[0] * 0.95 / 0.5, rel=0.05)


def test_condensed_lines_are_narrower(ink):
    assert drawn(ink, stretched=1.0, stretch=(0.6, 0.6)).shape[1] < 0.7 * drawn(ink).shape[1]


@pytest.mark.parametrize(
    "share",
    ["dotted", "weighted", "thermal", "underlined", "bars", "neighbours", "perspective", "shaded", "hatched", "inverted",
     "moved", "defocused", "sharpened", "bilevel"],
)  # fmt: skip
def test_each_kind_of_wear_changes_the_picture_and_leaves_the_letters(ink, share):
    changed = [drawn(ink, seed, **{share: 1.0, "fill": (0.6, 0.6)}) for seed in range(6)]
    for image in changed:
        assert image.dtype == np.uint8 and image.ndim == 2
        assert np.percentile(image, 99.5) - np.percentile(image, 0.5) > 25
    plain = [drawn(ink, seed, fill=(0.6, 0.6)) for seed in range(6)]
    assert any(
        one.shape != other.shape or not np.array_equal(one, other)
        for one, other in zip(changed, plain, strict=True)
    )


def test_coarse_lines_have_as_many_pixels_an_em_as_asked(ink):
    small = drawn(ink, coarse=1.0, coarse_em=(12, 12))
    assert small.shape[0] == pytest.approx(drawn(ink).shape[0] * 12 / EM, abs=1)


def test_bilevel_lines_are_black_and_white_or_softened_from_it(ink):
    images = [drawn(ink, seed, bilevel=1.0) for seed in range(8)]
    assert any(set(np.unique(image)) <= {0, 255} for image in images)


def test_signs_that_a_face_lacks_come_from_another(face):
    assert not face.covers("☑")
    rng = np.random.default_rng(0)
    calm = Style(skew=(0, 0), shear=(0, 0), distortion=(0, 0), clean=1.0, inverted=0.0, spacing=(0, 0))
    image = render("☑ 동의", face, calm, rng, fallbacks=[plotting_font()])
    marks, _ = cv2.connectedComponents((image < image.max() // 2 + 40).astype(np.uint8))
    assert marks > 4
    with pytest.raises(LookupError):
        LineMaker(from_list(["☑ 동의"]), [face], calm, 0).make(0)
    assert (
        LineMaker(from_list(["☑ 동의"]), [face], calm, 0, fallbacks=[plotting_font()]).make(0).text
        == "☑ 동의"
    )
