"""The general set is the same on every machine, large enough, and has every character of an office."""

from __future__ import annotations

import numpy as np

from ocr_lib.gate.character_classes import office_characters
from ocr_lib.gate.general_set import FACE, SIZES, general_set
from ocr_lib.gate.verdict import KINDS
from ocr_lib.training.replay import replay_fonts


def test_it_has_two_thousand_lines_of_sentences_and_numbers():
    assert sum(SIZES[kind] for kind in ("ko", "en", "digits")) >= 2000


def test_each_of_its_parts_has_a_name_in_both_languages():
    assert set(SIZES) == set(KINDS)


def test_it_is_made_alike_each_time():
    sizes = {"ko": 5, "en": 5, "digits": 5, "syllables": 3, "signs": 3}
    one, other = general_set(sizes), general_set(sizes)
    assert one.labels == other.labels
    for kind in sizes:
        assert all(np.array_equal(a, b) for a, b in zip(one.crops[kind], other.crops[kind], strict=True))


def test_every_character_of_an_office_is_in_it_once():
    labels = general_set({kind: SIZES[kind] for kind in ("syllables", "signs")}).labels
    shown = "".join("".join(texts) for texts in labels.values()).replace(" ", "")
    assert len(shown) == len(set(shown))
    assert set(shown) == set(office_characters()) - {" "}


def test_its_face_is_never_learnt_from():
    assert not [font.name for font in replay_fonts() if font.name.startswith(FACE)]
