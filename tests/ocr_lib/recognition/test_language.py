"""Unsure Hangul is read as the language expects it; sure text, digits and codes are left alone."""

from __future__ import annotations

import numpy as np
import pytest

from ocr_lib.recognition.decode import greedy
from ocr_lib.recognition.language import (
    CharacterModel,
    counted,
    from_lines,
    shipped_model,
    to_lines,
    with_language,
)

SIGNS = "합계게12O"


@pytest.fixture(scope="module")
def model():
    return CharacterModel(counted(["합계", "합계 금액", "합계 12", "게", "게시", "게임"]))


def frames(*options):
    """Frames with these {sign: probability}, a blank after each; classes and probabilities, the likeliest first."""
    classes, values = [], []
    for option in options:
        ranked = sorted(option.items(), key=lambda pair: -pair[1])
        ranked += [(None, 0.0)] * (3 - len(ranked))
        classes += [[0 if s is None else SIGNS.index(s) + 1 for s, _ in ranked], [0, 1, 2]]
        values += [[p for _, p in ranked], [0.99, 0.005, 0.005]]
    return np.array(classes), np.array(values)


def read(model, *options):
    classes, values = frames(*options)
    reading = greedy(classes, values, SIGNS, len(classes))
    return reading, with_language(reading, classes, values, SIGNS, len(classes), lambda: model)


def test_what_was_seen_after_the_characters_is_preferred(model):
    assert model.preference("합", "계") > 0 > model.preference("합", "게")
    assert model.preference("합", "1") == 0.0


def test_an_unsure_syllable_becomes_the_one_the_language_expects(model):
    reading, found = read(model, {"합": 0.95}, {"게": 0.5, "계": 0.45})
    assert (reading.text, found.text) == ("합게", "합계")
    assert [c.probability for c in found.characters] == [0.95, 0.45]
    assert [(c.start, c.end) for c in found.characters] == [(0.0, 0.25), (0.5, 0.75)]
    assert (found.score, found.lowest_frame) == (reading.score, reading.lowest_frame)


def test_a_clear_syllable_stays_against_the_language(model):
    _, found = read(model, {"합": 0.95}, {"게": 0.89, "계": 0.002})
    assert found.text == "합게"


def test_sure_texts_are_not_decoded_again(model):
    reading, found = read(model, {"합": 0.95}, {"게": 0.95, "계": 0.05})
    assert found is reading


def test_digits_and_letters_are_chosen_by_the_network_alone(model):
    for one, other in ("12", "O1", "21"):
        _, found = read(model, {"합": 0.5, "계": 0.1}, {one: 0.51, other: 0.49}, {other: 0.6, one: 0.4})
        assert found.text[1:] == one + other


def test_texts_without_hangul_are_left_alone(model):
    reading, found = read(model, {"1": 0.5, "O": 0.4}, {"O": 0.5, "1": 0.4})
    assert found is reading


def test_counts_are_written_and_read():
    counts = counted(["합계 1", "1계", "합계"])
    assert counts == {"\x02\x02\x02합": 2, "\x02\x02합계": 2, "\x02\x021계": 1}
    assert from_lines(to_lines(counts)).preference("합", "계") == CharacterModel(counts).preference(
        "합", "계"
    )


def test_the_shipped_model_knows_business_words():
    shipped = shipped_model()
    assert shipped.preference("합", "계") > shipped.preference("합", "게")
    assert shipped.preference("영수", "증") > 1
