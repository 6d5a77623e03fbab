"""Made lines: the same for the same seed and number, labelled with exactly what is drawn, damaged as asked."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import numpy as np
import pytest

from ocr_lib.synthetic.damage import damage
from ocr_lib.synthetic.fonts import choose_font, named, package_fonts, without
from ocr_lib.synthetic.lines import LineMaker, from_list
from ocr_lib.synthetic.render import render
from ocr_lib.synthetic.style import Style
from ocr_lib.synthetic.texts import TextMix

CALM = Style(
    skew=(0, 0), shear=(0, 0), distortion=(0, 0), spacing=(0, 0), inverted=0.0, clean=1.0, ink=(0, 0), paper=(255, 255)
)  # fmt: skip


@pytest.fixture(scope="module")
def fonts():
    return package_fonts()


def test_a_face_without_the_glyphs_is_not_chosen(fonts):
    rng = np.random.default_rng(0)
    assert fonts, "the package pylopdf-fonts-ko carries faces"
    assert choose_font(fonts, "됩니다 abc", rng) in fonts
    assert choose_font(fonts, "ก", rng) is None
    with pytest.raises(LookupError, match="ก"):
        LineMaker(from_list(["ก"]), fonts, Style(), 0).make(0)


def test_faces_are_named_and_left_out_by_how_their_names_begin(fonts):
    serif = named(fonts, ["notoserif"])
    assert serif and not set(serif) & set(without(fonts, ["NotoSerif"]))


def test_the_same_seed_and_number_give_the_same_line(fonts):
    mix = TextMix(frozenset(chr(c) for c in range(0xAC00, 0xD7A4)) | set(" 0123456789.,-"))
    one, other = (LineMaker(mix.draw, fonts, Style(), 7) for _ in range(2))
    for number in (0, 5, 99):
        a, b = one.make(number), other.make(number)
        assert a.text == b.text
        assert np.array_equal(a.image, b.image)
    assert one.make(1).text != LineMaker(mix.draw, fonts, Style(), 8).make(1).text


def test_texts_are_composed_known_and_trimmed():
    known = frozenset("가나다라마바사 0123456789-.,:()")
    mix = TextMix(known, korean=["가나", "다라마"], endings=["바"], english=["사"])
    rng = np.random.default_rng(0)
    for _ in range(300):
        text = mix.draw(rng)
        assert text and known.issuperset(text)
        assert text == " ".join(text.split()) == unicodedata.normalize("NFC", text)
        assert len(text) <= mix.longest


def test_knobs_do_what_they_say(fonts):
    def drawn(**knobs):
        return render("한글 Text", fonts[0], replace(CALM, **knobs), np.random.default_rng(1))

    small, large = drawn(font_size=(16, 16)), drawn(font_size=(40, 40))
    assert large.shape[0] > 2 * small.shape[0]
    tight, wide = drawn(margins=(0.02, 0.02)), drawn(margins=(0.4, 0.4))
    assert wide.shape[0] > tight.shape[0]
    assert drawn(paper=(200, 200)).max() == 200
    assert drawn(ink=(80, 80)).min() == 80
    dark = drawn(inverted=1.0)
    assert np.median(dark) < 50


def test_damage_changes_the_picture_and_keeps_it_readable(fonts):
    clean = render("한글 Text 123", fonts[0], CALM, np.random.default_rng(1))
    rough = Style(clean=0.0, background=1.0, noise=(8, 8), jpeg=(40, 40), shrink=(0.8, 0.8))
    damaged = damage(clean, rough, np.random.default_rng(2))
    assert damaged.dtype == np.uint8 and damaged.ndim == 2
    assert not np.array_equal(damaged, clean)
    assert damaged.std() > 20
    assert np.array_equal(damage(clean, CALM, np.random.default_rng(2)), clean)
    fax = damage(clean, replace(rough, fax=1.0), np.random.default_rng(2))
    assert set(np.unique(fax)) <= {0, 255}
