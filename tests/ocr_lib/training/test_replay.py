"""The general text of a night: of what kinds its lines are."""

from __future__ import annotations

from itertools import islice

from ocr_lib.networks.files import shipped_network
from ocr_lib.synthetic.fonts import package_fonts
from ocr_lib.training.replay import replay_faces, replay_lines


def test_it_holds_korean_english_numbers_and_percentages_enough_to_be_remembered():
    lines = [
        line.text
        for line in islice(replay_lines(shipped_network().charset, 7, package_fonts()).lines(0, 600), 600)
    ]
    hangul = [text for text in lines if any("가" <= c <= "힣" for c in text)]
    latin = [text for text in lines if text.isascii() and any(c.isalpha() for c in text)]
    numbers = [text for text in lines if text.isascii() and not any(c.isalpha() for c in text)]
    percentages = [text for text in lines if text.endswith("%")]
    assert len(hangul) > 200
    assert len(latin) > 80
    assert len(numbers) > 100
    assert len(percentages) > 18


def test_faces_that_tell_what_was_forgotten_are_not_learnt_in_where_there_are_others():
    learnt, probed = replay_faces()
    assert learnt
    assert probed == learnt or not set(learnt) & set(probed)
