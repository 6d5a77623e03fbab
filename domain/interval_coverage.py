"""What is said where prediction intervals hold fewer values than they are made for."""

from __future__ import annotations

from domain.messages import Message

FEWEST_ROWS = 30
"""Held-out rows; on fewer a share this low is chance."""
_TOO_LOW = 0.1
"""Below the share that intervals are made for."""


def coverage_remark(coverage: float, rows: int, share: float) -> Message | None:
    """The remark on intervals that are too narrow; None where they hold about what they are made for.

    Args:
        coverage: share of the held-out values within their interval.
        rows: held-out rows with a value.
        share: that the intervals are made for.
    """
    if rows < FEWEST_ROWS or coverage >= share - _TOO_LOW:
        return None
    return Message(
        "Intervals are made for {share} of new values, but of the {rows:,} held-out values only {within} are within theirs: "
        "take them for too narrow.",
        share=f"{share:.0%}",
        rows=rows,
        within=f"{coverage:.0%}",
    )
