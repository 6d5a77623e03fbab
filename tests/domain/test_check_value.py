"""How much is gained by checking a text."""

from __future__ import annotations

import pytest

from domain.check_value import Consequence, check_value, consequence_of, expected_errors
from domain.document_fields import FieldState, FieldType


@pytest.mark.parametrize(
    ("text", "consequence"),
    [
        ("1,234,500", Consequence.AMOUNT),
        ("합계금액 55,000 원", Consequence.AMOUNT),
        ("₩ 300", Consequence.AMOUNT),
        ("일금 오만원정", Consequence.AMOUNT),
        ("공급가액 500", Consequence.AMOUNT),
        ("123-45-67890", Consequence.NUMBER),
        ("02-345-6789", Consequence.NUMBER),
        ("2026. 11. 30.", Consequence.DATE),
        ("2026년 11월", Consequence.DATE),
        ("11월 3일", Consequence.DATE),
        ("공급가액", Consequence.WORDS),
        ("서울특별시 강남구", Consequence.WORDS),
        ("12", Consequence.WORDS),
        ("", Consequence.WORDS),
    ],
)
def test_the_consequence_follows_from_what_a_text_looks_like(text, consequence):
    assert consequence_of(text) is consequence


def test_expected_errors_are_those_of_the_characters_but_not_of_spaces():
    characters = [("가", 0.5), (" ", 0.1), ("나", 0.9)]
    assert expected_errors(0.9, characters, 3) == pytest.approx(0.6)


def test_a_doubtful_text_has_an_error_whatever_its_characters_say():
    assert expected_errors(0.2, [("가", 1.0)], 1) == pytest.approx(0.8)


def test_without_characters_errors_grow_with_the_length():
    assert expected_errors(0.5, None, 20) > expected_errors(0.5, None, 4) > 0


def test_an_amount_comes_before_words_that_are_as_doubtful():
    assert check_value("1,000", 0.5, None) > check_value("가나다라마", 0.5, None)


def test_a_sure_text_has_no_value():
    assert check_value("1,000", 1.0, [("1", 1.0)]) == 0


def test_a_contradicted_amount_comes_before_an_unchecked_one_and_a_proven_one_last():
    def value(state):
        return check_value("1,000", 0.9, None, [(FieldType.WON, state)])

    contradicted, unchecked, proven = map(
        value, (FieldState.CONTRADICTED, FieldState.UNCHECKED, FieldState.PROVEN)
    )
    assert contradicted > unchecked > proven > 0


def test_what_a_field_holds_has_its_consequence_whatever_it_looks_like():
    assert check_value("500", 0.5, None, [(FieldType.WON, FieldState.UNCHECKED)]) > check_value(
        "500", 0.5, None
    )
