"""A verdict says what its comparison leaves out."""

from __future__ import annotations

import json
from dataclasses import replace

from domain.challenges import ChallengeVerdict

VERDICT = ChallengeVerdict("roc_auc", 60, 0.8, 0.81, 0.01, -0.02, 0.04, promoted=False)


def test_rows_of_classes_that_the_models_do_not_know_are_said():
    verdict = replace(VERDICT, left_out={"보류": 1200, "취소": 3})
    for sentence in (verdict.reason.ko, verdict.reason.en):
        assert "'보류' 1,200" in sentence
        assert "'취소' 3" in sentence
    assert verdict.reason.ko.startswith(VERDICT.reason.ko)


def test_a_verdict_survives_its_row_and_one_of_an_earlier_version_leaves_out_nothing():
    verdict = replace(VERDICT, left_out={"보류": 2})
    kept = json.loads(json.dumps(verdict.to_json()))
    assert ChallengeVerdict.from_json(kept) == verdict
    del kept["left_out"]
    assert ChallengeVerdict.from_json(kept) == VERDICT
