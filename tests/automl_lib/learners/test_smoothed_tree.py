"""Shares in a tree's leaves, drawn towards the prior."""

import numpy as np
import pytest
from sklearn.tree import DecisionTreeClassifier

from automl_lib.learners.smoothed_tree import SmoothedTree

X = np.array([[0.0]] * 3 + [[1.0]] * 97)
Y = np.array([1] * 3 + [0] * 97)


def test_a_leaf_says_its_share_drawn_towards_the_prior():
    # The leaf at 0 holds 3 rows, all of class 1; 3 of 100 rows are of class 1.
    small = SmoothedTree(smoothing=2.0).fit(X, Y).predict_proba([[0.0]])[0, 1]
    assert small == pytest.approx((3 * 1 + 2 * 0.03) / (3 + 2))


def test_probabilities_add_up_to_one():
    assert SmoothedTree().fit(X, Y).predict_proba(X).sum(axis=1) == pytest.approx(np.ones(100))


def test_without_smoothing_it_is_the_plain_tree():
    plain = DecisionTreeClassifier(random_state=0).fit(X, Y).predict_proba(X)
    assert np.array_equal(SmoothedTree(smoothing=0.0, random_state=0).fit(X, Y).predict_proba(X), plain)
