"""Where things stand in a chart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.charts import MOST_TICKS, Night, chart_of, nice_step

rates = st.floats(0, 3)
nights = st.lists(
    st.builds(Night, st.just("n"), st.just("11-22"), rates, rates, st.booleans()), min_size=1, max_size=40
)


@given(nights)
def test_everything_lies_inside_and_a_higher_rate_stands_higher(found):
    chart = chart_of(found)
    heights = [mark.y for mark in chart.marks]
    assert all(0 <= y <= chart.bottom for y in heights)
    assert all(chart.left <= mark.x <= chart.right for mark in chart.marks)
    by_rate = sorted(chart.marks, key=lambda mark: mark.night.after)
    assert [mark.y for mark in by_rate] == sorted(heights, reverse=True)
    assert len(chart.ticks) <= MOST_TICKS + 1
    assert chart.ticks[0] == (chart.bottom, 0)


def test_the_line_follows_the_network_that_reads():
    night = Night("n", "11-22", before=0.4, after=0.2, deployed=False)
    assert night.in_use == 0.4
    kept, deployed = chart_of([night]), chart_of([Night("n", "11-22", 0.4, 0.2, True)])
    assert float(kept.line.split(",")[1]) < float(deployed.line.split(",")[1])
    assert kept.marks[0].y == deployed.marks[0].y


@pytest.mark.parametrize(
    ("highest", "step"), [(0.31, 0.1), (0.013, 0.005), (0, 0.01), (5e-324, 0.01), (1.0, 0.2), (0.05, 0.01)]
)
def test_steps_are_round(highest, step):
    assert nice_step(highest) == pytest.approx(step)
