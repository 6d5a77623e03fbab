"""How texts are compared: spaces, commas, case, one misread jamo, and which part of a text is marked."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.ocr.searching.search_words import (
    Field,
    find,
    marked,
    misread_tokens,
    misreadings,
    normal,
    tokens,
    words_of,
)

SYLLABLES = st.characters(min_codepoint=ord("가"), max_codepoint=ord("힣"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("합계 1,200 원", "합계1200원"),
        ("ＡＢＣ１２", "abc12"),
        ("㈜새벽", "(주)새벽"),
        (unicodedata.normalize("NFD", "새벽"), "새벽"),
        ("새\u200b벽\t\n", "새벽"),
    ],
)
def test_the_normal_form_ignores_spaces_commas_width_and_case(text, words):
    assert words_of(text) == words


@given(SYLLABLES)
def test_a_misreading_differs_in_one_jamo(syllable):
    found = misreadings(syllable)
    assert len(set(found)) == 18 + 20 + 27
    assert all(find(f"가{other}나", f"가{syllable}나") == (0, False) for other in found)


@pytest.mark.parametrize(
    ("words", "wanted"), [("합계", "함게"), ("1200", "1300"), ("abc", "abd"), ("가나다", "가나라마")]
)
def test_two_jamo_or_another_digit_or_letter_are_no_misreading(words, wanted):
    assert find(words, wanted) is None


def test_an_exact_match_comes_before_a_misread_one():
    assert find("합게합계", "합계") == (2, True)


@pytest.mark.parametrize(
    ("text", "wanted", "pieces"),
    [
        ("합계 1,200원", "계12", [("합", False), ("계 1,2", True), ("00원", False)]),
        ("가나 가나", "가나", [("가나", True), (" ", False), ("가나", True)]),
        ("가가가", "가가", [("가가", True), ("가", False)]),
        ("공급가엑 합계", "공급가액", [("공급가엑", True), (" 합계", False)]),
        ("㈜새벽", "주)새", [("㈜새", True), ("벽", False)]),
        ("새벽", "저녁", [("새벽", False)]),
    ],
)
def test_the_matched_part_is_marked_as_it_is_written(text, wanted, pieces):
    assert marked(text, wanted) == pieces


@given(st.text(max_size=30), st.text(min_size=1, max_size=5))
def test_the_pieces_are_the_text(text, wanted):
    assert "".join(piece for piece, _ in marked(text, wanted)) == normal(text).shown


@given(st.text(SYLLABLES, min_size=2, max_size=20), st.data())
def test_a_text_with_a_misread_jamo_has_the_tokens_of_one_condition(words, data):
    at = data.draw(st.integers(0, len(words) - 1))
    read = words[:at] + data.draw(st.sampled_from(misreadings(words[at]))) + words[at + 1 :]
    has = set(tokens(read, Field.TEXT))
    assert any(all(has & set(any_of) for any_of in all_of) for all_of in misread_tokens(words, Field.TEXT))


def test_fields_have_tokens_of_their_own():
    assert not set(tokens("새벽", Field.TEXT)) & set(tokens("새벽", Field.COMPANY))
