"""How many threads numerical libraries may use while a model is fitted or predicts."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

_SMALL_CELLS = 1_000_000


@contextmanager
def bounded_threads(rows: int, columns: int) -> Iterator[None]:
    """One OpenMP and BLAS thread for small tables, one a core (at most 8) for large ones; restored afterwards.

    On small tables OpenMP's waiting costs more than its sharing brings: beside one other busy process on
    two cores, fitting 400 rows took 27 s instead of 1 s.
    """
    from threadpoolctl import threadpool_limits

    count = 1 if rows * columns <= _SMALL_CELLS else min(8, os.cpu_count() or 1)
    with threadpool_limits(limits=count):
        yield
