"""When prediction intervals are called too narrow."""

import pytest

from domain.interval_coverage import coverage_remark


@pytest.mark.parametrize(
    ("coverage", "rows", "is_said"),
    [(0.67, 150, True), (0.79, 30, True), (0.8, 150, False), (0.95, 150, False), (0.5, 29, False)],
)
def test_a_share_far_below_the_wanted_one_of_enough_rows_is_said(coverage, rows, is_said):
    assert (coverage_remark(coverage, rows, 0.9) is not None) is is_said


def test_the_remark_has_the_shares():
    remark = coverage_remark(0.673, 150, 0.9)
    assert remark is not None
    assert all(part in remark.ko and part in remark.en for part in ("67%", "150", "90%"))
