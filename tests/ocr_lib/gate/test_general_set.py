"""The general set is the same on every machine, and large enough."""

from __future__ import annotations

import numpy as np

from ocr_lib.gate.general_set import FACE, SIZES, general_set
from ocr_lib.training.replay import replay_fonts


def test_it_has_two_thousand_lines_of_three_kinds():
    assert sum(SIZES.values()) >= 2000
    assert set(SIZES) == {"ko", "en", "digits"}


def test_it_is_made_alike_each_time():
    sizes = {"ko": 5, "en": 5, "digits": 5}
    one, other = general_set(sizes), general_set(sizes)
    assert one.labels == other.labels
    for kind in sizes:
        assert all(np.array_equal(a, b) for a, b in zip(one.crops[kind], other.crops[kind], strict=True))


def test_its_face_is_never_learnt_from():
    assert not [font.name for font in replay_fonts() if font.name.startswith(FACE)]
