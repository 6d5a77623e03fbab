"""ROC AUC, precision and sensitivity of outcomes beside those of held-out rows."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import precision_score, recall_score, roc_auc_score

from automl_lib.outcome_measures import Expectation, TwoClasses, measures_of
from domain.outcomes import OutcomeMeasure, OutcomeScores

# A model that calls most rows positive, as the threshold of F1 does where positives are rare: accuracy is 32.5%.
HELD_OUT = Expectation(0.325, 200, roc_auc=0.718, confusion_matrix=((20, 130), (5, 45)))


def rows_of(random, shift, count=200):
    positive = random.random(count) < 0.25
    shares = 1 / (1 + np.exp(-random.normal(positive * shift, 1.0)))
    return TwoClasses(positive, shares > 0.3, shares)


def measured(rows):
    return {one.name: one for one in measures_of(rows, HELD_OUT)}


def test_they_are_what_scikit_learn_computes():
    rows = rows_of(np.random.default_rng(1), 0.8)
    found = measured(rows)
    assert found["roc_auc"].value == pytest.approx(roc_auc_score(rows.positive, rows.probabilities))
    assert found["precision"].value == pytest.approx(precision_score(rows.positive, rows.said))
    assert found["sensitivity"].value == pytest.approx(recall_score(rows.positive, rows.said))
    for one in found.values():
        assert one.low < one.value < one.high
    assert (found["precision"].expected, found["sensitivity"].expected) == (45 / 175, 0.9)


def test_a_model_turned_round_falls_though_its_accuracy_says_nothing():
    found = measured(rows_of(np.random.default_rng(2), -0.6))
    assert found["roc_auc"].value < 0.45
    assert found["roc_auc"].fell
    assert found["sensitivity"].fell


def test_a_model_as_good_as_before_seldom_falls():
    # ROC AUC of a shift of 0.816 standard deviations is 0.718.
    fallen = [
        any(
            one.fell
            for one in measures_of(rows_of(np.random.default_rng(seed), 0.816), HELD_OUT)
            if one.name == "roc_auc"
        )
        for seed in range(300)
    ]
    assert np.mean(fallen) < 0.03


def test_the_interval_of_the_area_holds_it_as_often_as_it_says():
    held = [measured(rows_of(np.random.default_rng(seed), 0.816))["roc_auc"] for seed in range(300)]
    inside = np.mean([one.low <= 0.718 <= one.high for one in held])
    assert 0.91 < inside < 0.99


def test_one_class_alone_has_no_measures():
    rows = TwoClasses(np.array([True, True]), np.array([True, False]), np.array([0.9, 0.1]))
    assert measured(rows) == {}
    known = TwoClasses(np.array([True, False]), np.array([False, False]), None)
    assert set(measured(known)) == {
        "sensitivity"
    }  # nothing was called positive, and there are no probabilities


def test_the_sentence_names_what_fell_and_what_to_do():
    area = OutcomeMeasure("roc_auc", 0.412, 0.33, 0.49, 0.718, fell=True)
    scores = OutcomeScores("accuracy", 0.35, 0.28, 0.42, 0.325, 200, 0, True, measures=(area,), fell=False)
    assert "35%" in scores.comparison.en
    assert "fewer than" not in scores.comparison.en
    assert "ROC AUC 0.4120 (0.3300 to 0.4900), less than the 0.7180 expected" in scores.comparison.en
    assert "Train again" in scores.comparison.en
    assert OutcomeScores.from_json(scores.to_json()) == scores


def test_a_score_is_written_as_in_lists_of_models():
    measure = OutcomeMeasure("precision", 0.9253, low=0.9, high=0.95, expected=0.91, fell=False)
    assert measure.shown == "0.9253"
    assert "0.9253 (0.9000 to 0.9500); 0.9100" in measure.sentence.en
