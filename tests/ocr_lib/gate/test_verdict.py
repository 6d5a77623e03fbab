"""The gate's rule, case by case."""

from __future__ import annotations

import pytest

from ocr_lib.gate.comparison import Comparison, compare
from ocr_lib.gate.verdict import FEW, judge, keeps_second_recogniser

SAME = Comparison(100, 0.01, 0.01, 0.5)
GENERAL = {"ko": SAME, "en": SAME, "digits": SAME}


def seen(items, before, after, better=1.0):
    return Comparison(items, before, after, better)


def test_clearly_better_and_nothing_forgotten_is_deployed():
    verdict = judge(seen(FEW, 0.3, 0.1), seen(200, 0.3, 0.0), GENERAL)
    assert verdict.deploy and not verdict.small_sample
    assert "0.3000 → 0.1000" in verdict.message.ko


@pytest.mark.parametrize(
    ("kind", "ko", "en"), [("ko", "한글", "Korean"), ("en", "영어", "English"), ("digits", "숫자", "numbers")]
)
def test_what_forgot_any_kind_of_general_text_is_kept_back(kind, ko, en):
    general = {**GENERAL, kind: Comparison(100, 0.010, 0.0121, 0.1)}
    verdict = judge(seen(100, 0.3, 0.1), seen(200, 0.3, 0.0), general)
    assert not verdict.deploy
    assert (f"({ko})" in verdict.message.ko, f"({en})" in verdict.message.en) == (True, True)
    within = {**GENERAL, kind: Comparison(100, 0.010, 0.0119, 0.1)}
    assert judge(seen(100, 0.3, 0.1), seen(200, 0.3, 0.0), within).deploy


@pytest.mark.parametrize("kind", ["syllables", "signs"])
def test_a_few_seldom_characters_may_be_forgotten_and_many_may_not(kind):
    few = {**GENERAL, kind: Comparison(600, 0.14, 0.169, 0.1)}
    assert judge(seen(100, 0.3, 0.1), seen(200, 0.3, 0.0), few).deploy
    many = {**GENERAL, kind: Comparison(600, 0.14, 0.171, 0.1)}
    assert not judge(seen(100, 0.3, 0.1), seen(200, 0.3, 0.0), many).deploy


def test_better_by_chance_is_not_better():
    assert not judge(seen(FEW, 0.30, 0.29, better=0.9), seen(200, 0.3, 0.0), GENERAL).deploy


def test_few_items_are_judged_by_the_chosen_ones_and_marked():
    verdict = judge(seen(FEW - 1, 0.3, 0.3, better=0.5), seen(20, 0.3, 0.1), GENERAL)
    assert verdict.deploy and verdict.small_sample
    assert "small sample" in verdict.message.en
    assert not judge(seen(FEW - 1, 0.3, 0.31), seen(20, 0.3, 0.1), GENERAL).deploy
    assert not judge(seen(5, 0.3, 0.1), seen(20, 0.3, 0.3), GENERAL).deploy
    assert judge(seen(0, 0.0, 0.0), seen(20, 0.3, 0.1), GENERAL).deploy


def test_two_that_read_alike_are_told_apart_by_nothing():
    truth = ["가나다", "라마바"]
    found = compare(truth, truth, truth)
    assert (found.before, found.after, found.better) == (0.0, 0.0, 0.5)
    assert not judge(found, found, GENERAL).deploy
    assert compare([], [], []).better == 0.5


def test_the_bootstrap_tells_a_steady_gain_from_a_lucky_one():
    truth = ["abcdefghij"] * 40
    steady = compare(truth, ["abcdefghi"] * 40, truth)
    assert (steady.before, steady.after) == (0.1, 0.0)
    assert steady.better == 1.0
    lucky = compare(truth, ["abcdefghij"] * 39 + ["abc"], ["abcdefghij"] * 40)
    assert 0.5 < lucky.better < 0.95
    worse = compare(truth, truth, ["abcdefghi"] * 40)
    assert worse.better == 0.0
    assert compare(truth, truth, ["abcdefghi"] * 40, seed=3) == worse


def test_the_second_recogniser_goes_only_where_it_clearly_reads_many_items_worse():
    assert keeps_second_recogniser(seen(FEW, 0.1, 0.05))
    assert keeps_second_recogniser(seen(FEW, 0.1, 0.11, better=0.2))
    assert keeps_second_recogniser(seen(FEW - 1, 0.1, 0.3, better=0.0))
    assert not keeps_second_recogniser(seen(FEW, 0.1, 0.2, better=0.01))
