"""What two readings of one crop say together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ocr_lib.recognition.agreement import with_grouped_amounts, with_hangul_kept, with_rivals
from ocr_lib.recognition.reading import BOTH, CUSTOM, PPOCR, Character, Reading


def reading(text, recogniser=CUSTOM, probability=0.9):
    width = 1 / max(1, len(text))
    characters = tuple(Character(c, probability, n * width, (n + 1) * width) for n, c in enumerate(text))
    return Reading(text, probability, characters, recogniser)


@pytest.mark.parametrize(
    ("own", "answer", "kept"),
    [
        ("29,000", "29.000", "29,000"),
        ("5500", "5,500", "5,500"),
        ("36, 000", "36.000", "36,000"),
        ("1,234,500원", "1.234,500원", "1,234,500원"),
        ("₩12.500 1", "₩12,500 1", "₩12,500 1"),
        ("12,345.67", "12.345.67", "12,345.67"),
    ],
)
def test_commas_that_one_of_them_sees_part_thousands(own, answer, kept):
    found = with_grouped_amounts(reading(own), reading(answer, PPOCR))
    assert found is not None
    assert found.text == kept == "".join(c.text for c in found.characters)


@pytest.mark.parametrize(
    ("own", "answer"),
    [
        ("29,000", "29,000"),  # agreed
        ("29.000", "29 000"),  # neither has a comma
        ("29,000", "29.001"),  # other digits
        ("3.5", "35"),  # no thousands
        ("1,2345", "1.2345"),  # no group of three
        ("12,500 1.234", "12.500 1,234"),  # each only in part
    ],
)
def test_other_differences_are_left_to_the_probabilities(own, answer):
    assert with_grouped_amounts(reading(own), reading(answer, PPOCR)) is None


@pytest.mark.parametrize(
    ("own", "answer", "merged"),
    [
        ("[0O652378] KICC로제출", "[00652378]KICC", "[00652378] KICC로제출"),
        ("4,26O원", "4,260", "4,260원"),
        (" CASHIER:서울숲점 **", "CASHIER:**", " CASHIER:서울숲점 **"),
        ("02-497-9777 홍길동", "02-497-9717", "02-497-9717 홍길동"),
    ],
)
def test_hangul_that_the_second_left_out_is_kept(own, answer, merged):
    found = with_hangul_kept(reading(own), reading(answer, PPOCR, 0.99))
    assert found is not None
    assert (found.text, found.recogniser) == (merged, BOTH)
    assert "".join(c.text for c in found.characters) == merged


@pytest.mark.parametrize(
    ("own", "answer"), [("P0음", "POS"), ("받은금액:", ":"), ("송", "TOTAL"), ("1음2", "1,200")]
)
def test_another_text_is_no_omission(own, answer):
    assert with_hangul_kept(reading(own), reading(answer, PPOCR)) is None


@pytest.mark.parametrize(("own", "answer"), [("(주)한국콜마", "()"), ("『계약서』", "『』")])
def test_two_signs_alone_are_an_omission(own, answer):
    found = with_hangul_kept(reading(own, probability=0.5), reading(answer, PPOCR))
    assert found is not None
    assert (found.text, found.recogniser) == (own, CUSTOM)


@pytest.mark.parametrize(("own", "answer"), [("오5", "5"), ("()가", "[]"), ("동A", "A"), ("가:", ":")])
def test_a_letter_or_another_sign_may_be_all_there_is(own, answer):
    assert with_hangul_kept(reading(own), reading(answer, PPOCR)) is None


def test_what_the_other_reading_has_in_place_of_a_character_is_its_likeliest_alternative():
    own = [replace(c, alternatives="90") for c in reading("38,100").characters]
    found = with_rivals(own, reading("36,1000").characters)
    assert "".join(c.text for c in found) == "38,100"
    assert [c.alternatives for c in found] == ["90", "690", "90", "90", "90", "90"]


def test_an_alternative_is_named_once():
    (eight,) = with_rivals([Character("8", 0.5, 0.0, 1.0, "36")], [Character("6", 0.5, 0.0, 1.0)])
    assert eight.alternatives == "63"
