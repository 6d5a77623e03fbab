"""The character set of an office: modern syllables and signs, added behind what a network knows."""

from __future__ import annotations

import unicodedata

from ocr_lib.networks.charset import Charset
from ocr_lib.networks.files import shipped_network
from ocr_lib.networks.office_characters import SIGNS, ks_syllables, modern_syllables, office_charset


def test_ks_x_1001_has_its_2350_syllables():
    assert len(ks_syllables()) == 2350
    assert {"가", "갔", "힝"} <= ks_syllables()
    assert "똠" not in ks_syllables()


def test_modern_text_needs_more_than_ks_x_1001():
    syllables = modern_syllables()
    assert ks_syllables() < syllables
    assert {"뺐", "팠", "똠", "펲", "쨌", "쟨", "퀭", "쑈", "뷁"} <= syllables
    assert all("가" <= c <= "힣" for c in syllables)
    # Old or impossible in modern spelling.
    assert not {"갅", "힢"} & syllables


def test_known_classes_keep_their_numbers():
    base = Charset(" ab가힣%")
    grown = office_charset(base, ["國"])
    assert grown.characters.startswith(base.characters)
    assert not grown.lacks("".join(modern_syllables()) + SIGNS + "國")


def test_a_network_that_has_all_of_them_is_left_as_it_is():
    charset = office_charset(shipped_network().charset)
    assert office_charset(charset) == charset


def test_texts_in_normal_form_can_hold_all_of_them():
    assert all(unicodedata.normalize("NFC", c) == c for c in SIGNS)
