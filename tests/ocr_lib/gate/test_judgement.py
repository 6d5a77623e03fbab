"""Which texts each comparison of the gate is made of, and what of it is kept."""

from __future__ import annotations

import json

import pytest

from ocr_lib.datasets.manifest import ManifestItem
from ocr_lib.datasets.splitting import TRAIN, VALIDATION
from ocr_lib.gate.judgement import ReadItem, judge_readings

LABELS = {"ko": ["가나"] * 30, "digits": ["12"] * 10}


def read(part, *, selected, label="가나", before="가다", after="가나", with_second="가나"):
    item = ManifestItem("t", "d", "c", "0", label, before, selected, part)
    return ReadItem(item, before, after, with_second)


def judged(items, *, before=LABELS, after=LABELS, **differing):
    return judge_readings(items, LABELS, before, after, **differing)


def test_validation_items_judge_and_chosen_ones_of_both_parts_are_compared_too():
    found = judged(
        [
            read(VALIDATION, selected=True),
            read(VALIDATION, selected=False, after="가다"),
            read(TRAIN, selected=True),
            read(TRAIN, selected=False),
        ]
    )
    assert (found.validation.items, found.validation.before, found.validation.after) == (2, 0.5, 0.25)
    assert (found.chosen.items, found.chosen.before, found.chosen.after) == (2, 0.5, 0.0)


def test_the_second_recogniser_is_compared_with_the_new_network_alone():
    found = judged(
        [read(VALIDATION, selected=True, with_second="나다"), read(TRAIN, selected=True, with_second="")]
    )
    assert (found.second.items, found.second.before, found.second.after) == (1, 0.0, 1.0)


def test_a_better_network_is_deployed_and_one_that_forgets_is_not():
    items = [read(VALIDATION, selected=True) for _ in range(40)]
    assert judged(items).verdict.deploy
    assert not judged(items, after={**LABELS, "digits": ["13"] * 10}).verdict.deploy


def test_a_network_that_easyocr_reads_differently_is_never_deployed():
    items = [read(VALIDATION, selected=True) for _ in range(5)]
    verdict = judged(items, differing=[(3, "가나", "가다"), (4, "", "x")], crops=40).verdict
    assert (verdict.deploy, verdict.small_sample) == (False, True)
    assert "2 of 40 crops" in verdict.message.en
    assert "'가나' / '가다'" in verdict.message.en


def test_the_scores_name_each_set_and_weigh_the_general_one_by_its_lines():
    found = judged([read(VALIDATION, selected=True)], after={**LABELS, "digits": ["13"] * 10})
    scores = found.scores()
    assert list(scores) == [
        "validation",
        "ticked",
        "second_recogniser",
        "general",
        "general_ko",
        "general_digits",
    ]
    assert scores["general"] == {"before": 0.0, "after": pytest.approx(0.5 * 10 / 40)}
    assert scores["second_recogniser"]["kept"] is True
    assert json.loads(json.dumps(scores)) == scores


def test_without_items_there_is_nothing_to_compare():
    found = judged([])
    assert (found.validation.items, found.chosen.items, found.second.items) == (0, 0, 0)
