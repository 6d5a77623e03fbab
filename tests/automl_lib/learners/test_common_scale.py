"""Components scaled together."""

import numpy as np

from automl_lib.learners.common_scale import CommonScaler


def test_columns_keep_their_proportions():
    random = np.random.default_rng(0)
    X = random.normal(size=(500, 3)) * [4.0, 1.0, 0.1] + 5
    scaled = CommonScaler().fit_transform(X)
    np.testing.assert_allclose(scaled.mean(axis=0), 0, atol=1e-9)
    np.testing.assert_allclose(scaled.std(axis=0).max(), 1)
    np.testing.assert_allclose(scaled.std(axis=0) / scaled.std(axis=0)[0], X.std(axis=0) / X.std(axis=0)[0])


def test_constant_columns_become_zeros():
    assert not CommonScaler().fit_transform(np.full((4, 2), 7.0)).any()
