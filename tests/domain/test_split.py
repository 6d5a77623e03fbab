"""Splits as they are kept in rows."""

from __future__ import annotations

import json

import pytest

from domain.messages import Sentences
from domain.plan_effect import PlanEffect
from domain.split import RandomComparison, SplitEffect, SplitMethod, SplitSuggestion
from tests.console.automl.conftest import EFFECT

REASON = Sentences("날짜입니다.", "it is a date")
SUGGESTIONS = [
    SplitSuggestion(),
    SplitSuggestion(SplitMethod.TIME, "c0003", REASON, ("c0003", "c0004"), ("c0001",)),
]


@pytest.mark.parametrize("suggestion", SUGGESTIONS)
def test_a_suggestion_reads_back(suggestion):
    assert SplitSuggestion.from_json(json.loads(json.dumps(suggestion.to_json()))) == suggestion


def test_only_the_method_takes_the_first_column_noticed():
    suggestion = SUGGESTIONS[1]
    assert suggestion.column_for(SplitMethod.TIME) == "c0003"
    assert suggestion.column_for(SplitMethod.GROUP) == "c0001"
    assert suggestion.column_for(SplitMethod.RANDOM) is None
    assert SplitSuggestion().column_for(SplitMethod.TIME) is None


def test_an_effect_with_a_split_reads_back_and_says_how_a_random_one_would_have_looked():
    comparison = RandomComparison("roc_auc", split=0.8123, random=0.9345)
    split = SplitEffect(SplitMethod.TIME, "c0003", REASON, REASON, comparison)
    effect = PlanEffect.from_json(EFFECT).with_split()
    assert effect.split is None
    stored = json.loads(json.dumps(EFFECT | {"split": split.to_json()}))
    found = PlanEffect.from_json(stored)
    assert found.split == split
    assert json.loads(json.dumps(found.to_json())) == stored
    for sentence in (stored["split"]["comparison"]["ko"], stored["split"]["comparison"]["en"]):
        assert "ROC AUC 0.93" in sentence
        assert "0.81" in sentence
    assert found.with_split(comparison=None).split.comparison is None
