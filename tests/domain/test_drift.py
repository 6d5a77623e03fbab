"""Which remarks on new rows are drift."""

from __future__ import annotations

import pytest

from domain.drift import is_drift


@pytest.mark.parametrize(
    ("remark", "expected"),
    [
        ({"code": "distribution_shift", "severity": "serious"}, True),
        ({"code": "out_of_range", "severity": "warning"}, True),
        ({"code": "out_of_range", "severity": "info"}, False),
        ({"code": "too_few_rows", "severity": "info"}, False),
        ({"code": "later_dates", "severity": "info"}, False),
        ({"code": "columns_ignored"}, False),
    ],
)
def test_drift_is_a_difference_that_matters(remark, expected):
    assert is_drift(remark) is expected
