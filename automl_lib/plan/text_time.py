"""Which columns of free text there is time for."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from domain.text_columns import TextCheck

_SHARE = 0.3
"""Share of a training's time that texts may take; the rest is for learning from them."""
_SAMPLE = 1_000


def texts_in_time(checks: Sequence[TextCheck], rows: pd.DataFrame, seconds: float) -> tuple[TextCheck, ...]:
    """The checks, with columns no longer used that would take too long to turn into numbers.

    Args:
        checks: of columns of free text.
        rows: raw typed rows of the training.
        seconds: that the whole training may take.
    """
    room, found = _SHARE * seconds, []
    for check in checks:
        took = _seconds_of(rows[check.column]) if check.used else 0.0
        found.append(check if took <= room else replace(check, used=False))
        room -= took if took <= room else 0.0
    return tuple(found)


def _seconds_of(cells: pd.Series) -> float:
    """How long all texts would take, by those of a sample."""
    from automl_lib.plan.text_components import TextComponents

    texts = cells.dropna()
    sample = texts.iloc[:: max(1, len(texts) // _SAMPLE)]
    if sample.nunique() < 2:
        return 0.0
    started = time.perf_counter()
    TextComponents().fit_transform(sample)
    return (time.perf_counter() - started) * len(texts) / len(sample)
