"""Resident registration numbers that were read as several neighbouring texts."""

from __future__ import annotations

import math
import random
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.parted_numbers import numbers_beside, parted_numbers
from domain.registration_numbers import (
    has_resident_number,
    mask_resident_numbers,
    restore_resident_numbers,
)

HEIGHT, WIDTH = 20.0, 10.0
"""Of a character."""


def line(*words, gap=0.5, y=100.0, x=50.0, turned=0.0):
    """Texts of one line with white between them, in heights, turned around (0, 0) by degrees."""
    placed = []
    for word in words:
        x1 = x + WIDTH * len(word)
        placed.append((word, [(x, y), (x1, y), (x1, y + HEIGHT), (x, y + HEIGHT)]))
        x = x1 + gap * HEIGHT
    cos, sin = math.cos(math.radians(turned)), math.sin(math.radians(turned))
    return [(word, [(a * cos - b * sin, a * sin + b * cos) for a, b in quad]) for word, quad in placed]


def masked(texts):
    beside = numbers_beside(texts)
    return [mask_resident_numbers(text, beside.get(n)) for n, (text, _) in enumerate(texts)]


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (["900101-", "1234567"], ["900101-", "1******"]),
        (["900101", "-1234567"], ["900101", "-1******"]),
        (["900101", "-", "1234567"], ["900101", "-", "1******"]),
        (["900101-1", "234567"], ["900101-1", "******"]),
        (["900101-12", "34567"], ["900101-1*", "*****"]),
        (["9001", "01-1234567"], ["9001", "01-1******"]),
        (["홍길동 900101–", "2234567 서울"], ["홍길동 900101–", "2****** 서울"]),
        (["９００１０１－", "１２３４５６７"], ["９００１０１－", "１******"]),
        (["900101", "-", "123", "4567"], ["900101", "-", "1**", "****"]),
        # Without a dash, by the label and by the check digit.
        (["주민등록번호", "900101", "1234567"], ["주민등록번호", "900101", "1******"]),
        (["900101", "1234568"], ["900101", "1******"]),
    ],
)
def test_a_number_over_several_texts_is_masked(words, shown):
    assert masked(line(*words)) == shown


@pytest.mark.parametrize("turned", [0, 3, -7, 90, 180, 270])
def test_whatever_direction_the_line_has(turned):
    assert masked(line("900101-", "1234567", turned=turned)) == ["900101-", "1******"]


@pytest.mark.parametrize("gap", [-0.2, 0, 1, 3.5])
def test_there_may_be_white_at_the_dash(gap):
    assert masked(line("900101-", "1234567", gap=gap)) == ["900101-", "1******"]


def test_a_label_above_the_first_part_counts():
    texts = [*line("주민등록번호", y=70), *line("900101", "1234567")]
    assert masked(texts)[1:] == ["900101", "1******"]


def test_two_numbers_of_one_line_share_a_text():
    assert masked(line("900101-", "1234567 850505-", "2345678")) == ["900101-", "1****** 850505-", "2******"]


@pytest.mark.parametrize(
    "texts",
    [
        line("900101-", "1234567", gap=6),  # far apart
        line("900101-12", "34567", gap=2),  # digits of one group are near to each other
        [*line("900101-"), *line("1234567", y=130)],  # the next line
        line("900101-", "비고", "1234567"),
        line("1234567", "900101-"),
        line("901301-", "1234567"),  # no date
        line("130111-", "0006246"),  # a corporation
        line("240315", "1500000"),  # a date and an amount
        line("010-1234-", "5678"),
        line("02-900101", "1234567"),
        line("110-234-", "567890"),
        line("900101-1234567", "123"),
        [("900101-", [(0, 0)] * 4), ("1234567", [(0, math.nan)] * 4)],
        [("900101-", []), ("1234567", [])],
        [],
    ],
)
def test_other_numbers_are_left_as_they_are(texts):
    alone = [mask_resident_numbers(text) for text, _ in texts]
    assert masked(texts) == alone


def test_parts_are_hidden_in_what_else_is_kept_of_their_text():
    beside = numbers_beside(line("900101-1", "234567"))
    assert mask_resident_numbers("234567 원", beside[1]) == "****** 원"
    assert has_resident_number("234567", beside=beside[1])
    assert not has_resident_number("비고", beside=beside[1])


@pytest.mark.parametrize(
    ("words", "place", "typed", "meant"),
    [
        (["900101-", "1234567"], 1, "1******", "1234567"),
        (["900101-", "1234567"], 1, "1****** 서울", "1234567 서울"),
        (["900101-12", "34567"], 0, "등록 900101-1*", "등록 900101-12"),
        (["900101-12", "34567"], 1, "*****", "34567"),
        (["900101-12", "34567"], 1, "34568", "34568"),
        (["900101-", "1234567"], 1, "1****", None),
    ],
)
def test_what_a_person_types_keeps_the_hidden_digits(words, place, typed, meant):
    texts = line(*words)
    assert restore_resident_numbers(typed, words[place], beside=numbers_beside(texts)[place]) == meant


@given(
    born=st.dates(min_value=date(1930, 1, 1)),
    rest=st.integers(1_000_000, 8_999_999),
    cuts=st.sets(st.integers(1, 13), min_size=1, max_size=3),
)
def test_no_digit_of_a_parted_number_is_shown(born, rest, cuts):
    century = (1 if born.year < 2000 else 3) + rest % 2
    number = f"{born:%y%m%d}-{century}{rest % 10**6:06d}"
    bounds = [0, *sorted(cuts), len(number)]
    words = [number[a:b] for a, b in pairwise(bounds)]
    assert "".join(masked(line(*words, gap=0.3))) == mask_resident_numbers(number)


def test_a_page_of_numbers_alone_is_looked_at_once():
    rng = random.Random(1)
    texts = [
        one
        for row in range(100)
        for one in line(*(f"{rng.randrange(10**6):06d}-" for _ in range(40)), y=30.0 * row)
    ]
    assert parted_numbers(texts) == []


def test_a_corporate_number_is_known_by_its_label_in_another_text():
    assert masked(line("법인등록번호", "850715-2123459", gap=6)) == ["법인등록번호", "850715-2123459"]
    above = [*line("법인등록번호"), *line("850715-2123459", y=130)]
    assert masked(above) == ["법인등록번호", "850715-2123459"]


@pytest.mark.parametrize("label", ["주민(법인)등록번호", "생년월일(법인등록번호)", "등록번호"])
def test_a_number_with_another_label_stays_masked(label):
    assert masked(line(label, "850715-2123459")) == [label, "850715-2******"]


def test_a_number_of_a_person_below_a_corporate_one_stays_masked():
    texts = [
        *line("법인등록번호", "130111-0006247"),
        *line("주민등록번호", "850715-2123459", y=130),
        *line("대표자", "850715-2123459", y=160),
    ]
    assert masked(texts)[1::2] == ["130111-0006247", "850715-2******", "850715-2******"]
