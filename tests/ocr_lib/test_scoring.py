"""Error rates as OCR evaluations define them."""

from __future__ import annotations

import pytest

from ocr_lib.scoring import edit_distance, error_rate, page_error_rate


def test_edits_are_counted_per_composed_character_and_single_space():
    assert edit_distance("됩니다", "됩니다") == 0
    assert edit_distance("됩니다", "됩니다") == 0
    assert edit_distance("a  b ", "a b") == 0
    assert edit_distance("디엘이언씨", "디엘이엔씨") == 1


def test_the_rate_is_over_all_characters_together():
    assert error_rate(["abcd", ""], ["abce", "xy"]) == pytest.approx(3 / 6)
    assert error_rate([], []) == 0.0
    with pytest.raises(ValueError, match="zip"):
        error_rate(["a"], [])


def test_a_page_is_one_text_so_that_lines_may_be_cut_otherwise():
    assert page_error_rate(["one", "two three"], ["one two", "three"]) == 0.0
