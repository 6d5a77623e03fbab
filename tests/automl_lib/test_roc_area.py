"""The area under a ROC curve from ranks."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from automl_lib.roc_area import roc_area


@pytest.mark.parametrize("levels", [3, 20, 10_000])
def test_it_is_what_scikit_learn_gives(levels):
    random = np.random.default_rng(levels)
    positive, scores = random.integers(0, 2, 200), random.integers(0, levels, 200) / levels
    assert roc_area(positive, scores) == pytest.approx(roc_auc_score(positive, scores))
    assert roc_area(positive == 1, scores) == roc_area(positive, scores)


@pytest.mark.parametrize("positive", [np.ones(5), np.zeros(5)])
def test_one_class_alone_has_none(positive):
    assert np.isnan(roc_area(positive, np.arange(5)))
