"""Counts by threshold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from automl_lib.evaluation.threshold_curve import threshold_curve


def counted(truth, scores, threshold):
    called = scores >= threshold
    return int((called & (truth == 0)).sum()), int((called & (truth == 1)).sum())


@given(st.lists(st.tuples(st.integers(0, 1), st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.9, 1.0])), min_size=1))
def test_of_few_rows_every_count_is_exact(rows):
    truth, scores = np.array([t for t, _ in rows]), np.array([s for _, s in rows])
    curve = threshold_curve(truth, scores, exact_at=(0.5,))
    assert (curve.rows, curve.positives) == (len(rows), truth.sum())
    assert list(curve.thresholds) == sorted(curve.thresholds)
    for one in curve:
        assert (one.false_alarms, one.hits) == counted(truth, scores, one.threshold)
    everything, nothing = next(iter(curve)), list(curve)[-1]
    assert everything.false_alarms + everything.hits == len(rows)
    assert nothing.false_alarms + nothing.hits == 0
    assert curve.at(0.5)[1:] == counted(truth, scores, 0.5)


def test_of_many_rows_neighbouring_counts_differ_little_and_given_thresholds_are_exact():
    random = np.random.default_rng(0)
    scores = random.random(30_000)
    truth = (random.random(30_000) < scores**3).astype(int)
    curve = threshold_curve(truth, scores, exact_at=(0.5, 0.123))
    assert len(curve.thresholds) < 310
    for counts, most in ((curve.hits, truth.sum()), (curve.false_alarms, 30_000 - truth.sum())):
        assert max(-np.diff(counts)) <= most / 150 + 1
    for threshold in (0.5, 0.123):
        assert curve.at(threshold)[1:] == counted(truth, scores, threshold)
    assert curve.at(0.777)[1:] == pytest.approx(counted(truth, scores, 0.777), abs=30_000 / 150)
