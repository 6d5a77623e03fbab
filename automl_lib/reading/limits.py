"""What a file may cost before it is refused. Values only; who sets them is the caller's business."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

_GIB = 1024**3


@dataclass(frozen=True)
class ReadLimits:
    """Limits of one read.

    Attributes:
        max_bytes: size of the file as uploaded, in bytes.
        max_rows: rows of data, header not counted.
        max_columns: columns.
        max_cells: rows times columns.
        max_memory_bytes: memory the reading process may allocate, in bytes (the file's own pages,
            which the system can drop at any time, are not counted).
        max_seconds: wall time of the reading process, in seconds.
        max_unpacked_bytes: size of all members of a workbook once unpacked, in bytes.
    """

    max_bytes: int = 4 * _GIB
    max_rows: int = 20_000_000
    max_columns: int = 5_000
    max_cells: int = 1_000_000_000
    max_memory_bytes: int = 2 * _GIB
    max_seconds: float = 600.0
    max_unpacked_bytes: int = 4 * _GIB

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> ReadLimits:
        return cls(**data)
