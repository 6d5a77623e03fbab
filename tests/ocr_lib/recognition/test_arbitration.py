"""Which of two recognisers is asked, and which is believed."""

from __future__ import annotations

import numpy as np
import pytest

from ocr_lib.recognition.arbitration import (
    Answer,
    Attempt,
    Stretch,
    TwoRecognisers,
    better,
    stretches_without_hangul,
    with_stretch,
)
from ocr_lib.recognition.crop_quality import CropQuality
from ocr_lib.recognition.reading import BOTH, CUSTOM, PPOCR, Character, Reading


def reading(text, probability=0.9, recogniser=CUSTOM):
    """A reading whose characters all have one probability and equal widths."""
    width = 1 / max(1, len(text))
    characters = tuple(Character(c, probability, n * width, (n + 1) * width) for n, c in enumerate(text))
    return Reading(text, probability, characters, recogniser)


class Fixed:
    """A recogniser that gives set answers and keeps what it was asked."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []
        self.custom = self

    def read(self, crops):
        self.asked += list(crops)
        answers, self.answers = self.answers[: len(crops)], self.answers[len(crops) :]
        return answers


def test_stretches_lie_between_syllables_without_the_spaces_around_them():
    text = "합계 1,200원 (VAT 별도) 7"
    found = [text[s.first : s.end] for s in stretches_without_hangul(reading(text).characters)]
    assert found == ["1,200", "(VAT"]


def test_brackets_of_the_syllables_beside_a_stretch_stay_out_of_it():
    text = "[카드] 9440-03** [금액]: 5,500"
    found = [text[s.first : s.end] for s in stretches_without_hangul(reading(text).characters)]
    assert found == ["9440-03**", "5,500"]


def test_a_sure_line_of_hangul_and_digits_is_not_asked_for_again():
    second = Fixed()
    TwoRecognisers(Fixed(reading("합계 1,200원", 0.999)), second).read([np.zeros((40, 300), np.uint8)])
    assert second.asked == []


def test_a_line_without_hangul_goes_to_the_surer_one():
    both = TwoRecognisers(Fixed(reading("T0TAL", 0.8)), Fixed(reading("TOTAL", 0.97, PPOCR)))
    (read,) = both.read([np.zeros((40, 200), np.uint8)])
    assert (read.text, read.recogniser) == ("TOTAL", PPOCR)


def test_only_the_unsure_stretch_of_a_mixed_line_is_cut_and_replaced():
    syllables = reading("합계", 0.99).characters
    digits = tuple(Character(c, 0.6, 0.5 + n * 0.1, 0.6 + n * 0.1) for n, c in enumerate(" 12O0"))
    own = Reading(
        "합계 12O0",
        0.7,
        (*[Character(c.text, 0.99, n * 0.2, n * 0.2 + 0.2) for n, c in enumerate(syllables)], *digits),
    )
    second = Fixed(reading("1200", 0.95, PPOCR))
    (read,) = TwoRecognisers(Fixed(own), second).read([np.zeros((40, 200), np.uint8)])
    assert (read.text, read.recogniser) == ("합계 1200", BOTH)
    assert [crop.shape for crop in second.asked] == [(40, 80)]
    assert read.characters[3].start == pytest.approx(0.6)


def test_han_characters_are_not_believed_where_the_network_reads_hangul():
    assert better(reading("김철수", 0.8), reading("召仝", 0.97, PPOCR)).text == "김철수"
    assert better(reading("찌땀민궉", 0.3), reading("大韓民國", 0.98, PPOCR)).text == "大韓民國"


def test_an_empty_or_less_sure_answer_changes_nothing():
    own = reading("합계 12", 0.9)
    assert better(own, reading("", 0.0, PPOCR)) is own
    kept = with_stretch(own, Stretch(3, 5), reading("17", 0.5, PPOCR))
    assert (kept.text, kept.recogniser, kept.similarity) == ("합계 12", CUSTOM, pytest.approx(0.5))


def test_both_readings_of_a_crop_know_how_alike_they_are_without_their_spaces():
    attempt = Attempt(reading("A BCD"), (Answer(None, reading("ABC0", 0.9, PPOCR)),), CropQuality(40, 200))
    assert [one.similarity for one in attempt.whole] == [pytest.approx(0.75)] * 2


def test_an_empty_crop_says_nothing():
    (read,) = TwoRecognisers(Fixed(Reading("", 0.0)), Fixed()).read([np.zeros((0, 5), np.uint8)])
    assert read.text == ""


def test_a_page_without_hangul_asks_the_custom_network_only_where_the_second_is_unsure():
    custom = Fixed(reading("TOTAL", 0.9), reading("PO음", 0.4))
    second = Fixed(reading("CASH", 0.95, PPOCR), reading("T0TAL", 0.4, PPOCR), reading("POS", 0.7, PPOCR))
    crops = [np.full((40, 100 + n), n, np.uint8) for n in range(3)]
    read = TwoRecognisers(custom, second).for_latin.read(crops)
    assert [one.text for one in read] == ["CASH", "TOTAL", "POS"]
    assert [crop[0, 0] for crop in custom.asked] == [1, 2]


def test_one_that_reads_han_on_such_a_page_is_asked_again():
    custom = Fixed(reading("합계", 0.8))
    read = TwoRecognisers(custom, Fixed(reading("含刭", 0.9, PPOCR))).for_latin.read(
        [np.zeros((40, 90), np.uint8)]
    )
    assert read[0].text == "합계"


def test_where_the_second_sees_but_spaces_the_custom_network_is_asked():
    custom = Fixed(reading("Aoron", 0.3))
    (read,) = TwoRecognisers(custom, Fixed(reading("   ", 0.95, PPOCR))).for_latin.read(
        [np.zeros((40, 90), np.uint8)]
    )
    assert read.text == "Aoron"


def test_the_reading_that_was_not_kept_gives_the_alternatives():
    kept = better(reading("34,100", 0.4), reading("84,100", 0.9, PPOCR))
    assert (kept.text, kept.characters[0].alternatives) == ("84,100", "3")
    assert all(c.alternatives == "" for c in kept.characters[1:])


@pytest.mark.parametrize(("probability", "kept", "other"), [(0.99, "8", "3"), (0.5, "3", "8")])
def test_a_stretch_keeps_what_the_other_recogniser_read_in_it(probability, kept, other):
    own = reading("합계 34,100원", 0.8)
    found = with_stretch(own, Stretch(3, 9), reading("84,100", probability, PPOCR))
    assert found.text == f"합계 {kept}4,100원"
    assert [c.alternatives for c in found.characters] == ["", "", "", other, *[""] * 6]
