"""What `make fuzz` runs for minutes, for a moment: mutated bad inputs are read or refused, by every entry point."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuzz.targets import TARGETS, seeds, target


@st.composite
def mutated(draw: st.DrawFn, name: str) -> bytes:
    """A seed with some bytes replaced, left out, or said again."""
    data = draw(st.sampled_from(list(seeds(name))))
    for _ in range(draw(st.integers(0, 4))):
        begin = draw(st.integers(0, len(data)))
        end = draw(st.integers(begin, min(len(data), begin + 64)))
        data = (
            data[:begin]
            + draw(st.binary(max_size=8))
            + data[begin:end] * draw(st.integers(0, 3))
            + data[end:]
        )
    return data


@pytest.mark.slow
@pytest.mark.parametrize("name", TARGETS)
def test_a_mutated_file_is_read_or_refused(name):
    one = target(name)

    @settings(max_examples=60, suppress_health_check=list(HealthCheck))
    @given(data=mutated(name))
    def holds(data: bytes) -> None:
        one(data)

    holds()


@pytest.mark.parametrize("name", TARGETS)
def test_every_target_has_seeds(name):
    assert len(list(seeds(name))) >= 10
