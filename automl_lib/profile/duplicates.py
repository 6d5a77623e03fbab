"""Counting rows that are equal in every column, from 64-bit fingerprints of the columns' cells."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from automl_lib.profile.reading import RawColumn

_CHUNK = 1 << 16
_MISSING = 0x9E3779B97F4A7C15


class RowFingerprints:
    """Adds up a fingerprint per row, column by column in any order, from several threads.

    Args:
        rows: number of rows. Costs 8 bytes each.
    """

    def __init__(self, rows: int) -> None:
        import numpy as np

        self._sums = np.zeros(rows, dtype=np.uint64)
        self._lock = threading.Lock()

    def add(self, column: RawColumn, position: int) -> None:
        """Takes in a column; `position` distinguishes equal values of different columns."""
        import numpy as np

        salt = np.uint64((position + 1) * 0xD1342543DE82EF95 % (1 << 64))
        if column.present is not None:
            with self._lock:
                self._sums[~column.present] += _mix(np.full(1, _MISSING, dtype=np.uint64), salt)
        used = 0
        for start in range(0, column.rows, _CHUNK):
            here = slice(start, min(start + _CHUNK, column.rows))
            mask = None if column.present is None else column.present[here]
            count = here.stop - here.start if mask is None else int(np.count_nonzero(mask))
            mixed = _mix(_bits(column.values[used : used + count]), salt)
            used += count
            with self._lock:
                if mask is None:
                    self._sums[here] += mixed
                else:
                    self._sums[here][mask] += mixed

    def duplicates(self) -> int:
        """Rows equal to an earlier row. Ends the use of this object: it sorts in place."""
        import numpy as np

        self._sums.sort()
        return int(np.count_nonzero(self._sums[1:] == self._sums[:-1]))


def _bits(values: npt.NDArray[Any]) -> npt.NDArray[np.uint64]:
    import numpy as np

    # Adding zero makes -0.0 and 0.0 the same.
    return (values + 0.0 if values.dtype == np.float64 else values).view(np.uint64)


def _mix(bits: npt.NDArray[np.uint64], salt: np.uint64) -> npt.NDArray[np.uint64]:
    """The finaliser of SplitMix64 (Steele, Lea & Flood 2014)."""
    import numpy as np

    mixed = bits + salt
    mixed ^= mixed >> np.uint64(30)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(27)
    mixed *= np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return mixed
